#include "core/date.h"

#include <chrono>

namespace caregrid::core {
namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

void write_digits(std::string& into, std::size_t at, std::size_t width, int value) {
  for (std::size_t i = width; i > 0; --i) {
    into[at + i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

}  // namespace

std::optional<Date> make_date(YearMonthDay parts) {
  if (parts.year < 1 || parts.year > 9999 || parts.month < 1 || parts.day < 1) {
    return std::nullopt;
  }
  const std::chrono::year_month_day civil{std::chrono::year{parts.year},
                                          std::chrono::month{static_cast<unsigned>(parts.month)},
                                          std::chrono::day{static_cast<unsigned>(parts.day)}};
  if (!civil.ok()) {
    return std::nullopt;
  }
  return Date{static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count())};
}

YearMonthDay parts_of(Date date) {
  const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{date.days}}};
  return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
          static_cast<int>(static_cast<unsigned>(civil.day()))};
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) {
    return std::nullopt;
  }
  return make_date({*year, *month, *day});
}

std::string to_iso(Date date) {
  const YearMonthDay parts = parts_of(date);
  std::string text = "0000-00-00";
  write_digits(text, 0, 4, parts.year);
  write_digits(text, 5, 2, parts.month);
  write_digits(text, 8, 2, parts.day);
  return text;
}

int weekday_of(Date date) {
  // 1970-01-01 was a Thursday (3).
  return ((date.days % 7) + 7 + 3) % 7;
}

int age_years(Date born_on, Date on) {
  const YearMonthDay born = parts_of(born_on);
  const YearMonthDay now = parts_of(on);
  const bool before_birthday =
      now.month < born.month || (now.month == born.month && now.day < born.day);
  return now.year - born.year - (before_birthday ? 1 : 0);
}

}  // namespace caregrid::core
