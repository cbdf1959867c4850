#include "registry/name_match.h"

#include <algorithm>
#include <bit>

#include "registry/han.h"

namespace caregrid::registry::name_match {
namespace {

/// Shortest words that are looked for with a slip: any two names of two characters share a surname
/// too often.
constexpr std::size_t one_off_min = 3;
constexpr std::size_t letters_slip_min = 4;
constexpr std::size_t letters_blurred_min = 3;

bool share(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  return std::ranges::any_of(
      a, [&](std::uint32_t one) { return std::ranges::find(b, one) != b.end(); });
}

/// Whether at most one letter is wrong, lacks, is too many, or two neighbours are swapped.
bool is_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  if (b.size() - a.size() > 1) {
    return false;
  }
  const auto differs = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const std::string_view left = a.substr(differs);
  const std::string_view right = b.substr(differs);
  if (a.size() < b.size()) {
    return left == right.substr(1);
  }
  if (left.size() < 2) {
    return true;
  }
  return left.substr(1) == right.substr(1) ||
         (left[0] == right[1] && left[1] == right[0] && left.substr(2) == right.substr(2));
}

std::uint64_t shifted(std::uint64_t states, std::size_t by) { return by < 64 ? states << by : 0; }

/// What southern speech and writing make of a syllable: zh and z, n and l, hu and f, -ng and -n, ü.
std::vector<std::string> spellings_of(const std::string& syllable) {
  std::vector<std::string> spellings{syllable};
  const auto also = [&](std::string_view from, std::string_view to, bool at_end) {
    for (std::size_t i = 0, count = spellings.size(); i < count; ++i) {
      const std::string& one = spellings[i];
      if (at_end ? one.ends_with(from) : one.starts_with(from)) {
        spellings.push_back(at_end ? one.substr(0, one.size() - from.size()) + std::string(to)
                                   : std::string(to) + one.substr(from.size()));
      }
    }
  };
  const bool is_retroflex = syllable.size() > 1 && syllable[1] == 'h';
  for (const std::string_view letter : {"z", "c", "s"}) {
    const std::string longer = std::string(letter) + "h";
    also(is_retroflex ? longer : letter, is_retroflex ? letter : longer, false);
  }
  also(syllable.starts_with("n") ? "n" : "l", syllable.starts_with("n") ? "l" : "n", false);
  if (syllable.starts_with("hu")) {
    also("hu", "f", false);
  } else {
    also("f", "hu", false);
  }
  const bool is_back = syllable.ends_with("ng");
  also(is_back ? "ng" : "n", is_back ? "n" : "ng", true);
  also("v", "u", true);
  also("v", "yu", true);
  std::ranges::sort(spellings);
  const auto rest = std::ranges::unique(spellings);
  spellings.erase(rest.begin(), rest.end());
  return spellings;
}

}  // namespace

HanWord::HanWord(const Alphabet& alphabet, std::u32string_view word) : length_(word.size()) {
  masks_.resize(alphabet.characters.size());
  is_any_.resize(alphabet.characters.size());
  struct Place {
    char32_t variant = 0;
    bool is_wildcard = false;
    std::vector<std::uint32_t> syllables;
    std::vector<std::uint32_t> folded;
  };
  std::vector<Place> places;
  for (const char32_t point : word) {
    Place& place = places.emplace_back();
    place.variant = variant_class(point);
    place.is_wildcard = is_wildcard_character(point);
    for (const Character& known : alphabet.characters) {
      if (known.point == point) {
        place.syllables.insert(place.syllables.end(), known.readings().begin(),
                               known.readings().end());
      }
    }
    const auto readings = readings_of(point);
    for (std::uint32_t i = 0; place.syllables.empty() && i < alphabet.syllables.size(); ++i) {
      // Nobody bears this character: its sounds are still known.
      if (std::ranges::find(readings.all(), alphabet.syllables[i].text) != readings.all().end()) {
        place.syllables.push_back(i);
      }
    }
    for (const std::uint32_t one : place.syllables) {
      place.folded.push_back(alphabet.syllables[one].folded);
    }
  }
  for (std::size_t c = 0; c < masks_.size(); ++c) {
    const Character& character = alphabet.characters[c];
    if (character.point == 0) {
      continue;
    }
    Masks& masks = masks_[c];
    for (std::size_t p = 0; p < word.size(); ++p) {
      const Place& place = places[p];
      const std::uint64_t bit = std::uint64_t{1} << p;
      const bool is_variant =
          character.variant == place.variant || character.is_wildcard || place.is_wildcard;
      const bool is_sound = is_variant || share(character.readings(), place.syllables);
      masks.same |= character.point == word[p] ? bit : 0;
      masks.variant |= is_variant ? bit : 0;
      masks.sound |= is_sound ? bit : 0;
      masks.blurred |= is_sound || share(character.blurred(), place.folded) ? bit : 0;
    }
    is_any_[c] = masks.blurred != 0 ? 1 : 0;
  }
}

