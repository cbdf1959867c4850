#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

struct GlassTag;
using GlassId = core::Id<GlassTag>;

enum class GlassVerdict : std::uint8_t { open, accepted, misuse };

inline constexpr std::int64_t microseconds_per_hour = 3'600'000'000;
/// How long a record stays open, and within what time somebody reviews it. Source: domain handbook
/// 7.2; the hours of opening are our choice.
inline constexpr std::int64_t glass_hours = 24;
inline constexpr std::int64_t review_hours = 72;
/// Shortest reason, in characters.
inline constexpr std::size_t glass_reason_min = 10;
/// How many records one account may hold open at once; more is a search, not an emergency.
inline constexpr std::int64_t glass_open_max = 5;

/// A record opened outside somebody's area in an emergency.
struct GlassBreak {
  GlassId id;
  AccountId account;
  core::IdBytes child{};  ///< As asked for, whether or not there is such a child.
  std::int64_t division = 0;
  std::string reason;
  core::Instant at;
  core::Instant ends_at;
  GlassVerdict verdict = GlassVerdict::open;
  std::optional<AccountId> reviewed_by;
  std::optional<core::Instant> reviewed_at;
  std::string review_note;
  std::string account_name;  ///< Of who opened it.
  std::string account_role;

  bool operator==(const GlassBreak&) const = default;

  /// When somebody must have reviewed it.
  [[nodiscard]] core::Instant due_at() const {
    return {at.micros + review_hours * microseconds_per_hour};
  }
  [[nodiscard]] bool is_overdue(core::Instant now) const {
    return verdict == GlassVerdict::open && now > due_at();
  }
  /// Misuse closes the record at once.
  [[nodiscard]] bool is_live(core::Instant now) const {
    return now < ends_at && verdict != GlassVerdict::misuse;
  }
};

/// What somebody asks for. `division` is where the child lives, or the county when there is no such
/// child: the answer must not tell the difference.
struct GlassWish {
  GlassId id;
  core::IdBytes child{};
  std::int64_t division = 0;
  std::string reason;
};

/// Opens a record for 24 hours and puts it before the reviewers; runs inside the door. Whether the
/// child exists does not change the answer. The same id again is the same opening.
///
/// Errors: forbidden; invalid "break_glass.reason" for one shorter than ten characters,
/// "text.too_long"; limited "break_glass.too_many".
core::Result<GlassBreak> break_glass(const Call& call, const GlassWish& wish);

/// Whether the actor holds the child's record open now, in a call whose purpose is the emergency.
/// Cost: one index look-up, and none for another purpose.
core::Result<bool> is_glass_broken(const Call& call, const core::IdBytes& child);

/// One opening of the actor's own. Errors: not_found.
core::Result<GlassBreak> find_own_glass(const Call& call, GlassId id);

/// Whether this actor may review this opening: of the place or above, and not who opened it.
bool may_review(const Actor& actor, const GlassBreak& glass);

/// Openings the actor reviews: those waiting first, oldest first, then the last reviewed; at most
/// 200. A child the actor has a conflict of interest with is left to the next above.
/// Errors: forbidden.
core::Result<std::vector<GlassBreak>> list_glass(const Call& call);

/// Records what the reviewer found; runs inside the door.
///
/// Errors: forbidden, also "break_glass.own"; not_found outside the area; conflict
/// "break_glass.reviewed"; invalid "break_glass.verdict", "break_glass.note" for misuse
/// unexplained.
core::Result<GlassBreak> review_glass(const Call& call, GlassId id, GlassVerdict verdict,
                                      std::string_view note);

}  // namespace caregrid::access

template <>
struct caregrid::core::Describe<caregrid::access::GlassVerdict> {
  using enum access::GlassVerdict;
  static constexpr std::string_view name = "GlassVerdict";
  static constexpr std::array values = {ValueOf{open, "open"}, ValueOf{accepted, "accepted"},
                                        ValueOf{misuse, "misuse"}};
};
