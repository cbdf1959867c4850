#pragma once

#include <span>
#include <string_view>

#include "access/actor.h"

namespace caregrid::access {

/// What a guardian is told before being asked, in one language. Source: PIPL arts 14, 17, 23, 30.
struct ConsentWords {
  std::string_view what;
  std::string_view why;     ///< Necessity.
  std::string_view effect;  ///< On the child's interests, also of saying no.
  std::string_view receives;
  std::string_view withdraw;
};

/// One version of what is asked for a purpose; a consent names the version it was given to.
struct ConsentText {
  Purpose purpose;
  int version;                  ///< 1, 2, 3 … within the purpose.
  bool widens;                  ///< Asks for more than the version before: older consents end.
  std::string_view data_kinds;  ///< Separated by blanks.
  ConsentWords zh;
  ConsentWords en;
};

/// A purpose that needs a separate consent, and how long one holds.
struct ConsentRule {
  Purpose purpose;
  int months;
};

/// The lines of packs/core/consent*.json; texts of a purpose together, oldest first.
std::span<const ConsentRule> consent_rules();
std::span<const ConsentText> consent_texts();
/// Age from which the child is asked too. Source: Minors Protection Law arts 4(5), 19.
int assent_from_age();
/// After a refusal or withdrawal nobody asks again for so long. Source: network data regulations
/// art. 22(5); the number is the pack's.
int ask_again_after_days();

}  // namespace caregrid::access
