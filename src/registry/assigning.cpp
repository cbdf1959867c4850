#include "registry/assigning.h"

#include <utility>

#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

core::Result<void> check_right(const access::Call& call, const ChildId& id) {
  const auto seen =
      find_seen(call, access::Operation::assign_children, access::FieldClass::personal, id);
  return seen ? core::Result<void>() : core::Result<void>(seen.error());
}

}  // namespace

core::Result<void> assign_child(const access::Call& call, const ChildId& id,
                                access::NewAssignment wish) {
  if (const auto allowed = check_right(call, id); !allowed) {
    return allowed;
  }
  wish.child = id.bytes;
  const auto made = access::assign(call, wish);
  return made ? core::Result<void>() : core::Result<void>(made.error());
}

core::Result<void> end_assignments(const access::Call& call, const ChildId& id,
                                   access::AccountId account) {
  const auto allowed = check_right(call, id);
  return allowed ? access::end_assignments(call, account, id.bytes) : allowed;
}

core::Result<std::vector<access::NamedAssignment>> list_assignments(const access::Call& call,
                                                                    const ChildId& id) {
  const auto allowed = check_right(call, id);
  return allowed ? access::list_assignments(call, id.bytes)
                 : core::Result<std::vector<access::NamedAssignment>>(allowed.error());
}

core::Result<std::vector<AssignedChild>> list_assigned_children(const access::Call& call,
                                                                access::AccountId account) {
  const auto assignments = access::list_assigned_to(call, account);
  if (!assignments) {
    return assignments.error();
  }
  std::vector<AssignedChild> children;
  for (const access::Assignment& assignment : *assignments) {
    const ChildId id{assignment.child};
    const auto place = store::find_place(call, id);
    if (!place) {
      return place.error();
    }
    // One of another township, or erased since, is left out and not asked for.
    if (!*place || !own_area(call).covers((*place)->division)) {
      continue;
    }
    auto seen =
        find_seen(call, access::Operation::assign_children, access::FieldClass::personal, id);
    if (!seen && seen.error().code == core::Code::not_found) {
      continue;
    }
    if (!seen) {
      return seen.error();
    }
    show_as_allowed(seen->views, seen->child.row);
    children.push_back({id, std::move(seen->child.row.name), assignment});
  }
  return children;
}

}  // namespace caregrid::registry
