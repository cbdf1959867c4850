// Chooses cells to hide by linear programs: one asks what a reader could work out, the other which
// further cells, at the least loss, keep one cell from being worked out.
#include "stats/disclosure.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>

#include "stats/linear_program.h"

namespace caregrid::stats {
namespace {

constexpr double tolerance = 1e-6;
/// Tables up to this size are made again in several orders and thinned out.
constexpr std::size_t small_cells_max = 400;
constexpr int small_orders = 4;
/// The smallest ones in more: there a single count too many weighs most.
constexpr std::size_t tiny_cells_max = 64;
constexpr int tiny_orders = 8;
/// As far as a table is moved away from the true one, in protection intervals.
constexpr double reach = 4;

/// Rows and columns of a system where only some counts may move.
struct Frame {
  std::vector<std::size_t> cells;              ///< The counts that may move.
  std::vector<LinearProgram::Column> columns;  ///< One each, without bounds and costs.
  std::size_t rows = 0;
};

template <class MayMove>
Frame frame_of(const CountSystem& system, MayMove may_move) {
  Frame frame;
  constexpr std::size_t none = SIZE_MAX;
  std::vector<std::size_t> column_of(system.counts.size(), none);
  for (std::size_t cell = 0; cell < system.counts.size(); ++cell) {
    if (may_move(cell)) {
      column_of[cell] = frame.cells.size();
      frame.cells.push_back(cell);
    }
  }
  frame.columns.resize(frame.cells.size());
  const auto put = [&](std::size_t cell, double sign) {
    if (column_of[cell] == none) {
      return false;
    }
    frame.columns[column_of[cell]].entries.emplace_back(static_cast<int>(frame.rows), sign);
    return true;
  };
  for (const Sum& sum : system.sums) {
    bool moves = put(sum.total, -1);
    for (const std::size_t part : sum.parts) {
      moves = put(part, 1) || moves;
    }
    frame.rows += moves ? 1 : 0;
  }
  return frame;
}

/// Small numbers that look random, the same at every run.
class Scatter final {
 public:
  explicit Scatter(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_ >> 11U;
  }

 private:
  std::uint64_t state_;
};

bool is_wide(const Range& range, double enough) { return range.width() >= enough - tolerance; }

std::vector<Range> points_of(const CountSystem& system) {
  std::vector<Range> ranges;
  for (const std::int64_t count : system.counts) {
    ranges.push_back({static_cast<double>(count), static_cast<double>(count)});
  }
  return ranges;
}

/// Asks what a reader can work out of what is shown. Keeps the tables it has found that show the
/// same, so that a question with one count more shown seldom needs a new one.
class Reader final {
 public:
  Reader(const CountSystem& system, std::span<const std::uint8_t> hidden, double enough)
      : system_(system),
        enough_(enough),
        frame_(frame_of(system, [&](std::size_t cell) { return hidden[cell] != 0; })),
        is_shown_(frame_.cells.size(), 0) {
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      frame_.columns[i].lower = 1 - static_cast<double>(system.counts[frame_.cells[i]]);
      frame_.columns[i].upper = reach * enough;
    }
    program_ = std::make_unique<LinearProgram>(frame_.columns, frame_.rows);
  }

  /// Widens the ranges as far as it can, or until they are wide enough. With `only_first`, stops
  /// at the first that cannot be made wide and says so.
  bool widen(std::vector<Range>& ranges, bool only_first) {
    if (frame_.cells.empty()) {
      return true;
    }
    if (!only_first) {
      sweep(ranges);
    }
    bool all_wide = true;
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      for (const double direction : {-1.0, 1.0}) {
        if (is_shown_[i] == 0 && !is_wide(ranges[frame_.cells[i]], enough_)) {
          program_->set_cost(i, direction);
          move(ranges);
          program_->set_cost(i, 0);
        }
      }
      all_wide = all_wide && (is_shown_[i] != 0 || is_wide(ranges[frame_.cells[i]], enough_));
      if (only_first && !all_wide) {
        return false;
      }
    }
    return all_wide;
  }

