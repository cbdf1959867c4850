#pragma once

#include <string_view>

#include "access/call.h"
#include "care/need.h"
#include "core/result.h"

namespace caregrid::allocation {

/// Shields a child everywhere: in the register, and in every plan, whose lines for it lose village,
/// distance and reasons. Runs inside the door; errors as `registry::shield_child`.
core::Result<void> shield_child(const access::Call& call, const care::ChildId& child,
                                std::string_view reason);

}  // namespace caregrid::allocation
