#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace caregrid::stats {

/// How two records agree, field by field: four bits a field, the first field lowest. Level 0: one
/// of the two says nothing; 1: the closest agreement; higher levels agree less.
using Pattern = std::uint64_t;

inline constexpr std::size_t linkage_fields_max = 16;
inline constexpr unsigned linkage_levels_max = 15;

inline unsigned level_of(Pattern pattern, std::size_t field) {
  return static_cast<unsigned>(pattern >> (4 * field)) & 15U;
}

inline Pattern level_at(std::size_t field, unsigned level) {
  return static_cast<Pattern>(level) << (4 * field);
}

/// What is known of a field before any record is seen.
struct LinkageField {
  unsigned levels = 2;  ///< Levels 1 … `levels`.
  /// Levels 1 … `person_levels` speak for one person; those after say "other".
  unsigned person_levels = 1;
  /// Greatest share of pairs of one household, yet of two persons, that reach a person level. 1: a
  /// thing households share. Small for names and numbers that brothers and sisters do not share:
  /// this keeps the third class from becoming a second class of matches.
  double household_max = 1;

  bool operator==(const LinkageField&) const = default;
};

/// How records are compared.
struct LinkageScheme {
  std::vector<LinkageField> fields;
  /// Whether pairs of one household are a class of their own between matches and the rest.
  bool has_household = false;

  bool operator==(const LinkageScheme&) const = default;
};

/// One number for each level of a field, by level; place 0 is not used.
using Levels = std::array<double, linkage_levels_max + 1>;

/// Pairs that agree alike.
struct PatternCount {
  Pattern pattern = 0;
  double count = 0;

  bool operator==(const PatternCount&) const = default;
};

/// Counts patterns; memory grows with how many there are, not with how many pairs.
class PatternCounter final {
 public:
  PatternCounter() : slots_(std::size_t{1} << 12U) {}

  void add(Pattern pattern, double count = 1);

  /// In ascending order of the pattern, whatever the order they were added in.
  [[nodiscard]] std::vector<PatternCount> counts() const;

 private:
  /// Where a pattern is, or the free place for it.
  [[nodiscard]] std::size_t slot_of(Pattern pattern) const;
  void grow();

  std::vector<PatternCount> slots_;  ///< Free where the count is 0; a power of two of them.
  std::size_t used_ = 0;
};

}  // namespace caregrid::stats
