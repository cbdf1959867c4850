// Shows how dates are read in every form lists have, and how a column decides whether day or month
// comes first.
#include "registry/date_reading.h"

#include <doctest/doctest.h>

#include <vector>

namespace caregrid::registry {
namespace {

using intake::CellKind;

TEST_CASE("all forms of a date") {
  struct Row {
    std::string_view text;
    CellKind kind;
    DayOrder order;
    std::string_view iso;  // or the reason why not
  };
  constexpr auto text = CellKind::text;
  constexpr auto unknown = DayOrder::unknown;
  const std::vector<Row> rows{
      {"2016-09-17", text, unknown, "2016-09-17"},
      {"2016-09-17", CellKind::date, unknown, "2016-09-17"},
      {"2016-9-7", text, unknown, "2016-09-07"},
      {"2016/9/17", text, unknown, "2016-09-17"},
      {"2016.9.17", text, unknown, "2016-09-17"},
      {"2016年9月17日", text, unknown, "2016-09-17"},
      {"2016年09月17", text, unknown, "2016-09-17"},
      {"２０１６年９月１７日", text, unknown, "2016-09-17"},
      {"2016 9 17", text, unknown, "2016-09-17"},
      {"20160917", text, unknown, "2016-09-17"},
      {"20160917", CellKind::number, unknown, "2016-09-17"},
      {"'2016-09-17", text, unknown, "2016-09-17"},
      {"2016-09-17 00:00:00", text, unknown, "2016-09-17"},
      {"2016-09-17T08:30:00", text, unknown, "2016-09-17"},
      {"2016/9/17 0:00", text, unknown, "2016-09-17"},
      {"43322", CellKind::number, unknown, "2018-08-10"},
      {"43322.5", CellKind::number, unknown, "2018-08-10"},
      {"43322", text, unknown, "2018-08-10"},
      {"17 Sep 2016", text, unknown, "2016-09-17"},
      {"17-September-2016", text, unknown, "2016-09-17"},
      {"Sep 17, 2016", text, unknown, "2016-09-17"},
      {"17th Sep 2016", text, unknown, "2016-09-17"},
      {"17/9/2016", text, unknown, "2016-09-17"},
      {"9/17/2016", text, unknown, "2016-09-17"},
      {"05/05/2015", text, unknown, "2015-05-05"},
      {"04/06/2019", text, unknown, "date.ambiguous"},
      {"04/06/2019", text, DayOrder::mixed, "date.ambiguous"},
      {"04/06/2019", text, DayOrder::day_first, "2019-06-04"},
      {"04/06/2019", text, DayOrder::month_first, "2019-04-06"},
      {"16-9-17", text, unknown, "date.two_digit_year"},
      {"17/9/16", text, DayOrder::day_first, "date.two_digit_year"},
      {"160917", text, unknown, "date.two_digit_year"},
      {"2014-02-29", text, unknown, "date.no_such_day"},
      {"2016-13-01", text, unknown, "date.no_such_day"},
      {"20161301", text, unknown, "date.no_such_day"},
      {"2016年9月", text, unknown, "date.incomplete"},
      {"2016", text, unknown, "date.format"},
      {"九月", text, unknown, "date.format"},
      {"unknown", text, unknown, "date.format"},
      {"2016-09-17-2", text, unknown, "date.format"},
      {"", text, unknown, "date.format"},
      {"99999999999999999999", text, unknown, "date.format"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const DateReading reading = read_date({row.text, row.kind}, row.order);
    CHECK((reading.date ? std::string_view(core::to_iso(*reading.date)) : reading.reason) ==
          row.iso);
  }
}

TEST_CASE("a column shows its order by a day above twelve") {
  struct Row {
    std::vector<std::string_view> column;
    DayOrder order;
  };
  const std::vector<Row> rows{
      {{"04/06/2019", "23/04/2014", "08/12/2015"}, DayOrder::day_first},
      {{"04/06/2019", "04/23/2014"}, DayOrder::month_first},
      {{"04/06/2019", "2014-04-23", "20140423", ""}, DayOrder::unknown},
      {{"23/04/2014", "04/23/2014"}, DayOrder::mixed},
      {{"23/04/2014", "04/23/2014", "23/04/2014"}, DayOrder::mixed},
      {{"23/24/2014", "17 Sep 2016"}, DayOrder::unknown},
  };
  for (const Row& row : rows) {
    DayOrder order = DayOrder::unknown;
    for (const std::string_view text : row.column) {
      order = learn_day_order(order, text);
    }
    CHECK(static_cast<int>(order) == static_cast<int>(row.order));
  }
}

TEST_CASE("nobody is born tomorrow or lives 121 years") {
  const core::Date today = *core::parse_iso_date("2026-09-21");
  CHECK(check_born_on(today, today).empty());
  CHECK(check_born_on(today + 1, today) == "date.in_future");
  CHECK(check_born_on(*core::parse_iso_date("1905-09-22"), today).empty());
  CHECK(check_born_on(*core::parse_iso_date("1905-09-21"), today) == "date.too_old");
}

}  // namespace
}  // namespace caregrid::registry
