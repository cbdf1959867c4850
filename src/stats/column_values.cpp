#include "stats/column_values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "stats/text_similarity.h"

namespace caregrid::stats {
namespace {

/// The code point at `at`, which moves behind it; a broken byte stands for itself.
char32_t next_point(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  std::size_t bytes = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  bytes = at + bytes > text.size() ? 1 : bytes;
  char32_t point = bytes == 1 ? byte : byte & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    point = (point << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  at += bytes;
  return point;
}

/// UTF-8 to code points, ASCII letters small, blanks single and none at the ends.
std::u32string folded(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    char32_t point = next_point(text, at);
    point = point >= U'A' && point <= U'Z' ? point + 32 : std::max(point, U' ');
    const bool is_idle = point == U' ' && (points.empty() || points.back() == U' ');
    if (!is_idle) {
      points.push_back(point);
    }
  }
  if (!points.empty() && points.back() == U' ') {
    points.pop_back();
  }
  return points;
}

std::uint64_t hash_of(std::u32string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char32_t point : text) {
    hash = (hash ^ point) * 0x100000001b3ULL;
    hash ^= hash >> 29U;
  }
  return hash * 0x9e3779b97f4a7c15ULL;
}

/// Good and Turing's estimate for values seen once or twice: names with a slip are mostly new, so
/// a value seen once is far rarer than one in n.
void set_shares(ColumnValues& column, double said) {
  std::map<std::uint32_t, double> of_count;
  for (const ColumnValue& value : column.values) {
    of_count[value.count] += 1;
  }
  const auto adjusted = [&](std::uint32_t count) {
    const double plain = count;
    if (count > 2 || of_count[count] == 0) {
      return plain;
    }
    return std::clamp((plain + 1) * of_count[count + 1] / of_count[count], 0.2 * plain, plain);
  };
  double twice = 0;
  for (std::size_t i = 1; i < column.values.size(); ++i) {
    ColumnValue& value = column.values[i];
    value.share = adjusted(value.count) / said;
    twice += static_cast<double>(value.count) * (value.count - 1.0);
  }
  column.coincidence = said > 1 ? twice / (said * (said - 1)) : 0;
}

bool has_same_words(std::u32string_view a, std::u32string_view b) {
  const auto words_of = [](std::u32string_view text) {
    std::vector<std::u32string_view> words;
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(U' ', at), text.size());
      words.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    std::ranges::sort(words);
    return words;
  };
  return a.size() == b.size() && a.find(U' ') != std::u32string_view::npos &&
         words_of(a) == words_of(b);
}

unsigned compare_words(const ColumnValue& a, const ColumnValue& b) {
  if (a.text == b.text) {
    return 1;
  }
  if (has_same_words(a.text, b.text)) {
    return level_swapped;
  }
  const std::size_t shorter = std::min(a.text.size(), b.text.size());
  const std::size_t edits = edits_up_to(a.text, b.text, 2);
  if (edits == 1 && shorter >= 3) {
    return 3;
  }
  const bool sounds_alike = a.sound != 0 && a.sound == b.sound;
  const double similarity = jaro_winkler(a.text, b.text);
  if (sounds_alike || (edits <= 2 && shorter >= 6) || similarity >= 0.92) {
    return 4;
  }
  const bool is_beginning =
      shorter >= 1 && (a.text.starts_with(b.text) || b.text.starts_with(a.text));
  return similarity >= 0.82 || is_beginning ? 5 : 6;
}

unsigned compare_codes(const ColumnValue& a, const ColumnValue& b) {
  if (a.text == b.text) {
    return 1;
  }
  const std::size_t edits = edits_up_to(a.text, b.text, 2);
  return edits <= 1 ? 2 : edits == 2 ? 3 : jaro_winkler(a.text, b.text) >= 0.9 ? 4 : 5;
}

unsigned compare_numbers(const ColumnValue& a, const ColumnValue& b) {
  if (a.text == b.text) {
    return 1;
  }
  return edits_up_to(a.text, b.text, 1) <= 1 ? 2 : 3;
}

