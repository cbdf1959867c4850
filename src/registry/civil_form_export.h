#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "access/call.h"
#include "core/date.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::registry {

/// Which rows of the form are wanted.
struct FormWish {
  std::int64_t division = 0;  ///< A place and all inside it; 0: the actor's whole area.
  core::Date day;             ///< Facts as they stood then.
};

/// Gives the civil-affairs form of every child the actor sees, in the order of villages and names,
/// with identity numbers and phones in clear for who may unmask them, else masked. Fields the actor
/// does not see stay empty, as does the place of a shielded child. A child nothing was known of on
/// that day is left out. An Error of `take` ends it.
///
/// Errors: those of `list_children`. Cost: four look-ups and the child's statements; one page of
/// children in memory, however many there are.
core::Result<std::int64_t> each_form_row(
    const access::Call& call, const FormWish& wish,
    core::FunctionRef<core::Result<void>(std::span<const std::string>)> take);

}  // namespace caregrid::registry
