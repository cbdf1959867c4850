// Shows on random counties that the index finds whom the plain meaning of the rules finds, each in
// its place, and that children somebody may not find never change what is answered.
//
// The plain meaning is written down once more here, child by child and reading by reading, without
// bits, tables or heaps.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <vector>

#include "core/rng.h"
#include "registry/county_index.h"
#include "registry/edit_distance.h"
#include "registry/han.h"
#include "registry/text.h"
#include "support/draws.h"

namespace caregrid::registry {
namespace {

constexpr std::int64_t county = 990'101'000'000;
constexpr SearchRights only_names{true, true, false, false, false, false, true, true, true};

struct Child {
  std::int64_t number = 0;
  std::string name;
  std::int64_t division = 0;
  core::Date born_on;
};

std::string pick(core::SeededRng& rng, const std::vector<std::string>& from) {
  return from[rng.below(from.size())];
}

/// Few characters, many of one sound, with several readings or variants.
std::string make_name(core::SeededRng& rng) {
  const std::vector<std::string> characters{"张", "章", "曾", "单", "闫", "阎", "伟", "玮", "明",
                                            "名", "小", "晓", "娜", "拉", "黄", "方", "?",  "乐"};
  std::string name;
  for (std::uint64_t i = 0, length = 1 + rng.below(4); i < length; ++i) {
    name += pick(rng, characters);
  }
  return name;
}

std::string make_query(core::SeededRng& rng, const std::vector<Child>& children) {
  const std::vector<std::string> syllables{"zhang", "zeng", "ceng", "shan", "dan",  "yan", "wei",
                                           "ming",  "xiao", "na",   "la",   "huan", "z",   "w",
                                           "x",     "sh",   "fang", "yue",  "le",   "zhag"};
  std::string text;
  const std::uint64_t kind = rng.below(4);
  if (kind == 0) {
    return children[rng.below(children.size())].name;
  }
  if (kind == 1) {
    return make_name(rng);
  }
  for (std::uint64_t i = 0, length = 1 + rng.below(3); i < length; ++i) {
    text += pick(rng, syllables);
  }
  return text;
}

std::vector<std::string> sounds(char32_t point, bool is_folded) {
  std::vector<std::string> all;
  const auto readings = readings_of(point);
  for (const std::string_view one : readings.all()) {
    all.push_back(is_folded ? fold_pinyin(one) : std::string(one));
  }
  return all;
}

bool sounds_same(char32_t a, char32_t b, bool is_folded) {
  const std::vector<std::string> left = sounds(a, is_folded);
  return may_be_same_character(a, b) ||
         std::ranges::any_of(sounds(b, is_folded), [&](const std::string& one) {
           return std::ranges::find(left, one) != left.end();
         });
}

template <class Same>
bool stands_at(std::u32string_view name, std::u32string_view word, std::size_t at, Same same) {
  if (at + word.size() > name.size()) {
    return false;
  }
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!same(name[at + i], word[i])) {
      return false;
    }
  }
  return true;
}

template <class Same>
bool stands_anywhere(std::u32string_view name, std::u32string_view word, Same same) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (stands_at(name, word, at, same)) {
      return true;
    }
  }
  return false;
}

MatchKind plain_slip(std::u32string_view name, std::u32string_view word) {
  if (word.size() == name.size()) {
    for (std::size_t i = 0; i + 1 < word.size(); ++i) {
      std::u32string swapped(word);
      std::swap(swapped[i], swapped[i + 1]);
      if (stands_at(name, swapped, 0, may_be_same_character)) {
        return MatchKind::swapped;
      }
    }
  }
  const auto without = [](std::u32string_view text, std::size_t at) {
    return std::u32string(text.substr(0, at)) + std::u32string(text.substr(at + 1));
  };
  const auto same = [](const std::u32string& a, std::u32string_view b) {
    return a.size() == b.size() && stands_at(a, b, 0, may_be_same_character);
  };
  bool is_off = false;
  for (std::size_t i = 0; i < word.size() && word.size() >= 3; ++i) {
    is_off =
        is_off || same(without(word, i), name) ||
        (i < name.size() && same(without(word, i), without(name, i)) && word.size() == name.size());
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    is_off = is_off || same(without(name, i), word);
  }
  return is_off ? MatchKind::one_off : MatchKind::none;
}

MatchKind plain_han(std::u32string_view name, std::u32string_view word) {
  const auto equal = [](char32_t a, char32_t b) { return a == b; };
  const auto sound = [](char32_t a, char32_t b) { return sounds_same(a, b, false); };
  const auto blurred = [](char32_t a, char32_t b) { return sounds_same(a, b, true); };
  if (stands_anywhere(name, word, equal)) {
    return name == word ? MatchKind::exact
                        : (name.starts_with(word) ? MatchKind::prefix : MatchKind::part);
  }
  if (stands_anywhere(name, word, may_be_same_character)) {
    return MatchKind::variant;
  }
  if (word.size() > 1 && stands_anywhere(name, word, sound)) {
    return MatchKind::same_sound;
  }
  if (word.size() > 1 && word.size() == name.size() && stands_at(name, word, 0, blurred)) {
    return MatchKind::blurred_sound;
  }
  return word.size() > 1 ? plain_slip(name, word) : MatchKind::none;
}

/// All that a name may be written as in letters: each syllable whole, or by its initial.
struct Spelling {
  std::string letters;
  bool has_initial = false;
  std::size_t last = 0;  ///< Where its last syllable begins.
};

