#include "registry/division_index.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "registry/edit_distance.h"
#include "registry/provinces.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);

enum class Ending : std::uint8_t { none, village, residents, community };

struct EndingWord {
  std::string_view word;
  Ending ending;
};

/// Longest first, so that the first that fits is the right one.
constexpr std::array endings{
    EndingWord{"社区居民委员会", Ending::community}, EndingWord{"村村民委员会", Ending::village},
    EndingWord{"社区居委会", Ending::community},     EndingWord{"居民委员会", Ending::residents},
    EndingWord{"村民委员会", Ending::village},       EndingWord{"村委会", Ending::village},
    EndingWord{"居委会", Ending::residents},         EndingWord{"行政村", Ending::village},
    EndingWord{"社区", Ending::community},           EndingWord{"村委", Ending::village},
    EndingWord{"居委", Ending::residents},           EndingWord{"村", Ending::village},
};

constexpr std::array township_endings{"街道办事处"sv, "街道办"sv, "街道"sv, "镇"sv, "乡"sv};
constexpr std::array county_endings{"自治县"sv, "县"sv, "市"sv, "区"sv};

struct Stem {
  std::string_view name;
  Ending ending = Ending::none;
};

Stem stem_of(std::string_view name) {
  for (const EndingWord& ending : endings) {
    if (name.size() > ending.word.size() && name.ends_with(ending.word)) {
      return {name.substr(0, name.size() - ending.word.size()), ending.ending};
    }
  }
  return {name, Ending::none};
}

template <std::size_t Size>
std::string_view without(std::string_view name, const std::array<std::string_view, Size>& words) {
  for (const std::string_view word : words) {
    // One character of a name is too little to recognise it by.
    if (name.size() >= word.size() + 6 && name.ends_with(word)) {
      return name.substr(0, name.size() - word.size());
    }
  }
  return name;
}

/// A code of 12 digits, or of 9 for a township; none for other texts.
std::optional<std::int64_t> read_code(std::string_view text) {
  if (text.size() != 12 && text.size() != 9) {
    return std::nullopt;
  }
  std::int64_t code = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return text.size() == 9 ? code * 1000 : code;
}

/// Whether a text starts with a numbered group of a village ("三组", "十二社").
bool is_group(std::string_view text) {
  constexpr std::u32string_view numerals = U"一二三四五六七八九十";
  constexpr std::u32string_view groups = U"组社队号";
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    if (numerals.find(point.value) == std::u32string_view::npos) {
      return at > 0 && groups.find(point.value) != std::u32string_view::npos;
    }
    at += point.bytes;
  }
  return false;
}

/// What may follow a village's name in an address: an ending, a group, a house number.
bool may_follow(std::string_view rest) {
  if (rest.empty()) {
    return true;
  }
  for (const EndingWord& ending : endings) {
    if (rest.starts_with(ending.word)) {
      return true;
    }
  }
  const char first = rest.front();
  return (first >= '0' && first <= '9') || first == '-' || first == '(' || is_group(rest);
}

/// The ending that starts a text; none where none does.
Ending ending_at_start(std::string_view text) {
  for (const EndingWord& ending : endings) {
    if (text.starts_with(ending.word)) {
      return ending.ending;
    }
  }
  return Ending::none;
}

bool is_boundary(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

void keep_unless_taken(auto& map, std::string key, std::size_t index) {
  const auto [at, is_new] = map.try_emplace(std::move(key), index);
  if (!is_new && at->second != index) {
    at->second = ambiguous;
  }
}

}  // namespace

DivisionIndex::DivisionIndex(std::vector<Division> divisions) : divisions_(std::move(divisions)) {
  std::ranges::sort(divisions_, {}, &Division::code);
  for (std::size_t i = 0; i < divisions_.size(); ++i) {
    if (divisions_[i].level() == access::Level::village) {
      add_village(divisions_[i], i);
    } else {
      add_prefixes(divisions_[i], i);
    }
  }
}

void DivisionIndex::add_village(const Division& village, std::size_t index) {
  const std::string name = squeeze(village.name);
  keep_unless_taken(exact_, name, index);
  if (const Division* township = find_code(village.parent())) {
    keep_unless_taken(exact_, squeeze(township->name) + name, index);
  }
  const std::string stem(stem_of(name).name);
  stem_bytes_max_ = std::max(stem_bytes_max_, stem.size());
  by_stem_[stem].push_back(index);
}

void DivisionIndex::add_prefixes(const Division& division, std::size_t index) {
  const std::string name = squeeze(division.name);
  const bool is_township = division.level() == access::Level::township;
  const std::string_view short_name =
      is_township ? without(name, township_endings) : without(name, county_endings);
  for (const std::string_view key : {std::string_view(name), short_name}) {
    keep_unless_taken(prefixes_, std::string(key), index);
    prefix_bytes_max_ = std::max(prefix_bytes_max_, key.size());
  }
}

const Division* DivisionIndex::find_code(std::int64_t code) const {
  const auto at = std::ranges::lower_bound(divisions_, code, {}, &Division::code);
  return at != divisions_.end() && at->code == code ? &*at : nullptr;
}

std::string DivisionIndex::full_name(std::int64_t code) const {
  const Division* division = find_code(code);
  if (division == nullptr) {
    return {};
  }
  const Division* above =
      division->level() == access::Level::village ? find_code(division->parent()) : nullptr;
  return above != nullptr ? above->name + division->name : division->name;
}

