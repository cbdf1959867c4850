#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rules/evaluate.h"

namespace caregrid::rules {

/// One attribute with another value than is known today: it has been so for a long time, or it
/// begins today.
struct Change {
  AttributeId attribute = 0;
  std::int64_t value = 0;
  bool is_since_long = true;

  auto operator<=>(const Change&) const = default;
};

/// Changes that together turn an answer, and what it then is.
struct Turn {
  std::vector<Change> changes;
  Truth truth = Truth::unknown;

  bool operator==(const Turn&) const = default;
};

/// The smallest sets of single changes of fact that turn a scheme's answer: a yes into a no, a no
/// into a yes, an unknown into either. All sets of the smallest size there is, of up to two
/// changes, in the order of attributes; none when it takes more.
///
/// Each changed attribute has then one value only. Values tried are those the rules distinguish:
/// every code that is told apart, both sides of each bound, a place inside and one outside. Day of
/// birth is never changed. Cost: an answer for each set tried, at most a few thousand.
std::vector<Turn> would_change(const Book& book, const Vocabulary& vocabulary,
                               const Circumstance& circumstance, const Scheme& scheme);

}  // namespace caregrid::rules
