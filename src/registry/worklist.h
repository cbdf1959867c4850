#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/operations.h"

namespace caregrid::registry {

struct WorklistTag;
using WorklistId = core::Id<WorklistTag>;

/// Whom a list is shared with: people of a role (none: of every role) whose area touches a place.
struct WorklistShare {
  std::optional<access::Role> role = {};
  std::int64_t area = 0;

  bool operator==(const WorklistShare&) const = default;
};

/// A filter of the list of children under a name. It holds no children: everybody who opens it sees
/// what their own rights show.
struct Worklist {
  WorklistId id;  ///< Made by the client; saved again under the same id it is changed.
  access::AccountId account;
  std::string name;
  std::string filter;  ///< Canonical JSON, see `canonical_filter`.
  std::optional<WorklistShare> share;
  std::int64_t position = 0;
  bool is_deleted = false;
  std::string owner_name;  ///< Empty when not known any more.
  bool is_mine = false;
  std::optional<std::int64_t> children;  ///< As the reader sees; none when that is not known.

  bool operator==(const Worklist&) const = default;
};

/// Keys a saved filter may have; `status` belongs to the rules and is kept as it is.
inline constexpr std::array<std::string_view, 7> filter_keys{
    "age_max", "age_min", "assigned", "division", "sex", "sort", "status"};

/// The filter with known keys alone, in order of name, each value as text; what is searched for is
/// never among them, since it may be somebody's name. Equal filters give equal texts.
/// Errors: invalid "worklist.filter" for what is no object of short plain values.
core::Result<std::string> canonical_filter(std::string_view json);

/// The children a saved filter means; none when it holds what this list does not know.
std::optional<ChildFilter> child_filter_of(std::string_view canonical);

/// Those of the actor and those shared with it, by position, with how many children each has for
/// it. Errors: forbidden. Cost: one count a list, at most a hundred.
core::Result<std::vector<Worklist>> list_worklists(const access::Call& call);

/// Saves a list, or changes one's own; runs inside the door.
/// Errors: forbidden, also "worklist.not_yours"; invalid "worklist.name", "worklist.names_child"
/// for a name that is a child's, "worklist.filter"; not_found "access.not_found" for sharing
/// outside the area; conflict "worklist.too_many" above fifty of one's own.
core::Result<Worklist> save_worklist(const access::Call& call, const Worklist& wish);

/// Takes one's own list away, or brings it back.
/// Errors: forbidden "worklist.not_yours"; not_found "worklist.not_found".
core::Result<Worklist> set_worklist_deleted(const access::Call& call, const WorklistId& id,
                                            bool is_deleted);

}  // namespace caregrid::registry
