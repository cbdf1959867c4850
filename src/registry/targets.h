#pragma once

#include <memory>

#include "intake/target.h"

namespace caregrid::registry {

/// Villages, townships and counties with their 12-digit codes and coordinates (kind "division").
std::unique_ptr<intake::Target> make_division_target();

/// Schools with stage, place, remote connection and lacking subjects (kind "school").
std::unique_ptr<intake::Target> make_school_target();

/// Children with parents, carers and facts (kind "child"): school rosters, civil-affairs lists and
/// NGO lists alike. Divisions and schools must be in before it, since `prepare` loads them.
std::unique_ptr<intake::Target> make_child_target();

}  // namespace caregrid::registry
