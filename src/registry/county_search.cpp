// Searching the index of a county: words are held against all names first, then children against
// the words.
#include "registry/county_search.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "registry/county_index.h"

namespace caregrid::registry {
namespace {

using county_search::identity_more;
using county_search::identity_shown;

constexpr auto no_match = MatchKind::none;

bool is_listed(std::span<const std::int64_t> numbers, std::int64_t number) {
  return std::ranges::binary_search(numbers, number);
}

std::uint64_t power_of_ten(std::size_t digits) {
  std::uint64_t power = 1;
  for (std::size_t i = 0; i < digits; ++i) {
    power *= 10;
  }
  return power;
}

/// What the digits of a word may be the end of.
struct Digits {
  std::uint32_t identity_four = 0;
  std::uint32_t identity_six = 0;
  std::uint64_t phone = 0;
  std::uint64_t phone_power = 0;  ///< 0: they are no phone.
  bool is_whole_phone = false;

  [[nodiscard]] bool any() const { return identity_four + identity_six + phone_power != 0; }
};

Digits digits_of(const SearchWord& word) {
  constexpr std::size_t phone_longest = 12;
  Digits digits;
  const std::string_view text = word.digits;
  if (text.size() == identity_shown) {
    digits.identity_four = county_search::identity_end(text, identity_shown);
  } else if (text.size() == identity_more) {
    digits.identity_six = county_search::identity_end(text, identity_more);
  }
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed == std::errc{} && end == text.data() + text.size() &&
      text.size() >= county_search::phone_end_min && text.size() <= phone_longest) {
    digits.phone = number;
    digits.phone_power = power_of_ten(text.size());
    digits.is_whole_phone = text.size() >= county_search::phone_whole_min;
  }
  return digits;
}

/// How one word stands to every name, place and school, ready to be held against children.
struct Prepared {
  const SearchWord* word = nullptr;
  std::vector<MatchKind> names;
  std::vector<MatchKind> villages;   ///< By place: whether its own name fits, if it is a village.
  std::vector<MatchKind> townships;  ///< By place: whether the name of its township fits.
  std::vector<MatchKind> schools;
  Digits digits;
  bool fits_places = false;
  bool fits_schools = false;

  [[nodiscard]] bool fits_names_only() const {
    return !fits_places && !fits_schools && !digits.any() && !word->is_birth();
  }
};

/// Names of places and schools are found by what they hold, never by sounds alone or by slips: with
/// thousands of them everything would fit.
bool names_place(MatchKind kind, const SearchWord& word) {
  constexpr std::size_t letters_min = 2;
  return kind <= MatchKind::variant && (!word.han.empty() || word.letters.size() >= letters_min);
}

void keep_places(std::vector<MatchKind>& kinds, const SearchWord& word, MatchKind as, bool& any) {
  for (MatchKind& kind : kinds) {
    kind = names_place(kind, word) ? as : no_match;
    any = any || kind != no_match;
  }
}

/// What kinds of words weigh, so that a child whose words all fit well stands before others.
int cost_of(MatchKind kind) { return static_cast<int>(kind); }

}  // namespace

std::uint32_t county_search::identity_end(std::string_view number, std::size_t characters) {
  if (number.size() < characters) {
    return 0;
  }
  constexpr std::uint32_t base = 11;
  std::uint32_t packed = 0;
  const std::string_view end = number.substr(number.size() - characters);
  for (std::size_t i = 0; i < end.size(); ++i) {
    const bool is_x = (end[i] == 'X' || end[i] == 'x') && i + 1 == end.size();
    if (!is_x && (end[i] < '0' || end[i] > '9')) {
      return 0;
    }
    packed = packed * base + (is_x ? base - 1 : static_cast<std::uint32_t>(end[i] - '0'));
  }
  return packed + 1;
}

/// One search at work.
class CountyIndex::Search final {
 public:
  Search(const CountyIndex& index, const SearchText& text, const SearchScope& scope,
         std::size_t limit)
      : index_(index), scope_(scope), limit_(limit) {
    for (const Place& place : index.places_) {
      is_inside_.push_back(scope.area.covers(place.code) ? 1 : 0);
    }
    const std::string_view only = text.words.size() == 1 ? text.name : std::string_view();
    for (const SearchWord& word : text.words) {
      words_.push_back(prepare(word, only, false));
    }
    if (text.whole) {
      whole_ = prepare(*text.whole, text.name, true);
    }
  }

