#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/link_pair.h"
#include "registry/operations.h"

namespace caregrid::registry {

/// How one field of two records agrees, in a word people's languages have a sentence for.
struct FieldAgreement {
  std::string_view
      field;  ///< "name", "born_on", "identity", "guardian", "phone", "village", "sex".
  std::string_view level;  ///< "same", "same_sound", "slip", …; "unknown" when one is silent.
  double weight = 0;       ///< Natural logarithm of how much it speaks for one child.
};

/// Two records side by side, each cut to what the actor may see of it.
struct ReviewItem {
  LinkPair pair;
  ChildDetail a;
  ChildDetail b;
  std::vector<FieldAgreement> fields;
  double probability = 0;
};

/// What waits in the actor's area.
struct ReviewPage {
  std::vector<ReviewItem> items;  ///< The likeliest first, those put off last.
  std::int64_t open = 0;
  std::int64_t later = 0;
  std::int64_t decided = 0;
};

/// Pairs that wait for people, both records inside the actor's area and neither one the actor has a
/// stake in. Errors: forbidden; invalid "list.limit". Cost: two records a pair.
core::Result<ReviewPage> list_duplicates(const access::Call& call, int limit);

/// Says of two records that they are one child, two, or that it will be looked at later.
///
/// "Same" merges them: the one with an identity number is kept, else the older; `follow` as for
/// `merge_children`. A decision may be changed as long as the pair is not merged.
/// Errors: as `merge_children`; not_found "duplicate.not_found"; conflict "duplicate.merged";
/// invalid "duplicate.decision" for "open".
core::Result<LinkPair> decide_duplicate(const access::Call& call, const ChildId& a,
                                        const ChildId& b, PairState decision,
                                        FollowElsewhere follow);

/// Takes the decision on two records back: the pair waits again, merged records part.
/// Errors: as `decide_duplicate` and `undo_merge`.
core::Result<LinkPair> reopen_duplicate(const access::Call& call, const ChildId& a,
                                        const ChildId& b, FollowElsewhere follow);

}  // namespace caregrid::registry
