#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/keys.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/merge.h"

namespace caregrid::registry::merge_store {

/// A child whose statements another child's record shows, with its own key.
struct Member {
  access::ChildKey key;  ///< Names the child's number.
  ChildId id;
  std::int64_t first_ordinal = 0;
};
/// Those shown in a child's record besides itself, in order of their ordinals; mostly none.
/// Cost: one look-up.
core::Result<std::vector<Member>> list_members(const access::Call& call, std::int64_t kept);

/// The child whose record shows this one; none when it is shown itself, or not there.
struct Kept {
  std::int64_t number = 0;
  ChildId id;
};
core::Result<std::optional<Kept>> find_kept(const access::Call& call, const ChildId& child);

/// The number of an id as stored, merged or not; not_found "child.not_found".
core::Result<std::int64_t> find_number(const access::Call& call, const ChildId& child);

core::Result<void> insert_merge(const access::Call& call, const Merge& merge);
core::Result<std::optional<Merge>> find_merge(const access::Call& call, const MergeId& id);
/// The merge that hides a child now.
core::Result<std::optional<Merge>> find_merge_of(const access::Call& call, std::int64_t merged);
/// Merges into a child that hold, oldest first.
core::Result<std::vector<Merge>> list_merges_into(const access::Call& call, std::int64_t kept);
/// The first ordinal no merge into a child ever took.
core::Result<std::int64_t> next_ordinal(const access::Call& call, std::int64_t kept);
core::Result<void> update_undone(const access::Call& call, const MergeId& id);

/// Hangs a child and those shown in its record below another; `unhang` takes them back.
core::Result<void> hang(const access::Call& call, const Merge& merge);
core::Result<void> unhang(const access::Call& call, const Merge& merge);

/// Takes a child out of the lists and counts, its conflicts with it; `relist` puts it back as its
/// row stands.
core::Result<void> unlist(const access::Call& call, std::int64_t child);
core::Result<void> relist(const access::Call& call, std::int64_t child, std::string_view name);

/// Fields noted as contradicted that were not before, so that undoing takes them back.
core::Result<void> log_conflict(const access::Call& call, const Merge& merge,
                                std::string_view field);
core::Result<void> delete_logged_conflicts(const access::Call& call, const Merge& merge);

/// Copies and moves what hangs on the merged child's id, noting what it did; whatever is noted is
/// not done again. Consents excepted.
core::Result<void> follow(const access::Call& call, const Merge& merge);
/// Takes back what `follow` did.
core::Result<void> unfollow(const access::Call& call, const Merge& merge);

/// A child's shield or legal hold as stored.
core::Result<bool> has_hold(const access::Call& call, const ChildId& child);
core::Result<bool> is_shielded_since(const access::Call& call, std::int64_t child,
                                     core::Instant after);
/// Whether somebody has asked to erase the child.
core::Result<bool> waits_for_erasure(const access::Call& call, const ChildId& child);

/// A row of another table that a merge copied or moved.
struct Logged {
  core::IdBytes record{};
  std::string note;
};
core::Result<void> log(const access::Call& call, const MergeId& merge, std::string_view kind,
                       const Logged& logged);
/// Those of one kind, which are forgotten.
core::Result<std::vector<Logged>> take_logged(const access::Call& call, const MergeId& merge,
                                              std::string_view kind);

/// Notes that people hold the two children of an undone merge for different ones.
core::Result<void> part_pair(const access::Call& call, const Merge& merge);
/// Whether people said that two children are different.
core::Result<bool> is_parted(const access::Call& call, std::int64_t a, std::int64_t b);

}  // namespace caregrid::registry::merge_store
