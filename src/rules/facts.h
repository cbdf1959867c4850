#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "rules/source.h"
#include "rules/vocabulary.h"

namespace caregrid::rules {

/// No bound on this side, in days.
inline constexpr std::int32_t always_from = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t always_to = std::numeric_limits<std::int32_t>::max();

/// One value of one attribute and the days on which it holds, both ends included.
///
/// `value`: a code's place in its list (a boolean: 0, 1), a date in days, a 12-digit division code,
/// a number. Packed: 32 bytes at most, so that a county's facts stay in a few megabytes.
struct Fact {
  AttributeId attribute = 0;
  bool is_from_or_earlier = false;  ///< It was seen to hold on `from`; since when is not known.
  bool is_open = true;              ///< No end is stated; a later statement may have given one.
  std::int32_t from = always_from;
  std::int32_t to = always_to;
  std::uint32_t id = 0;  ///< The caller's: reasons name facts by it.
  std::int64_t value = 0;

  [[nodiscard]] bool holds_on(std::int32_t day) const { return from <= day && day <= to; }

  bool operator==(const Fact&) const = default;
};

/// Orders one child's facts by attribute and day; ends nothing. For facts whose ends are known.
void put_in_order(std::vector<Fact>& facts);

/// Orders one child's facts by attribute and day, and ends what has no end where a later statement
/// of the same thing begins. Needed before anything is asked of them. Cost: O(n log n).
void settle(const Vocabulary& vocabulary, std::vector<Fact>& facts);

/// The facts of many children, one after another.
struct FactTable {
  std::vector<Fact> facts;
  std::vector<std::uint32_t> starts{0};  ///< One more than there are children.

  [[nodiscard]] std::size_t children() const { return starts.size() - 1; }
  [[nodiscard]] std::span<const Fact> of(std::size_t child) const {
    return std::span(facts).subspan(starts[child], starts[child + 1] - starts[child]);
  }
  /// Adds a child; its facts must be settled.
  void add(std::span<const Fact> settled);
};

/// Reads facts as test tables and `rules explain` write them, settled:
///
///   {"child.birth": {"born_on": "2014-03-01"},
///    "father.absence": [{"state": "away", "place": "440300", "from": "2025-02-20"}]}
///
/// "to" is the last day it held; "or_earlier": true says that `from` is only when it was seen.
/// The id of a fact is the number of its object in the order read.
std::vector<Fact> read_facts(Reader& reader, core::json::View view, const std::string& path,
                             const Vocabulary& vocabulary);

/// The value as people write it: a code's id, "YYYY-MM-DD", digits.
std::string value_text(const Vocabulary& vocabulary, AttributeId attribute, std::int64_t value);

}  // namespace caregrid::rules
