// What the assignment engine promises: least cost on cases small enough to see, a certificate that
// a planted fault breaks, and a refusal of input that it cannot hold. Cases are drawn as a cost
// table, one row a line, "." where there is no arc.
#include "solve/assignment.h"

#include <doctest/doctest.h>

#include <limits>
#include <sstream>
#include <string>

#include "solve/verify.h"

namespace caregrid::solve {
namespace {

constexpr auto never = [] { return false; };

struct Sheet {
  std::vector<std::int64_t> demand;
  std::vector<std::int64_t> unmet_cost;
  std::vector<std::int64_t> capacity;
  std::string costs;  ///< Rows end with ';'.
};

Problem problem_of(const Sheet& sheet) {
  Problem problem;
  problem.demand = sheet.demand;
  problem.unmet_cost = sheet.unmet_cost;
  problem.capacity = sheet.capacity;
  std::istringstream words(sheet.costs);
  std::string word;
  for (std::int32_t column = 0; words >> word; ++column) {
    if (word == ";") {
      problem.first_arc.push_back(static_cast<std::int64_t>(problem.arcs()));
      column = -1;
    } else if (word != ".") {
      problem.arc_column.push_back(column);
      problem.arc_cost.push_back(std::stoll(word));
    }
  }
  return problem;
}

TEST_CASE("least cost, row by row") {
  struct Row {
    std::string_view what;
    Sheet sheet;
    std::int64_t objective;
    std::vector<std::int64_t> unmet;
  };
  const std::vector<Row> rows{
      {"nothing at all", {{}, {}, {}, ""}, 0, {}},
      {"no arc: everything is left out", {{2}, {100}, {5}, ". ;"}, 200, {2}},
      {"the nearer of two", {{1}, {100}, {1, 1}, "7 3 ;"}, 3, {0}},
      {"one gives way to the other", {{1, 1}, {100, 100}, {1, 1}, "1 2 ; 1 9 ;"}, 3, {0, 0}},
      {"capacity goes to the dearer drop", {{1, 1}, {100, 900}, {1}, "1 ; 5 ;"}, 105, {1, 0}},
      {"two units split over two helpers", {{2}, {100}, {1, 1}, "4 6 ;"}, 10, {0}},
      {"demand above all capacity", {{5}, {100}, {1, 2}, "4 6 ;"}, 216, {2}},
      {"no capacity", {{1}, {100}, {0}, "4 ;"}, 100, {1}},
      {"no demand", {{0}, {100}, {3}, "4 ;"}, 0, {0}},
      {"two parts that do not touch", {{1, 1}, {50, 50}, {1, 1}, "4 . ; . 5 ;"}, 9, {0, 0}},
      {"dropping is cheaper than serving", {{1}, {3}, {1}, "4 ;"}, 3, {1}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Problem problem = problem_of(row.sheet);
    const auto solution = assign(problem, never);
    REQUIRE(solution.ok());
    CHECK(solution->objective == row.objective);
    CHECK(solution->bound == row.objective);
    CHECK(solution->unmet == row.unmet);
    CHECK(solution->is_certified);
  }
}

TEST_CASE("a planted fault breaks the certificate") {
  const Problem problem = problem_of({{2, 1}, {100, 900}, {1, 1}, "4 6 ; 5 9 ;"});
  const auto solved = assign(problem, never);
  REQUIRE(solved.ok());
  REQUIRE(verify(problem, *solved));
  struct Row {
    std::string_view what;
    void (*plant)(Solution&);
  };
  const Row rows[] = {
      {"a unit lost", [](Solution& s) { s.unmet[0] -= 1; }},
      {"a unit invented", [](Solution& s) { s.flow[0] += 1; }},
      {"a negative flow", [](Solution& s) { s.flow[0] -= 2, s.unmet[0] += 2; }},
      {"a value above the drop", [](Solution& s) { s.row_value[0] = 101; }},
      {"a value too low", [](Solution& s) { s.row_value[1] -= 1; }},
      {"a negative price", [](Solution& s) { s.column_price[0] = -1; }},
      {"a price too high", [](Solution& s) { s.column_price[0] += 1; }},
      {"a wrong objective", [](Solution& s) { s.objective += 1; }},
      {"a wrong bound", [](Solution& s) { s.bound -= 1; }},
      {"a missing value", [](Solution& s) { s.row_value.pop_back(); }},
      {"a missing flow", [](Solution& s) { s.flow.pop_back(); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Solution faulty = *solved;
    row.plant(faulty);
    CHECK_FALSE(verify(problem, faulty));
  }
}

TEST_CASE("refuses what it cannot hold") {
  const Problem good = problem_of({{1}, {100}, {1}, "4 ;"});
  struct Row {
    std::string_view what;
    void (*spoil)(Problem&);
    std::string reason;
  };
  const std::vector<Row> rows{
      {"a column that is not there", [](Problem& p) { p.arc_column[0] = 1; }, "solve.shape"},
      {"a negative cost", [](Problem& p) { p.arc_cost[0] = -1; }, "solve.shape"},
      {"a negative demand", [](Problem& p) { p.demand[0] = -1; }, "solve.shape"},
      {"a negative capacity", [](Problem& p) { p.capacity[0] = -1; }, "solve.shape"},
      {"arcs out of order", [](Problem& p) { p.first_arc = {1, 1}; }, "solve.shape"},
      {"a row without its drop cost", [](Problem& p) { p.unmet_cost.clear(); }, "solve.shape"},
      {"a cost too large",
       [](Problem& p) { p.arc_cost[0] = std::numeric_limits<std::int64_t>::max() / 2; },
       "solve.cost_overflow"},
      {"a demand too large",
       [](Problem& p) { p.demand[0] = std::numeric_limits<std::int64_t>::max(); },
       "solve.cost_overflow"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Problem problem = good;
    row.spoil(problem);
    const auto solution = assign(problem, never);
    REQUIRE_FALSE(solution.ok());
    CHECK(solution.error().reason == row.reason);
  }
}

TEST_CASE("the largest cost allowed is solved without overflow") {
  Problem problem = problem_of({{3, 3}, {0, 0}, {2, 2}, "1 1 ; 1 1 ;"});
  const std::int64_t limit = cost_max(2, 2, 6);
  problem.unmet_cost = {limit, limit};
  const auto solution = assign(problem, never);
  REQUIRE(solution.ok());
  CHECK(solution->is_certified);
  CHECK(solution->objective == 4 + 2 * limit);
  problem.unmet_cost[0] = limit + 1;
  CHECK(assign(problem, never).error().detail == std::to_string(limit));
}

TEST_CASE("stops when told") {
  const Problem problem = problem_of({{1, 1}, {50, 50}, {1, 1}, "4 . ; . 5 ;"});
  int asked = 0;
  const auto solution = assign(problem, [&] { return ++asked == 2; });
  REQUIRE_FALSE(solution.ok());
  CHECK(solution.error().reason == "solve.stopped");
}

}  // namespace
}  // namespace caregrid::solve