  SearchAnswer run() {
    const Prepared* narrow = narrowest();
    if (words_.empty()) {
      return {};
    }
    if (narrow == nullptr) {
      for (std::uint32_t child = 0; child < index_.children_.size(); ++child) {
        look(child);
      }
    } else {
      for (std::uint32_t name = 0; name < narrow->names.size(); ++name) {
        if (narrow->names[name] != no_match || (whole_ && whole_->names[name] != no_match)) {
          each_of_name(name);
        }
      }
    }
    return take();
  }

 private:
  struct Found {
    int cost = 0;
    std::uint32_t child = 0;
  };

  /// Words of a name that is parted by blanks are no places.
  Prepared prepare(const SearchWord& word, std::string_view exact, bool is_whole) const {
    Prepared ready;
    ready.word = &word;
    ready.names.resize(index_.names_.size(), no_match);
    if (!word.is_name()) {
      ready.digits = digits_of(word);
      return ready;
    }
    index_.names_.match(word, exact, ready.names);
    if (is_whole) {
      return ready;
    }
    prepare_places(word, ready);
    ready.schools.resize(index_.schools_.size());
    index_.schools_.match(word, {}, ready.schools);
    keep_places(ready.schools, word, MatchKind::school, ready.fits_schools);
    return ready;
  }

  /// The county itself says nothing: everybody lives there.
  void prepare_places(const SearchWord& word, Prepared& ready) const {
    std::vector<MatchKind> names(index_.place_names_.size());
    index_.place_names_.match(word, {}, names);
    keep_places(names, word, MatchKind::village, ready.fits_places);
    const auto fits = [&](const Place& place) {
      return place.name != none && names[place.name] != no_match &&
             access::level_of(place.code) >= access::Level::township;
    };
    for (const Place& place : index_.places_) {
      const bool is_village = place.township != none;
      const Place& township = is_village ? index_.places_[place.township] : place;
      ready.villages.push_back(is_village && fits(place) ? MatchKind::village : no_match);
      ready.townships.push_back(fits(township) ? MatchKind::township : no_match);
    }
  }

  /// A word that only names of children fit, and few of them: then few children need to be looked
  /// at. Otherwise it is faster to read all in the order they lie in.
  [[nodiscard]] const Prepared* narrowest() const {
    const Prepared* best = nullptr;
    constexpr std::ptrdiff_t few = 16;  // One name in so many.
    std::ptrdiff_t fewest = static_cast<std::ptrdiff_t>(index_.names_.size()) / few + few;
    for (const Prepared& one : words_) {
      if (!one.fits_names_only()) {
        continue;
      }
      const auto fit = std::ranges::count_if(one.names, [](auto kind) { return kind != no_match; });
      if (fit < fewest) {
        best = &one;
        fewest = fit;
      }
    }
    return best;
  }

  void each_of_name(std::uint32_t name) {
    for (std::uint32_t child = index_.firsts_[name]; child != none;
         child = index_.rests_[child].next) {
      look(child);
    }
  }

  void look(std::uint32_t number) {
    const Child& child = index_.children_[number];
    if (child.name == none || is_inside_[child.place] == 0 || is_listed(scope_.left_out, number)) {
      return;
    }
    const SearchRights& rights =
        is_listed(scope_.shielded, number) ? scope_.shielded_rights : scope_.rights;
    const int cost = cost_to_find(number, rights);
    if (cost >= 0) {
      ++total_;
      keep({cost, number});
    }
  }

  /// Negative when the child does not fit.
  [[nodiscard]] int cost_to_find(std::uint32_t number, const SearchRights& rights) const {
    const Child& child = index_.children_[number];
    int cost = 0;
    for (const Prepared& one : words_) {
      const MatchKind kind = best_match(one, number, rights);
      if (kind == no_match) {
        cost = -1;
        break;
      }
      cost += cost_of(kind);
    }
    if (whole_ && rights.name && whole_->names[child.name] != no_match) {
      const int together = cost_of(whole_->names[child.name]);
      cost = cost < 0 ? together : std::min(cost, together);
    }
    return cost;
  }

