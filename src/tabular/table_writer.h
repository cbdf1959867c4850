#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "tabular/table_reader.h"
#include "tabular/text_format.h"

namespace caregrid::tabular {

/// How a cell stands out.
enum class Highlight { none, warning, error };

/// One cell to write. Kinds number, date and boolean become typed cells when their text reads as
/// such; everything else, formulas included, is written as plain text that no program computes.
struct OutCell {
  std::string_view text;
  CellKind kind = CellKind::text;
  Highlight highlight = Highlight::none;  ///< Workbooks only.
  std::string_view note = {};             ///< A comment; workbooks only, the first 20,000.
};

/// A sheet about to be written.
struct SheetSpec {
  std::string_view name;                        ///< Ignored by CSV.
  std::span<const std::string_view> header;     ///< Bold and kept in view; may be empty.
  std::span<const int> widths_characters = {};  ///< Per column; missing ones keep the default.
};

/// Writes a table from front to back in constant memory, into a file that appears only when it is
/// complete.
class TableWriter {
 public:
  TableWriter() = default;
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  /// Without `finish` nothing is left behind.
  virtual ~TableWriter() = default;

  /// Starts the next sheet. Errors: invalid "table.one_sheet_only" for a second sheet of a CSV
  /// file; invalid "table.sheet_name" when Excel would refuse the name.
  virtual core::Result<void> begin_sheet(const SheetSpec& sheet) = 0;

  /// Appends a row. A workbook's sheet that is full goes on as "name (2)" with the same header.
  /// Errors: too_large "table.cell_too_long"; unavailable "table.write" (disk full).
  virtual core::Result<void> add_row(std::span<const OutCell> cells) = 0;

  /// Puts the file in its place. Errors: unavailable "table.write".
  virtual core::Result<void> finish() = 0;
};

/// CSV: RFC 4180, CRLF, UTF-8 with BOM unless asked otherwise. Text that a spreadsheet program
/// would compute gets a leading apostrophe.
core::Result<std::unique_ptr<TableWriter>> create_csv(const std::string& path,
                                                      const CsvFormat& format = {});

/// XLSX with text, numbers and dates as typed cells.
core::Result<std::unique_ptr<TableWriter>> create_xlsx(const std::string& path);

/// Text as the writers put it: line ends made LF; C0, C1, zero-width and bidirectional controls
/// dropped, tab and LF kept. Source: reliability handbook 2.2 N10.
std::string printable(std::string_view text);

/// `printable`, with a leading apostrophe when a spreadsheet program would compute the text.
std::string formula_safe(std::string_view text);

}  // namespace caregrid::tabular
