#pragma once

#include <cstdint>
#include <vector>

#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::solve {

/// Rows with demand, columns with capacity, and arcs between them with a cost per unit.
///
/// Shapes: arcs of row i are `arc_column` and `arc_cost` at [first_arc[i], first_arc[i + 1]);
/// `first_arc` has rows + 1 entries. An arc carries at most its row's demand.
/// Units: costs are non-negative integers per unit; a unit left out costs its row's `unmet_cost`.
struct Problem {
  std::vector<std::int64_t> demand;
  std::vector<std::int64_t> unmet_cost;
  std::vector<std::int64_t> capacity;
  std::vector<std::int64_t> first_arc{0};
  std::vector<std::int32_t> arc_column;
  std::vector<std::int64_t> arc_cost;

  [[nodiscard]] std::size_t rows() const { return demand.size(); }
  [[nodiscard]] std::size_t columns() const { return capacity.size(); }
  [[nodiscard]] std::size_t arcs() const { return arc_column.size(); }
};

/// A least-cost flow and the integer duals that prove it.
///
/// `row_value[i]` is what the last unit of row i costs, `column_price[j]` what one more unit of
/// column j would save. No arc costs less than its row's value minus its column's price, and
/// `objective == bound` exactly when both sides are optimal.
struct Solution {
  std::vector<std::int64_t> flow;   ///< Per arc.
  std::vector<std::int64_t> unmet;  ///< Per row.
  std::vector<std::int64_t> row_value;
  std::vector<std::int64_t> column_price;
  std::int64_t objective = 0;
  std::int64_t bound = 0;
  bool is_certified = false;  ///< `verify` accepted flow and duals.
};

/// True when the solver should give up.
using Stop = core::FunctionRef<bool()>;

/// The largest cost `assign` takes for a problem of this size without risk of overflow.
std::int64_t cost_max(std::size_t rows, std::size_t columns, std::int64_t units);

/// Finds a least-cost assignment, certified by its duals. Equal inputs give equal results.
///
/// `stop` is asked between the connected parts of the problem: one part is never interrupted.
/// Errors: invalid "solve.shape" when arrays disagree or a number is negative; too_large
/// "solve.cost_overflow" with the largest cost allowed in `detail`; unavailable "solve.stopped".
/// Cost: network simplex, about 2 s for 30,000 rows and a million arcs; 100 bytes an arc.
/// Source: Király and Kovács (2012), LEMON; docs/models/allocation.md.
core::Result<Solution> assign(const Problem& problem, Stop stop);

}  // namespace caregrid::solve
