// Shows that what is published gives nobody away. An attacker who shares no code with the product
// takes a published table as it is printed, writes down everything that adds up, and asks a linear
// program for the least and the greatest value of every hidden count. Loss is held against the
// optimum of an integer program on small tables.
//
// CAREGRID_TABLES sets how many random tables are attacked (10,000 for the full run).
#include <Cbc_C_Interface.h>
#include <Clp_C_Interface.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/rng.h"
#include "stats/count_table.h"
#include "support/draws.h"

namespace caregrid::stats {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// A program in columns, for either solver.
struct Program {
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> rows;
  std::vector<double> values;
  std::vector<double> lower;
  std::vector<double> upper;
  std::vector<double> costs;

  void add(double from, double to, double cost,
           const std::vector<std::pair<int, double>>& entries) {
    for (const auto& [row, value] : entries) {
      rows.push_back(row);
      values.push_back(value);
    }
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    lower.push_back(from);
    upper.push_back(to);
    costs.push_back(cost);
  }
};

struct Published {
  std::array<int, 3> sizes{};             ///< Categories; the total comes after them.
  std::vector<std::optional<int>> cells;  ///< None: a dot.

  [[nodiscard]] int at(int i, int j, int k) const {
    return (i * (sizes[1] + 1) + j) * (sizes[2] + 1) + k;
  }
};

/// Everything that adds up in a printed table, line by line.
std::vector<std::vector<std::pair<int, double>>> equations_of(const Published& table) {
  std::vector<std::vector<std::pair<int, double>>> entries(table.cells.size());
  int row = 0;
  const auto [a, b, c] = table.sizes;
  const auto line = [&](auto cell, int size) {
    for (int x = 0; x < size; ++x) {
      entries[static_cast<std::size_t>(cell(x))].emplace_back(row, 1.0);
    }
    entries[static_cast<std::size_t>(cell(size))].emplace_back(row, -1.0);
    ++row;
  };
  for (int j = 0; j <= b; ++j) {
    for (int k = 0; k <= c; ++k) {
      line([&](int x) { return table.at(x, j, k); }, a);
    }
  }
  for (int i = 0; i <= a; ++i) {
    for (int k = 0; k <= c; ++k) {
      line([&](int x) { return table.at(i, x, k); }, b);
    }
  }
  for (int i = 0; i <= a; ++i) {
    for (int j = 0; j <= b; ++j) {
      line([&](int x) { return table.at(i, j, x); }, c);
    }
  }
  return entries;
}

/// The narrowest interval the attacker gets for any dot; infinite when there are none.
double attack(const Published& table) {
  const auto entries = equations_of(table);
  Program program;
  for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
    const auto& shown = table.cells[cell];
    // Zeros are always shown: the attacker knows that behind a dot there is at least one child.
    program.add(shown ? *shown : 1, shown ? *shown : infinite, 0, entries[cell]);
  }
  const auto [a, b, c] = table.sizes;
  const int rows = (b + 1) * (c + 1) + (a + 1) * (c + 1) + (a + 1) * (b + 1);
  const std::vector<double> zeros(static_cast<std::size_t>(rows), 0.0);
  Clp_Simplex* model = Clp_newModel();
  Clp_setLogLevel(model, 0);
  Clp_loadProblem(model, static_cast<int>(table.cells.size()), rows, program.starts.data(),
                  program.rows.data(), program.values.data(), program.lower.data(),
                  program.upper.data(), program.costs.data(), zeros.data(), zeros.data());
  double narrowest = infinite;
  for (std::size_t cell = 0; cell < table.cells.size(); ++cell) {
    if (table.cells[cell]) {
      continue;
    }
    double ends[2] = {1, infinite};
    for (const int side : {0, 1}) {
      program.costs[cell] = side == 0 ? 1 : -1;
      Clp_chgObjCoefficients(model, program.costs.data());
      Clp_initialSolve(model);
      if (Clp_status(model) == 0) {  // 2: unbounded, nothing learnt.
        ends[side] = Clp_primalColumnSolution(model)[cell];
      }
      program.costs[cell] = 0;
    }
    narrowest = std::min(narrowest, ends[1] - ends[0]);
  }
  Clp_deleteModel(model);
  return narrowest;
}

