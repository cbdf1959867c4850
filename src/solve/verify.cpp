#include "solve/verify.h"

namespace caregrid::solve {
namespace {

/// One row: demand covered, no arc or drop cheaper than its value, none dearer in use.
bool row_holds(const Problem& p, const Solution& s, std::size_t i,
               std::vector<std::int64_t>& load) {
  std::int64_t covered = s.unmet[i];
  bool holds = s.unmet[i] >= 0 && s.row_value[i] <= p.unmet_cost[i] &&
               (s.unmet[i] == 0 || s.row_value[i] == p.unmet_cost[i]);
  const auto end = static_cast<std::size_t>(p.first_arc[i + 1]);
  for (auto a = static_cast<std::size_t>(p.first_arc[i]); a < end; ++a) {
    const auto j = static_cast<std::size_t>(p.arc_column[a]);
    const std::int64_t slack = p.arc_cost[a] + s.column_price[j] - s.row_value[i];
    holds = holds && s.flow[a] >= 0 && slack >= 0 && (s.flow[a] == 0 || slack == 0);
    covered += s.flow[a];
    load[j] += s.flow[a];
  }
  return holds && covered == p.demand[i];
}

}  // namespace

bool verify(const Problem& p, const Solution& s) {
  bool holds = s.flow.size() == p.arcs() && s.unmet.size() == p.rows() &&
               s.row_value.size() == p.rows() && s.column_price.size() == p.columns();
  std::vector<std::int64_t> load(p.columns(), 0);
  std::int64_t dual = 0;
  for (std::size_t i = 0; holds && i < p.rows(); ++i) {
    holds = row_holds(p, s, i, load);
    dual += p.demand[i] * s.row_value[i];
  }
  for (std::size_t j = 0; holds && j < p.columns(); ++j) {
    holds = load[j] <= p.capacity[j] && s.column_price[j] >= 0 &&
            (s.column_price[j] == 0 || load[j] == p.capacity[j]);
    dual -= p.capacity[j] * s.column_price[j];
  }
  return holds && dual == s.bound && s.objective == s.bound;
}

}  // namespace caregrid::solve
