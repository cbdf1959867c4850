#pragma once

#include <string>
#include <vector>

#include "tabular/table_reader.h"
#include "tabular/xlsx_value.h"
#include "tabular/zip_package.h"

namespace caregrid::tabular {

/// A worksheet and the part of the package that holds its cells.
struct SheetPart {
  SheetInfo info;
  std::string part;

  bool operator==(const SheetPart&) const = default;
};

/// What a workbook says about its sheets as a whole.
struct Workbook {
  std::vector<SheetPart> sheets;    ///< In the order of the tabs; charts left out.
  std::vector<NumberStyle> styles;  ///< By the `s` of a cell.
  std::string shared_strings_part;  ///< Empty when there is none.
  DateSystem date_system = DateSystem::from_1900;
};

/// Reads the workbook, its relations and its styles.
/// Errors: invalid "table.not_a_spreadsheet" when the archive holds something else; others as of
/// `open_table`.
core::Result<Workbook> read_workbook(ZipPackage& package);

}  // namespace caregrid::tabular
