#include "registry/person_name.h"

#include <algorithm>
#include <array>
#include <vector>

#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr char32_t separator = 0xB7;

bool is_separator(char32_t value) {
  constexpr std::array<char32_t, 9> always{0xB7,   0x2022, 0x2027, 0x2219, 0x22C5,
                                           0x30FB, 0xFF65, 0x0387, 0x16EB};
  return std::ranges::find(always, value) != always.end();
}

/// Dots that separate names only between letters ("." of "J. Smith" stays).
bool is_dot(char32_t value) { return value == U'.' || value == 0xFE52 || value == 0x3002; }

struct Accent {
  char32_t letter;
  char32_t mark;
  char32_t joined;
};

/// What pinyin and Uyghur Latin need of canonical composition.
constexpr std::array accents{
    Accent{U'a', 0x304, 0x101}, Accent{U'a', 0x301, 0xE1},  Accent{U'a', 0x30C, 0x1CE},
    Accent{U'a', 0x300, 0xE0},  Accent{U'e', 0x304, 0x113}, Accent{U'e', 0x301, 0xE9},
    Accent{U'e', 0x30C, 0x11B}, Accent{U'e', 0x300, 0xE8},  Accent{U'i', 0x304, 0x12B},
    Accent{U'i', 0x301, 0xED},  Accent{U'i', 0x30C, 0x1D0}, Accent{U'i', 0x300, 0xEC},
    Accent{U'o', 0x304, 0x14D}, Accent{U'o', 0x301, 0xF3},  Accent{U'o', 0x30C, 0x1D2},
    Accent{U'o', 0x300, 0xF2},  Accent{U'u', 0x304, 0x16B}, Accent{U'u', 0x301, 0xFA},
    Accent{U'u', 0x30C, 0x1D4}, Accent{U'u', 0x300, 0xF9},  Accent{U'u', 0x308, 0xFC},
    Accent{U'o', 0x308, 0xF6},  Accent{0xFC, 0x301, 0x1D8}, Accent{0xFC, 0x30C, 0x1DA},
    Accent{0xFC, 0x300, 0x1DC}, Accent{0xFC, 0x304, 0x1D6},
};

char32_t join_accent(char32_t letter, char32_t mark) {
  for (const Accent& accent : accents) {
    if (accent.letter == letter && accent.mark == mark) {
      return accent.joined;
    }
  }
  return 0;
}

std::vector<char32_t> points_of(std::string_view text) {
  std::vector<char32_t> points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    points.push_back(point.value);
  }
  return points;
}

/// Narrow letters, joined accents, separators unified; blanks become single plain spaces.
std::vector<char32_t> unified(std::string_view raw) {
  std::vector<char32_t> points;
  points.reserve(raw.size());
  for (const char32_t point : points_of(raw)) {
    const char32_t value = narrow(point);
    if (is_blank(value)) {
      if (!points.empty() && points.back() != U' ') {
        points.push_back(U' ');
      }
      continue;
    }
    const char32_t joined = points.empty() ? 0 : join_accent(points.back(), value);
    if (joined != 0) {
      points.back() = joined;
    } else {
      points.push_back(is_separator(value) ? separator : value);
    }
  }
  if (!points.empty() && points.back() == U' ') {
    points.pop_back();
  }
  return points;
}

char32_t solid_before(const std::vector<char32_t>& points, std::size_t at) {
  while (at > 0 && points[at - 1] == U' ') {
    --at;
  }
  return at > 0 ? points[at - 1] : 0;
}

char32_t solid_after(const std::vector<char32_t>& points, std::size_t at) {
  ++at;
  while (at < points.size() && points[at] == U' ') {
    ++at;
  }
  return at < points.size() ? points[at] : 0;
}

/// Whether a blank between these two characters carries no meaning.
bool is_idle_blank(char32_t before, char32_t after) {
  return before == separator || after == separator || (is_han(before) && is_han(after));
}

/// Plain two- to four-character Chinese names need no work: three bytes a character, nothing else.
bool is_plain(std::string_view raw) {
  if (raw.empty() || raw.size() > 12 || raw.size() % 3 != 0) {
    return false;
  }
  for (std::size_t at = 0; at < raw.size(); at += 3) {
    const CodePoint point = code_point_at(raw, at);
    if (point.bytes != 3 || !is_han(point.value)) {
      return false;
    }
  }
  return true;
}

bool is_wildcard(char32_t value) { return value == U'?' || value == 0x3013 || value == 0xFF1F; }

bool is_same_character(char32_t a, char32_t b) {
  return a == b || is_wildcard(a) || is_wildcard(b);
}

/// Latin words in a fixed order, small letters, without spaces.
std::string sorted_words(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back().push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    }
  }
  std::ranges::sort(words);
  std::string joined;
  for (const std::string& word : words) {
    joined += word;
  }
  return joined;
}

bool is_one_off(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t longer = std::max(a.size(), b.size());
  std::size_t head = 0;
  while (head < shorter && is_same_character(a[head], b[head])) {
    ++head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head &&
         is_same_character(a[a.size() - 1 - tail], b[b.size() - 1 - tail])) {
    ++tail;
  }
  const std::size_t rest = longer - head - tail;
  if (rest <= 1) {
    return head + tail > 0;
  }
  return rest == 2 && a.size() == b.size() && a[head] == b[head + 1] && a[head + 1] == b[head];
}

}  // namespace

std::string normalise_name(std::string_view raw) {
  if (is_plain(raw)) {
    return std::string(raw);
  }
  std::vector<char32_t> points = unified(raw);
  for (std::size_t at = 0; at < points.size(); ++at) {
    if (is_dot(points[at]) && is_han(solid_before(points, at)) && is_han(solid_after(points, at))) {
      points[at] = separator;
    }
  }
  std::string name;
  name.reserve(raw.size());
  for (std::size_t at = 0; at < points.size(); ++at) {
    if (points[at] != U' ' || !is_idle_blank(solid_before(points, at), solid_after(points, at))) {
      append_code_point(name, points[at]);
    }
  }
  return name;
}

std::string_view check_name(std::string_view normalised) {
  if (normalised.empty()) {
    return "name.empty";
  }
  if (count_code_points(normalised) > name_length_max) {
    return "name.too_long";
  }
  for (std::size_t at = 0; at < normalised.size();) {
    const CodePoint point = code_point_at(normalised, at);
    at += point.bytes;
    const char32_t lower = point.value | 0x20U;
    if ((lower >= U'a' && lower <= U'z') || (point.value >= 0xC0 && point.value != 0x3013)) {
      return {};
    }
  }
  return "name.no_letter";
}

bool has_han(std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = code_point_at(name, at);
    if (is_han(point.value)) {
      return true;
    }
    at += point.bytes;
  }
  return false;
}

bool is_similar_name(std::string_view a, std::string_view b) {
  if (a == b) {
    return true;
  }
  if (has_han(a) != has_han(b)) {
    // Characters against pinyin: nothing here can tell them apart, so nothing is claimed.
    return true;
  }
  if (!has_han(a)) {
    return sorted_words(a) == sorted_words(b);
  }
  return is_one_off(points_of(a), points_of(b));
}

bool shares_character(std::string_view a, std::string_view b) {
  const std::vector<char32_t> known = points_of(b);
  return std::ranges::any_of(points_of(a), [&](char32_t value) {
    return is_han(value) && std::ranges::find(known, value) != known.end();
  });
}

}  // namespace caregrid::registry
