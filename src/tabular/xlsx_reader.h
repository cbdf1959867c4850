#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tabular/table_reader.h"
#include "tabular/xlsx_sheet.h"

namespace caregrid::tabular {

/// Reads an XLSX workbook (ECMA-376, transitional and strict) sheet by sheet, row by row.
///
/// Formulas are never computed, links never followed, macros never looked at.
/// Cost: one pass; the shared strings and 64 KiB of markup stay in memory.
class XlsxReader final : public TableReader {
 public:
  /// Reads everything but the sheets. Errors: as of `open_table`.
  static core::Result<std::unique_ptr<XlsxReader>> open(const std::string& path,
                                                        const Limits& limits);

  XlsxReader(std::unique_ptr<ZipPackage> package, const Limits& limits);

  core::Result<std::optional<SheetInfo>> next_sheet() override;
  core::Result<bool> next_row(RowView& row) override;
  [[nodiscard]] std::int64_t bytes_done() const override { return bytes_before_ + sheet_done_; }
  [[nodiscard]] std::int64_t bytes_total() const override { return bytes_total_; }

 private:
  /// One sheet being read.
  struct OpenSheet {
    std::unique_ptr<ZipEntry> entry;
    std::unique_ptr<SheetHandler> handler;
    std::unique_ptr<XmlParser> parser;
    std::size_t next_row = 0;  ///< Index into the handler's rows.
    bool at_end = false;
  };

  core::Result<void> load();
  core::Result<void> open_sheet();
  core::Result<void> read_piece();
  core::Error fail(core::Error error);

  std::unique_ptr<ZipPackage> package_;
  Limits limits_;
  Workbook workbook_;
  SharedStrings strings_;
  std::size_t sheets_opened_ = 0;
  OpenSheet sheet_;
  std::vector<char> piece_;
  std::vector<Cell> cells_;
  std::int64_t bytes_before_ = 0;  ///< Of the sheets that are done with.
  std::int64_t sheet_done_ = 0;
  std::int64_t bytes_total_ = 0;
  std::optional<core::Error> failed_;
};

}  // namespace caregrid::tabular
