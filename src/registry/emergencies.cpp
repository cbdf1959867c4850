#include "registry/emergencies.h"

#include <utility>

#include "access/policy.h"
#include "registry/operations.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

using access::Operation;

constexpr access::Resource seen_record{0, access::FieldClass::personal, true, true};

/// The child of a number, wherever in the county it lives; nil when there is none, or two.
ChildId child_of_number(const access::Call& call, const std::string& number) {
  ChildReference by_identity;
  by_identity.identity_number = number;
  if (const auto found = resolve_child(call, by_identity)) {
    return found->id;
  }
  ChildReference by_student;
  by_student.student_number = number;
  const auto found = resolve_child(call, by_student);
  return found ? found->id : ChildId{};
}

/// Whose record opens, and the place whose supervisor reviews: the child's, else the county's.
struct Opening {
  ChildId child;
  std::int64_t division = 0;
};

core::Result<Opening> opening_of(const access::Call& call, const ChildId& child) {
  const auto found = store::find_child(call, whole_county(call), child);
  if (!found) {
    return found.error();
  }
  return *found ? Opening{(*found)->row.id, (*found)->row.division}
                : Opening{child, whole_county(call).code};
}

/// The child the id leads to.
core::Result<ChildId> check_seen(const access::Call& call, Operation operation,
                                 const ChildId& child) {
  if (const auto allowed = access::authorise(call.actor, operation, seen_record); !allowed) {
    return allowed.error();
  }
  const auto seen = find_child(call, child);
  return seen ? core::Result<ChildId>(seen->row.id) : core::Result<ChildId>(seen.error());
}

bool is_chief(access::Role role) {
  return role == access::Role::supervisor || role == access::Role::county;
}

}  // namespace

core::Result<access::GlassBreak> break_glass(const access::Call& call, const EmergencyWish& wish) {
  if (const auto allowed = access::authorise(call.actor, Operation::break_glass, seen_record);
      !allowed) {
    return allowed.error();
  }
  if (!wish.child && wish.number.empty()) {
    return core::invalid("number", "break_glass.who");
  }
  const ChildId child = wish.child ? *wish.child : child_of_number(call, wish.number);
  if (!child.is_nil() && find_child(call, child)) {
    return core::failure(core::Code::conflict, "break_glass.not_needed");
  }
  const auto opening = opening_of(call, child);
  if (!opening) {
    return opening.error();
  }
  return access::break_glass(call, {wish.id, opening->child.bytes, opening->division, wish.reason});
}

core::Result<OpenedRecord> find_opened(const access::Call& call, access::GlassId id) {
  auto glass = access::find_own_glass(call, id);
  if (!glass) {
    return glass.error();
  }
  if (!glass->is_live(call.now)) {
    return core::failure(core::Code::not_found, "break_glass.not_found");
  }
  const auto conflicted = access::has_conflict(call, glass->child);
  if (!conflicted) {
    return conflicted.error();
  }
  OpenedRecord opened{std::move(*glass), std::nullopt};
  const ChildId child{opened.glass.child};
  const auto found = store::find_child(call, whole_county(call), child);
  if (!found) {
    return found.error();
  }
  if (*found && !*conflicted) {
    opened.child = child;
  }
  return opened;
}

core::Result<ChildConflicts> list_conflicts_of_interest(const access::Call& call,
                                                        const ChildId& child) {
  const auto seen = check_seen(call, Operation::declare_conflict, child);
  if (!seen) {
    return seen.error();
  }
  auto candidates = access::list_conflict_candidates(call);
  if (!candidates) {
    return candidates.error();
  }
  ChildConflicts conflicts{{}, std::move(*candidates)};
  if (!is_chief(call.actor.role)) {
    return conflicts;
  }
  auto declared = access::list_conflicts_of_interest(call, seen->bytes);
  if (!declared) {
    return declared.error();
  }
  conflicts.declared = std::move(*declared);
  return conflicts;
}

core::Result<void> declare_conflict(const access::Call& call, const ChildId& child,
                                    const access::ConflictOfInterest& conflict) {
  const auto seen = check_seen(call, Operation::declare_conflict, child);
  if (!seen) {
    return seen.error();
  }
  access::ConflictOfInterest declared = conflict;
  declared.child = seen->bytes;
  return access::declare_conflict(call, declared);
}

core::Result<void> end_conflict(const access::Call& call, const ChildId& child,
                                access::ConflictId id) {
  const auto seen = check_seen(call, Operation::declare_conflict, child);
  return seen ? access::end_conflict(call, id, seen->bytes) : core::Result<void>(seen.error());
}

}  // namespace caregrid::registry