DivisionReading DivisionIndex::find(std::string_view text) const {
  const auto known = exact_.find(text);
  if (known != exact_.end() && known->second != ambiguous) {
    return {DivisionMatch::village, divisions_[known->second].code, {}, true};
  }
  const std::string solid = squeeze(text);
  if (const auto code = read_code(solid)) {
    if (const Division* division = find_code(*code)) {
      const bool is_village = division->level() == access::Level::village;
      return {is_village ? DivisionMatch::village : DivisionMatch::larger, division->code, {}};
    }
    return {};
  }
  return find_solid(solid);
}

DivisionIndex::Address DivisionIndex::split(std::string_view text) const {
  Address address{text};
  bool found = true;
  while (found) {
    found = false;
    for (std::size_t size = std::min(prefix_bytes_max_, address.rest.size()); size > 0; --size) {
      if (!is_boundary(address.rest, size)) {
        continue;
      }
      const auto at = prefixes_.find(address.rest.substr(0, size));
      if (at == prefixes_.end() || at->second == ambiguous) {
        continue;
      }
      const Division& division = divisions_[at->second];
      const bool is_smaller = address.larger == nullptr || division.code > address.larger->code;
      if (!is_smaller) {
        break;
      }
      address.larger = &division;
      address.township = division.level() == access::Level::township ? &division : address.township;
      address.rest.remove_prefix(size);
      found = true;
      break;
    }
  }
  return address;
}

std::vector<const Division*> DivisionIndex::candidates(const Address& address) const {
  std::vector<const Division*> found;
  for (std::size_t size = std::min(stem_bytes_max_, address.rest.size()); size > 0; --size) {
    if (!is_boundary(address.rest, size) || !may_follow(address.rest.substr(size))) {
      continue;
    }
    const auto at = by_stem_.find(address.rest.substr(0, size));
    if (at == by_stem_.end()) {
      continue;
    }
    for (const std::size_t index : at->second) {
      const Division& village = divisions_[index];
      if (address.township == nullptr || village.parent() == address.township->code) {
        found.push_back(&village);
      }
    }
    if (!found.empty()) {
      return found;
    }
  }
  return found;
}

DivisionReading DivisionIndex::choose(const std::vector<const Division*>& found,
                                      std::string_view name) const {
  const auto only = [&](auto fits) -> const Division* {
    const auto first = std::ranges::find_if(found, fits);
    const bool is_only = first != found.end() && std::none_of(first + 1, found.end(), fits);
    return is_only ? *first : nullptr;
  };
  const Division* chosen = found.size() == 1 ? found.front() : nullptr;
  if (chosen == nullptr) {
    chosen = only([&](const Division* one) { return name.starts_with(one->name); });
  }
  if (chosen == nullptr) {
    const std::string_view stem = stem_of(found.front()->name).name;
    const std::string_view behind = name.substr(std::min(stem.size(), name.size()));
    const Ending wanted = ending_at_start(behind);
    chosen = only([&](const Division* one) { return stem_of(one->name).ending == wanted; });
  }
  if (chosen != nullptr) {
    return {DivisionMatch::village, chosen->code, {}};
  }
  DivisionReading reading{DivisionMatch::ambiguous, 0, {}};
  for (const Division* one : found) {
    reading.detail += (reading.detail.empty() ? "" : "; ") + full_name(one->code);
  }
  return reading;
}

DivisionReading DivisionIndex::find_solid(std::string_view text) const {
  // The whole text first: a village may be called as its township is ("四门居民委员会").
  const std::vector<const Division*> whole = candidates({text});
  if (!whole.empty()) {
    return choose(whole, text);
  }
  const std::string_view local = without_own_province(text, divisions_);
  const Address address = split(local);
  if (address.rest.empty() && address.larger != nullptr) {
    return {DivisionMatch::larger, address.larger->code, {}};
  }
  const std::vector<const Division*> found = candidates(address);
  if (!found.empty()) {
    return choose(found, address.rest);
  }
  if (address.larger == nullptr && names_other_province(text, divisions_)) {
    return {DivisionMatch::elsewhere, 0, {}};
  }
  return {DivisionMatch::unknown, 0, nearest(address)};
}

std::string DivisionIndex::nearest(const Address& address) const {
  const std::u32string wanted = to_code_points(stem_of(address.rest).name);
  std::vector<std::pair<std::size_t, const Division*>> near;
  for (const Division& village : divisions_) {
    if (village.level() != access::Level::village ||
        (address.township != nullptr && village.parent() != address.township->code)) {
      continue;
    }
    const std::u32string stem = to_code_points(stem_of(village.name).name);
    const std::size_t distance = edit_distance(wanted, stem);
    if (distance < std::max(wanted.size(), stem.size())) {
      near.emplace_back(distance, &village);
    }
  }
  constexpr std::size_t shown = 3;
  const std::size_t count = std::min(shown, near.size());
  std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(count), {},
                            [](const auto& one) { return std::pair(one.first, one.second->code); });
  std::string names;
  for (std::size_t i = 0; i < count; ++i) {
    names += (names.empty() ? "" : "; ") + full_name(near[i].second->code);
  }
  return names;
}

}  // namespace caregrid::registry
