#include "registry/seen_ledger.h"

#include <utility>

#include "registry/store.h"

namespace caregrid::registry {

core::Result<SeenLedger> find_ledger(const access::Call& call, const ChildId& id) {
  auto seen = find_seen(call, access::Operation::see_children, access::FieldClass::personal, id);
  if (!seen) {
    return seen.error();
  }
  if (!seen->views.shows(access::Field::child_first_name)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  const auto statements = store::list_statements(call, seen->child.number);
  if (!statements) {
    return statements.error();
  }
  return SeenLedger{std::move(*seen), know(store::sayings_of(*statements))};
}

}  // namespace caregrid::registry
