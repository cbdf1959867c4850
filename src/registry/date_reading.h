#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/date.h"
#include "intake/target.h"

namespace caregrid::registry {

/// In which order a column writes day and month when the year comes last.
enum class DayOrder : std::uint8_t {
  unknown,      ///< No row has shown it yet.
  day_first,    ///< 23/04/2014.
  month_first,  ///< 04/23/2014.
  mixed,        ///< The rows contradict each other.
};

/// A text read as a date. `reason` is empty exactly when `date` is set.
struct DateReading {
  std::optional<core::Date> date;
  std::string_view reason;  ///< "date.format", "date.two_digit_year", "date.ambiguous", …

  bool operator==(const DateReading&) const = default;
};

/// What the rows seen so far and this text together show about their column.
///
/// Only texts with the year last and a part above 12 show anything.
DayOrder learn_day_order(DayOrder known, std::string_view text);

/// Reads a date in any of the forms people and spreadsheets write: 2016-09-17 (also with a time
/// behind), 2016/9/17, 2016.9.17, 2016年9月17日, 20160917, 17/9/2016 in the column's order,
/// 17 Sep 2016, and Excel's day number in a number cell or alone in a text cell.
///
/// With the year last and no order known, a date both orders give alike is read, others are
/// refused as "date.ambiguous". Two-digit years are always refused. Cost: no allocation.
DateReading read_date(const intake::Value& value, DayOrder order);

/// Longest life the register believes in, in years.
inline constexpr int age_years_max = 120;

/// Translation key when nobody alive can have been born on that day ("date.in_future",
/// "date.too_old"); empty otherwise.
std::string_view check_born_on(core::Date born_on, core::Date today);

}  // namespace caregrid::registry
