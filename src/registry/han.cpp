#include "registry/han.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#include "core/check.h"
#include "registry/edit_distance.h"
#include "registry/person_name.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

static_assert(std::endian::native == std::endian::little, "the table is read as it lies");

constexpr char32_t dense_first = 0x4E00;
constexpr char32_t dense_last = 0x9FFF;
constexpr std::uint16_t no_syllable = 0xFFFF;
constexpr std::size_t syllable_bytes = 8;
constexpr std::size_t row_bytes = 16;

struct Character {
  std::uint32_t point;
  std::uint32_t variant;
  std::array<std::uint16_t, 4> syllables;
};
static_assert(sizeof(Character) == row_bytes);

struct Surname {
  std::uint32_t first;
  std::uint32_t second;
  std::array<std::uint16_t, 2> syllables;
  std::uint32_t unused;
};
static_assert(sizeof(Surname) == row_bytes);

template <class T>
T value_at(std::string_view bytes, std::size_t at) {
  core::check(at + sizeof(T) <= bytes.size());
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// Looks into the embedded table; cheap to make.
class Table final {
 public:
  Table() {
    if (han_files().empty()) {
      return;
    }
    bytes_ = han_files().front().content;
    core::check(bytes_.starts_with("han1"));
    syllables_ = value_at<std::uint32_t>(bytes_, 4);
    characters_ = value_at<std::uint32_t>(bytes_, 8);
    surnames_ = value_at<std::uint32_t>(bytes_, 12);
  }

  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  [[nodiscard]] std::string_view syllable(std::uint16_t number) const {
    const std::string_view padded =
        bytes_.substr(row_bytes + number * syllable_bytes, syllable_bytes);
    return padded.substr(0, padded.find('\0'));
  }

  [[nodiscard]] std::optional<Character> find(char32_t point) const {
    std::size_t low = 0;
    std::size_t high = characters_;
    if (point >= dense_first && point <= dense_last && characters_ > 0) {
      // Rows from dense_first on have no gap; those before it are few.
      low = dense_begin() + (point - dense_first);
      high = low + 1;
    }
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      const Character row = character(middle);
      if (row.point == point) {
        return row;
      }
      (row.point < point ? low : high) = row.point < point ? middle + 1 : middle;
    }
    return std::nullopt;
  }

  /// How a surname of one character (`second` 0) or two is read.
  [[nodiscard]] std::optional<Surname> surname(char32_t first, char32_t second) const {
    for (std::size_t i = 0; i < surnames_; ++i) {
      const auto row =
          value_at<Surname>(bytes_, characters_begin() + (characters_ + i) * row_bytes);
      if (row.first == first && row.second == second) {
        return row;
      }
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t characters_begin() const {
    return row_bytes + syllables_ * syllable_bytes;
  }
  [[nodiscard]] Character character(std::size_t index) const {
    return value_at<Character>(bytes_, characters_begin() + index * row_bytes);
  }
  [[nodiscard]] std::size_t dense_begin() const {
    std::size_t low = 0;
    std::size_t high = characters_;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      (character(middle).point < dense_first ? low : high) =
          character(middle).point < dense_first ? middle + 1 : middle;
    }
    return low;
  }

  std::string_view bytes_;
  std::size_t syllables_ = 0;
  std::size_t characters_ = 0;
  std::size_t surnames_ = 0;
};

constexpr char32_t name_separator = 0xB7;

/// The letter without its accent; v for ü; 0 for what is no Latin letter.
char plain_letter(char32_t point) {
  if ((point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z')) {
    return static_cast<char>(point | 0x20U);
  }
  constexpr std::array<std::pair<std::u32string_view, char>, 6> accented{{
      {U"āáǎàÀÁÂÃÄÅàáâãäåĀ", 'a'},
      {U"ēéěèÈÉÊËêëĒ", 'e'},
      {U"īíǐìÌÍÎÏîïĪ", 'i'},
      {U"ōóǒòÒÓÔÕÖöôõŌ", 'o'},
      {U"ūúǔùÙÚÛûŪ", 'u'},
      {U"üǖǘǚǜÜ", 'v'},
  }};
  for (const auto& [letters, plain] : accented) {
    if (letters.find(point) != std::u32string_view::npos) {
      return plain;
    }
  }
  return 0;
}

/// One place of a name: what it may be read as.
struct Place {
  std::vector<std::string> readings;
};

void add_letter(std::vector<Place>& places, bool joins, char letter) {
  if (!joins) {
    places.push_back({{std::string()}});
  }
  places.back().readings.front() += letter;
}

Place place_of(char32_t point) {
  Place place;
  const auto readings = readings_of(point);  // Lives as long as the loop over it.
  for (const std::string_view syllable : readings.all()) {
    place.readings.emplace_back(syllable);
  }
  if (place.readings.empty()) {
    std::string itself;
    append_code_point(itself, point);
    place.readings.push_back(is_wildcard_character(point) ? "?" : itself);
  }
  return place;
}

/// Puts the surname's reading first; a surname of two characters has no other.
void read_surname(const std::u32string& points, std::vector<Place>& places) {
  const Table table;
  if (points.size() < 2 || table.empty() || points.find(name_separator) != std::u32string::npos) {
    return;
  }
  if (const auto two = table.surname(points[0], points[1])) {
    places[0].readings = {std::string(table.syllable(two->syllables[0]))};
    places[1].readings = {std::string(table.syllable(two->syllables[1]))};
  } else if (const auto one = table.surname(points[0], 0)) {
    std::vector<std::string>& readings = places[0].readings;
    const auto found = std::ranges::find(readings, table.syllable(one->syllables[0]));
    std::rotate(readings.begin(), found, found == readings.end() ? found : found + 1);
  }
}

std::vector<Place> places_of_name(std::string_view name) {
  const std::u32string points = to_code_points(name);
  std::vector<Place> places;
  bool joins = false;
  for (const char32_t raw : points) {
    const char32_t point = narrow(raw);
    const char letter = plain_letter(point);
    if (letter != 0) {
      add_letter(places, joins, letter);
    } else if (is_han(point) || is_wildcard_character(point)) {
      places.push_back(place_of(point));
    }
    joins = letter != 0 || (joins && point == U'\'');
  }
  read_surname(points, places);
  return places;
}

std::string joined(const std::vector<Place>& places, const std::vector<std::size_t>& chosen) {
  std::string text;
  for (std::size_t i = 0; i < places.size(); ++i) {
    text += (i > 0 ? " " : "") + places[i].readings[chosen[i]];
  }
  return text;
}

bool is_vowel(char c) { return std::string_view("aeiouv").find(c) != std::string_view::npos; }

/// z for zh and so on; l for n; f for hu; s- and other initials as they are.
void fold_initial(std::string_view& rest, std::string& folded) {
  const char first = rest.front();
  const char second = rest.size() > 1 ? rest[1] : '\0';
  if (std::string_view("zcs").find(first) != std::string_view::npos && second == 'h') {
    folded += first;
    rest.remove_prefix(2);
  } else if (first == 'n') {
    folded += 'l';
    rest.remove_prefix(1);
  } else if (first == 'h' && second == 'u') {
    folded += 'f';
    // "hui" sounds as "fei" and "hun" as "fen"; of "hua" only the a is left.
    rest.remove_prefix(2);
    if (rest.empty()) {
      folded += 'u';
    } else if (rest.front() == 'i' || rest.front() == 'n') {
      folded += 'e';
    }
  } else if (!is_vowel(first)) {
    folded += first;
    rest.remove_prefix(1);
  }
}

/// v and yu after l or n are ü; at the end -ng is -n.
void fold_rest(std::string_view rest, std::string& folded) {
  if (folded == "l" && rest.starts_with("yu")) {
    rest.remove_prefix(1);
  }
  if (rest.ends_with("ng")) {
    rest.remove_suffix(1);
  }
  for (const char c : rest) {
    folded += c == 'v' ? 'u' : c;
  }
}

bool is_same_token(std::string_view a, std::string_view b) {
  const std::u32string left = to_code_points(a);
  const std::u32string right = to_code_points(b);
  return std::ranges::equal(left, right, [](char32_t x, char32_t y) {
    const char x_letter = plain_letter(x);
    return x_letter != 0 ? x_letter == plain_letter(y) : may_be_same_character(x, y);
  });
}

}  // namespace

bool knows_han() { return !han_files().empty(); }

Readings readings_of(char32_t character) {
  Readings readings;
  const Table table;
  const auto found = table.find(character);
  if (!found) {
    return readings;
  }
  for (const std::uint16_t number : found->syllables) {
    if (number != no_syllable) {
      readings.syllable[readings.count++] = table.syllable(number);
    }
  }
  return readings;
}

char32_t variant_class(char32_t character) {
  const auto found = Table().find(character);
  return found ? char32_t{found->variant} : character;
}

bool is_wildcard_character(char32_t character) {
  return character == U'?' || character == U'？' || character == U'〓' || character == U'□';
}

bool may_be_same_character(char32_t a, char32_t b) {
  return a == b || is_wildcard_character(a) || is_wildcard_character(b) ||
         variant_class(a) == variant_class(b);
}

std::string pinyin_of(std::string_view name) {
  const std::vector<Place> places = places_of_name(name);
  return joined(places, std::vector<std::size_t>(places.size(), 0));
}

std::vector<std::string> pinyin_readings_of(std::string_view name, std::size_t most) {
  const std::vector<Place> places = places_of_name(name);
  std::vector<std::size_t> chosen(places.size(), 0);
  std::vector<std::string> readings;
  bool is_more = true;
  while (is_more && readings.size() < most) {
    readings.push_back(joined(places, chosen));
    is_more = false;
    for (std::size_t i = places.size(); i-- > 0 && !is_more;) {
      is_more = ++chosen[i] < places[i].readings.size();
      chosen[i] = is_more ? chosen[i] : 0;
    }
  }
  return readings;
}

std::string fold_pinyin(std::string_view pinyin) {
  std::string text;
  for (const char32_t point : to_code_points(pinyin)) {
    const char letter = plain_letter(narrow(point));
    text += letter != 0 ? letter : ' ';
  }
  std::string all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      std::string_view rest = std::string_view(text).substr(at, end - at);
      std::string folded;
      fold_initial(rest, folded);
      fold_rest(rest, folded);
      all += (all.empty() ? "" : " ") + folded;
    }
    at = end + 1;
  }
  return all;
}