MatchKind HanWord::match(const Text& text) const {
  const auto characters = text.characters;
  std::size_t any = 0;
  for (const std::uint32_t one : characters) {
    any += is_any_[one & ~begins_word];
  }
  if (any == 0) {
    return MatchKind::none;
  }
  const std::uint64_t last = std::uint64_t{1} << (length_ - 1);
  std::uint64_t same = 0;
  std::uint64_t variant = 0;
  std::uint64_t sound = 0;
  std::uint64_t blurred = 0;
  MatchKind kind = MatchKind::none;
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const Masks& one = masks(characters[i]);
    fitting += one.variant != 0 ? 1 : 0;
    same = (same << 1U | 1U) & one.same;
    variant = (variant << 1U | 1U) & one.variant;
    sound = (sound << 1U | 1U) & one.sound;
    blurred = (blurred << 1U | 1U) & one.blurred;
    const bool is_start = i + 1 == length_;
    const bool is_whole = is_start && i + 1 == characters.size();
    MatchKind found = MatchKind::none;
    if ((same & last) != 0) {
      found = is_whole ? MatchKind::exact : (is_start ? MatchKind::prefix : MatchKind::part);
    } else if ((variant & last) != 0) {
      found = MatchKind::variant;
    } else if ((sound & last) != 0 && length_ > 1) {
      found = MatchKind::same_sound;
    } else if ((blurred & last) != 0 && length_ > 1 && is_whole) {
      found = MatchKind::blurred_sound;
    }
    kind = std::min(kind, found);
  }
  const bool may_slip = kind == MatchKind::none && length_ > 1 && fitting + 1 >= length_;
  return may_slip ? match_slip(characters) : kind;
}

MatchKind HanWord::match_slip(std::span<const std::uint32_t> characters) const {
  MatchKind kind = MatchKind::none;
  const auto look = [&](std::span<const std::uint32_t> part) {
    if (is_swapped(part)) {
      kind = std::min(kind, MatchKind::swapped);
    } else if (is_one_off(part)) {
      kind = std::min(kind, MatchKind::one_off);
    }
  };
  look(characters);
  for (std::size_t begin = 0; begin < characters.size() && kind == MatchKind::none;) {
    std::size_t end = begin + 1;
    while (end < characters.size() && (characters[end] & begins_word) == 0) {
      ++end;
    }
    look(characters.subspan(begin, end - begin));
    begin = end;
  }
  return kind;
}

/// How many characters fit from the front and from the back.
HanWord::Ends HanWord::ends_of(std::span<const std::uint32_t> characters) const {
  const std::size_t size = characters.size();
  const std::size_t shorter = std::min(size, length_);
  Ends ends;
  while (ends.front < shorter && fits(characters[ends.front], ends.front)) {
    ++ends.front;
  }
  while (ends.back < shorter && fits(characters[size - 1 - ends.back], length_ - 1 - ends.back)) {
    ++ends.back;
  }
  return ends;
}

bool HanWord::is_swapped(std::span<const std::uint32_t> characters) const {
  if (characters.size() != length_) {
    return false;
  }
  const Ends ends = ends_of(characters);
  for (std::size_t at = 0; at + 1 < length_ && at <= ends.front; ++at) {
    const bool is_rest_same = at + 2 + ends.back >= length_;
    if (is_rest_same && fits(characters[at], at + 1) && fits(characters[at + 1], at)) {
      return true;
    }
  }
  return false;
}

bool HanWord::is_one_off(std::span<const std::uint32_t> characters) const {
  const std::size_t size = characters.size();
  const bool is_replaced = size == length_ && length_ >= one_off_min;
  const bool is_shorter = size + 1 == length_ && length_ >= one_off_min;
  const bool is_longer = size == length_ + 1;
  if (!is_replaced && !is_shorter && !is_longer) {
    return false;
  }
  const Ends ends = ends_of(characters);
  return ends.front + ends.back + 1 >= std::max(size, length_);
}

LetterWord::LetterWord(const Alphabet& alphabet, std::string_view word)
    : alphabet_(alphabet),
      word_(word),
      length_(word.size()),
      last_(std::uint64_t{1} << word.size()) {
  masks_.reserve(alphabet.syllables.size());
  for (const Syllable& one : alphabet.syllables) {
    masks_.push_back(masks_of(one));
  }
  starts_.reserve(alphabet.characters.size());
  for (const Character& one : alphabet.characters) {
    Start start;
    for (const std::uint32_t reading : one.readings()) {
      const Masks& masks = masks_[reading];
      start.is_part = start.is_part || ((masks.same | masks.beginning) & 1U) != 0;
    }
    start.begins = start.is_part || !step({}, one).is_dead();
    starts_.push_back(start);
  }
}

