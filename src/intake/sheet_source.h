#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {

/// Finds one sheet after another in one file after another. Sheets asked for in the order of their
/// workbook are read in one pass; any other order opens the file again.
class SheetSource final {
 public:
  /// The reader, standing before the first row of the sheet. Lives until the next call.
  /// Errors: those of the reader; invalid "import.sheet_gone" when there is no such sheet.
  core::Result<tabular::TableReader*> go_to(const std::string& path, const std::string& sheet);

 private:
  core::Result<bool> pass_to(const std::string& sheet);

  std::string path_;
  std::unique_ptr<tabular::TableReader> reader_;
};

/// Reads the file to its end, so that a damaged one is refused before anything of it is stored.
/// Cost: one pass without building records. Stops early, without error, when asked to.
core::Result<void> read_through(const std::string& path, const std::stop_token& stop);

}  // namespace caregrid::intake
