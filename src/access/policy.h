#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/actor.h"
#include "core/result.h"

namespace caregrid::access {

/// What somebody wants to do. One list for HTTP, command line, import and export.
enum class Operation {
  see_counts,    ///< Home page, map, charts: numbers without names.
  see_children,  ///< Names and facts, identifiers masked.
  unmask_child,  ///< Identity number and phones in clear; always journalled.
  import_records,
  export_records,
  see_needs,
  change_needs,
  see_offers,
  change_offers,
  see_plan,
  make_plan,
  decide_plan,
  manage_accounts,
};

/// How harmful a field is in the wrong hands. Source: reliability handbook 2.3.
enum class FieldClass { open, internal, personal, sensitive, shielded };

/// What the operation touches: a division (0 = the whole county of the actor) and its field class.
struct Resource {
  std::int64_t division = 0;
  FieldClass field_class = FieldClass::internal;
};

/// The one policy function: success, `forbidden` "access.role" when the role may never do this,
/// `not_found` when the place lies outside the actor's area. Default is deny.
///
/// Cost: a table look-up and two comparisons. Reads filter by `actor.area` in SQL as well.
core::Result<void> authorise(const Actor& actor, Operation operation, const Resource& resource);

std::string_view to_text(Operation operation);

/// A child's name as this actor may see it: whole for those who see children, otherwise the first
/// character and a star, enough to tell two lines of a list apart and no more.
std::string shown_name(const Actor& actor, std::string_view name);

}  // namespace caregrid::access
