#include <utility>

#include "access/blind_index.h"
#include "registry/identity_number.h"
#include "registry/operations.h"
#include "registry/person_name.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/student_number.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using Children = std::vector<store::StoredChild>;

FoundChild found(const store::StoredChild& child, const std::string& name) {
  const bool has_other_name = !name.empty() && name != child.row.name;
  return {child.row.id, child.row.division, has_other_name};
}

core::Error ambiguous() { return core::invalid("name", "child.ambiguous"); }

/// Of several who claim one number, the one of that name.
core::Result<FoundChild> choose(const Children& children, const std::string& name,
                                std::string_view field) {
  if (children.empty()) {
    return core::invalid(std::string(field), "child.unknown");
  }
  if (children.size() == 1) {
    return found(children.front(), name);
  }
  const store::StoredChild* chosen = nullptr;
  for (const store::StoredChild& child : children) {
    if (is_similar_name(child.row.name, name)) {
      if (chosen != nullptr) {
        return ambiguous();
      }
      chosen = &child;
    }
  }
  return chosen != nullptr ? found(*chosen, name) : core::Result<FoundChild>(ambiguous());
}

core::Result<FoundChild> resolve_by_name(const access::Call& call, const ChildReference& reference,
                                         const std::string& name) {
  if (name.empty() || reference.division == 0) {
    return core::invalid("name", "child.unknown");
  }
  const auto children = store::list_namesakes(call, reference.division, name, 2);
  if (!children) {
    return children.error();
  }
  if (children->empty()) {
    return core::invalid("name", "child.unknown");
  }
  return children->size() == 1 ? found(children->front(), name)
                               : core::Result<FoundChild>(ambiguous());
}

core::Result<FoundChild> resolve_by_key(const access::Call& call, std::int64_t key,
                                        const std::string& name, std::string_view field) {
  const auto index = access::find_blind_index(call);
  if (!index) {
    return index.error();
  }
  if (!*index) {
    return core::invalid(std::string(field), "child.unknown");
  }
  const auto children =
      store::list_children_by_key(call, whole_county(call), (*index)->official_number(key));
  return children ? choose(*children, name, field) : core::Result<FoundChild>(children.error());
}

}  // namespace

core::Result<FoundChild> resolve_child(const access::Call& call, const ChildReference& reference) {
  const std::string name = normalise_name(reference.name);
  if (!is_placeholder(reference.identity_number)) {
    const IdentityReading reading = read_identity_number(reference.identity_number, call.today);
    if (!reading.number) {
      return core::invalid("identity_number", std::string(reason_of(reading.check)));
    }
    return resolve_by_key(call, reading.number->key(), name, "identity_number");
  }
  if (!is_placeholder(reference.student_number)) {
    const auto student = read_student_number(reference.student_number, call.today);
    if (!student) {
      return core::invalid("student_number", "student_number.format");
    }
    const std::int64_t key = student->identity() ? student->identity()->key() : student->key();
    return resolve_by_key(call, key, name, "student_number");
  }
  return resolve_by_name(call, reference, name);
}

}  // namespace caregrid::registry
