#pragma once

#include <string>
#include <vector>

#include "care/need.h"
#include "intake/target.h"
#include "registry/date_reading.h"
#include "registry/division_index.h"
#include "registry/operations.h"

namespace caregrid::care {

/// The fields a need row may have, in this order.
enum class NeedField : std::size_t {
  child_name,
  identity_number,
  student_number,
  village,
  kind,
  tier,
  slots,
  units_weekly,
  sex_rule,
  language,
  previous_helper,
  opened_on,
  note,
};
inline constexpr std::size_t need_field_count = 13;

/// A row as read; the need has no id and no child yet.
struct NeedReading {
  Need need;
  registry::ChildReference child;
  bool states_opened_on = false;
  std::vector<intake::Issue> problems;
  std::vector<intake::Issue> warnings;
};

/// What a row is read with.
struct NeedContext {
  const registry::DivisionIndex& divisions;
  core::Date today;
  registry::DayOrder day_order = registry::DayOrder::unknown;  ///< Of the rows so far.
};

/// Reads one row. What is not said is taken as the mildest: tier 3, once a week, any hour (with a
/// warning), no wish as to sex or language, opened today.
///
/// Problems: "need.kind_unknown", "need.tier_unknown", "need.slots_unknown", "need.units",
/// "need.sex_rule_unknown", "need.language_unknown", date reasons, "need.child_missing".
NeedReading read_need_row(const intake::Record& record, const NeedContext& context);

}  // namespace caregrid::care
