#pragma once

#include <cstddef>
#include <vector>

#include "core/rng.h"
#include "rules/case.h"
#include "rules/facts.h"

namespace caregrid::rules {

/// A child made of the facts of several cases of the packs' tables, as families are mixed.
inline std::vector<Fact> mixed(core::SeededRng& rng, const Vocabulary& vocabulary,
                               const std::vector<Case>& cases) {
  std::vector<Fact> facts;
  std::vector<bool> is_taken(vocabulary.attributes.size());
  for (int part = 0; part < 5; ++part) {
    std::vector<bool> is_new = is_taken;
    for (const Fact& fact : cases[rng.below(cases.size())].facts) {
      if (!is_taken[fact.attribute]) {
        facts.push_back(fact);
        is_new[fact.attribute] = true;
      }
    }
    is_taken = is_new;
  }
  settle(vocabulary, facts);
  return facts;
}

}  // namespace caregrid::rules
