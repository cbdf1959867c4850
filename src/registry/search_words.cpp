#include "registry/search_words.h"

#include <algorithm>
#include <array>

#include "registry/edit_distance.h"
#include "registry/han.h"
#include "registry/person_name.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr char32_t name_separator = 0xB7;
constexpr int year_min = 1900;
constexpr int year_max = 2099;

enum class Class { blank, han, digit, letter };

bool is_digit(char32_t point) { return point >= U'0' && point <= U'9'; }

Class class_of(char32_t point) {
  constexpr std::u32string_view marks = U",;，、；·•・‧∙⋅.。/|\"'()（）-_";
  if (is_blank(point) || point < U' ' || marks.find(point) != std::u32string_view::npos) {
    return Class::blank;
  }
  if (is_han(point) || is_wildcard_character(point)) {
    return Class::han;
  }
  return is_digit(point) ? Class::digit : Class::letter;
}

/// Numbers of a text that is a date by its shape: 2017, 2017-5, 2017年5月3日, 20170503.
std::vector<int> date_numbers(std::u32string_view word) {
  std::vector<int> numbers;
  int digits = 0;
  for (const char32_t point : word) {
    if (!is_digit(point)) {
      constexpr std::u32string_view marks = U"-/.年月日号";
      if (digits == 0 || marks.find(point) == std::u32string_view::npos) {
        return {};
      }
      digits = 0;
      continue;
    }
    if (digits == 0) {
      numbers.push_back(0);
    }
    if (++digits > 8) {
      return {};
    }
    numbers.back() = numbers.back() * 10 + static_cast<int>(point - U'0');
  }
  constexpr int compact_min = 1'000'000;
  if (numbers.size() == 1 && numbers[0] > compact_min) {
    return {numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100};
  }
  return numbers;
}

struct Days {
  std::int32_t from = 1;
  std::int32_t to = 0;
};

/// The days a word may mean; none for anything but a date.
Days days_of(std::u32string_view word) {
  const std::vector<int> numbers = date_numbers(word);
  if (numbers.empty() || numbers.size() > 3 || numbers[0] < year_min || numbers[0] > year_max) {
    return {};
  }
  const auto day = [](int year, int month, int of_month) {
    return core::make_date({year, month, of_month});
  };
  const int year = numbers[0];
  if (numbers.size() == 1) {
    return {day(year, 1, 1)->days, day(year, 12, 31)->days};
  }
  const int month = numbers[1];
  if (numbers.size() == 3) {
    const auto exact = day(year, month, numbers[2]);
    return exact ? Days{exact->days, exact->days} : Days{};
  }
  const auto first = day(year, month, 1);
  const auto next = month == 12 ? day(year + 1, 1, 1) : day(year, month + 1, 1);
  return first && next ? Days{first->days, next->days - 1} : Days{};
}

std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : pinyin_of(text)) {
    if (c >= 'a' && c <= 'z') {
      letters.push_back(c);
    }
  }
  letters.resize(std::min(letters.size(), search_letters_max));
  return letters;
}

SearchWord word_of(Class kind, std::u32string_view points) {
  SearchWord word;
  std::string text;
  for (const char32_t point : points) {
    append_code_point(text, point);
  }
  switch (kind) {
    case Class::han:
      word.han = points.substr(0, name_length_max);
      break;
    case Class::letter:
      word.letters = letters_of(text);
      break;
    case Class::digit: {
      word.digits = text.substr(0, search_letters_max);
      const Days days = days_of(points);
      word.born_from = days.from;
      word.born_to = days.to;
      break;
    }
    case Class::blank:
      break;
  }
  return word;
}

bool says_something(const SearchWord& word) {
  return word.is_name() || !word.digits.empty() || word.is_birth();
}

/// Parts a text between blanks where characters, letters and digits meet; an X behind digits is the
/// end of a number.
void add_parts(std::u32string_view text, std::vector<SearchWord>& words) {
  for (std::size_t at = 0; at < text.size();) {
    const Class kind = class_of(text[at]);
    std::size_t end = at + 1;
    while (end < text.size() && class_of(text[end]) == kind) {
      ++end;
    }
    const bool ends_in_x =
        kind == Class::digit && end + 1 == text.size() && (text[end] == U'x' || text[end] == U'X');
    SearchWord word = word_of(kind, text.substr(at, end - at));
    if (ends_in_x) {
      word.digits.push_back('X');
      word.born_from = 1;
      word.born_to = 0;
      ++end;
    }
    if (kind != Class::blank && says_something(word)) {
      words.push_back(std::move(word));
    }
    at = end;
  }
}

void add_words(std::u32string_view text, std::vector<SearchWord>& words) {
  const Days days = days_of(text);
  if (days.from <= days.to && std::ranges::any_of(text, [](char32_t c) { return !is_digit(c); })) {
    words.push_back({{}, {}, {}, days.from, days.to});
    return;
  }
  add_parts(text, words);
}

SearchWord joined(const std::vector<SearchWord>& words) {
  SearchWord whole;
  for (const SearchWord& word : words) {
    whole.han += word.han;
    whole.letters += word.letters;
  }
  whole.han.resize(std::min(whole.han.size(), name_length_max));
  whole.letters.resize(std::min(whole.letters.size(), search_letters_max));
  return whole;
}

}  // namespace

SearchText read_search(std::string_view text) {
  SearchText read;
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    points.push_back(narrow(point.value));
  }
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && !is_blank(points[end])) {
      ++end;
    }
    add_words(std::u32string_view(points).substr(at, end - at), read.words);
    at = end + 1;
  }
  read.words.resize(std::min(read.words.size(), search_words_max));
  const bool is_all_han =
      std::ranges::all_of(read.words, [](const SearchWord& one) { return !one.han.empty(); });
  const bool is_all_letters =
      std::ranges::all_of(read.words, [](const SearchWord& one) { return !one.letters.empty(); });
  if (read.words.size() > 1 && (is_all_han || is_all_letters)) {
    read.whole = joined(read.words);
  }
  read.name = normalise_name(text);
  return read;
}

}  // namespace caregrid::registry
