#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "allocation/operations.h"
#include "care/operations.h"
#include "core/messages.h"
#include "core/result.h"
#include "registry/civil_form_export.h"
#include "registry/comparison.h"
#include "registry/list_change.h"
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
  std::string watermark;    ///< Stands in the last row; empty: that of the call, without purpose.
  bool is_gb18030 = false;  ///< CSV as older office programs read it; otherwise UTF-8.
  std::function<void(std::int64_t rows)> on_rows = {};  ///< Told now and then how far it is.
};

/// The columns a list of children may have, as their ids: "name", "sex", … in the order of the
/// page that shows it.
std::span<const std::string_view> child_columns();

/// Who took a list away, when, what for, and under which number: the last row of its file.
std::string watermark_of(const access::Call& call, std::string_view purpose, std::string_view id);

/// Which children, and which columns of `child_columns` in which order; no columns: all.
struct ChildExport {
  registry::ChildFilter filter = {};  ///< `limit` and `after` are not used.
  std::vector<std::string> columns = {};
};

/// Writes exactly what the list shows, identifiers masked, page by page; gives the rows written.
///
/// Errors: forbidden for those who may not export; invalid "export.column" for a column that is
/// none; unavailable "table.write" when the disk is full; nothing is left behind then. Cost: one
/// page in memory, however long, and some 110 bytes a child for the journal of who was seen.
core::Result<std::int64_t> export_children(const access::Call& call, const ChildExport& what,
                                           const ExportFile& file);

/// Writes the civil-affairs form of 2016, column by column in its own order, as facts stood on a
/// day (`registry::each_form_row`).
core::Result<std::int64_t> export_civil_form(const access::Call& call,
                                             const registry::FormWish& wish,
                                             const ExportFile& file);

/// Writes one work list of the comparison of lists, with the reason of each line.
core::Result<std::int64_t> export_comparison(const access::Call& call,
                                             const registry::ComparisonWish& wish,
                                             const ExportFile& file);

/// Writes how a list differs from the last one of its sender, a line for each field.
/// Errors: as `registry::show_changes`.
core::Result<std::int64_t> export_changes(const access::Call& call, std::int64_t list,
                                          const ExportFile& file);

/// As `export_children`, for needs.
core::Result<std::int64_t> export_needs(const access::Call& call, care::NeedFilter filter,
                                        const ExportFile& file);

/// As `export_children`, for the lines of a plan.
core::Result<std::int64_t> export_plan(const access::Call& call, allocation::PlanId plan,
                                       const ExportFile& file);

}  // namespace caregrid::assessment
