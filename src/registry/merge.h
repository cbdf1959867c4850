#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/describe.h"
#include "core/function_ref.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

struct MergeTag;
using MergeId = core::Id<MergeTag>;

/// Who found that two children are one. The names are stored: append only.
enum class MergeOrigin : std::uint8_t { person, linkage };

/// Two children shown as one. The merged child keeps its row, its key and its statements; the kept
/// child's record is drawn from the statements of both.
struct Merge {
  MergeId id;
  std::int64_t kept = 0;  ///< Numbers of children.
  std::int64_t merged = 0;
  ChildId kept_id;
  ChildId merged_id;
  std::int64_t first_ordinal = 0;  ///< Where the merged child's statements stand in the kept one.
  std::int64_t ordinals = 0;       ///< How many places they may take.
  MergeOrigin origin = MergeOrigin::person;
  std::optional<double> probability;
  core::Instant at;
  access::AccountId account;
  std::optional<core::Instant> undone_at;

  bool operator==(const Merge&) const = default;
};

/// A child's own statements stand below this; those of merged children above.
inline constexpr std::int64_t own_ordinals = std::int64_t{1} << 20;

/// What hangs on a child's id in other rooms moves from one child to another: to the kept one, or
/// back when the merge is undone.
struct Following {
  MergeId merge;
  ChildId merged;
  ChildId kept;
  bool is_undo = false;
};
/// Follows in a higher room. Undoing takes back what was moved, found through `log_followed`, and
/// leaves what came later with the kept child.
using FollowElsewhere = core::FunctionRef<core::Result<void>(const Following&)>;

/// A wish to show two children as one.
struct MergeWish {
  MergeId id;
  ChildId kept;
  ChildId merged;
  MergeOrigin origin = MergeOrigin::person;
  std::optional<double> probability = {};
};

/// Shows two children as one, under the kept child's id; the other id leads there from now on.
///
/// Consents, assignments, conflicts of interest, shield, legal hold, requests and emergencies
/// follow. A purpose that was refused or withdrawn for either is refused for both until somebody
/// consents again. Contradictions between the two are noted as conflicts. Part of the door; a wish
/// whose id is stored changes nothing.
/// Errors: forbidden; not_found for a child the actor may not see; invalid "merge.same_child";
/// conflict "merge.erasure_waits", "merge.parted" when people said that the two are different and
/// linkage asks. Cost: some 40 statements of SQL and the statements of both.
core::Result<Merge> merge_children(const access::Call& call, const MergeWish& wish,
                                   FollowElsewhere follow);

/// Shows two children apart again, however long ago they were merged, each as its own sources say.
/// What was said of the kept child since stays with it; a consent refused or withdrawn since counts
/// for both. Linkage does not merge the two again. Undoing it once more changes nothing.
/// Errors: forbidden; not_found "merge.not_found", "child.not_found".
core::Result<Merge> undo_merge(const access::Call& call, const MergeId& id, FollowElsewhere follow);

/// Merges of a child that hold, newest first: those it was kept in. Errors: as `find_child`.
core::Result<std::vector<Merge>> list_merges(const access::Call& call, const ChildId& id);

/// Notes that a record of a higher room moved; `kind` is a literal.
core::Result<void> log_followed(const access::Call& call, const MergeId& merge,
                                std::string_view kind, const core::IdBytes& record);
/// The records noted, in no order; forgets them.
core::Result<std::vector<core::IdBytes>> take_followed(const access::Call& call,
                                                       const MergeId& merge, std::string_view kind);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::MergeOrigin> {
  using enum registry::MergeOrigin;
  static constexpr std::string_view name = "MergeOrigin";
  static constexpr std::array values = {ValueOf{person, "person"}, ValueOf{linkage, "linkage"}};
};
