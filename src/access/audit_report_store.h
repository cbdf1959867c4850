#pragma once

#include "access/audit_report.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::access {

/// Visits the entries of a calendar year of China and of the 28 days before it, in order.
core::Result<void> each_audited(const Call& call, int year,
                                core::FunctionRef<void(const AuditedEntry&)> visit);

core::Result<EmergencyReviews> count_emergencies(const Call& call, int year);

}  // namespace caregrid::access