std::vector<Spelling> spellings(std::u32string_view name) {
  std::vector<Spelling> all{{}};
  for (std::size_t i = 0; i < name.size(); ++i) {
    std::vector<std::string> readings = sounds(name[i], false);
    if (i == 0) {
      std::string text;
      for (const char32_t point : name) {
        append_code_point(text, point);
      }
      const std::string likely = pinyin_of(text);
      readings.push_back(likely.substr(0, likely.find(' ')));  // As a surname is read.
    }
    std::vector<Spelling> longer;
    for (const Spelling& before : all) {
      for (const std::string& one : readings) {
        if (one.empty() || one == "?") {
          continue;
        }
        longer.push_back({before.letters + one, before.has_initial, before.letters.size()});
        longer.push_back({before.letters + one[0], true, before.letters.size()});
        if (one.size() > 2 && one[1] == 'h') {
          longer.push_back({before.letters + one.substr(0, 2), true, before.letters.size()});
        }
      }
    }
    all = std::move(longer);
  }
  return all;
}

/// Slips and blurs are left to the table test; here whatever is better than them.
MatchKind plain_letters(std::u32string_view name, const std::string& word) {
  MatchKind kind = MatchKind::none;
  for (std::size_t begin = 0; begin < name.size(); ++begin) {
    for (std::size_t length = 1; begin + length <= name.size(); ++length) {
      for (const Spelling& one : spellings(name.substr(begin, length))) {
        const bool is_all = one.letters == word;
        const bool is_begun = one.letters.starts_with(word) && word.size() > one.last;
        if (begin > 0) {
          kind = std::min(kind, !one.has_initial && (is_all || is_begun) ? MatchKind::pinyin_part
                                                                         : MatchKind::none);
        } else if (is_all && !one.has_initial) {
          kind =
              std::min(kind, length == name.size() ? MatchKind::pinyin : MatchKind::pinyin_prefix);
        } else if (is_begun && !one.has_initial) {
          kind = std::min(kind, MatchKind::pinyin_prefix);
        } else if (is_all || is_begun) {
          kind = std::min(kind, MatchKind::initials);
        }
      }
    }
  }
  return kind;
}

MatchKind plain_kind(const std::string& name, const std::string& query) {
  const std::u32string points = to_code_points(name);
  const bool is_letters = query[0] >= 'a' && query[0] <= 'z';
  return is_letters ? plain_letters(points, query) : plain_han(points, to_code_points(query));
}

CountyIndex index_of(const std::vector<Child>& children) {
  CountyIndex index;
  for (const Child& child : children) {
    index.put({child.number, child.name, child.division, {}, child.born_on, {}, {}});
  }
  return index;
}

std::vector<Child> make_children(core::SeededRng& rng, std::size_t count) {
  std::vector<Child> children;
  for (std::size_t i = 1; i <= count; ++i) {
    children.push_back({static_cast<std::int64_t>(i), make_name(rng),
                        county + 100'000 * static_cast<std::int64_t>(1 + rng.below(2)) + 1,
                        core::Date{static_cast<std::int32_t>(17'000 + rng.below(3))}});
  }
  return children;
}

}  // namespace

TEST_CASE("the index finds what the plain meaning of the rules finds, in its order") {
  core::SeededRng rng(20'261'130);
  for (int round = 0; round < support::draws(30); ++round) {
    const std::vector<Child> children = make_children(rng, 60);
    const CountyIndex index = index_of(children);
    for (int i = 0; i < 40; ++i) {
      const std::string query = make_query(rng, children);
      CAPTURE(query);
      std::vector<std::tuple<MatchKind, std::string, std::int32_t, std::int64_t>> expected;
      for (const Child& child : children) {
        const MatchKind kind = plain_kind(child.name, query);
        if (kind != MatchKind::none) {
          expected.emplace_back(kind, child.name, child.born_on.days, child.number);
        }
      }
      std::ranges::sort(expected);
      const bool is_letters = query[0] >= 'a' && query[0] <= 'z';
      auto hits =
          index.search(read_search(query), {{county}, only_names, only_names, {}, {}}, 60).hits;
      std::erase_if(hits, [&](const SearchHit& hit) {
        return is_letters &&
               (hit.matches[0] == MatchKind::blurred_sound || hit.matches[0] == MatchKind::one_off);
      });
      REQUIRE(hits.size() == expected.size());
      for (std::size_t h = 0; h < hits.size(); ++h) {
        CAPTURE(std::get<1>(expected[h]));
        CHECK(static_cast<int>(hits[h].matches.at(0)) ==
              static_cast<int>(std::get<0>(expected[h])));
        CHECK(hits[h].number == std::get<3>(expected[h]));
      }
    }
  }
}

TEST_CASE("children somebody may not find never change an answer") {
  core::SeededRng rng(7);
  for (int round = 0; round < support::draws(20); ++round) {
    const std::vector<Child> all = make_children(rng, 80);
    const access::Area own{county + 100'000};
    const std::vector<std::int64_t> left_out{3, 17, 40};
    std::vector<Child> seen;
    std::ranges::copy_if(all, std::back_inserter(seen), [&](const Child& child) {
      return own.covers(child.division) &&
             std::ranges::find(left_out, child.number) == left_out.end();
    });
    const CountyIndex whole = index_of(all);
    const CountyIndex part = index_of(seen);
    for (int i = 0; i < 40; ++i) {
      const std::string query = make_query(rng, all) + (rng.below(2) == 0 ? " 2016" : "");
      CAPTURE(query);
      const SearchText text = read_search(query);
      const std::size_t limit = 1 + rng.below(10);
      const auto a = whole.search(text, {own, only_names, only_names, {}, left_out}, limit);
      const auto b = part.search(text, {own, only_names, only_names, {}, {}}, limit);
      CHECK(a.total == b.total);
      CHECK(a.hits == b.hits);
    }
  }
}

}  // namespace caregrid::registry
