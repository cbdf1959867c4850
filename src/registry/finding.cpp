#include "registry/finding.h"

#include <algorithm>
#include <utility>

#include "access/blind_index.h"
#include "registry/reading.h"

namespace caregrid::registry {
namespace {

using Children = std::vector<store::StoredChild>;

/// Whether any statement names somebody with this phone.
core::Result<bool> names_phone(const access::Call& call, std::int64_t child,
                               std::string_view phone) {
  const auto statements = store::list_statements(call, child);
  if (!statements) {
    return statements.error();
  }
  const auto has_it = [&](const store::StoredRelation& one) {
    return one.phone && read_phone(*one.phone) == phone;
  };
  return std::ranges::any_of(*statements, [&](const store::StoredStatement& statement) {
    return std::ranges::any_of(statement.relations, has_it);
  });
}

}  // namespace

core::Result<Children> find_by_number(const access::Call& call, access::Area area,
                                      std::int64_t number) {
  const auto index = access::find_blind_index(call);
  if (!index) {
    return index.error();
  }
  return *index ? store::list_children_by_key(call, area, (*index)->official_number(number))
                : core::Result<Children>(Children());
}

core::Result<Children> find_by_phone(const access::Call& call, access::Area area,
                                     std::string_view phone) {
  const auto index = access::find_blind_index(call);
  if (!index) {
    return index.error();
  }
  if (!*index) {
    return Children();
  }
  auto children = store::list_children_by_phone(call, area, (*index)->phone(phone));
  if (!children) {
    return children.error();
  }
  Children found;
  for (store::StoredChild& child : *children) {
    const auto has_it = names_phone(call, child.number, phone);
    if (!has_it) {
      return has_it.error();
    }
    if (*has_it) {
      found.push_back(std::move(child));
    }
  }
  return found;
}

}  // namespace caregrid::registry
