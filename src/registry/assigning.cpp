#include "registry/assigning.h"

#include "registry/standing.h"

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

}  // namespace caregrid::registry
