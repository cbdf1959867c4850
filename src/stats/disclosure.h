#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/result.h"

namespace caregrid::stats {

/// A sum every reader of a table can do: the count `total` is the counts of `parts` together.
struct Sum {
  std::size_t total = 0;
  std::vector<std::size_t> parts;
};

/// What may be done with a count.
enum class Standing : std::uint8_t {
  free,    ///< Shown, or hidden to protect another.
  secret,  ///< Hidden already elsewhere: must be hidden here.
  known,   ///< Shown already elsewhere: hiding it here would protect nobody.
};

/// Counts and how they add up: of one table, or of several published about the same people.
struct CountSystem {
  std::vector<std::int64_t> counts;
  std::vector<Sum> sums;
  std::vector<Standing> standings;  ///< One each, or empty: all free.
};

/// Source: domain handbook 7.3 (k = 5; 10 for abuse, HIV, suicide).
struct DisclosureRules {
  std::int64_t threshold = 5;   ///< Counts from 1 to threshold − 1 are hidden.
  std::int64_t protection = 5;  ///< No hidden count can be bounded within less than this.
};

/// The rules for what harms most when it is known of somebody.
inline constexpr DisclosureRules rules_for_sensitive{10, 10};

/// Between which numbers a reader can place a count, at least: the certificate of a hidden one.
struct Range {
  double lower = 0;
  double upper = 0;

  bool operator==(const Range&) const = default;
  [[nodiscard]] double width() const { return upper - lower; }
};

/// What is to be hidden, and the proof that it stays so.
struct Suppression {
  std::vector<std::uint8_t> hidden;  ///< 1 for each count that is not shown.
  /// For each hidden count two tables exist that show the same and hold `lower` and `upper` there.
  std::vector<Range> ranges;
  std::int64_t primary = 0;    ///< Hidden because they are small (or hidden elsewhere).
  std::int64_t secondary = 0;  ///< Hidden to protect others.
  double loss = 0;             ///< Sum of `loss_of` of all that is hidden.
};

/// What hiding a count costs its readers: one bit more for each doubling. Zeros are never hidden.
double loss_of(std::int64_t count);

/// Chooses what to hide so that no hidden count can be worked out.
///
/// Shapes: one entry per count in each answer. The reader is taken to know every sum, that zeros
/// are always shown (so what is hidden is at least 1), and this very procedure.
/// Errors: conflict "publication.difference" when what is known elsewhere gives a count away
/// whatever is hidden here.
/// Cost: 2 seconds for 5,000 counts (bench/disclosure_bench). Deterministic.
/// Source: Kelly, Golden and Assad (1992), Fischetti and Salazar (2000); docs/models/disclosure.md.
core::Result<Suppression> suppress(const CountSystem& system, const DisclosureRules& rules);

/// What a reader can work out: a range for each count that is as wide as `enough`, or as wide as it
/// can be. A count that is shown has width 0.
std::vector<Range> bound_hidden(const CountSystem& system, std::span<const std::uint8_t> hidden,
                                double enough);

}  // namespace caregrid::stats
