#include "registry/assigning.h"

#include <utility>

#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

/// The child the id leads to, once the actor may entrust it to somebody.
core::Result<ChildId> check_right(const access::Call& call, const ChildId& id) {
  const auto seen =
      find_seen(call, access::Operation::assign_children, access::FieldClass::personal, id);
  return seen ? core::Result<ChildId>(seen->child.row.id) : core::Result<ChildId>(seen.error());
}

}  // namespace

core::Result<void> assign_child(const access::Call& call, const ChildId& id,
                                access::NewAssignment wish) {
  const auto child = check_right(call, id);
  if (!child) {
    return child.error();
  }
  wish.child = child->bytes;
  const auto made = access::assign(call, wish);
  return made ? core::Result<void>() : core::Result<void>(made.error());
}

core::Result<void> end_assignments(const access::Call& call, const ChildId& id,
                                   access::AccountId account) {
  const auto child = check_right(call, id);
  return child ? access::end_assignments(call, account, child->bytes)
               : core::Result<void>(child.error());
}

core::Result<std::vector<access::NamedAssignment>> list_assignments(const access::Call& call,
                                                                    const ChildId& id) {
  const auto child = check_right(call, id);
  return child ? access::list_assignments(call, child->bytes)
               : core::Result<std::vector<access::NamedAssignment>>(child.error());
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
    // So is one that was merged: its assignment was copied to the child that shows it.
    if (!*place || (*place)->id != id || !own_area(call).covers((*place)->division)) {
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
