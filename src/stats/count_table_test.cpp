// Shows tables with their margins, and what a published one hides, on tables small enough to read.
#include "stats/count_table.h"

#include <doctest/doctest.h>

#include <string>

namespace caregrid::stats {
namespace {

/// A two-way table as people print it: "·" for what is hidden, the totals last.
std::string printed(const CountTable& table, const Suppression& made) {
  std::string text;
  const std::size_t columns = table.sizes.at(1) + 1;
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    text += made.hidden[cell] != 0 ? "·" : std::to_string(table.counts[cell]);
    text += (cell + 1) % columns == 0 ? "\n" : " ";
  }
  return text;
}

TEST_CASE("margins are the sums of their lines") {
  const std::size_t sizes[] = {2, 3};
  const std::int64_t inner[] = {1, 2, 3, 4, 5, 6};
  const CountTable table = with_margins(sizes, inner);
  CHECK(table.counts == std::vector<std::int64_t>{1, 2, 3, 6, 4, 5, 6, 15, 5, 7, 9, 21});
  for (const Sum& sum : sums_of(sizes)) {
    std::int64_t total = 0;
    for (const std::size_t part : sum.parts) {
      total += table.counts[part];
    }
    CHECK(total == table.counts[sum.total]);
  }
  CHECK(sums_of(sizes).size() == 3 + 4);
  CHECK(cell_at(sizes, std::vector<std::size_t>{1, 3}) == 7);
  CHECK(places_of(sizes, 7) == std::vector<std::size_t>{1, 3});
}

TEST_CASE("what is small is hidden, and never alone in a line") {
  const std::size_t sizes[] = {3, 3};
  const std::int64_t inner[] = {20, 3, 30, 40, 50, 60, 70, 80, 90};
  const CountTable table = with_margins(sizes, inner);
  const auto made = suppress(table, {});
  REQUIRE(made.ok());
  CHECK(made->primary == 1);
  CHECK(made->secondary == 3);
  CHECK(printed(table, *made) ==
        "· · 30 53\n"
        "· · 60 150\n"
        "70 80 90 240\n"
        "130 133 180 443\n");
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    CHECK((made->ranges[cell].width() >= 5 - 1e-6) == (made->hidden[cell] != 0));
  }
}

TEST_CASE("nothing small, nothing hidden; all small, nothing shown but zeros") {
  const std::size_t sizes[] = {2, 2};
  const std::int64_t large[] = {5, 0, 7, 90};
  const auto open = suppress(with_margins(sizes, large), {});
  REQUIRE(open.ok());
  CHECK(open->primary + open->secondary == 0);
  const std::int64_t small[] = {1, 0, 0, 2};
  const CountTable table = with_margins(sizes, small);
  const auto closed = suppress(table, {});
  REQUIRE(closed.ok());
  CHECK(printed(table, *closed) == "· 0 ·\n0 · ·\n· · ·\n");
}

TEST_CASE("one dimension needs a second dot, or hides its total") {
  const std::size_t sizes[] = {3};
  const std::int64_t inner[] = {2, 30, 9};
  const CountTable table = with_margins(sizes, inner);
  const auto made = suppress(table, {});
  REQUIRE(made.ok());
  CHECK(made->hidden == std::vector<std::uint8_t>{1, 0, 1, 0});
}

TEST_CASE("what harms most is hidden up to nine") {
  const std::size_t sizes[] = {3};
  const std::int64_t inner[] = {9, 30, 40};
  const auto made = suppress(with_margins(sizes, inner), rules_for_sensitive);
  REQUIRE(made.ok());
  CHECK(made->hidden == std::vector<std::uint8_t>{1, 1, 0, 0});
}

TEST_CASE("what is known elsewhere gives a count away whatever is hidden here") {
  // 3 + 30 = 33, where both the 30 and the 33 were shown before.
  const CountSystem system{
      {3, 30, 33}, {{2, {0, 1}}}, {Standing::free, Standing::known, Standing::known}};
  const auto made = suppress(system, {});
  REQUIRE(!made.ok());
  CHECK(made.error().reason == "publication.difference");
  const CountSystem better{
      {3, 30, 33}, {{2, {0, 1}}}, {Standing::free, Standing::free, Standing::known}};
  const auto hidden = suppress(better, {});
  REQUIRE(hidden.ok());
  CHECK(hidden->hidden == std::vector<std::uint8_t>{1, 1, 0});
}

TEST_CASE("a reader's bounds are told") {
  const CountSystem system{{3, 30, 33}, {{2, {0, 1}}}, {}};
  const std::vector<std::uint8_t> alone{1, 0, 0};
  CHECK(bound_hidden(system, alone, 5)[0].width() == 0);
  const std::vector<std::uint8_t> both{1, 1, 0};
  CHECK(bound_hidden(system, both, 5)[0].width() >= 5);
}

TEST_CASE("large tables are protected by boxes") {
  const std::size_t sizes[] = {12, 8, 6};
  std::vector<std::int64_t> inner;
  for (std::int64_t i = 0; i < 576; ++i) {
    inner.push_back((i * 7919) % 23);
  }
  const CountTable table = with_margins(sizes, inner);
  const auto made = suppress(table, {});
  REQUIRE(made.ok());
  const CountSystem system{table.counts, sums_of(sizes), {}};
  const auto bounds = bound_hidden(system, made->hidden, 5);
  for (std::size_t cell = 0; cell < table.counts.size(); ++cell) {
    if (made->hidden[cell] != 0) {
      CHECK(made->ranges[cell].width() >= 5);
      CHECK(bounds[cell].width() >= 5 - 1e-6);
    }
  }
}

TEST_CASE("rates and maps") {
  CHECK(!may_show_rate(19));
  CHECK(may_show_rate(20));
  const std::pair<std::int64_t, std::int64_t> rows[] = {{0, 0},  {2, 0},   {3, 5},  {7, 5},
                                                        {8, 10}, {12, 10}, {13, 15}};
  for (const auto& [count, shown] : rows) {
    CHECK(rounded_for_map(count) == shown);
  }
}

}  // namespace
}  // namespace caregrid::stats