  [[nodiscard]] MatchKind best_match(const Prepared& one, std::uint32_t number,
                                     const SearchRights& rights) const {
    const Child& child = index_.children_[number];
    if (rights.name && one.names[child.name] != no_match) {
      return one.names[child.name];
    }
    const bool is_born = one.word->is_birth() && child.born_on >= one.word->born_from &&
                         child.born_on <= one.word->born_to;
    if (rights.birth && is_born) {
      return MatchKind::birth;
    }
    if (one.digits.any()) {
      return match_digits(one.digits, index_.rests_[number], rights);
    }
    if (one.fits_places && rights.village && one.villages[child.place] != no_match) {
      return MatchKind::village;
    }
    if (one.fits_places && rights.township && one.townships[child.place] != no_match) {
      return MatchKind::township;
    }
    const bool is_school = rights.school && one.fits_schools && child.school != none &&
                           one.schools[child.school] != no_match;
    return is_school ? MatchKind::school : no_match;
  }

  [[nodiscard]] MatchKind match_digits(const Digits& digits, const Rest& child,
                                       const SearchRights& rights) const {
    constexpr std::uint32_t four_characters = 11 * 11 * 11 * 11;
    if (child.identity != 0) {
      const bool is_four = rights.identity_end && digits.identity_four != 0 &&
                           (child.identity - 1) % four_characters + 1 == digits.identity_four;
      const bool is_six = rights.identity_more && child.identity == digits.identity_six;
      if (is_four || is_six) {
        return MatchKind::identity;
      }
    }
    if (digits.phone_power == 0) {
      return no_match;
    }
    for (std::uint32_t i = child.phones; i != none; i = index_.phones_[i].next) {
      const std::uint64_t phone = index_.phones_[i].digits;
      const bool is_whole = digits.is_whole_phone && rights.phone && phone == digits.phone;
      const bool is_end = rights.phone_end && phone % digits.phone_power == digits.phone;
      if (is_whole || is_end) {
        return MatchKind::phone;
      }
    }
    return no_match;
  }

  [[nodiscard]] bool is_before(const Found& a, const Found& b) const {
    if (a.cost != b.cost) {
      return a.cost < b.cost;
    }
    const std::uint64_t first = index_.rests_[a.child].name_begins;
    const std::uint64_t second = index_.rests_[b.child].name_begins;
    if (first != second) {
      return first < second;
    }
    const Child& left = index_.children_[a.child];
    const Child& right = index_.children_[b.child];
    if (left.name != right.name) {
      return index_.names_.text(left.name) < index_.names_.text(right.name);
    }
    return left.born_on != right.born_on ? left.born_on < right.born_on : a.child < b.child;
  }

  /// Keeps the best; the worst of them stands first.
  void keep(const Found& found) {
    const auto before = [this](const Found& a, const Found& b) { return is_before(a, b); };
    if (found_.size() >= limit_) {
      if (limit_ == 0 || !is_before(found, found_.front())) {
        return;
      }
      std::ranges::pop_heap(found_, before);
      found_.pop_back();
    }
    found_.push_back(found);
    std::ranges::push_heap(found_, before);
  }

  SearchAnswer take() {
    std::ranges::sort(found_, [this](const auto& a, const auto& b) { return is_before(a, b); });
    SearchAnswer answer;
    answer.total = total_;
    for (const Found& found : found_) {
      answer.hits.push_back(explain(found));
    }
    return answer;
  }

  [[nodiscard]] SearchHit explain(const Found& found) const {
    SearchHit hit{found.child, {}};
    const Child& child = index_.children_[found.child];
    const SearchRights& rights =
        is_listed(scope_.shielded, found.child) ? scope_.shielded_rights : scope_.rights;
    if (whole_ && rights.name && cost_of(whole_->names[child.name]) == found.cost) {
      return {found.child, {whole_->names[child.name]}};
    }
    for (const Prepared& one : words_) {
      hit.matches.push_back(best_match(one, found.child, rights));
    }
    return hit;
  }

  const CountyIndex& index_;
  const SearchScope& scope_;
  std::size_t limit_;
  std::vector<std::uint8_t> is_inside_;  ///< By place.
  std::vector<Prepared> words_;
  std::optional<Prepared> whole_;
  std::vector<Found> found_;
  std::int64_t total_ = 0;
};

SearchAnswer CountyIndex::search(const SearchText& text, const SearchScope& scope,
                                 std::size_t limit) const {
  return Search(*this, text, scope, limit).run();
}

}  // namespace caregrid::registry
