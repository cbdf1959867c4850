#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "intake/catalogue.h"
#include "intake/mapping.h"

namespace caregrid::intake {

/// One of the first rows of a sheet.
struct HeadRow {
  std::int64_t number = 0;  ///< 1-based.
  std::vector<std::string> cells;
};

/// How many rows of a sheet are looked at.
inline constexpr std::size_t head_rows_max = 30;

/// What a sheet seems to be.
struct Recognition {
  SheetMapping mapping;
  std::vector<Finding> warnings;
  /// Set when the sheet is of a known kind but lacks required columns; the kind stays in `mapping`
  /// so that people can point at the right columns.
  std::vector<std::string> missing_fields;
};

/// Finds the header row among a sheet's first rows, the kind of its records and what each column
/// means, by the words of the headers in any order; two-line headers are joined. Where a header
/// says nothing, values that all are identity numbers or dates decide.
///
/// The kind with all required columns and the most recognised ones wins. A sheet with fewer than
/// two recognised columns has no kind. Of two columns for one field the better wording wins, then
/// the first; the other is left out with a warning.
/// Cost: rows × columns × kinds look-ups in a sorted table.
Recognition recognise(std::string_view sheet, std::span<const HeadRow> rows,
                      std::span<const Kind> kinds);

}  // namespace caregrid::intake
