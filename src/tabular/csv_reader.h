#pragma once

#include <memory>
#include <vector>

#include "tabular/delimiter.h"
#include "tabular/encoding.h"
#include "tabular/table_reader.h"

namespace caregrid::tabular {

/// Reads RFC 4180 and what people make of it: any line end, quotes in the middle of a cell, rows
/// of unequal length, a last line without an end.
///
/// Cost: one pass over a fixed buffer that grows only for a row that does not fit, up to
/// `Limits::row_bytes_max`; cells point into it.
class CsvReader final : public TableReader {
 public:
  /// Reads the first stretch to find the delimiter. Errors: as of `open_table`.
  static core::Result<std::unique_ptr<CsvReader>> open(std::unique_ptr<TextSource> source,
                                                       const Limits& limits);

  CsvReader(std::unique_ptr<TextSource> source, const Limits& limits);

  core::Result<std::optional<SheetInfo>> next_sheet() override;
  core::Result<bool> next_row(RowView& row) override;
  [[nodiscard]] std::int64_t bytes_done() const override { return source_->bytes_done(); }
  [[nodiscard]] std::int64_t bytes_total() const override { return source_->bytes_total(); }

 private:
  /// A cell found in the buffer, before quotes are taken off.
  struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool quoted = false;
  };
  enum class Scan { row, more, quote_open, too_many_columns };

  Scan scan_row();
  Scan scan_cell(std::size_t& position, Found& cell);
  Scan end_row(std::size_t position, std::size_t& next) const;
  std::size_t find_quoted_end(std::size_t position) const;
  core::Result<void> fill();
  core::Result<bool> read_row();
  core::Result<void> take_cells();
  std::string_view unquote(const Found& cell);
  [[nodiscard]] core::Error error_here(core::Error error) const;

  std::unique_ptr<TextSource> source_;
  Limits limits_;
  Dialect dialect_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< First byte of the next row.
  std::size_t end_ = 0;    ///< Past the last byte read.
  bool at_end_ = false;    ///< The source has no more.
  bool started_ = false;
  bool finished_ = false;
  std::int64_t row_ = 0;
  std::vector<Found> found_;
  std::vector<Cell> cells_;
  std::optional<core::Error> failed_;
};

}  // namespace caregrid::tabular
