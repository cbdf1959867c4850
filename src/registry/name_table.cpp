#include "registry/name_table.h"

#include <algorithm>

#include "registry/edit_distance.h"
#include "registry/han.h"
#include "registry/name_match.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t places_min = 1024;
constexpr std::size_t length_max = 60;

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return hash ^ (hash >> 31U);
}

bool is_letter(char32_t point) {
  const bool is_ascii = (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z');
  return is_ascii || (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7);
}

/// The likeliest reading of a name, syllable by syllable.
std::vector<std::string> syllables_of(std::string_view name) {
  std::vector<std::string> syllables(1);
  for (const char c : pinyin_of(name)) {
    if (c == ' ') {
      syllables.emplace_back();
    } else {
      syllables.back().push_back(c);
    }
  }
  return syllables;
}

}  // namespace

std::uint32_t NameTable::syllable(std::string_view text) {
  const auto next = static_cast<std::uint32_t>(alphabet_.syllables.size());
  const auto [found, is_new] = syllable_numbers_.try_emplace(std::string(text), next);
  if (is_new) {
    const auto folded = static_cast<std::uint32_t>(folded_numbers_.size());
    const auto blurred = folded_numbers_.try_emplace(fold_pinyin(text), folded).first->second;
    alphabet_.syllables.push_back({std::string(text), blurred});
  }
  return found->second;
}

void NameTable::add_reading(name_match::Character& character, std::string_view reading) {
  const std::uint32_t number = syllable(reading);
  character.folded[character.count] = alphabet_.syllables[number].folded;
  character.syllables[character.count++] = number;
}

/// `extra_reading` is how a surname is read where the character alone is read otherwise.
std::uint32_t NameTable::character(char32_t point, std::string_view extra_reading) {
  const auto readings = readings_of(point);
  const auto all = readings.all();
  const bool has_extra =
      !extra_reading.empty() && std::ranges::find(all, extra_reading) == all.end();
  std::string key;
  append_code_point(key, point);
  if (has_extra) {
    key += extra_reading;
  }
  const auto next = static_cast<std::uint32_t>(alphabet_.characters.size());
  const auto [found, is_new] = character_numbers_.try_emplace(key, next);
  if (is_new) {
    name_match::Character made;
    made.point = point;
    made.variant = variant_class(point);
    made.is_wildcard = is_wildcard_character(point);
    for (const std::string_view one : all) {
      add_reading(made, one);
    }
    if (has_extra) {
      add_reading(made, extra_reading);
    }
    alphabet_.characters.push_back(made);
  }
  return found->second;
}

std::uint32_t NameTable::word(std::string_view letters) {
  const auto next = static_cast<std::uint32_t>(alphabet_.characters.size());
  const auto [found, is_new] = character_numbers_.try_emplace(std::string(letters), next);
  if (is_new) {
    name_match::Character made;
    add_reading(made, letters);
    alphabet_.characters.push_back(made);
  }
  return found->second;
}

void NameTable::add_characters(std::string_view text, Name& name) {
  const std::u32string points = to_code_points(text);
  const std::vector<std::string> readings = syllables_of(text);
  bool begins = true;
  for (std::size_t at = 0; at < points.size() && name.length < length_max;) {
    std::size_t end = at + 1;
    std::uint32_t number = 0;
    if (is_letter(points[at])) {
      std::string letters;
      while (end < points.size() && is_letter(points[end])) {
        ++end;
      }
      for (std::size_t i = at; i < end; ++i) {
        append_code_point(letters, points[i]);
      }
      number = word(pinyin_of(letters));
      begins = true;
    } else if (is_han(points[at]) || is_wildcard_character(points[at]) ||
               (points[at] >= U'0' && points[at] <= U'9')) {
      const bool is_surname = name.length < 2 && name.length < readings.size();
      number = character(points[at], is_han(points[at]) && is_surname ? readings[name.length]
                                                                      : std::string_view());
      name.has_han = true;
    } else {
      begins = true;
      at = end;
      continue;
    }
    characters_.push_back(number | (begins ? name_match::begins_word : 0));
    begins = is_letter(points[at]);
    ++name.length;
    at = end;
  }
}

void NameTable::place(std::uint32_t number) {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash_of(text(number)) & mask;
  while (places_[at] != 0) {
    at = (at + 1) & mask;
  }
  places_[at] = number + 1;
}

std::uint32_t NameTable::add(std::string_view text) {
  if (names_.size() * 2 >= places_.size()) {
    places_.assign(std::max(places_min, places_.size() * 2), 0);
    for (std::uint32_t i = 0; i < names_.size(); ++i) {
      if (names_[i].users > 0) {
        place(i);
      }
    }
  }
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = hash_of(text) & mask; places_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t number = places_[at] - 1;
    if (names_[number].users > 0 && this->text(number) == text) {
      ++names_[number].users;
      return number;
    }
  }
  Name name;
  name.text = static_cast<std::uint32_t>(texts_.size());
  name.text_bytes = static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), UINT16_MAX));
  name.characters = static_cast<std::uint32_t>(characters_.size());
  name.users = 1;
  texts_.append(text.substr(0, name.text_bytes));
  add_characters(text, name);
  names_.push_back(name);
  const auto number = static_cast<std::uint32_t>(names_.size() - 1);
  place(number);
  return number;
}

void NameTable::release(std::uint32_t number) {
  Name& name = names_[number];
  if (--name.users > 0) {
    return;
  }
  std::fill_n(texts_.begin() + name.text, name.text_bytes, '\0');
  std::fill_n(characters_.begin() + name.characters, name.length, 0U);
  name.text_bytes = 0;
  name.length = 0;
}

std::string_view NameTable::text(std::uint32_t number) const {
  return std::string_view(texts_).substr(names_[number].text, names_[number].text_bytes);
}

std::size_t NameTable::bytes() const {
  constexpr std::size_t entry_bytes = 64;
  return names_.capacity() * sizeof(Name) + texts_.capacity() +
         characters_.capacity() * sizeof(std::uint32_t) +
         alphabet_.characters.capacity() * sizeof(name_match::Character) +
         places_.capacity() * sizeof(std::uint32_t) +
         (character_numbers_.size() + syllable_numbers_.size() * 2) * entry_bytes;
}

void NameTable::match(const SearchWord& word, std::string_view whole,
                      std::span<MatchKind> kinds) const {
  const auto each = [&](const auto& matcher) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Name& name = names_[i];
      kinds[i] =
          name.length == 0 ? MatchKind::none : matcher.match({characters(name), name.has_han});
      if (kinds[i] == MatchKind::exact && text(static_cast<std::uint32_t>(i)) != whole) {
        // The same but for what parts the words, or for great letters.
        kinds[i] = name.has_han ? MatchKind::prefix : kinds[i];
      }
    }
  };
  if (!word.han.empty()) {
    each(name_match::HanWord(alphabet_, word.han));
  } else if (!word.letters.empty()) {
    each(name_match::LetterWord(alphabet_, word.letters));
  } else {
    std::ranges::fill(kinds, MatchKind::none);
  }
}

}  // namespace caregrid::registry
