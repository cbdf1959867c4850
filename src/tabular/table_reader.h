#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace caregrid::tabular {

/// What a file says about a cell beyond its text. CSV knows only `text` and `empty`.
enum class CellKind {
  text,
  number,   ///< Shortest exact digits; beyond 15 digits a spreadsheet may have lost the last ones.
  date,     ///< "YYYY-MM-DD", whatever the sheet's date system or style; a time of day is dropped.
  boolean,  ///< "TRUE" or "FALSE".
  formula,  ///< The value the file remembers; formulas are never computed here.
  error,    ///< "#N/A", "#REF!", …
  empty,
};

/// One cell; `text` is valid UTF-8, otherwise as the file has it (not trimmed, controls kept).
struct Cell {
  std::string_view text;
  CellKind kind = CellKind::empty;

  bool operator==(const Cell&) const = default;
};

/// One row; `cells` start at the first column and live until the reader's next call.
struct RowView {
  std::int64_t number = 0;  ///< 1-based, as spreadsheet programs show it; for CSV the record.
  std::span<const Cell> cells;
};

/// One sheet of a workbook; a CSV file is one visible sheet without a name.
struct SheetInfo {
  std::string name;
  bool hidden = false;

  bool operator==(const SheetInfo&) const = default;
};

/// What a file may ask for before it is refused.
/// Source: reliability handbook 2.3; rows, columns and cell length are Excel's own.
struct Limits {
  std::int64_t workbook_bytes_max = std::int64_t{20} << 20U;
  std::int64_t inflated_bytes_max = std::int64_t{200} << 20U;
  std::int64_t inflate_ratio_max = 100;
  std::int64_t entries_max = 2000;
  std::int64_t shared_strings_bytes_max = std::int64_t{64} << 20U;
  std::int64_t rows_max = 1'048'576;  ///< Of a workbook's sheet; a CSV file may be longer.
  std::int64_t columns_max = 16'384;
  std::int64_t cell_characters_max = 32'767;
  std::int64_t row_bytes_max = std::int64_t{4} << 20U;
  std::int64_t cells_max = std::int64_t{500} << 20U;  ///< Of a workbook, gaps counted.
};

/// Reads a table from front to back in constant memory.
///
/// Errors of any call are final and name the place in `field`: "rows[12]", "rows[12].cells[3]",
/// in workbooks "sheets[名单].rows[12]", counted from 1 as people see them.
class TableReader {
 public:
  TableReader() = default;
  TableReader(const TableReader&) = delete;
  TableReader& operator=(const TableReader&) = delete;
  virtual ~TableReader() = default;

  /// Moves to the first or following sheet, in workbook order; none after the last. Rows of the
  /// sheet before that were not read are passed over.
  virtual core::Result<std::optional<SheetInfo>> next_sheet() = 0;

  /// Gives the sheet's next row that has cells; false after the last one. Blank rows are passed
  /// over, but counted. Rows may differ in length.
  virtual core::Result<bool> next_row(RowView& row) = 0;

  /// Progress: how much of `bytes_total` has been read. Only the ratio means something.
  [[nodiscard]] virtual std::int64_t bytes_done() const = 0;
  [[nodiscard]] virtual std::int64_t bytes_total() const = 0;
};

/// Opens a CSV file or an XLSX workbook, told apart by content, never by name.
///
/// CSV: UTF-8 (with or without BOM), UTF-16 with BOM, GB18030; comma, tab or semicolon.
/// Errors: not_found "table.not_found"; invalid "table.empty", "table.not_a_spreadsheet",
/// "table.old_excel", "table.encrypted", "table.damaged", "table.encoding", "table.quote_open",
/// "table.doctype", "table.unsafe_name"; too_large "table.too_big", "table.bomb",
/// "table.too_many_entries", "table.nested_archive", "table.too_many_rows",
/// "table.too_many_columns", "table.too_many_cells", "table.shared_strings", "table.row_too_long",
/// "table.cell_too_long". `detail` says what was found and what to do.
core::Result<std::unique_ptr<TableReader>> open_table(const std::string& path,
                                                      const Limits& limits = {});

}  // namespace caregrid::tabular
