#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace caregrid::core {

/// A civil date: days since 1970-01-01 in the proleptic Gregorian calendar.
struct Date {
  std::int32_t days = 0;

  auto operator<=>(const Date&) const = default;
};

/// The parts of a civil date as people write them.
struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;

  bool operator==(const YearMonthDay&) const = default;
};

/// The date, or none when there is no such day (2014-02-29). Years 1 to 9999.
std::optional<Date> make_date(YearMonthDay parts);

YearMonthDay parts_of(Date date);

/// Reads exactly "YYYY-MM-DD". Looser forms belong to the importer.
std::optional<Date> parse_iso_date(std::string_view text);

/// "YYYY-MM-DD".
std::string to_iso(Date date);

inline Date operator+(Date date, int days) { return Date{date.days + days}; }
inline int operator-(Date later, Date earlier) { return later.days - earlier.days; }

/// Monday = 0 … Sunday = 6.
int weekday_of(Date date);

/// Completed years by calendar date: on the birthday itself the new age counts.
/// Someone born on 29 February completes a year on 1 March of a common year.
/// Source: domain handbook 1.1.
int age_years(Date born_on, Date on);

}  // namespace caregrid::core
