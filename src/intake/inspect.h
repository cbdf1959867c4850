#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "intake/catalogue.h"
#include "intake/mapping.h"

namespace caregrid::intake {

/// What a look at the first rows of each sheet tells.
struct Inspection {
  std::vector<SheetMapping> sheets;
  std::vector<Finding> warnings;  ///< Duplicate headers, columns that are left out, …
  /// Why the file cannot go in as it was recognised; a person may still correct the mapping.
  /// invalid "import.no_known_sheet" when no sheet is of a known kind; "import.missing_columns"
  /// when a sheet is but lacks required columns (`field` names the sheet, `detail` the columns and
  /// the headers seen).
  std::optional<core::Error> problem;
};

/// Opens a file and recognises its sheets without importing anything.
///
/// Errors: those of `tabular::open_table` and of reading the first rows.
core::Result<Inspection> inspect_file(const std::string& path, const Catalogue& catalogue);

/// Checks a mapping that people may have changed: known kinds and fields, no field twice, required
/// ones present. Errors: invalid with the reason and the sheet in `field`.
core::Result<void> check_mapping(const SheetMapping& mapping, const Catalogue& catalogue);

}  // namespace caregrid::intake
