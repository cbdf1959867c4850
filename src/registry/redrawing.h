#pragma once

#include <cstdint>

#include "access/call.h"
#include "core/result.h"
#include "registry/import_store.h"
#include "registry/summary.h"

namespace caregrid::registry {

/// Writes a child's row and its places in the lists anew from what its statements say now; a
/// shielded child stays hidden. The caller counts those who moved: children stand at `division`
/// of the owner before, at the division that comes back after. `is_listed`: it has places in lists.
/// Cost: up to five statements of SQL.
core::Result<std::int64_t> redraw_child(const access::Call& call, const import_store::Owner& owner,
                                        const Summary& summary, bool is_listed);

}  // namespace caregrid::registry
