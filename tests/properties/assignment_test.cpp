// The assignment engine held against an exhaustive search on thousands of small random problems
// whose costs mean nothing, and its certificate against faults planted at random.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "core/rng.h"
#include "solve/assignment.h"
#include "solve/verify.h"

namespace caregrid::solve {
namespace {

constexpr auto never = [] { return false; };

Problem random_problem(core::SeededRng& rng, std::uint64_t size_max) {
  Problem problem;
  const std::uint64_t rows = rng.below(size_max) + 1;
  const std::uint64_t columns = rng.below(size_max) + 1;
  for (std::uint64_t j = 0; j < columns; ++j) {
    problem.capacity.push_back(static_cast<std::int64_t>(rng.below(4)));
  }
  for (std::uint64_t i = 0; i < rows; ++i) {
    problem.demand.push_back(static_cast<std::int64_t>(rng.below(3)));
    problem.unmet_cost.push_back(static_cast<std::int64_t>(rng.below(60)));
    for (std::uint64_t j = 0; j < columns; ++j) {
      if (rng.chance(0.6)) {
        problem.arc_column.push_back(static_cast<std::int32_t>(j));
        problem.arc_cost.push_back(static_cast<std::int64_t>(rng.below(40)));
      }
    }
    problem.first_arc.push_back(static_cast<std::int64_t>(problem.arcs()));
  }
  return problem;
}

/// Tries every way to serve one unit after another with what capacity is left.
class Search final {
 public:
  explicit Search(const Problem& problem) : problem_(problem), left_(problem.capacity) {
    for (std::size_t i = 0; i < problem.rows(); ++i) {
      units_.insert(units_.end(), static_cast<std::size_t>(problem.demand[i]), i);
    }
  }

  std::int64_t best(std::size_t unit = 0) {
    if (unit == units_.size()) {
      return 0;
    }
    const auto known = seen_.find({unit, left_});
    if (known != seen_.end()) {
      return known->second;
    }
    const std::size_t row = units_[unit];
    std::int64_t least = problem_.unmet_cost[row] + best(unit + 1);
    for (auto arc = static_cast<std::size_t>(problem_.first_arc[row]);
         arc < static_cast<std::size_t>(problem_.first_arc[row + 1]); ++arc) {
      const auto column = static_cast<std::size_t>(problem_.arc_column[arc]);
      if (left_[column] > 0) {
        --left_[column];
        least = std::min(least, problem_.arc_cost[arc] + best(unit + 1));
        ++left_[column];
      }
    }
    seen_[{unit, left_}] = least;
    return least;
  }

 private:
  const Problem& problem_;
  std::vector<std::int64_t> left_;
  std::vector<std::size_t> units_;
  std::map<std::pair<std::size_t, std::vector<std::int64_t>>, std::int64_t> seen_;
};

TEST_CASE("the engine's cost equals an exhaustive search's, and is certified") {
  for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
    CAPTURE(seed);
    core::SeededRng rng(seed);
    const Problem problem = random_problem(rng, 6);
    const auto solution = assign(problem, never);
    REQUIRE(solution.ok());
    REQUIRE(solution->objective == Search(problem).best());
    REQUIRE(solution->is_certified);
  }
}

/// Changes one number of a solution by a little.
void plant(core::SeededRng& rng, Solution& solution) {
  std::vector<std::int64_t*> numbers{&solution.objective, &solution.bound};
  for (auto* part :
       {&solution.flow, &solution.unmet, &solution.row_value, &solution.column_price}) {
    for (std::int64_t& number : *part) {
      numbers.push_back(&number);
    }
  }
  *numbers[rng.below(numbers.size())] += rng.chance(0.5) ? 1 : -1;
}

TEST_CASE("the verifier refuses every planted fault") {
  for (std::uint64_t seed = 1; seed <= 5'000; ++seed) {
    CAPTURE(seed);
    core::SeededRng rng(seed);
    Problem problem = random_problem(rng, 12);
    // A row or column without units may hold any dual: such faults are none.
    std::ranges::replace(problem.demand, 0, 1);
    std::ranges::replace(problem.capacity, 0, 1);
    auto solution = assign(problem, never);
    REQUIRE(solution.ok());
    plant(rng, *solution);
    REQUIRE_FALSE(verify(problem, *solution));
  }
}

TEST_CASE("the order of rows and columns does not change the cost") {
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    CAPTURE(seed);
    core::SeededRng rng(seed);
    const Problem problem = random_problem(rng, 20);
    Problem turned;
    turned.capacity.assign(problem.capacity.rbegin(), problem.capacity.rend());
    for (std::size_t i = problem.rows(); i-- > 0;) {
      turned.demand.push_back(problem.demand[i]);
      turned.unmet_cost.push_back(problem.unmet_cost[i]);
      for (auto arc = static_cast<std::size_t>(problem.first_arc[i]);
           arc < static_cast<std::size_t>(problem.first_arc[i + 1]); ++arc) {
        turned.arc_column.push_back(static_cast<std::int32_t>(problem.columns()) - 1 -
                                    problem.arc_column[arc]);
        turned.arc_cost.push_back(problem.arc_cost[arc]);
      }
      turned.first_arc.push_back(static_cast<std::int64_t>(turned.arcs()));
    }
    REQUIRE(assign(turned, never)->objective == assign(problem, never)->objective);
  }
}

}  // namespace
}  // namespace caregrid::solve
