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

/// Rows of the summary table of the civil-affairs form (kind "summary"): each that does not add up
/// is kept with a warning for every identity broken. Source: domain handbook 2.5.
std::unique_ptr<intake::Target> make_summary_target();

}  // namespace caregrid::registry