std::vector<std::int64_t> random_counts(core::SeededRng& rng, std::size_t cells) {
  // Many zeros and ones, some dozens, now and then hundreds: as townships by need look.
  constexpr std::array<std::uint64_t, 6> most{1, 3, 6, 15, 60, 400};
  std::vector<std::int64_t> counts(cells);
  for (auto& count : counts) {
    count = static_cast<std::int64_t>(rng.below(most[rng.below(most.size())] + 1));
  }
  return counts;
}

Published publish(const CountTable& table, const Suppression& made) {
  Published published;
  for (std::size_t d = 0; d < 3; ++d) {
    published.sizes[d] = static_cast<int>(table.sizes[d]);
  }
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    published.cells.push_back(made.hidden[cell] != 0
                                  ? std::nullopt
                                  : std::optional<int>(static_cast<int>(table.counts[cell])));
  }
  return published;
}

std::size_t tables_wanted(std::size_t usual) {
  const char* wanted = std::getenv("CAREGRID_TABLES");
  return wanted == nullptr ? usual : static_cast<std::size_t>(std::atol(wanted));
}

TEST_CASE("no hidden count of a random table can be placed within less than k") {
  core::SeededRng rng(20261122);
  std::size_t recovered = 0;
  std::size_t attacked = 0;
  const std::size_t tables = tables_wanted(static_cast<std::size_t>(support::draws(100)));
  for (std::size_t number = 0; number < tables; ++number) {
    CAPTURE(number);
    const std::size_t sizes[] = {2 + rng.below(3), 2 + rng.below(3), 2 + rng.below(2)};
    const DisclosureRules rules = number % 5 == 4 ? rules_for_sensitive : DisclosureRules{};
    const CountTable table =
        with_margins(sizes, random_counts(rng, sizes[0] * sizes[1] * sizes[2]));
    const auto made = suppress(table, rules);
    REQUIRE(made.ok());
    for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
      const bool is_small = table.counts[cell] > 0 && table.counts[cell] < rules.threshold;
      CHECK((!is_small || made->hidden[cell] != 0));
      CHECK((table.counts[cell] != 0 || made->hidden[cell] == 0));
    }
    const double narrowest = attack(publish(table, *made));
    const double enough = static_cast<double>(rules.protection);
    recovered += narrowest < enough - 1e-6 || std::floor(narrowest) + 1 < 3 ? 1 : 0;
    attacked += static_cast<std::size_t>(made->primary + made->secondary);
  }
  MESSAGE(tables << " tables, " << attacked << " hidden counts attacked, in " << recovered
                 << " tables one was placed");
  CHECK(recovered == 0);
}

TEST_CASE("large tables hold against the attacker, too") {
  core::SeededRng rng(7);
  for (int turn = 0; turn < support::draws(2); ++turn) {
    const std::size_t sizes[] = {12, 8, 6};
    const CountTable table = with_margins(sizes, random_counts(rng, 12 * 8 * 6));
    const auto made = suppress(table, {});
    REQUIRE(made.ok());
    CHECK(made->primary > 0);
    CHECK(attack(publish(table, *made)) >= 5 - 1e-6);
  }
}

TEST_CASE("the attacker finds what is left open: hiding only the small counts does not do") {
  core::SeededRng rng(11);
  int found = 0;
  for (int turn = 0; turn < 20; ++turn) {
    const std::size_t sizes[] = {3, 3, 2};
    const CountTable table = with_margins(sizes, random_counts(rng, 18));
    Suppression naive;
    for (const auto count : table.counts) {
      naive.hidden.push_back(count > 0 && count < 5 ? 1 : 0);
    }
    found += attack(publish(table, naive)) < 5 - 1e-6 ? 1 : 0;
  }
  CHECK(found >= 10);
}