  /// Whether everything else stays hidden when this one is shown, too; then it is shown from now
  /// on, and `ranges` are those of the rest.
  bool can_show(std::size_t cell, std::vector<Range>& ranges) {
    const auto found = std::ranges::find(frame_.cells, cell);
    const auto column = static_cast<std::size_t>(found - frame_.cells.begin());
    std::vector<Range> narrower = points_of(system_);
    for (const auto& moves : found_) {
      if (std::abs(moves[column]) < tolerance) {
        take(moves, narrower);
      }
    }
    is_shown_[column] = 1;
    program_->set_bounds(column, 0, 0);
    if (widen(narrower, true)) {
      std::erase_if(found_,
                    [&](const auto& moves) { return std::abs(moves[column]) >= tolerance; });
      ranges = std::move(narrower);
      return true;
    }
    is_shown_[column] = 0;
    program_->set_bounds(column, frame_.columns[column].lower, frame_.columns[column].upper);
    return false;
  }

 private:
  /// Moves many at once, in directions by chance: most are wide after a few sweeps.
  void sweep(std::vector<Range>& ranges) {
    Scatter scatter(frame_.cells.size());
    constexpr int sweeps_max = 24;
    std::size_t narrow = frame_.cells.size();
    for (int turn = 0; turn < sweeps_max && narrow > 0; ++turn) {
      const std::size_t before = narrow;
      for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
        const bool asks = !is_wide(ranges[frame_.cells[i]], enough_);
        const double weight = 1 + static_cast<double>(scatter.next() % 1000) / 500;
        program_->set_cost(i, asks ? (scatter.next() % 2 == 0 ? weight : -weight) : 0);
      }
      move(ranges);
      narrow = static_cast<std::size_t>(std::ranges::count_if(
          frame_.cells, [&](std::size_t cell) { return !is_wide(ranges[cell], enough_); }));
      if (turn >= 4 && narrow * 20 > before * 19) {
        break;
      }
    }
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      program_->set_cost(i, 0);
    }
  }

  void move(std::vector<Range>& ranges) {
    if (!program_->minimise()) {
      return;
    }
    std::vector<double> moves(frame_.cells.size());
    for (std::size_t i = 0; i < moves.size(); ++i) {
      moves[i] = program_->at(i);
    }
    take(moves, ranges);
    if (frame_.cells.size() <= small_cells_max) {
      found_.push_back(std::move(moves));
    }
  }

  void take(const std::vector<double>& moves, std::vector<Range>& ranges) const {
    for (std::size_t i = 0; i < moves.size(); ++i) {
      const std::size_t cell = frame_.cells[i];
      const double value = static_cast<double>(system_.counts[cell]) + moves[i];
      ranges[cell].lower = std::min(ranges[cell].lower, value);
      ranges[cell].upper = std::max(ranges[cell].upper, value);
    }
  }

  const CountSystem& system_;
  double enough_;
  Frame frame_;
  std::vector<std::uint8_t> is_shown_;
  std::vector<std::vector<double>> found_;
  std::unique_ptr<LinearProgram> program_;
};

Standing standing_of(const CountSystem& system, std::size_t cell) {
  return system.standings.empty() ? Standing::free : system.standings[cell];
}

/// Hides more and more until nothing can be worked out.
class Hider final {
 public:
  Hider(const CountSystem& system, const DisclosureRules& rules)
      : system_(system),
        enough_(static_cast<double>(rules.protection)),
        hidden_(system.counts.size(), 0),
        ranges_(points_of(system)),
        whims_(system.counts.size(), 1),
        frame_(frame_of(system, [&](std::size_t cell) {
          return system.counts[cell] > 0 && standing_of(system, cell) != Standing::known;
        })) {
    for (std::size_t cell = 0; cell < system.counts.size(); ++cell) {
      const bool is_small = system.counts[cell] > 0 && system.counts[cell] < rules.threshold;
      const Standing standing = standing_of(system, cell);
      hidden_[cell] = standing == Standing::secret || (is_small && standing == Standing::free);
    }
    primary_ = hidden_;
  }

  /// The order in which cells are protected; false when one cannot be.
  bool protect(std::uint64_t order) {
    Scatter scatter(order + 11);
    for (double& whim : whims_) {
      whim = order == 0 ? 1 : 0.4 + static_cast<double>(scatter.next() % 1000) / 500;
    }
    build();
    for (int turn = 0; turn < 100; ++turn) {
      Reader(system_, hidden_, enough_).widen(ranges_, false);
      std::vector<std::size_t> exposed = exposed_cells();
      if (exposed.empty()) {
        return true;
      }
      if (exposed.size() > batch_min) {
        protect_together(exposed, order + static_cast<std::uint64_t>(turn));
        exposed = exposed_cells();
      }
      if (exposed.size() > batch_min && turn < 4) {
        continue;
      }
      arrange(exposed, order);
      for (const std::size_t cell : exposed) {
        if (!is_wide(ranges_[cell], enough_) && !protect_one(cell)) {
          return false;
        }
      }
    }
    return false;
  }

