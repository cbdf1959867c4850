#pragma once

#include <optional>
#include <vector>

#include "access/call.h"
#include "assessment/export_request.h"
#include "core/result.h"

namespace caregrid::assessment {

/// The view is sealed under the county's key for texts.
core::Result<void> insert_export(const access::Call& call, const ExportRequest& request);
core::Result<std::optional<ExportRequest>> find_export(const access::Call& call,
                                                       const ExportId& id);
/// Puts a request from one state into another; false when it was not in the first.
core::Result<bool> change_export(const access::Call& call, const ExportId& id, ExportState from,
                                 ExportState to);
/// How many this account asked for since.
core::Result<std::int64_t> count_exports_since(const access::Call& call, core::Instant since);
/// Those of the actor, and with `with_waiting` all that wait; newest first.
core::Result<std::vector<ExportRequest>> list_export_rows(const access::Call& call,
                                                          bool with_waiting);
/// How many children live in a place and all inside it. Cost: one look-up.
core::Result<std::int64_t> count_children_in(const access::Call& call, std::int64_t division);

}  // namespace caregrid::assessment
