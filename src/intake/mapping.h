#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/result.h"

namespace caregrid::intake {

/// What one column of a sheet means.
struct ColumnMapping {
  int column = 0;                    ///< From 0.
  std::string header;                ///< As the sheet has it; two-line headers joined by a space.
  std::string field;                 ///< `Field::name`; empty when the column belongs to no field.
  std::vector<std::string> samples;  ///< Up to three values, to recognise the column by.

  bool operator==(const ColumnMapping&) const = default;
};

/// What one sheet means: recognised by the program, corrected by people.
struct SheetMapping {
  std::string sheet;            ///< Empty for CSV.
  std::string kind;             ///< `Target::kind()`; empty: leave this sheet out.
  std::int64_t header_row = 0;  ///< Last row of the header, 1-based; data follows. 0: no header.
  std::vector<ColumnMapping> columns;

  bool operator==(const SheetMapping&) const = default;
};

/// Something to tell about one cell, column, row or sheet; names the place as people see it.
struct Finding {
  std::string sheet;
  std::int64_t row = 0;  ///< 0: the sheet as a whole.
  std::string column;    ///< Header of the column.
  std::string field;     ///< `Field::name`.
  std::string reason;    ///< Translation key.
  std::string detail;
  std::string value;  ///< What stood there; personal, never logged.

  bool operator==(const Finding&) const = default;
};

void write_json(core::json::Writer& writer, const SheetMapping& mapping);
void write_json(core::json::Writer& writer, const Finding& finding);

/// Reads what `write_json` wrote, or what a person sent back.
/// Errors: invalid "mapping.shape" naming the member that does not fit.
core::Result<SheetMapping> read_sheet_mapping(core::json::View view);
core::Result<std::vector<SheetMapping>> read_sheet_mappings(core::json::View array);
core::Result<std::vector<Finding>> read_findings(core::json::View array);

}  // namespace caregrid::intake
