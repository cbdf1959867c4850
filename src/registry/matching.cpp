#include "registry/matching.h"

#include "registry/person_name.h"

namespace caregrid::registry {
namespace {

/// How well a candidate fits; 0 when it is somebody else. Of one number, birth date and sex, a name
/// that shares a single character is enough: two characters were misheard.
int fit_of(const Claim& stated, const Claim& known) {
  const bool same_person = stated.born_on == known.born_on && stated.sex == known.sex;
  if (!is_similar_name(stated.name, known.name) &&
      !(same_person && shares_character(stated.name, known.name))) {
    return 0;
  }
  const bool same_name = stated.name == known.name;
  const bool same_birth = stated.born_on == known.born_on;
  return 1 + (same_name ? 2 : 0) + (same_birth ? 1 : 0);
}

}  // namespace

OfficialKeys keys_of(const Claim& claim) {
  OfficialKeys keys;
  if (claim.identity) {
    keys.key[keys.count++] = claim.identity->key();
  }
  if (!claim.student) {
    return keys;
  }
  const std::optional<IdentityNumber>& inner = claim.student->identity();
  const bool repeats_identity = inner && inner == claim.identity;
  if (!repeats_identity) {
    keys.key[keys.count++] = inner ? inner->key() : claim.student->key();
  }
  return keys;
}

Match match_child(const Claim& stated, std::span<const Candidate> candidates) {
  Match match;
  int best = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const int fit = fit_of(stated, candidates[i].claim);
    if (fit > best) {
      best = fit;
      match.index = i;
    }
  }
  return match;
}

}  // namespace caregrid::registry
