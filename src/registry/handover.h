#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

struct HandoverTag;
using HandoverId = core::Id<HandoverTag>;

enum class HandoverDirection : std::uint8_t { out, in };

/// Where a hand-over stands. `withdrawing`: the sender wants it back, the receiver has not said
/// yet that it did not accept meanwhile. The names are stored: append only.
enum class HandoverState : std::uint8_t { offered, withdrawing, withdrawn, refused, accepted };

/// Days after which an offer without an answer is called late.
inline constexpr int handover_late_days = 7;

/// Which parts of the record go along. What the register holds by statutory duty always does
/// (PIPL art. 13(3)); lists' free text if asked for; what rests on a guardian's separate consent
/// only while that consent holds (PIPL arts 23, 29). Source: domain handbook 7.1, P-1, P-3, P-6.
struct HandoverScope {
  bool notes = false;                        ///< Remarks, what was not understood, other columns.
  std::vector<access::Purpose> consented{};  ///< Of `consented_purposes`.

  bool operator==(const HandoverScope&) const = default;
};

/// As stored: "notes ngo_sharing".
std::string write_scope(const HandoverScope& scope);
/// What `write_scope` made; of anything else nothing goes along that must not.
HandoverScope read_scope(std::string_view text);

/// Purposes whose part of a record never goes along without the guardian's separate consent.
inline constexpr std::array consented_purposes{access::Purpose::ngo_sharing,
                                               access::Purpose::screening, access::Purpose::photo,
                                               access::Purpose::story};

/// One county's half of a hand-over.
struct Handover {
  HandoverId id;
  HandoverDirection direction = HandoverDirection::out;
  HandoverState state = HandoverState::offered;
  std::optional<ChildId> child;  ///< Here; none while what comes in is not accepted.
  std::int64_t number = 0;       ///< Whose key seals its texts.
  std::int64_t peer = 0;         ///< The other county, six digits.
  std::string peer_name;         ///< Empty when not known.
  std::int64_t division = 0;     ///< Where the child stood when it left, or stands since it came.
  core::Date moves_on;
  core::Instant offered_at;
  access::AccountId offered_by;
  std::optional<core::Instant> answered_at;
  std::int64_t last_ordinal = -1;
  bool is_shielded = false;
  std::optional<core::Date> peer_erased_on;  ///< The other county has erased its record.
  // In people's own words, sealed; empty once the child is erased.
  std::string name;
  std::string born_on;  ///< ISO, or empty.
  std::string why;
  std::string note;
  std::string answer;  ///< Why it was refused or withdrawn.
  HandoverScope scope;

  [[nodiscard]] bool is_waiting() const {
    return state == HandoverState::offered || state == HandoverState::withdrawing;
  }
  [[nodiscard]] int waiting_days(core::Date today) const;
  [[nodiscard]] bool is_late(core::Date today) const {
    return is_waiting() && waiting_days(today) > handover_late_days;
  }
};

/// What the sending county says.
struct HandoverOffer {
  HandoverId id;  ///< Made by the client; the same id again is the same offer.
  ChildId child;
  std::int64_t peer = 0;
  core::Date moves_on;
  std::string why;
  std::string note = {};
  HandoverScope scope = {};
};

/// Offers a child to another county; runs inside the door. The child stays in every list and the
/// county answers for it until the other has accepted.
///
/// Errors: as `find_seen`, at class shielded for a shielded child; conflict "handover.open" while
/// another offer waits, "child.moved_away"; invalid "handover.same_county", "handover.no_card" for
/// a county nobody can write to, "handover.why_missing", "handover.day", "text.too_long",
/// "handover.consent" with the purpose for which no consent holds.
/// Cost: opens every statement of the child, some 20 us each.
core::Result<Handover> offer_handover(const access::Call& call, const HandoverOffer& offer);

/// What would go along and what would stay, by kind of fact; the letter itself is not made.
struct HandoverPreview {
  std::vector<std::string> goes;  ///< Kinds of facts, in order of name.
  std::vector<std::string> stays;
  std::int64_t statements = 0;
  std::vector<access::Purpose> consents;  ///< Those that hold today, of `consented_purposes`.
};
/// Errors and cost: as `offer_handover`.
core::Result<HandoverPreview> preview_handover(const access::Call& call, const ChildId& child,
                                               const HandoverScope& scope);

/// Asks the receiver to give an offer up; in force when it agrees, since it may have accepted.
/// Errors: forbidden; not_found "handover.not_found"; conflict "handover.answered".
core::Result<Handover> withdraw_handover(const access::Call& call, const HandoverId& id,
                                         std::string_view why);

/// What the receiving county says when it takes a child in.
struct Acceptance {
  std::int64_t division = 0;  ///< The village, or township, where the child lives now.
  std::string school = {};
  std::optional<access::AccountId> account = {};  ///< Who takes charge, if somebody by name.
};
/// Takes the child in: it is created, or known again by an earlier stay or its official number, and
/// has the history of both places, no statement twice. Runs inside the door.
///
/// Errors: forbidden, also for a shielded child to who may not know where it lives; not_found
/// "handover.not_found"; conflict "handover.answered"; invalid "village.unknown",
/// "village.outside_area"; those of `access::assign`.
core::Result<Handover> accept_handover(const access::Call& call, const HandoverId& id,
                                       const Acceptance& acceptance);

/// Errors: as `accept_handover`; invalid "handover.why_missing".
core::Result<Handover> refuse_handover(const access::Call& call, const HandoverId& id,
                                       std::string_view why);

/// The actor's hand-overs: those that wait, the longest first, then the last fifty answered. What
/// comes in is shown to those who may answer it, what goes out to those who answer for the child;
/// of a shielded child only to who may know where it lives. Errors: forbidden.
core::Result<std::vector<Handover>> list_handovers(const access::Call& call);

/// Those of one child, newest first. Errors: as `find_seen`.
core::Result<std::vector<Handover>> list_handovers_of(const access::Call& call,
                                                      const ChildId& child);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::HandoverDirection> {
  using enum registry::HandoverDirection;
  static constexpr std::string_view name = "HandoverDirection";
  static constexpr std::array values = {ValueOf{out, "out"}, ValueOf{in, "in"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::HandoverState> {
  using enum registry::HandoverState;
  static constexpr std::string_view name = "HandoverState";
  static constexpr std::array values = {
      ValueOf{offered, "offered"}, ValueOf{withdrawing, "withdrawing"},
      ValueOf{withdrawn, "withdrawn"}, ValueOf{refused, "refused"}, ValueOf{accepted, "accepted"}};
};
