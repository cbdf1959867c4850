#include "solve/assignment.h"

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "solve/verify.h"

namespace caregrid::solve {
namespace {

using Index = std::size_t;
using Arc = std::pair<int, int>;
using Simplex = lemon::NetworkSimplex<lemon::StaticDigraph, std::int64_t, std::int64_t>;

Index arc_begin(const Problem& problem, Index row) {
  return static_cast<Index>(problem.first_arc[row]);
}

Index arc_end(const Problem& problem, Index row) {
  return static_cast<Index>(problem.first_arc[row + 1]);
}

bool has_negative(const std::vector<std::int64_t>& values) {
  return std::ranges::any_of(values, [](std::int64_t value) { return value < 0; });
}

bool shape_holds(const Problem& problem) {
  if (problem.unmet_cost.size() != problem.rows() ||
      problem.first_arc.size() != problem.rows() + 1 || problem.arc_cost.size() != problem.arcs() ||
      problem.first_arc.front() != 0 ||
      problem.first_arc.back() != static_cast<std::int64_t>(problem.arcs())) {
    return false;
  }
  const auto columns = static_cast<std::int32_t>(problem.columns());
  return std::ranges::is_sorted(problem.first_arc) &&
         std::ranges::all_of(problem.arc_column,
                             [&](std::int32_t j) { return j >= 0 && j < columns; }) &&
         !has_negative(problem.demand) && !has_negative(problem.unmet_cost) &&
         !has_negative(problem.capacity) && !has_negative(problem.arc_cost);
}

core::Result<void> check_problem(const Problem& problem) {
  if (!shape_holds(problem)) {
    return core::invalid("problem", "solve.shape");
  }
  std::int64_t units = 0;
  for (const std::int64_t demand : problem.demand) {
    if (__builtin_add_overflow(units, demand, &units)) {
      return core::failure(core::Code::too_large, "solve.cost_overflow", "0");
    }
  }
  std::int64_t dearest = 0;
  for (const auto* costs : {&problem.arc_cost, &problem.unmet_cost}) {
    for (const std::int64_t cost : *costs) {
      dearest = std::max(dearest, cost);
    }
  }
  const std::int64_t limit = cost_max(problem.rows(), problem.columns(), units);
  if (dearest > limit) {
    return core::failure(core::Code::too_large, "solve.cost_overflow", std::to_string(limit));
  }
  return {};
}

/// A connected part: its rows and columns by their numbers in the whole problem.
struct Part {
  std::vector<Index> rows;
  std::vector<Index> columns;
};

/// Union-find over rows and columns, path halving; the root is the lowest member.
class Forest final {
 public:
  explicit Forest(Index size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0); }

  Index root(Index node) {
    while (parent_[node] != node) {
      parent_[node] = parent_[parent_[node]];
      node = parent_[node];
    }
    return node;
  }

  void join(Index a, Index b) {
    const Index root_a = root(a);
    const Index root_b = root(b);
    parent_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::vector<Index> parent_;
};

std::vector<Part> connected_parts(const Problem& problem) {
  const Index rows = problem.rows();
  Forest forest(rows + problem.columns());
  for (Index i = 0; i < rows; ++i) {
    for (Index a = arc_begin(problem, i); a < arc_end(problem, i); ++a) {
      forest.join(i, rows + static_cast<Index>(problem.arc_column[a]));
    }
  }
  std::vector<Part> parts;
  std::vector<Index> part_of(rows, rows);  // by root; a root with arcs is always a row
  for (Index i = 0; i < rows; ++i) {
    if (arc_begin(problem, i) == arc_end(problem, i)) {
      continue;
    }
    const Index root = forest.root(i);
    if (part_of[root] == rows) {
      part_of[root] = parts.size();
      parts.emplace_back();
    }
    parts[part_of[root]].rows.push_back(i);
  }
  for (Index j = 0; j < problem.columns(); ++j) {
    const Index root = forest.root(rows + j);
    if (root < rows) {
      parts[part_of[root]].columns.push_back(j);
    }
  }
  return parts;
}

/// One part as a network: rows, then columns, then one sink that takes what is served and what is
/// left out. Arcs stand in order of their source: each row's own and its drop, then the columns'.
class Network final {
 public:
  Network(const Problem& problem, const Part& part, std::vector<int>& local_column)
      : problem_(problem),
        part_(part),
        sink_(static_cast<int>(part.rows.size() + part.columns.size())) {
    for (Index j = 0; j < part.columns.size(); ++j) {
      local_column[part.columns[j]] = static_cast<int>(part.rows.size() + j);
    }
    std::vector<Arc> arcs;
    for (Index i = 0; i < part.rows.size(); ++i) {
      const Index row = part.rows[i];
      for (Index a = arc_begin(problem, row); a < arc_end(problem, row); ++a) {
        arcs.emplace_back(static_cast<int>(i),
                          local_column[static_cast<Index>(problem.arc_column[a])]);
      }
      arcs.emplace_back(static_cast<int>(i), sink_);
    }
    for (Index j = 0; j < part.columns.size(); ++j) {
      arcs.emplace_back(static_cast<int>(part.rows.size() + j), sink_);
    }
    graph_.build(sink_ + 1, arcs.begin(), arcs.end());
  }

