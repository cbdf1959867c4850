#pragma once

#include "access/call.h"
#include "core/result.h"
#include "registry/fact_ledger.h"
#include "registry/standing.h"

namespace caregrid::registry {

/// A child the actor may see, with all that was said of it.
struct SeenLedger {
  SeenChild seen;
  FactLedger ledger;
};

/// Errors: as `find_child`. Cost: opens every statement of the child, about 20 us each.
core::Result<SeenLedger> find_ledger(const access::Call& call, const ChildId& id);

}  // namespace caregrid::registry