/// The least loss at which every hidden count keeps its interval: for each count two other tables,
/// moved only where something is hidden.
double least_loss(const CountTable& table, const DisclosureRules& rules) {
  const std::vector<Sum> sums = sums_of(table.sizes);
  std::vector<std::size_t> cells;
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    if (table.counts[cell] > 0) {
      cells.push_back(cell);
    }
  }
  const std::size_t n = cells.size();
  const auto far = static_cast<double>(4 * rules.protection);
  // Rows: for each of 2n tables the sums, then a lower and an upper link for each count, then n
  // widths. Columns: n hides, then 2n · n moves.
  const std::size_t per_table = sums.size() + 2 * n;
  const auto row_of = [&](std::size_t copy, std::size_t row) {
    return static_cast<int>(copy * per_table + row);
  };
  Program program;
  for (std::size_t i = 0; i < n; ++i) {
    const auto count = static_cast<double>(table.counts[cells[i]]);
    std::vector<std::pair<int, double>> entries;
    for (std::size_t copy = 0; copy < 2 * n; ++copy) {
      entries.emplace_back(row_of(copy, sums.size() + 2 * i), count - 1);  // move + (count−1)·x ≥ 0
      entries.emplace_back(row_of(copy, sums.size() + 2 * i + 1), -far);   // move − far·x ≤ 0
    }
    entries.emplace_back(static_cast<int>(2 * n * per_table + i),
                         -static_cast<double>(rules.protection));
    const bool is_small = count < static_cast<double>(rules.threshold);
    program.add(is_small ? 1 : 0, 1, loss_of(table.counts[cells[i]]), entries);
  }
  for (std::size_t copy = 0; copy < 2 * n; ++copy) {
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::pair<int, double>> entries;
      for (std::size_t s = 0; s < sums.size(); ++s) {
        const bool is_part = std::ranges::find(sums[s].parts, cells[i]) != sums[s].parts.end();
        if (is_part || sums[s].total == cells[i]) {
          entries.emplace_back(row_of(copy, s), is_part ? 1.0 : -1.0);
        }
      }
      entries.emplace_back(row_of(copy, sums.size() + 2 * i), 1.0);
      entries.emplace_back(row_of(copy, sums.size() + 2 * i + 1), 1.0);
      if (copy / 2 == i) {
        entries.emplace_back(static_cast<int>(2 * n * per_table + i), copy % 2 == 0 ? 1.0 : -1.0);
      }
      program.add(-far * 50, far, 0, entries);
    }
  }
  std::vector<double> from;
  std::vector<double> to;
  for (std::size_t copy = 0; copy < 2 * n; ++copy) {
    for (std::size_t s = 0; s < sums.size(); ++s) {
      from.push_back(0);
      to.push_back(0);
    }
    for (std::size_t i = 0; i < n; ++i) {
      from.insert(from.end(), {0, -infinite});
      to.insert(to.end(), {infinite, 0});
    }
  }
  from.resize(from.size() + n, 0);
  to.resize(to.size() + n, infinite);
  Cbc_Model* model = Cbc_newModel();
  Cbc_setLogLevel(model, 0);
  Cbc_loadProblem(model, static_cast<int>(program.costs.size()), static_cast<int>(from.size()),
                  program.starts.data(), program.rows.data(), program.values.data(),
                  program.lower.data(), program.upper.data(), program.costs.data(), from.data(),
                  to.data());
  for (std::size_t i = 0; i < n; ++i) {
    Cbc_setInteger(model, static_cast<int>(i));
  }
  Cbc_solve(model);
  REQUIRE(Cbc_isProvenOptimal(model) != 0);
  const double loss = Cbc_getObjValue(model);
  Cbc_deleteModel(model);
  return loss;
}

TEST_CASE("the loss is near the optimum on small tables") {
  core::SeededRng rng(5);
  double ours = 0;
  double optimal = 0;
  double worst = 1;
  const std::vector<std::vector<std::size_t>> shapes{{3, 3}, {4, 3}, {2, 2, 2}};
  for (std::size_t number = 0; number < 6; ++number) {
    const auto& sizes = shapes[number % shapes.size()];
    std::size_t inner = 1;
    for (const std::size_t size : sizes) {
      inner *= size;
    }
    const CountTable table = with_margins(sizes, random_counts(rng, inner));
    const auto made = suppress(table, {});
    REQUIRE(made.ok());
    const double least = least_loss(table, {});
    CAPTURE(number);
    CHECK(made->loss >= least - 1e-4);  // Else one of the two programs is wrong.
    ours += made->loss;
    optimal += least;
    worst = std::max(worst, least > 0 ? made->loss / least : 1);
  }
  MESSAGE("loss " << ours / optimal << " times the optimum over all, at worst " << worst);
  CHECK(ours <= 1.3 * optimal);
}

}  // namespace
}  // namespace caregrid::stats
