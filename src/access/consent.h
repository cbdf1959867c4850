#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "access/consent_table.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

struct ConsentTag;
using ConsentId = core::Id<ConsentTag>;

enum class ConsentAnswer : std::uint8_t { given, refused, withdrawn };
/// Who speaks. Only father, mother and guardian can consent; a carer is entrusted with the child
/// but does not become guardian. Source: Civil Code art. 27; domain handbook 7.1.
enum class ConsentRelation : std::uint8_t { father, mother, guardian, carer, child };
enum class ConsentMethod : std::uint8_t { paper, in_person, phone, remote };

/// As much of a saying as decides what holds.
struct ConsentFact {
  ConsentAnswer answer = ConsentAnswer::given;
  core::Date said_on;
  std::optional<core::Date> expires_on;  ///< The first day it no longer holds.
  int text_version = 1;

  bool operator==(const ConsentFact&) const = default;
};

/// One saying as recorded.
struct Consent : ConsentFact {
  ConsentId id;  ///< Made by the client; the same id again is the same saying.
  Purpose purpose = Purpose::ngo_sharing;
  std::string given_by = {};
  ConsentRelation relation = ConsentRelation::guardian;
  std::optional<bool> child_assent = {};
  ConsentMethod method = ConsentMethod::paper;
  std::string data_kinds = {};
  std::string recipient = {};
  std::string evidence = {};
  core::Instant recorded_at = {};
  AccountId account = {};

  bool operator==(const Consent&) const = default;
};

enum class ConsentState : std::uint8_t { none, given, refused, withdrawn, expired, outdated };

/// What holds for one purpose on one day.
struct ConsentStanding {
  ConsentState state = ConsentState::none;
  std::optional<core::Date> since;
  std::optional<core::Date> expires_on;    ///< Of a consent that holds.
  std::optional<core::Date> ask_again_on;  ///< Until then nobody asks; none when asking is free.

  bool operator==(const ConsentStanding&) const = default;
};

/// What follows from everything said for one purpose, in any order, each once or often.
///
/// A refusal or withdrawal ends every consent said on its day or before, whenever that arrives; a
/// consent holds from the day after. It ends on `expires_on`, and with a text that widens.
/// `texts` are the versions of this purpose. Cost: two passes over the sayings.
ConsentStanding standing_of(std::span<const ConsentFact> said, std::span<const ConsentText> texts,
                            core::Date today);

/// The versions of a purpose, oldest first; empty when the purpose needs no separate consent.
std::span<const ConsentText> texts_of(Purpose purpose);

/// Whom the saying is about and what was said before, for the check of a new one.
struct ConsentCase {
  std::optional<core::Date> born_on;
  ConsentStanding standing;
  std::optional<core::Date> ended_on;  ///< Last day of a refusal or withdrawal, if any.
  bool is_asked = true;                ///< False when the guardian came of their own accord.
  core::Date today;
};

/// Whether a saying may be recorded: closed purpose, guardian, assent from 8, known text, dates.
///
/// Errors: invalid "consent.purpose", "consent.not_guardian", "consent.assent_missing" (also when
/// the age is not known), "consent.assent_refused", "consent.text", "consent.in_future",
/// "consent.expires", "consent.who_missing", "text.too_long"; conflict "consent.asked_recently"
/// with the day, "consent.ended_later" for one said no later than a refusal or withdrawal.
core::Result<void> check_consent(const Consent& consent, const ConsentCase& facts);

/// The day a consent said on `said_on` ends unless it says an earlier one.
core::Date last_day_of(Purpose purpose, core::Date said_on);

/// Whether the purpose may be followed for the child today: always for a duty or an emergency,
/// otherwise when a consent holds. `child` is the registry's id. Cost: one index range.
core::Result<bool> is_consented(const Call& call, const core::IdBytes& child, Purpose purpose);

/// The same for many children, in their order. Cost: one statement for ten.
core::Result<std::vector<bool>> consented_among(const Call& call,
                                                std::span<const core::IdBytes> children,
                                                Purpose purpose);

/// What holds of each purpose that needs a consent, with everything said, newest first.
struct PurposeConsents {
  Purpose purpose = Purpose::ngo_sharing;
  ConsentStanding standing;
  std::vector<Consent> said;
};
core::Result<std::vector<PurposeConsents>> find_consents(const Call& call,
                                                         const core::IdBytes& child);

/// A child as the registry knows it, for the rules that need its age.
struct ConsentSubject {
  core::IdBytes child{};
  std::optional<core::Date> born_on;
};

/// Checks and stores one saying inside the door; who may is the caller's to ask. A saying whose id
/// is stored already changes nothing. Errors: as `check_consent`.
core::Result<void> record_consent(const Call& call, const ConsentSubject& subject,
                                  const Consent& consent, bool is_asked);

/// Stores a withdrawal as of today. It needs nothing but who speaks: withdrawing is as easy as
/// giving (PIPL art. 15), so a carer and the child may too.
core::Result<void> withdraw_consent(const Call& call, const core::IdBytes& child,
                                    const Consent& withdrawal);

}  // namespace caregrid::access

namespace caregrid::core {

template <>
struct Describe<access::ConsentAnswer> {
  using enum access::ConsentAnswer;
  static constexpr std::string_view name = "ConsentAnswer";
  static constexpr std::array values = {ValueOf{given, "given"}, ValueOf{refused, "refused"},
                                        ValueOf{withdrawn, "withdrawn"}};
};

template <>
struct Describe<access::ConsentRelation> {
  using enum access::ConsentRelation;
  static constexpr std::string_view name = "ConsentRelation";
  static constexpr std::array values = {ValueOf{father, "father"}, ValueOf{mother, "mother"},
                                        ValueOf{guardian, "guardian"}, ValueOf{carer, "carer"},
                                        ValueOf{child, "child"}};
};

template <>
struct Describe<access::ConsentMethod> {
  using enum access::ConsentMethod;
  static constexpr std::string_view name = "ConsentMethod";
  static constexpr std::array values = {ValueOf{paper, "paper"}, ValueOf{in_person, "in_person"},
                                        ValueOf{phone, "phone"}, ValueOf{remote, "remote"}};
};

template <>
struct Describe<access::ConsentState> {
  using enum access::ConsentState;
  static constexpr std::string_view name = "ConsentState";
  static constexpr std::array values = {
      ValueOf{none, "none"},           ValueOf{given, "given"},     ValueOf{refused, "refused"},
      ValueOf{withdrawn, "withdrawn"}, ValueOf{expired, "expired"}, ValueOf{outdated, "outdated"}};
};

}  // namespace caregrid::core
