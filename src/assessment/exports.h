#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/call.h"
#include "allocation/operations.h"
#include "care/operations.h"
#include "core/messages.h"
#include "core/result.h"
#include "registry/operations.h"

namespace caregrid::assessment {

enum class TableFormat { csv, xlsx };

/// "csv" or "xlsx".
std::string_view ending_of(TableFormat format);

/// The media type of such a file.
std::string_view type_of(TableFormat format);

/// Where an export goes and how it looks.
struct ExportFile {
  std::string path;
  TableFormat format = TableFormat::csv;
  core::Language language = core::Language::zh;  ///< Of the header row.
  std::string watermark;  ///< Stands in the last row; empty: that of the call, without purpose.
};

/// Who took a list away, when, what for, and under which number: the last row of its file.
std::string watermark_of(const access::Call& call, std::string_view purpose, std::string_view id);

/// Writes exactly what the list shows, identifiers masked, page by page; gives the rows written.
/// `limit` and `after` of the filter are not used.
///
/// Errors: forbidden for those who may not export; unavailable "table.write" when the disk is
/// full; nothing is left behind then. Cost: one page in memory, however long the list.
core::Result<std::int64_t> export_children(const access::Call& call, registry::ChildFilter filter,
                                           const ExportFile& file);

/// As `export_children`, for needs.
core::Result<std::int64_t> export_needs(const access::Call& call, care::NeedFilter filter,
                                        const ExportFile& file);

/// As `export_children`, for the lines of a plan.
core::Result<std::int64_t> export_plan(const access::Call& call, allocation::PlanId plan,
                                       const ExportFile& file);

}  // namespace caregrid::assessment