LetterWord::Masks LetterWord::masks_of(const Syllable& syllable) const {
  Masks masks;
  const std::string& text = syllable.text;
  masks.length = static_cast<std::uint8_t>(std::min<std::size_t>(text.size(), 63));
  if (text.empty()) {
    return masks;
  }
  const std::string_view word = word_;
  const bool is_double = text.size() > 2 && text[1] == 'h';
  const bool is_pinyin = text.size() <= 6;
  const std::vector<std::string> spellings =
      is_pinyin ? spellings_of(text) : std::vector<std::string>();
  for (std::size_t p = 0; p < length_; ++p) {
    const std::uint64_t bit = std::uint64_t{1} << p;
    const std::string_view rest = word.substr(p);
    masks.same |= rest.starts_with(text) ? bit : 0;
    masks.beginning |= text.size() > rest.size() && text.starts_with(rest) ? bit : 0;
    masks.initial[0] |= rest[0] == text[0] ? bit : 0;
    masks.initial[1] |= is_double && rest.starts_with(text.substr(0, 2)) ? bit : 0;
    for (std::size_t d = 0; d < masks.slip.size() && length_ >= letters_slip_min; ++d) {
      const std::size_t size = text.size() + d - 1;
      masks.slip[d] |= size <= rest.size() && is_slip(rest.substr(0, size), text) ? bit : 0;
    }
    for (const std::string& one : spellings) {
      const std::size_t d = one.size() + 2 - text.size();
      if (length_ >= letters_blurred_min && d < masks.blurred.size()) {
        masks.blurred[d] |= rest.starts_with(one) ? bit : 0;
      }
    }
  }
  return masks;
}

LetterWord::States LetterWord::step(const States& states, const Character& character) const {
  States next{0, 0, 0, 0};
  for (const std::uint32_t reading : character.readings()) {
    const Masks& one = masks_[reading];
    next.same |= shifted(states.same & one.same, one.length);
    const std::uint64_t either = states.same | states.initials;
    next.initials |= shifted(states.initials & one.same, one.length) |
                     (either & one.initial[0]) << 1U | (either & one.initial[1]) << 2U;
    for (std::size_t d = 0; d < one.blurred.size(); ++d) {
      if (one.length + d >= 2) {
        next.blurred |=
            shifted((states.same | states.blurred) & one.blurred[d], one.length + d - 2);
      }
    }
    next.slip |= shifted(states.slip & one.same, one.length);
    for (std::size_t d = 0; d < one.slip.size(); ++d) {
      next.slip |= shifted(states.same & one.slip[d], one.length + d - 1);
    }
  }
  return next;
}

bool LetterWord::ends_within(std::uint64_t states, const Character& character) const {
  return std::ranges::any_of(character.readings(), [&](std::uint32_t reading) {
    return (states & masks_[reading].beginning) != 0;
  });
}

/// From a later character on, whole syllables only, the last one perhaps begun.
bool LetterWord::matches_later(const Text& text) const {
  std::uint64_t states = 0;
  for (std::size_t i = 0; i < text.characters.size(); ++i) {
    const Character& character = alphabet_.characters[text.characters[i] & ~begins_word];
    if (i > 0) {
      states |= 1;
    }
    if (ends_within(states, character)) {
      return true;
    }
    std::uint64_t next = 0;
    for (const std::uint32_t reading : character.readings()) {
      next |= shifted(states & masks_[reading].same, masks_[reading].length);
    }
    if ((next & last_) != 0) {
      return true;
    }
    states = next;
  }
  return false;
}

MatchKind LetterWord::match(const Text& text) const {
  const auto start_of = [&](std::uint32_t character) { return starts_[character & ~begins_word]; };
  const auto characters = text.characters;
  const bool begins = !characters.empty() && start_of(characters[0]).begins;
  MatchKind kind = begins ? match_begun(text) : MatchKind::none;
  if (kind > MatchKind::pinyin_part &&
      std::ranges::any_of(characters, [&](auto one) { return start_of(one).is_part; }) &&
      matches_later(text)) {
    kind = MatchKind::pinyin_part;
  }
  if (!text.has_han && kind <= MatchKind::pinyin_part && kind >= MatchKind::pinyin) {
    // Letters as they stand: no sound comes into it.
    const auto back = static_cast<int>(kind) - static_cast<int>(MatchKind::pinyin);
    kind = static_cast<MatchKind>(static_cast<int>(MatchKind::exact) + back);
  }
  return kind;
}

MatchKind LetterWord::match_begun(const Text& text) const {
  MatchKind kind = MatchKind::none;
  States states;
  const auto better = [&](MatchKind found) { kind = std::min(kind, found); };
  std::size_t i = 0;
  for (; i < text.characters.size() && !states.is_dead(); ++i) {
    const Character& character = alphabet_.characters[text.characters[i] & ~begins_word];
    if (ends_within(states.same, character)) {
      better(MatchKind::pinyin_prefix);
    } else if (ends_within(states.initials, character)) {
      better(MatchKind::initials);
    }
    states = step(states, character);
    if ((states.same & last_) != 0) {
      const bool is_whole = i + 1 == text.characters.size();
      better(is_whole ? MatchKind::pinyin : MatchKind::pinyin_prefix);
    }
    if ((states.initials & last_) != 0) {
      better(MatchKind::initials);
    }
  }
  const bool is_whole = i == text.characters.size();
  if (is_whole && (states.blurred & last_) != 0) {
    better(MatchKind::blurred_sound);
  }
  if (is_whole && (states.slip & last_) != 0) {
    better(MatchKind::one_off);
  }
  return kind;
}

}  // namespace caregrid::registry::name_match
