// Shows that tables released one after another give no more away than each alone.
#include "assessment/publication_audit.h"

#include <doctest/doctest.h>

namespace caregrid::assessment {
namespace {

ReleasedTable by_sex(std::int64_t boys, std::int64_t girls) {
  const std::size_t sizes[] = {2};
  const std::int64_t inner[] = {boys, girls};
  return {1, {"sex"}, {{"male", "female"}}, stats::with_margins(sizes, inner), {}};
}

ReleasedTable by_place(std::vector<std::int64_t> counts) {
  const std::size_t sizes[] = {counts.size()};
  ReleasedTable made{1, {"township"}, {{}}, stats::with_margins(sizes, counts), {}};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    made.categories[0].push_back("t" + std::to_string(i));
  }
  return made;
}

ReleasedTable released(ReleasedTable table, std::span<const ReleasedTable> earlier) {
  const auto hidden = audit_release(table, earlier, {});
  REQUIRE(hidden.ok());
  table.hidden = *hidden;
  return table;
}

std::string dots(const ReleasedTable& table) {
  std::string text;
  for (const auto hidden : table.hidden) {
    text += hidden != 0 ? '.' : '#';
  }
  return text;
}

TEST_CASE("the first table is audited alone") {
  CHECK(dots(released(by_sex(30, 40), {})) == "###");
  CHECK(dots(released(by_place({30, 3, 40}), {})) == "..##");
}

TEST_CASE("the same table again hides the same") {
  const ReleasedTable first = released(by_place({30, 3, 40}), {});
  CHECK(dots(released(by_place({30, 3, 40}), {&first, 1})) == dots(first));
}

TEST_CASE("what one table hides another of the same children does not show") {
  // The total of 73 was hidden? No: it was shown; the dots of the first stay dots in the second.
  const ReleasedTable first = released(by_place({30, 3, 40}), {});
  const std::size_t sizes[] = {2, 3};
  const std::int64_t inner[] = {15, 1, 20, 15, 2, 20};
  ReleasedTable second{1,
                       {"sex", "township"},
                       {{"male", "female"}, {"t0", "t1", "t2"}},
                       stats::with_margins(sizes, inner),
                       {}};
  second = released(second, {&first, 1});
  CHECK(second.hidden[stats::cell_at(sizes, std::vector<std::size_t>{2, 0})] == 1);
  CHECK(second.hidden[stats::cell_at(sizes, std::vector<std::size_t>{2, 1})] == 1);
  CHECK(second.hidden[stats::cell_at(sizes, std::vector<std::size_t>{2, 3})] == 0);
}

TEST_CASE("a newcomer is not named by the difference of two tables") {
  const ReleasedTable first = released(by_sex(30, 40), {});
  const ReleasedTable later = released(by_sex(31, 40), {&first, 1});
  CHECK(later.hidden[0] == 1);  // 31 − 30 would be the newcomer.
  CHECK(later.hidden[2] == 1);  // So would 71 − 70.
  CHECK(dots(released(by_sex(35, 40), {&first, 1})) == "###");
}

TEST_CASE("another area is another question") {
  const ReleasedTable first = released(by_sex(30, 40), {});
  ReleasedTable other = by_sex(31, 40);
  other.area = 2;
  CHECK(dots(released(other, {&first, 1})) == "###");
}

TEST_CASE("a table that can only give somebody away is refused") {
  // Shown: 33 in all, 30 in the first place. The second place would be worked out whatever is
  // hidden of the new table, which splits the 33 again.
  ReleasedTable first = by_place({30, 40, 50});
  first.hidden = {0, 0, 0, 0};
  ReleasedTable second = by_place({30, 40, 50});
  second.hidden = {};
  const auto fine = audit_release(second, {&first, 1}, {});
  CHECK(fine.ok());
  ReleasedTable careless = by_place({30, 3});
  careless.hidden = {0, 1, 0};  // As an older program might have left it.
  const auto refused = audit_release(by_place({30, 3}), {&careless, 1}, {});
  REQUIRE(!refused.ok());
  CHECK(refused.error().reason == "publication.difference");
}

}  // namespace
}  // namespace caregrid::assessment