  /// Hides everything there is: the other end to start from. Nothing can be worked out of zeros.
  void hide_all() {
    for (const std::size_t cell : frame_.cells) {
      hidden_[cell] = 1;
    }
  }

  /// Shows again what need not be hidden, the dearest first, but for the whims of the order. False
  /// when even now something can be worked out.
  bool thin_out(std::uint64_t order) {
    std::vector<std::size_t> extra;
    for (std::size_t cell = 0; cell < hidden_.size(); ++cell) {
      if (hidden_[cell] != 0 && primary_[cell] == 0) {
        extra.push_back(cell);
      }
    }
    Scatter scatter(order + 3);
    std::vector<double> rank(system_.counts.size());
    for (const std::size_t cell : extra) {
      const double whim = static_cast<double>(scatter.next() % 1000) / 1000;
      rank[cell] = loss_of(system_.counts[cell]) * (order < 2 ? 1 : 0.3 + 1.4 * whim);
    }
    std::ranges::stable_sort(extra, std::greater<>(), [&](std::size_t cell) { return rank[cell]; });
    Reader reader(system_, hidden_, enough_);
    ranges_ = points_of(system_);
    if (!reader.widen(ranges_, false)) {
      return false;
    }
    for (const std::size_t cell : extra) {
      hidden_[cell] = reader.can_show(cell, ranges_) ? 0 : 1;
    }
    return true;
  }

  [[nodiscard]] Suppression answer() const {
    Suppression made;
    made.hidden = hidden_;
    made.ranges = ranges_;
    for (std::size_t cell = 0; cell < hidden_.size(); ++cell) {
      if (hidden_[cell] == 0) {
        made.ranges[cell] = points_of(system_)[cell];
        continue;
      }
      (primary_[cell] != 0 ? made.primary : made.secondary) += 1;
      made.loss += loss_of(system_.counts[cell]);
    }
    return made;
  }

 private:
  static constexpr std::size_t batch_min = 40;

