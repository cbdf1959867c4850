// Shows which identities of the form's summary table hold, as rows of a table: a sound one, one
// with each identity broken in turn, and one with gaps, of which nothing is told.
#include "registry/form_summary.h"

#include <doctest/doctest.h>

namespace caregrid::registry {
namespace {

/// 100 children in which everything adds up.
SummaryFigures sound() {
  constexpr std::array<std::int64_t, summary_columns> figures{
      100, 30, 16, 14, 50, 26, 24, 20, 11, 9,  10, 20, 25, 15, 12, 8,
      6,   4,  55, 45, 20, 20, 20, 22, 18, 40, 30, 20, 10, 60, 30, 10};
  SummaryFigures all;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    all.at(i) = figures.at(i);
  }
  return all;
}

TEST_CASE("a table that adds up has nothing to tell") { CHECK(check_summary(sound()).empty()); }

TEST_CASE("each broken identity is told with both its sides") {
  SummaryFigures figures = sound();
  figures[2] = 17;  // c3: c2 = c3+c4 breaks, nothing else.
  auto broken = check_summary(figures);
  REQUIRE(broken.size() == 1);
  CHECK(to_text(broken[0]) == "c2 = 30 ≠ c3+c4 = 31");

  figures = sound();
  figures[0] = 101;  // c1 stands in six.
  broken = check_summary(figures);
  REQUIRE(broken.size() == 6);
  CHECK(to_text(broken[0]) == "c1 = 101 ≠ c2+c5+c8 = 100");
  CHECK(to_text(broken[1]) == "c1 = 101 ≠ c11+…+c18 = 100");
  CHECK(to_text(broken[5]) == "c1 = 101 ≠ c30+c31+c32 = 100");

  figures = sound();
  figures[13] = 16;  // c14: the sum of c11 to c18, and c13+c14 = c24+c25.
  broken = check_summary(figures);
  REQUIRE(broken.size() == 2);
  CHECK(to_text(broken[1]) == "c13+c14 = 41 ≠ c24+c25 = 40");
}

TEST_CASE("each column that is one too many breaks the identities it stands in, and no other") {
  for (std::size_t column = 0; column < summary_columns; ++column) {
    CAPTURE(column + 1);
    SummaryFigures figures = sound();
    ++*figures.at(column);
    CHECK_FALSE(check_summary(figures).empty());
    figures.at(column).reset();
    CHECK(check_summary(figures).empty());  // What is not known is not known to be wrong.
  }
}

}  // namespace
}  // namespace caregrid::registry