std::uint64_t letters_key(std::string_view pinyin) {
  std::uint64_t key = 0;
  for (const char32_t point : to_code_points(pinyin)) {
    const char letter = plain_letter(narrow(point));
    if (letter != 0) {
      // Addition forgets the order; the multiplier spreads what few letters would leave alike.
      std::uint64_t mixed = (static_cast<std::uint64_t>(letter) + 1) * 0x9e3779b97f4a7c15ULL;
      mixed = (mixed ^ (mixed >> 29U)) * 0xbf58476d1ce4e5b9ULL;
      key += mixed ^ (mixed >> 32U);
    }
  }
  return key;
}

std::vector<std::string> name_tokens(std::string_view normalised) {
  std::vector<std::string> tokens(1);
  for (const char32_t point : to_code_points(normalised)) {
    if (point == name_separator || is_blank(point)) {
      if (!tokens.back().empty()) {
        tokens.emplace_back();
      }
    } else {
      append_code_point(tokens.back(), point);
    }
  }
  if (tokens.back().empty()) {
    tokens.pop_back();
  }
  return tokens;
}

TokenAgreement compare_tokens(std::span<const std::string> a, std::span<const std::string> b) {
  TokenAgreement agreement{0, std::min(a.size(), b.size()), std::max(a.size(), b.size())};
  std::vector<bool> is_taken(b.size(), false);
  for (const std::string& token : a) {
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (!is_taken[i] && is_same_token(token, b[i])) {
        is_taken[i] = true;
        ++agreement.shared;
        break;
      }
    }
  }
  return agreement;
}

}  // namespace caregrid::registry
