#include "intake/row_batch.h"

#include <optional>

#include "core/bytes.h"
#include "intake/cell_text.h"

namespace caregrid::intake {

void RowBatch::clear() {
  text_.clear();
  cells_.clear();
  rows_.clear();
  faults_.clear();
  values_.clear();
  extras_.clear();
  records_.clear();
  row_of_record_.clear();
}

void RowBatch::add(const SheetPlan& plan, const tabular::RowView& row) {
  RowSpot spot{row.number, cells_.size(), row.cells.size(), false};
  for (std::size_t column = 0; column < row.cells.size(); ++column) {
    const tabular::Cell& cell = row.cells[column];
    cells_.push_back({static_cast<std::uint32_t>(text_.size()),
                      static_cast<std::uint32_t>(cell.text.size()), cell.kind});
    text_ += cell.text;
    if (column >= plan.field_of.size() || !plan.field_of[column]) {
      continue;
    }
    if (const std::string_view reason = fault_of(cell); !reason.empty()) {
      faults_.push_back({rows_.size(), *plan.field_of[column], reason});
      spot.is_faulty = true;
    }
  }
  rows_.push_back(spot);
}

tabular::Cell RowBatch::cell(std::size_t row, std::size_t column) const {
  if (column >= rows_[row].cells) {
    return {};
  }
  const CellSpot& spot = cells_[rows_[row].first_cell + column];
  return {std::string_view(text_).substr(spot.offset, spot.bytes), spot.kind};
}

void RowBatch::add_values(const SheetPlan& plan, std::size_t row) {
  for (const std::optional<std::size_t>& column : plan.column_of) {
    const tabular::Cell from = column ? cell(row, *column) : tabular::Cell{};
    values_.push_back({trimmed(from.text), kind_of(from.kind)});
  }
  for (const std::size_t column : plan.extra_columns) {
    if (const std::string_view text = trimmed(cell(row, column).text); !text.empty()) {
      extras_.push_back({plan.headers[column], text});
    }
  }
}

void RowBatch::finish(const SheetPlan& plan) {
  // Until both lists have stopped growing, a span only holds how many extras there are so far.
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    if (!rows_[row].is_faulty) {
      add_values(plan, row);
      records_.push_back({rows_[row].number, {}, std::span(extras_.data(), extras_.size())});
      row_of_record_.push_back(row);
    }
  }
  const std::size_t fields = plan.column_of.size();
  std::size_t extras_before = 0;
  for (std::size_t record = 0; record < records_.size(); ++record) {
    const std::size_t extras_end = records_[record].extras.size();
    records_[record].values = std::span(values_).subspan(record * fields, fields);
    records_[record].extras = std::span(extras_).subspan(extras_before, extras_end - extras_before);
    extras_before = extras_end;
  }
}

core::Digest RowBatch::content_hash() const {
  core::Sha256 hash;
  for (const RowSpot& row : rows_) {
    hash.add(std::as_bytes(std::span(&row.number, 1)));
  }
  for (const CellSpot& cell : cells_) {
    hash.add(std::as_bytes(std::span(&cell.bytes, 1)));
  }
  hash.add(text_);
  return hash.finish();
}

}  // namespace caregrid::intake
