#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "access/accounts.h"
#include "cli/workplace.h"
#include "core/result.h"
#include "intake/mapping.h"

namespace caregrid::cli {

/// The operator at the machine, working for the county asked for or the only one the data hold.
///
/// Errors: invalid "county.unknown" when there is none yet, "county.several" when one must be
/// chosen with --county.
core::Result<access::Actor> operator_for(Workplace& workplace, const DataOptions& options,
                                         access::Role role);

/// The same for each county the data hold; none while they hold none.
core::Result<std::vector<access::Actor>> operators_for_all(Workplace& workplace, access::Role role);

/// The county the first divisions sheet speaks of: the six digits its codes start with; 0 when no
/// sheet holds divisions.
std::int64_t county_of_sheets(std::span<const intake::SheetMapping> sheets);

/// Notes that the data hold this county, so that later commands need not be told. Doing it again
/// changes nothing.
core::Result<void> note_county(Workplace& workplace, const access::Actor& actor);

/// Marks the county's people as invented. Errors: those of the door.
core::Result<void> mark_synthetic(Workplace& workplace, const access::Actor& actor);

/// Gives most children of a county marked synthetic the consents such a county would have.
core::Result<void> invent_consents(Workplace& workplace, const access::Actor& actor);

/// Says what the county is called; lists of villages seldom do.
core::Result<void> name_county(Workplace& workplace, const access::Actor& actor,
                               std::string_view name);

/// Runs one command of the command line through the door under a fresh id.
core::Result<std::string> submit(Workplace& workplace, const access::Actor& actor,
                                 std::string_view kind, access::Operate operate);

}  // namespace caregrid::cli