  /// Two columns a count: as far up, and as far down, as it moves.
  void build() {
    std::vector<LinearProgram::Column> columns;
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      LinearProgram::Column up = frame_.columns[i];
      up.upper = reach * enough_;
      up.cost = cost_of(frame_.cells[i]);
      LinearProgram::Column down = up;
      down.upper = static_cast<double>(system_.counts[frame_.cells[i]]) - 1;
      for (auto& [row, sign] : down.entries) {
        sign = -sign;
      }
      columns.push_back(std::move(up));
      columns.push_back(std::move(down));
    }
    program_ = std::make_unique<LinearProgram>(columns, frame_.rows);
    column_of_.assign(system_.counts.size(), SIZE_MAX);
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      column_of_[frame_.cells[i]] = 2 * i;
    }
  }

  [[nodiscard]] double cost_of(std::size_t cell) const {
    return hidden_[cell] != 0 ? 1e-3 : loss_of(system_.counts[cell]) * whims_[cell];
  }

  [[nodiscard]] double down_of(std::size_t cell) const {
    return static_cast<double>(system_.counts[cell]) - 1;
  }

  [[nodiscard]] std::vector<std::size_t> exposed_cells() const {
    std::vector<std::size_t> exposed;
    for (std::size_t cell = 0; cell < hidden_.size(); ++cell) {
      if (hidden_[cell] != 0 && !is_wide(ranges_[cell], enough_)) {
        exposed.push_back(cell);
      }
    }
    return exposed;
  }

  void arrange(std::vector<std::size_t>& cells, std::uint64_t order) const {
    if (order == 0) {
      std::ranges::stable_sort(cells, std::greater<>(),
                               [&](std::size_t cell) { return system_.counts[cell]; });
      return;
    }
    Scatter scatter(order);
    for (std::size_t i = cells.size(); i > 1; --i) {
      std::swap(cells[i - 1], cells[scatter.next() % i]);
    }
  }

  /// Hides what the last solution moves, and widens what it moves.
  void take_solution() {
    for (std::size_t i = 0; i < frame_.cells.size(); ++i) {
      const double moved = program_->at(2 * i) - program_->at(2 * i + 1);
      if (std::abs(moved) < tolerance) {
        continue;
      }
      const std::size_t cell = frame_.cells[i];
      const double value = static_cast<double>(system_.counts[cell]) + moved;
      ranges_[cell].lower = std::min(ranges_[cell].lower, value);
      ranges_[cell].upper = std::max(ranges_[cell].upper, value);
      if (hidden_[cell] == 0) {
        hidden_[cell] = 1;
        program_->set_cost(2 * i, cost_of(cell));
        program_->set_cost(2 * i + 1, cost_of(cell));
      }
    }
  }

  /// Moves one count as far as it lacks, at the least loss: up, or else down.
  bool protect_one(std::size_t cell) {
    const std::size_t up = column_of_[cell];
    if (up == SIZE_MAX) {
      return false;
    }
    const double below = static_cast<double>(system_.counts[cell]) - ranges_[cell].lower;
    const double above = ranges_[cell].upper - static_cast<double>(system_.counts[cell]);
    program_->set_bounds(up, enough_ - below, reach * enough_);
    program_->set_bounds(up + 1, 0, 0);
    bool done = program_->minimise();
    if (!done && down_of(cell) >= enough_ - above) {
      program_->set_bounds(up, 0, 0);
      program_->set_bounds(up + 1, enough_ - above, down_of(cell));
      done = program_->minimise();
    }
    if (done) {
      take_solution();
    }
    program_->set_bounds(up, 0, reach * enough_);
    program_->set_bounds(up + 1, 0, down_of(cell));
    return done;
  }

  /// Moves many counts at once, half of them up, half down, as far as it pays.
  void protect_together(const std::vector<std::size_t>& exposed, std::uint64_t seed) {
    constexpr double reward = -1000;
    Scatter scatter(seed + 7);
    std::vector<std::size_t> asked;
    for (const std::size_t cell : exposed) {
      const std::size_t up = column_of_[cell];
      if (up == SIZE_MAX) {
        continue;
      }
      const bool goes_up = down_of(cell) < 1 || scatter.next() % 2 == 0;
      asked.push_back(goes_up ? up : up + 1);
      program_->set_cost(asked.back(), reward);
      program_->set_bounds(asked.back(), 0, std::min(enough_, goes_up ? enough_ : down_of(cell)));
      program_->set_bounds(goes_up ? up + 1 : up, 0, 0);
    }
    if (program_->minimise()) {
      take_solution();
    }
    for (const std::size_t cell : exposed) {
      const std::size_t up = column_of_[cell];
      if (up != SIZE_MAX) {
        program_->set_cost(up, cost_of(cell));
        program_->set_cost(up + 1, cost_of(cell));
        program_->set_bounds(up, 0, reach * enough_);
        program_->set_bounds(up + 1, 0, down_of(cell));
      }
    }
  }

  const CountSystem& system_;
  double enough_;
  std::vector<std::uint8_t> hidden_;
  std::vector<std::uint8_t> primary_;
  std::vector<Range> ranges_;
  std::vector<double> whims_;  ///< Costs are looked at askew, so that each order finds another way.
  Frame frame_;
  std::unique_ptr<LinearProgram> program_;
  std::vector<std::size_t> column_of_;
};

}  // namespace

double loss_of(std::int64_t count) {
  return count <= 0 ? 0.0 : 1 + std::log2(static_cast<double>(count));
}

std::vector<Range> bound_hidden(const CountSystem& system, std::span<const std::uint8_t> hidden,
                                double enough) {
  std::vector<Range> ranges = points_of(system);
  Reader(system, hidden, enough).widen(ranges, false);
  return ranges;
}

core::Result<Suppression> suppress(const CountSystem& system, const DisclosureRules& rules) {
  const std::size_t size = system.counts.size();
  const int orders = size <= tiny_cells_max ? tiny_orders : small_orders;
  std::optional<Suppression> best;
  for (int turn = 0; turn < (size <= small_cells_max ? orders : 1); ++turn) {
    const auto order = static_cast<std::uint64_t>(turn);
    Hider hider(system, rules);
    if (turn % 2 == 1) {
      hider.hide_all();
    } else if (!hider.protect(order)) {
      return core::failure(core::Code::conflict, "publication.difference");
    }
    if (size <= small_cells_max && !hider.thin_out(order)) {
      continue;
    }
    Suppression made = hider.answer();
    if (!best || made.loss < best->loss) {
      best = std::move(made);
    }
    if (best->secondary == 0) {
      break;
    }
  }
  if (!best) {
    return core::failure(core::Code::conflict, "publication.difference");
  }
  return std::move(*best);
}

}  // namespace caregrid::stats
