#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "intake/sheet_plan.h"
#include "intake/target.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {

/// A fault of one cell, found before a target sees the row.
struct CellFault {
  std::size_t row = 0;  ///< Index into the batch.
  std::size_t field = 0;
  std::string_view reason;  ///< A literal.
};

/// Rows copied out of a reader, with every cell as it was, and the records made of them.
///
/// Filled and cleared again and again; once it has grown to the size of a batch it allocates no
/// more. Views it gives live until `clear`.
class RowBatch final {
 public:
  void clear();
  void add(const SheetPlan& plan, const tabular::RowView& row);
  /// Makes the records; call once when the last row is in.
  void finish(const SheetPlan& plan);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }
  [[nodiscard]] std::int64_t number(std::size_t row) const { return rows_[row].number; }
  [[nodiscard]] std::size_t cell_count(std::size_t row) const { return rows_[row].cells; }
  /// A cell as the sheet had it.
  [[nodiscard]] tabular::Cell cell(std::size_t row, std::size_t column) const;

  /// Records of the rows without a fault, in order, and the row each came from.
  [[nodiscard]] std::span<const Record> records() const { return records_; }
  [[nodiscard]] std::size_t row_of_record(std::size_t record) const {
    return row_of_record_[record];
  }
  [[nodiscard]] std::span<const CellFault> faults() const { return faults_; }
  /// Hash of every row number and cell, to name the batch's content.
  [[nodiscard]] core::Digest content_hash() const;

 private:
  struct CellSpot {
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0;
    tabular::CellKind kind = tabular::CellKind::empty;
  };
  struct RowSpot {
    std::int64_t number = 0;
    std::size_t first_cell = 0;
    std::size_t cells = 0;
    bool is_faulty = false;
  };

  void add_values(const SheetPlan& plan, std::size_t row);

  std::string text_;
  std::vector<CellSpot> cells_;
  std::vector<RowSpot> rows_;
  std::vector<CellFault> faults_;
  std::vector<Value> values_;
  std::vector<Extra> extras_;
  std::vector<Record> records_;
  std::vector<std::size_t> row_of_record_;
};

}  // namespace caregrid::intake
