#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/area.h"
#include "core/date.h"
#include "registry/name_table.h"
#include "registry/search_words.h"

namespace caregrid::registry {

/// A child as it is looked for. Texts live as long as the call they are given to.
struct IndexedChild {
  std::int64_t number = 0;
  std::string_view name;      ///< Normalised.
  std::int64_t division = 0;  ///< Where its lists show it.
  std::string_view school;    ///< Empty: not known.
  std::optional<core::Date> born_on;
  std::string_view identity;  ///< 18 characters, or empty.
  std::vector<std::string_view> phones;
};

/// What of a child somebody may look for: a bit for each kind of match.
struct SearchRights {
  bool name = false;
  bool birth = false;
  bool identity_end = false;   ///< Its last four characters, which masked numbers show.
  bool identity_more = false;  ///< Its last six.
  bool phone = false;          ///< A whole one.
  bool phone_end = false;      ///< Its last four digits or more.
  bool village = false;
  bool township = false;
  bool school = false;

  bool operator==(const SearchRights&) const = default;
};

/// Whom somebody may find, and by what.
struct SearchScope {
  access::Area area;
  SearchRights rights;
  SearchRights shielded_rights;            ///< Of the children below.
  std::span<const std::int64_t> shielded;  ///< In rising order.
  std::span<const std::int64_t> left_out;  ///< In rising order; they are not there.
};

/// Why a child was found: how each word fits, in their order. One, for the whole, when the name of
/// several words fits as one.
struct SearchHit {
  std::int64_t number = 0;
  std::vector<MatchKind> matches;

  bool operator==(const SearchHit&) const = default;
};

struct SearchAnswer {
  std::vector<SearchHit> hits;  ///< The best first; equal ones by name, birth and number.
  std::int64_t total = 0;       ///< All that fit and may be found.
};

/// All children of a county as they are looked for, in memory alone.
///
/// Cost: some 40 bytes a child, 60 a distinct name, 8 a phone; 1,000,000 children take about 100
/// MB. A search reads every distinct name and, unless few names fit, every child: milliseconds.
/// Readers may share it; a writer must be alone.
class CountyIndex final {
 public:
  /// Enters a place, or its new name. Children may be entered before their places.
  void put_place(std::int64_t code, std::string_view name);

  /// Enters a child, or what is known of it now.
  void put(const IndexedChild& child);
  /// Forgets a child; nothing of it stays in memory.
  void remove(std::int64_t number);

  [[nodiscard]] SearchAnswer search(const SearchText& text, const SearchScope& scope,
                                    std::size_t limit) const;

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  /// What most searches read of every child, and no more.
  struct Child {
    std::uint32_t name = none;  ///< `none`: there is no such child.
    std::uint32_t place = 0;
    std::uint32_t school = none;
    std::int32_t born_on = 0;
  };
  /// The rest.
  struct Rest {
    std::uint64_t name_begins = 0;  ///< The first bytes of the name, to put most in order by.
    std::uint32_t next = none;      ///< The next child of the name.
    std::uint32_t identity = 0;     ///< The last six characters to the base 11, plus 1; 0: none.
    std::uint32_t phones = none;    ///< Of the first one.
  };
  struct Phone {
    std::uint64_t digits = 0;
    std::uint32_t next = none;
  };
  struct Place {
    std::int64_t code = 0;
    std::uint32_t name = none;      ///< In `places_names_`.
    std::uint32_t township = none;  ///< A place, too.
  };
  class Search;

  std::uint32_t place_of(std::int64_t code);
  std::uint32_t add_phones(const std::vector<std::string_view>& phones);
  void drop_phones(std::uint32_t first);

  std::vector<Child> children_;        ///< By number.
  std::vector<Rest> rests_;            ///< By number.
  std::vector<std::uint32_t> firsts_;  ///< The first child of each name.
  NameTable names_;
  NameTable place_names_;
  NameTable schools_;
  std::vector<Place> places_;
  std::unordered_map<std::int64_t, std::uint32_t> place_numbers_;
  std::vector<Phone> phones_;
  std::uint32_t free_phone_ = none;
  std::size_t count_ = 0;
};

}  // namespace caregrid::registry