  bool solve(Solution& into) {
    lemon::StaticDigraph::ArcMap<std::int64_t> cost(graph_, 0);
    Simplex simplex(graph_);
    lemon::StaticDigraph::ArcMap<std::int64_t> upper(graph_, simplex.INF);
    lemon::StaticDigraph::NodeMap<std::int64_t> supply(graph_, 0);
    fill(cost, upper, supply);
    simplex.upperMap(upper).costMap(cost).supplyMap(supply);
    if (simplex.run() != Simplex::OPTIMAL) {
      return false;
    }
    take(simplex, into);
    return true;
  }

 private:
  template <class ArcMap, class NodeMap>
  void fill(ArcMap& cost, ArcMap& upper, NodeMap& supply) const {
    int arc = 0;
    std::int64_t total = 0;
    for (Index i = 0; i < part_.rows.size(); ++i) {
      const Index row = part_.rows[i];
      for (Index a = arc_begin(problem_, row); a < arc_end(problem_, row); ++a) {
        cost[graph_.arc(arc++)] = problem_.arc_cost[a];
      }
      cost[graph_.arc(arc++)] = problem_.unmet_cost[row];
      supply[graph_.node(static_cast<int>(i))] = problem_.demand[row];
      total += problem_.demand[row];
    }
    for (const Index column : part_.columns) {
      upper[graph_.arc(arc++)] = problem_.capacity[column];
    }
    supply[graph_.node(sink_)] = -total;
  }

  void take(const Simplex& simplex, Solution& into) const {
    const std::int64_t ground = simplex.potential(graph_.node(sink_));
    int arc = 0;
    for (Index i = 0; i < part_.rows.size(); ++i) {
      const Index row = part_.rows[i];
      for (Index a = arc_begin(problem_, row); a < arc_end(problem_, row); ++a) {
        into.flow[a] = simplex.flow(graph_.arc(arc++));
      }
      into.unmet[row] = simplex.flow(graph_.arc(arc++));
      into.row_value[row] = ground - simplex.potential(graph_.node(static_cast<int>(i)));
    }
    for (Index j = 0; j < part_.columns.size(); ++j) {
      const auto node = graph_.node(static_cast<int>(part_.rows.size() + j));
      // An unused column may come out below zero; at zero its arcs only get dearer.
      into.column_price[part_.columns[j]] =
          std::max<std::int64_t>(0, ground - simplex.potential(node));
    }
  }

  const Problem& problem_;
  const Part& part_;
  int sink_;
  lemon::StaticDigraph graph_;
};

/// Everything unserved at its own cost: right for rows without arcs, overwritten for the others.
Solution unserved(const Problem& problem) {
  Solution solution;
  solution.flow.assign(problem.arcs(), 0);
  solution.unmet = problem.demand;
  solution.row_value = problem.unmet_cost;
  solution.column_price.assign(problem.columns(), 0);
  return solution;
}

void sum_up(const Problem& problem, Solution& solution) {
  for (Index i = 0; i < problem.rows(); ++i) {
    solution.objective += solution.unmet[i] * problem.unmet_cost[i];
    solution.bound += problem.demand[i] * solution.row_value[i];
  }
  for (Index a = 0; a < problem.arcs(); ++a) {
    solution.objective += solution.flow[a] * problem.arc_cost[a];
  }
  for (Index j = 0; j < problem.columns(); ++j) {
    solution.bound -= problem.capacity[j] * solution.column_price[j];
  }
  solution.is_certified = verify(problem, solution);
}

}  // namespace

std::int64_t cost_max(std::size_t rows, std::size_t columns, std::int64_t units) {
  // The simplex adds an artificial cost of nodes × cost and sums such potentials once.
  std::int64_t steps = 0;
  if (__builtin_add_overflow(static_cast<std::int64_t>(2 * (rows + columns + 2)), units, &steps)) {
    return 0;
  }
  return (std::int64_t{1} << 62) / steps - 1;
}

core::Result<Solution> assign(const Problem& problem, Stop stop) {
  if (auto checked = check_problem(problem); !checked) {
    return checked.error();
  }
  Solution solution = unserved(problem);
  std::vector<int> local_column(problem.columns(), 0);
  for (const Part& part : connected_parts(problem)) {
    if (stop()) {
      return core::failure(core::Code::unavailable, "solve.stopped");
    }
    Network network(problem, part, local_column);
    if (!network.solve(solution)) {
      return core::failure(core::Code::internal, "solve.no_optimum");
    }
  }
  sum_up(problem, solution);
  return solution;
}

}  // namespace caregrid::solve
