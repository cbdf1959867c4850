#pragma once

#include "access/call.h"
#include "care/need.h"
#include "core/result.h"

namespace caregrid::allocation {

/// Takes village, distance and reasons out of every plan's lines for a child's needs.
core::Result<void> forget_places(const access::Call& call, const care::ChildId& child);

}  // namespace caregrid::allocation
