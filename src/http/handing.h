#pragma once

#include "http/route.h"

namespace caregrid::http {

/// Carries letters between the counties of this installation after the last route of the table has
/// done its work. Cost: one read when there are none.
void carry_afterwards(RouteTable& table);

}  // namespace caregrid::http
