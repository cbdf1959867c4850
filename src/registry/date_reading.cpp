#include "registry/date_reading.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "registry/text.h"

namespace caregrid::registry {
namespace {

/// Day 0 of Excel's 1900 calendar as it counts from 1 March 1900 on.
constexpr int excel_epoch_days = -25569;
constexpr int excel_serial_min = 10000;  // 1927-05-18
constexpr int excel_serial_max = 80000;  // 2119-01-10

/// Up to three numbers with the width they were written in, or the name of a month.
struct Parts {
  std::array<int, 3> value{};
  std::array<std::size_t, 3> width{};
  std::size_t count = 0;
  std::size_t month_word = 3;  ///< Index of the part that was a word; 3: none.
  bool is_broken = false;      ///< Something no date has.
};

constexpr std::array<std::string_view, 12> month_words{"jan", "feb", "mar", "apr", "may", "jun",
                                                       "jul", "aug", "sep", "oct", "nov", "dec"};

int month_of(std::string_view word) {
  for (std::size_t i = 0; i < month_words.size(); ++i) {
    if (word.size() >= 3 && word.substr(0, 3) == month_words[i]) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

bool is_date_separator(char32_t value) {
  constexpr std::u32string_view separators =
      U"-/.,\u5e74\u6708\u65e5\u53f7\u2013\u2014\u3002\u3001";
  return separators.find(value) != std::u32string_view::npos;
}

/// Collects the parts of a date character by character.
class Collector {
 public:
  void take(char32_t value) {
    if (value >= U'0' && value <= U'9') {
      take_digit(static_cast<int>(value - U'0'));
    } else if ((value | 0x20U) >= U'a' && (value | 0x20U) <= U'z') {
      take_letter(static_cast<char>(value | 0x20U));
    } else if (is_blank(value) || is_date_separator(value)) {
      close();
    } else {
      parts_.is_broken = true;
    }
  }

  [[nodiscard]] Parts finish() {
    close();
    return parts_;
  }

 private:
  void take_digit(int digit) {
    if (letters_ > 0) {
      close();
    }
    if (parts_.count >= 3 || width_ >= 8) {
      parts_.is_broken = true;
      return;
    }
    number_ = number_ * 10 + digit;
    ++width_;
  }

  void take_letter(char letter) {
    if (width_ > 0) {
      close();
    }
    if (letters_ < word_.size()) {
      word_[letters_] = letter;
    }
    ++letters_;
  }

  void close() {
    if (letters_ > 0) {
      close_word();
    } else if (width_ > 0) {
      parts_.value[parts_.count] = number_;
      parts_.width[parts_.count] = width_;
      ++parts_.count;
    }
    number_ = 0;
    width_ = 0;
    letters_ = 0;
  }

  void close_word() {
    const int month = month_of({word_.data(), std::min(letters_, word_.size())});
    if (month == 0) {
      // "1st", "2nd", "3rd", "4th" say nothing; other words are no date.
      parts_.is_broken = parts_.is_broken || letters_ != 2 || parts_.count == 0;
      return;
    }
    if (parts_.count >= 3 || parts_.month_word != 3) {
      parts_.is_broken = true;
      return;
    }
    parts_.month_word = parts_.count;
    parts_.value[parts_.count] = month;
    parts_.width[parts_.count] = 2;
    ++parts_.count;
  }

  Parts parts_;
  int number_ = 0;
  std::size_t width_ = 0;
  std::array<char, 4> word_{};
  std::size_t letters_ = 0;
};

/// The text without a time of day behind it.
std::string_view without_time(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon < 9) {
    return text;
  }
  const std::size_t gap = text.find_last_of(" T\t", colon);
  return gap == std::string_view::npos ? text : text.substr(0, gap);
}

Parts parts_of_text(std::string_view text) {
  Collector collector;
  text = without_time(text);
  bool is_first = true;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (!is_first || (point.value != U'\'' && point.value != 0x2019)) {
      collector.take(narrow(point.value));
    }
    is_first = false;
  }
  return collector.finish();
}

DateReading made(int year, int month, int day) {
  const auto date = core::make_date({year, month, day});
  return date ? DateReading{date, {}} : DateReading{{}, "date.no_such_day"};
}

DateReading read_single(int value, std::size_t width) {
  if (width == 8) {
    return made(value / 10000, value / 100 % 100, value % 100);
  }
  if (width == 5 && value >= excel_serial_min && value <= excel_serial_max) {
    return {core::Date{value + excel_epoch_days}, {}};
  }
  return {{}, width == 6 ? "date.two_digit_year" : "date.format"};
}

DateReading read_year_last(const Parts& parts, DayOrder order) {
  const int year = parts.value[2];
  const int first = parts.value[0];
  const int second = parts.value[1];
  if (parts.month_word != 3) {
    return parts.month_word == 0 ? made(year, first, second) : made(year, second, first);
  }
  if (first > 12 || first == second) {
    return made(year, second, first);
  }
  if (second > 12) {
    return made(year, first, second);
  }
  switch (order) {
    case DayOrder::day_first:
      return made(year, second, first);
    case DayOrder::month_first:
      return made(year, first, second);
    case DayOrder::unknown:
    case DayOrder::mixed:
      break;
  }
  return {{}, "date.ambiguous"};
}

/// A number cell holds days, perhaps with a fraction for the time.
std::string_view whole_part(std::string_view text) {
  const std::size_t point = text.find('.');
  return point == 5 ? text.substr(0, point) : text;
}

/// The commonest forms, without going character by character: an ISO date or eight digits.
std::optional<core::Date> read_plain(std::string_view text) {
  return text.size() == 10 ? core::parse_iso_date(text) : std::nullopt;
}

}  // namespace

DayOrder learn_day_order(DayOrder known, std::string_view text) {
  const auto is_digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() < 8 || (is_digit(0) && is_digit(1) && is_digit(2))) {
    return known;
  }
  const Parts parts = parts_of_text(text);
  const bool is_year_last = !parts.is_broken && parts.count == 3 && parts.width[2] == 4 &&
                            parts.width[0] <= 2 && parts.month_word == 3;
  if (!is_year_last || (parts.value[0] > 12) == (parts.value[1] > 12)) {
    return known;
  }
  const DayOrder shown = parts.value[0] > 12 ? DayOrder::day_first : DayOrder::month_first;
  return known == DayOrder::unknown || known == shown ? shown : DayOrder::mixed;
}

DateReading read_date(const intake::Value& value, DayOrder order) {
  if (const auto plain = read_plain(value.text)) {
    return {plain, {}};
  }
  const Parts parts =
      parts_of_text(value.kind == intake::CellKind::number ? whole_part(value.text) : value.text);
  if (parts.is_broken || parts.count == 0) {
    return {{}, "date.format"};
  }
  if (parts.count == 1) {
    return read_single(parts.value[0], parts.width[0]);
  }
  if (parts.count == 2) {
    return {{}, "date.incomplete"};
  }
  if (parts.width[0] == 4) {
    return made(parts.value[0], parts.value[1], parts.value[2]);
  }
  if (parts.width[2] == 4) {
    return read_year_last(parts, order);
  }
  return {{}, "date.two_digit_year"};
}

std::string_view check_born_on(core::Date born_on, core::Date today) {
  if (born_on > today) {
    return "date.in_future";
  }
  return core::age_years(born_on, today) > age_years_max ? "date.too_old" : std::string_view{};
}

}  // namespace caregrid::registry
