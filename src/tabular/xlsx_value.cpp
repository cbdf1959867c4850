#include "tabular/xlsx_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>
#include <utility>

#include "core/date.h"
#include "tabular/utf8.h"

namespace caregrid::tabular {

namespace {

constexpr int digits_without_exponent = 21;
constexpr double last_serial = 2'958'466;  ///< 10000-01-01 of the 1900 system.
constexpr int leap_day_that_never_was = 60;
constexpr std::int64_t seconds_of_day = 86'400;
constexpr std::size_t escape_length = 7;  ///< "_x000D_"

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_whole(std::string_view text) {
  if (text == "0") {
    return true;
  }
  if (text.starts_with('-')) {
    text.remove_prefix(1);
  }
  return !text.empty() && text.front() != '0' && std::all_of(text.begin(), text.end(), is_digit);
}

/// "1.25e+03" -> "1250": what to_chars found, written out.
std::string written_out(std::string_view scientific) {
  const std::size_t mark = scientific.find('e');
  std::string_view mantissa = scientific.substr(0, mark);
  std::string_view exponent_text = scientific.substr(mark + 1);
  exponent_text.remove_prefix(exponent_text.starts_with('+') ? 1U : 0U);
  int exponent = 0;
  std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
  if (exponent >= digits_without_exponent || exponent < -7) {
    return std::string(scientific);
  }
  std::string sign;
  if (mantissa.starts_with('-')) {
    sign = "-";
    mantissa.remove_prefix(1);
  }
  std::string digits(mantissa);
  std::erase(digits, '.');
  if (exponent < 0) {
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) {
    return sign + digits + std::string(whole - digits.size(), '0');
  }
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

/// The code without what is shown as it stands: "…", \x, _x, and [colour] or [locale] parts.
std::string active_letters(std::string_view code) {
  std::string letters;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char letter = code[i];
    if (letter == '"' || letter == '[') {
      const std::size_t close = code.find(letter == '"' ? '"' : ']', i + 1);
      i = close == std::string_view::npos ? code.size() : close;
    } else if (letter == '\\' || letter == '_' || letter == '*') {
      ++i;
    } else if (letter == ';') {
      break;  // The first section formats positive numbers, and dates are such.
    } else {
      letters.push_back(letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a')
                                                       : letter);
    }
  }
  return letters;
}

/// The character of the "_x000D_" at `position`; none when there is no such escape.
std::optional<unsigned> escape_at(std::string_view text, std::size_t position) {
  if (position + escape_length > text.size() || text[position + 6] != '_') {
    return std::nullopt;
  }
  unsigned value = 0;
  const char* const first = text.data() + position + 2;
  const auto read = std::from_chars(first, first + 4, value, 16);
  return read.ptr == first + 4 ? std::optional<unsigned>(value) : std::nullopt;
}

}  // namespace

std::optional<std::string> number_text(std::string_view stored) {
  if (is_whole(stored)) {
    return std::string(stored);
  }
  double value = 0;
  const char* const begin = stored.data();
  const char* const end = begin + stored.size();
  const auto read = std::from_chars(begin, end, value);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) {
    return std::nullopt;
  }
  if (value == 0) {
    return "0";
  }
  std::array<char, 32> text{};
  const auto made =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific);
  return written_out(std::string_view(text.data(), made.ptr));
}

std::string time_text(double serial) {
  const double fraction = serial - std::floor(serial);
  const std::int64_t seconds =
      std::llround(fraction * static_cast<double>(seconds_of_day)) % seconds_of_day;
  std::string text = two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
  if (seconds % 60 != 0) {
    text += ":" + two_digits(seconds % 60);
  }
  return text;
}

std::optional<std::string> date_text(double serial, DateSystem system) {
  const double first_serial = system == DateSystem::from_1900 ? 1 : 0;
  if (!(serial >= first_serial) || serial >= last_serial) {
    return std::nullopt;
  }
  const int day = static_cast<int>(serial);
  if (system == DateSystem::from_1904) {
    constexpr int first_day = -24'107;  // 1904-01-01 in days since 1970.
    const core::Date date{first_day + day};
    return core::parts_of(date).year > 9999 ? std::nullopt
                                            : std::optional<std::string>(core::to_iso(date));
  }
  if (day == leap_day_that_never_was) {
    return "1900-02-29";
  }
  constexpr int day_zero = -25'568;  // 1899-12-31 in days since 1970.
  return core::to_iso(core::Date{day_zero + day - (day > leap_day_that_never_was ? 1 : 0)});
}

NumberStyle classify_format(std::string_view code) {
  std::string letters = active_letters(code);
  if (letters.find("general") != std::string::npos) {
    return NumberStyle::plain;
  }
  // In a scientific format E stands beside a sign; alone it is a year of an era.
  for (const std::string_view exponent : {"e+", "e-"}) {
    if (letters.find(exponent) != std::string::npos) {
      return NumberStyle::plain;
    }
  }
  const auto has = [&](char letter) { return letters.find(letter) != std::string::npos; };
  if (has('y') || has('d') || has('e')) {
    return NumberStyle::date;
  }
  if (has('h') || has('s')) {
    return NumberStyle::time;
  }
  return has('m') ? NumberStyle::date : NumberStyle::plain;
}

NumberStyle classify_builtin_format(int id) {
  const auto within = [id](int first, int last) { return id >= first && id <= last; };
  if (within(18, 21) || within(32, 35) || within(45, 47) || within(55, 56)) {
    return NumberStyle::time;
  }
  return within(14, 17) || id == 22 || within(27, 31) || id == 36 || within(50, 58)
             ? NumberStyle::date
             : NumberStyle::plain;
}

void unescape_controls(std::string& text) {
  std::size_t escape = text.find("_x");
  if (escape == std::string::npos) {
    return;
  }
  std::string plain;
  std::size_t taken = 0;
  for (; escape != std::string::npos; escape = text.find("_x", escape)) {
    const auto character = escape_at(text, escape);
    if (!character) {
      ++escape;
      continue;
    }
    plain.append(text, taken, escape - taken);
    append_utf8(*character, plain);
    escape += escape_length;
    taken = escape;
  }
  plain.append(text, taken);
  text = std::move(plain);
}

std::string escape_controls(std::string_view text) {
  std::string escaped;
  std::size_t taken = 0;
  for (std::size_t escape = text.find("_x"); escape != std::string_view::npos;
       escape = text.find("_x", escape + 1)) {
    if (escape_at(text, escape)) {
      escaped.append(text.substr(taken, escape - taken)).append("_x005F");
      taken = escape;
    }
  }
  return escaped.append(text.substr(taken));
}

}  // namespace caregrid::tabular
