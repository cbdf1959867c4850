// The way of the German and Austrian statistical offices for tables too large for programs: a count
// is safe in a box of hidden counts, since all corners can move together and no sum changes.
#include <algorithm>
#include <bit>
#include <limits>

#include "stats/count_table.h"

namespace caregrid::stats {
namespace {

/// One count's box: the other corner's places, and how far its corners can move.
struct Cube {
  std::size_t opposite = 0;
  double up = 0;  ///< As far as the count itself goes up with the corners that go with it.
  double down = 0;
  double loss = std::numeric_limits<double>::infinity();
};

class CubeHider final {
 public:
  CubeHider(const CountTable& table, const DisclosureRules& rules)
      : table_(table),
        enough_(static_cast<double>(rules.protection)),
        dimensions_(table.sizes.size()) {
    strides_.resize(dimensions_, 1);
    for (std::size_t d = dimensions_ - 1; d-- > 0;) {
      strides_[d] = strides_[d + 1] * (table.sizes[d + 1] + 1);
    }
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
      const auto count = table.counts[cell];
      places_.push_back(places_of(table.sizes, cell));
      losses_.push_back(loss_of(count));
      const bool is_small = count > 0 && count < rules.threshold;
      made_.hidden.push_back(is_small ? 1 : 0);
      made_.ranges.push_back({static_cast<double>(count), static_cast<double>(count)});
      made_.primary += is_small ? 1 : 0;
    }
  }

  Suppression hide() {
    // Small totals first: what they need hides much, and the rest can lean on it.
    for (std::size_t cell = table_.counts.size(); cell-- > 0;) {
      if (made_.hidden[cell] != 0 && made_.ranges[cell].width() < enough_) {
        take(cell, best_of(cell));
      }
    }
    for (std::size_t cell = 0; cell < table_.counts.size(); ++cell) {
      made_.loss += made_.hidden[cell] != 0 ? losses_[cell] : 0;
    }
    return std::move(made_);
  }

 private:
  [[nodiscard]] bool is_total(std::size_t cell, std::size_t d) const {
    return places_[cell][d] == table_.sizes[d];
  }

  /// The corner that has the places of `other` in the dimensions of `choice`, of `cell` elsewhere.
  [[nodiscard]] std::size_t corner(std::size_t cell, std::size_t other, std::size_t choice) const {
    std::size_t at = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      at += strides_[d] * places_[((choice >> d) & 1U) != 0 ? other : cell][d];
    }
    return at;
  }

  /// Two counts of a line move against each other, a count and its total together.
  [[nodiscard]] std::size_t against(std::size_t cell, std::size_t other) const {
    std::size_t bits = 0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      bits |= !is_total(cell, d) && !is_total(other, d) ? std::size_t{1} << d : 0;
    }
    return bits;
  }

  [[nodiscard]] bool differs_everywhere(std::size_t cell, std::size_t other) const {
    for (std::size_t d = 0; d < dimensions_; ++d) {
      if (places_[cell][d] == places_[other][d]) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] Cube cube_of(std::size_t cell, std::size_t other, double loss_max) const {
    Cube cube{other, 4 * enough_, 4 * enough_, 0};
    const std::size_t signs = against(cell, other);
    for (std::size_t choice = 0; choice < (std::size_t{1} << dimensions_); ++choice) {
      const std::size_t at = corner(cell, other, choice);
      cube.loss += made_.hidden[at] != 0 ? 0 : losses_[at];
      if (table_.counts[at] == 0 || cube.loss >= loss_max) {
        cube.loss = std::numeric_limits<double>::infinity();
        return cube;
      }
      const double room = static_cast<double>(table_.counts[at]) - 1;
      double& side = std::popcount(choice & signs) % 2 == 1 ? cube.up : cube.down;
      side = std::min(side, room);
    }
    if (cube.up + cube.down < enough_) {
      cube.loss = std::numeric_limits<double>::infinity();
    }
    return cube;
  }

  [[nodiscard]] Cube best_of(std::size_t cell) const {
    Cube best;
    for (std::size_t other = 0; other < table_.counts.size() && best.loss > 0; ++other) {
      if (differs_everywhere(cell, other)) {
        const Cube cube = cube_of(cell, other, best.loss);
        best = cube.loss < best.loss ? cube : best;
      }
    }
    return best;
  }

  void take(std::size_t cell, const Cube& cube) {
    const std::size_t signs = against(cell, cube.opposite);
    for (std::size_t choice = 0; choice < (std::size_t{1} << dimensions_); ++choice) {
      const std::size_t at = corner(cell, cube.opposite, choice);
      const bool is_against = std::popcount(choice & signs) % 2 == 1;
      const auto count = static_cast<double>(table_.counts[at]);
      Range& range = made_.ranges[at];
      range.upper = std::max(range.upper, count + (is_against ? cube.down : cube.up));
      range.lower = std::min(range.lower, count - (is_against ? cube.up : cube.down));
      made_.secondary += made_.hidden[at] != 0 ? 0 : 1;
      made_.hidden[at] = 1;
    }
  }

  const CountTable& table_;
  double enough_;
  std::size_t dimensions_;
  std::vector<std::size_t> strides_;
  std::vector<std::vector<std::size_t>> places_;
  std::vector<double> losses_;
  Suppression made_;
};

/// Up to these sizes programs find better answers in the time there is: a fraction of a second.
constexpr std::size_t cells_for_programs_max = 700;
constexpr std::size_t flat_cells_for_programs_max = 2000;  ///< Of one or two dimensions.

}  // namespace

core::Result<Suppression> suppress(const CountTable& table, const DisclosureRules& rules) {
  const bool is_flat = table.sizes.size() <= 2;
  if (table.counts.size() <= (is_flat ? flat_cells_for_programs_max : cells_for_programs_max)) {
    return suppress(CountSystem{table.counts, sums_of(table.sizes), {}}, rules);
  }
  return CubeHider(table, rules).hide();
}

}  // namespace caregrid::stats
