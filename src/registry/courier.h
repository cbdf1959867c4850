#pragma once

#include <cstdint>

#include "access/door.h"
#include "core/result.h"
#include "registry/handover_leaving.h"

namespace caregrid::registry {

/// Carries letters between the counties of one installation until none is left to carry, each as a
/// command of the county that reads it, journalled there; then the county that wrote it notes that
/// it has arrived. Every command has an id of its own, so that a courier who is stopped anywhere
/// goes on where it was. A letter that cannot be read stays for the next time.
///
/// How many arrived. Errors: those of the database. Cost: two commits a letter, and two a county
/// that has no card yet; one read when there is nothing to carry.
core::Result<int> carry_letters(access::Door& door, std::int64_t county, LeaveElsewhere leave);

}  // namespace caregrid::registry
