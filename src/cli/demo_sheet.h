#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/result.h"
#include "tabular/table_writer.h"

namespace caregrid::cli {

/// One row being put together; it owns its texts.
class DemoRow final {
 public:
  DemoRow& text(std::string_view value) { return add(value, tabular::CellKind::text); }
  DemoRow& number(std::int64_t value) {
    return add(std::to_string(value), tabular::CellKind::number);
  }
  DemoRow& number(double value);  ///< With five decimals.
  DemoRow& date(core::Date value) { return add(core::to_iso(value), tabular::CellKind::date); }
  void clear() { size_ = 0; }

  [[nodiscard]] std::span<const tabular::OutCell> cells();

 private:
  DemoRow& add(std::string_view value, tabular::CellKind kind);

  /// Rows are many and alike: the strings keep their memory from row to row.
  std::vector<std::string> texts_;
  std::vector<tabular::CellKind> kinds_;
  std::vector<tabular::OutCell> cells_;
  std::size_t size_ = 0;
};

/// The sheets of one file, with the truth about each row written beside them.
///
/// After a failure every further call does nothing; `finish` tells.
class DemoSheet final {
 public:
  /// `truth` may be null for files that do not speak of children.
  DemoSheet(core::Result<std::unique_ptr<tabular::TableWriter>> writer, std::string file,
            tabular::TableWriter* truth);

  /// Starts a sheet; the name counts for workbooks only.
  void begin(std::string_view name, std::span<const int> widths = {});
  /// A row that speaks of no child: a title, a village, a total.
  void add(DemoRow& row);
  void add_header(std::span<const std::string_view> names);
  /// A row about a child, counted from 0.
  void add(DemoRow& row, std::int64_t child);
  /// Puts the file in its place, or says what went wrong on the way.
  core::Result<void> finish();

  [[nodiscard]] std::int64_t rows() const { return rows_; }

 private:
  core::Result<std::unique_ptr<tabular::TableWriter>> writer_;
  core::Result<void> state_;
  std::string file_;
  std::string label_;  ///< "file#sheet", or the file alone.
  tabular::TableWriter* truth_;
  std::int64_t sheet_row_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace caregrid::cli
