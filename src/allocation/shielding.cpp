#include "allocation/shielding.h"

#include "allocation/shielding_store.h"
#include "registry/shielding.h"

namespace caregrid::allocation {

core::Result<void> shield_child(const access::Call& call, const care::ChildId& child,
                                std::string_view reason) {
  if (auto done = registry::shield_child(call, child, reason); !done) {
    return done;
  }
  return forget_places(call, child);
}

}  // namespace caregrid::allocation
