#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/county_keeper.h"
#include "registry/search_words.h"

namespace caregrid::registry {

/// A child somebody looked for, and why it came up.
struct SearchedChild {
  ChildRow row;
  std::vector<MatchKind> matches;  ///< One for each word, or one for all together.
};

/// What a search found, the best first.
struct SearchPage {
  std::vector<SearchedChild> items;
  std::int64_t total = 0;
  bool shows_needs = false;  ///< Whether the actor may know how many needs each has.
  /// False while the county's index is being made: names and whole numbers were looked for in the
  /// database meanwhile, nothing else, and a part of a name only as it is written.
  bool is_complete = true;
  IndexState index;
};

struct SearchWish {
  std::string text;
  int limit = 20;  ///< 1 to 50.
};
inline constexpr int search_limit_max = 50;

/// Finds children by words in any order: names as written, in letters, by initials, by sound and
/// with a slip; days of birth; ends of numbers; villages, townships and schools.
///
/// Rights decide before anything is ranked or counted: the area, shields, conflicts of interest,
/// and for each kind of match whether the actor sees the field. Somebody whose rights end at
/// assigned children searches those alone, by what of them is shown.
/// Errors: as `list_children`; invalid "list.limit". Cost: some milliseconds at 1,000,000 children.
core::Result<SearchPage> search_children(const access::Call& call, CountyKeeper& keeper,
                                         const SearchWish& wish);

}  // namespace caregrid::registry
