#include "registry/fact_clash.h"

#include <cstdlib>

#include "registry/fact_kinds.h"

namespace caregrid::registry {
namespace {

const Saying& first_of(std::span<const Saying> sayings, const KnownFact& fact) {
  return sayings[fact.said_by.front()];
}

bool is_list(const Saying& saying) { return saying.act == FactAct::state; }

/// Whether two files, or a person and a later file, said the one and the other at about one time.
bool differ_at_one_time(std::span<const Saying> sayings, const KnownFact& a, const KnownFact& b) {
  for (const std::size_t i : a.said_by) {
    for (const std::size_t j : b.said_by) {
      const FactOrigin& one = sayings[i].origin;
      const FactOrigin& other = sayings[j].origin;
      const bool is_near = std::abs(day_of(other) - day_of(one)) <= same_time_days;
      const bool is_new = is_list(sayings[i]) || j > i;  // To the person who spoke.
      if (is_near && is_new && is_list(sayings[j]) && one.row.file != other.row.file) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool contradict(std::span<const Saying> sayings, const KnownFact& a, const KnownFact& b) {
  const bool can_clash = a.standing == FactStanding::holds && b.standing == FactStanding::holds &&
                         !has_many(a.id.kind) && is_at_odds(a.id.kind, a.value, b.value);
  if (!can_clash) {
    return false;
  }
  const bool is_in_order = a.known_from < b.known_from ||
                           (a.known_from == b.known_from && a.said_by.front() <= b.said_by.front());
  const KnownFact& earlier = is_in_order ? a : b;
  const KnownFact& later = is_in_order ? b : a;
  if (earlier.valid_to && *earlier.valid_to <= later.known_from) {
    return false;
  }
  if (earlier.valid_to) {
    return true;  // Stated to run on beyond the beginning of the other.
  }
  if (earlier.valid_from && later.valid_from && *earlier.valid_from == *later.valid_from) {
    return true;
  }
  const Saying& begin = first_of(sayings, later);
  // Who enters a change, or gives its day, knows what was before.
  return !later.valid_from && is_list(begin) && differ_at_one_time(sayings, earlier, later);
}

}  // namespace caregrid::registry
