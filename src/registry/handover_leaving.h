#pragma once

#include <optional>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/handover.h"

namespace caregrid::registry {

/// Ends what other rooms do for a child that another county answers for from now on.
using LeaveElsewhere = core::FunctionRef<core::Result<void>(const access::Call&, const ChildId&)>;

/// Makes an end of a county's answering for a child: it leaves lists, counts and assignments, and
/// stands nowhere; its record stays for those who answered for it. `there`: who it is in the other
/// county. Sends on what was said of it since the offer. An erased child is only noted as accepted.
core::Result<void> leave_child(const access::Call& call, Handover& handover,
                               const std::optional<ChildId>& there, LeaveElsewhere leave);

/// Sends what was said of a child after it was offered, as far as there is any; for a child that is
/// with the other county.
core::Result<void> send_news(const access::Call& call, Handover& handover);

/// Tells every county a child was in that its record is being erased here, and takes an offer that
/// waits back. Their records stay: each office decides for itself.
core::Result<void> tell_of_erasure(const access::Call& call, const ChildId& child);

}  // namespace caregrid::registry
