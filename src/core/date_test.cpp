// Shows which days exist, how they are written, and when a year of age is complete. Tables: one row
// per day or pair of days, with what must come out; every day of 400 years is walked once.
#include "core/date.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::core {
namespace {

Date day(std::string_view iso) {
  const auto date = parse_iso_date(iso);
  REQUIRE(date.has_value());
  return *date;
}

TEST_CASE("only days of the calendar are read") {
  struct Row {
    std::string_view text;
    std::optional<std::int32_t> days;
  };
  constexpr std::array rows = {
      Row{"1970-01-01", 0},
      Row{"1969-12-31", -1},
      Row{"2000-02-29", 11016},
      Row{"2016-02-29", 16860},
      Row{"0001-01-01", -719162},
      Row{"9999-12-31", 2932896},
      Row{"2014-02-29", std::nullopt},  // Domain handbook 4.2: 990101201402290015.
      Row{"1900-02-29", std::nullopt},
      Row{"2015-04-31", std::nullopt},
      Row{"2015-13-01", std::nullopt},
      Row{"2015-00-10", std::nullopt},
      Row{"2015-01-00", std::nullopt},
      Row{"0000-01-01", std::nullopt},
      Row{"2015-1-01", std::nullopt},
      Row{"2015/01/01", std::nullopt},
      Row{"2015-01-01 ", std::nullopt},
      Row{" 2015-01-0", std::nullopt},
      Row{"20150101", std::nullopt},
      Row{"+015-01-01", std::nullopt},
      Row{"", std::nullopt},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto date = parse_iso_date(row.text);
    REQUIRE(date.has_value() == row.days.has_value());
    if (date) {
      CHECK(date->days == *row.days);
      CHECK(to_iso(*date) == row.text);
    }
  }
}

TEST_CASE("four centuries of days follow one another and come back from their parts") {
  int weekday = weekday_of(day("1900-01-01"));
  CHECK(weekday == 0);  // A Monday.
  YearMonthDay previous{1899, 12, 31};
  for (Date date = day("1900-01-01"); date <= day("2299-12-31"); date = date + 1) {
    const YearMonthDay parts = parts_of(date);
    const bool is_next_day = parts.year == previous.year && parts.month == previous.month &&
                             parts.day == previous.day + 1;
    const bool is_new_month = parts.day == 1 && previous.day >= 28;
    const bool is_right =
        (is_next_day || is_new_month) && make_date(parts) == date && weekday_of(date) == weekday;
    if (!is_right) {
      FAIL(to_iso(date));
    }
    previous = parts;
    weekday = (weekday + 1) % 7;
  }
}

TEST_CASE("the day before 1970 is a Wednesday and subtraction counts days") {
  CHECK(weekday_of(day("1969-12-31")) == 2);
  CHECK(weekday_of(day("2026-09-21")) == 0);
  CHECK(day("2024-03-01") - day("2024-02-28") == 2);
  CHECK(day("2023-03-01") - day("2023-02-28") == 1);
}

// Domain handbook 1.1: completed years by calendar date; "under N" means age < N, and on the
// birthday itself a person is not under N. Thresholds of the law: 6, 8, 14, 16, 18.
TEST_CASE("age counts completed years") {
  struct Row {
    std::string_view born_on;
    std::string_view on;
    int years;
  };
  constexpr std::array rows = {
      Row{"2018-09-01", "2024-08-31", 5},  Row{"2018-09-01", "2024-09-01", 6},
      Row{"2015-09-03", "2023-09-02", 7},  Row{"2015-09-03", "2023-09-03", 8},
      Row{"2008-05-17", "2022-05-16", 13}, Row{"2008-05-17", "2022-05-17", 14},
      Row{"2008-05-17", "2024-05-16", 15}, Row{"2008-05-17", "2024-05-17", 16},
      Row{"2008-05-17", "2026-05-16", 17}, Row{"2008-05-17", "2026-05-17", 18},
      Row{"2012-02-29", "2020-02-28", 7},  Row{"2012-02-29", "2020-02-29", 8},
      Row{"2012-02-29", "2021-02-28", 8},  Row{"2012-02-29", "2021-03-01", 9},
      Row{"2015-12-31", "2016-01-01", 0},  Row{"2015-12-31", "2016-12-30", 0},
      Row{"2015-12-31", "2016-12-31", 1},  Row{"2020-01-01", "2020-01-01", 0},
      Row{"2020-01-02", "2020-01-01", -1},
  };
  for (const auto& row : rows) {
    CAPTURE(row.born_on);
    CAPTURE(row.on);
    CHECK(age_years(day(row.born_on), day(row.on)) == row.years);
  }
}

}  // namespace
}  // namespace caregrid::core
