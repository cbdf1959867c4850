#pragma once

#include <memory>

#include "intake/target.h"

namespace caregrid::services {

/// Providers and what they offer (kind "offer"): volunteers, teachers, places, depots. Divisions
/// must be in before it.
///
/// A row is known again by the office's own number, else by name, village and phone. A changed
/// query of police records is added to the history; the newest row counts.
std::unique_ptr<intake::Target> make_offer_target();

}  // namespace caregrid::services