unsigned compare_days(const ColumnValue& x, const ColumnValue& y) {
  const DayParts& a = x.day;
  const DayParts& b = y.day;
  if (a == b && x.text == y.text) {
    return 1;
  }
  if (a.is_empty() || b.is_empty()) {
    return edits_up_to(x.text, y.text, 1) <= 1 ? 2 : 5;
  }
  if (a == b || (a.year == b.year && a.month == b.day && a.day == b.month) ||
      edits_up_to(x.text, y.text, 1) <= 1) {
    return 2;
  }
  const int equal =
      (a.year == b.year ? 1 : 0) + (a.month == b.month ? 1 : 0) + (a.day == b.day ? 1 : 0);
  const int apart = std::abs((a.year - b.year) * 365 + (a.month - b.month) * 30 + a.day - b.day);
  return equal == 2 ? 3 : apart <= 45 || edits_up_to(x.text, y.text, 2) <= 2 ? 4 : 5;
}

int digits_of(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') {
      return -1;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

DayParts read_day(std::string_view text) {
  DayParts day;
  const auto is_mark = [&](std::size_t at) {
    return at < text.size() && (text[at] == '-' || text[at] == '/' || text[at] == '.');
  };
  if (text.size() == 8 && digits_of(text, 0, 8) >= 0) {
    day = {digits_of(text, 0, 4), digits_of(text, 4, 2), digits_of(text, 6, 2)};
  } else if (text.size() == 10 && is_mark(4) && is_mark(7)) {
    day = {digits_of(text, 0, 4), digits_of(text, 5, 2), digits_of(text, 8, 2)};
  } else if (text.size() == 10 && is_mark(2) && is_mark(5)) {
    day = {digits_of(text, 6, 4), digits_of(text, 3, 2), digits_of(text, 0, 2)};
  }
  return day.year > 0 && day.month >= 0 && day.day >= 0 ? day : DayParts{};
}

ColumnValues collect_values(const TableColumn& column) {
  ColumnValues collected;
  collected.kind = column.kind;
  collected.values.emplace_back();
  collected.of_record.reserve(column.values.size());
  std::map<std::u32string, std::uint32_t> known{{std::u32string(), 0}};
  double said = 0;
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    std::u32string text = folded(column.values[i]);
    const auto [entry, is_new] =
        known.try_emplace(text, static_cast<std::uint32_t>(collected.values.size()));
    if (is_new) {
      ColumnValue value;
      value.hash = hash_of(text);
      value.text = std::move(text);
      value.day = column.kind == ColumnKind::date ? read_day(column.values[i]) : DayParts{};
      value.sound = column.sounds.empty() || column.sounds[i].empty()
                        ? 0
                        : static_cast<std::uint32_t>(hash_of(folded(column.sounds[i])) >> 32U) | 1U;
      collected.values.push_back(std::move(value));
    }
    collected.of_record.push_back(entry->second);
    collected.values[entry->second].count += 1;
    said += entry->second == 0 ? 0 : 1;
  }
  // Numbered by content: sums over values then do not depend on the order of the records.
  std::vector<std::uint32_t> rank(collected.values.size());
  std::vector<ColumnValue> sorted;
  for (const auto& [text, number] : known) {
    rank[number] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(std::move(collected.values[number]));
  }
  collected.values = std::move(sorted);
  for (std::uint32_t& number : collected.of_record) {
    number = rank[number];
  }
  collected.values.front().count = 0;
  set_shares(collected, said);
  return collected;
}

unsigned compare_values(ColumnKind kind, const ColumnValue& a, const ColumnValue& b) {
  switch (kind) {
    case ColumnKind::name:
    case ColumnKind::text:
      return compare_words(a, b);
    case ColumnKind::code:
      return compare_codes(a, b);
    case ColumnKind::number:
      return compare_numbers(a, b);
    case ColumnKind::date:
      return compare_days(a, b);
  }
  return 0;
}

}  // namespace caregrid::stats
