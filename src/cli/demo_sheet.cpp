#include "cli/demo_sheet.h"

#include <array>
#include <charconv>
#include <utility>

namespace caregrid::cli {

DemoRow& DemoRow::add(std::string_view value, tabular::CellKind kind) {
  if (size_ == texts_.size()) {
    texts_.emplace_back();
    kinds_.emplace_back();
  }
  texts_[size_] = value;
  kinds_[size_] = kind;
  ++size_;
  return *this;
}

DemoRow& DemoRow::number(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 5);
  return add(std::string_view(text.data(), end.ptr), tabular::CellKind::number);
}

std::span<const tabular::OutCell> DemoRow::cells() {
  cells_.clear();
  for (std::size_t i = 0; i < size_; ++i) {
    cells_.push_back(tabular::OutCell{.text = texts_[i], .kind = kinds_[i]});
  }
  return cells_;
}

DemoSheet::DemoSheet(core::Result<std::unique_ptr<tabular::TableWriter>> writer, std::string file,
                     tabular::TableWriter* truth)
    : writer_(std::move(writer)), file_(std::move(file)), truth_(truth) {
  if (!writer_) {
    state_ = writer_.error();
  }
}

void DemoSheet::begin(std::string_view name, std::span<const int> widths) {
  if (state_) {
    state_ = (*writer_)->begin_sheet(
        tabular::SheetSpec{.name = name, .header = {}, .widths_characters = widths});
  }
  label_ = name.empty() ? file_ : file_ + "#" + std::string(name);
  sheet_row_ = 0;
}

void DemoSheet::add(DemoRow& row) {
  ++sheet_row_;
  ++rows_;
  if (state_) {
    state_ = (*writer_)->add_row(row.cells());
  }
}

void DemoSheet::add_header(std::span<const std::string_view> names) {
  DemoRow row;
  for (const std::string_view name : names) {
    row.text(name);
  }
  add(row);
}

void DemoSheet::add(DemoRow& row, std::int64_t child) {
  add(row);
  if (state_ && truth_ != nullptr) {
    const std::string row_text = std::to_string(sheet_row_);
    const std::string child_text = std::to_string(child);
    const std::array<tabular::OutCell, 3> cells = {
        {{.text = label_}, {.text = row_text}, {.text = child_text}}};
    state_ = truth_->add_row(cells);
  }
}

core::Result<void> DemoSheet::finish() { return state_ ? (*writer_)->finish() : state_; }

}  // namespace caregrid::cli
