#include "intake/reject_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "intake/header.h"

namespace caregrid::intake {
namespace {

/// The workbook writer keeps notes in memory until the end; the reasons stand in words in every
/// row.
constexpr std::size_t notes_max = 20'000;

std::string_view reason_header(core::Language language) {
  return language == core::Language::zh ? "未导入原因" : "Reason not imported";
}

std::string_view header_in_words(const SheetPlan& plan, std::size_t field) {
  const auto column = plan.column_of[field];
  return column ? std::string_view(plan.headers[*column]) : std::string_view();
}

}  // namespace

RejectFile::RejectFile(std::string path, core::Language language)
    : path_(std::move(path)), language_(language), notes_left_(notes_max) {}

std::string RejectFile::sentence(const RejectReason& reason) const {
  const std::array values{core::MessageValue{"detail", reason.detail}};
  std::string text = core::message(language_, reason.reason, values);
  if (!reason.detail.empty() && text.find(reason.detail) == std::string::npos) {
    text += language_ == core::Language::zh ? "（" : " (";
    text += reason.detail;
    text += language_ == core::Language::zh ? "）" : ")";
  }
  return text;
}

core::Result<void> RejectFile::begin(const SheetPlan& plan) {
  if (!writer_) {
    auto writer = tabular::create_xlsx(path_);
    if (!writer) {
      return writer.error();
    }
    writer_ = std::move(*writer);
  }
  std::vector<std::string_view> headers;
  columns_.clear();
  for (std::size_t column = 0; column < plan.headers.size(); ++column) {
    if (!is_reason_header(plan.headers[column])) {
      columns_.push_back(column);
      headers.push_back(plan.headers[column]);
    }
  }
  headers.push_back(reason_header(language_));
  std::vector<int> widths(headers.size(), 14);
  widths.back() = 60;
  sheet_ = plan.sheet;
  const std::string name = plan.sheet.empty() ? "Sheet1" : plan.sheet;
  return writer_->begin_sheet({name, headers, widths});
}

void RejectFile::add_cells(const SheetPlan& plan, const RowBatch& batch, std::size_t row) {
  cells_.clear();
  const auto add_cell = [&](std::size_t column) {
    const tabular::Cell cell = batch.cell(row, column);
    cells_.push_back({cell.text, cell.kind});
  };
  for (const std::size_t column : columns_) {
    add_cell(column);
  }
  cells_.emplace_back();  // Where the reasons go.
  for (std::size_t column = plan.headers.size(); column < batch.cell_count(row); ++column) {
    add_cell(column);
  }
}

void RejectFile::mark_cells(const SheetPlan& plan, std::span<const RejectReason> reasons) {
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    const auto column = plan.column_of[reasons[i].field];
    const auto place = column ? std::ranges::find(columns_, *column) : columns_.end();
    if (place == columns_.end()) {
      continue;
    }
    tabular::OutCell& cell = cells_[static_cast<std::size_t>(place - columns_.begin())];
    cell.highlight = tabular::Highlight::error;
    if (notes_left_ > 0) {
      cell.note = sentences_[i];
      --notes_left_;
    }
  }
}

core::Result<void> RejectFile::add(const SheetPlan& plan, const RowBatch& batch, std::size_t row,
                                   std::span<const RejectReason> reasons) {
  if (sheet_ != plan.sheet) {
    if (auto done = begin(plan); !done) {
      return done;
    }
  }
  add_cells(plan, batch, row);
  sentences_.clear();
  std::string all;
  for (const RejectReason& reason : reasons) {
    sentences_.push_back(sentence(reason));
    if (!all.empty()) {
      all += '\n';
    }
    if (const auto header = header_in_words(plan, reason.field); !header.empty()) {
      all += header;
      all += language_ == core::Language::zh ? "：" : ": ";
    }
    all += sentences_.back();
  }
  mark_cells(plan, reasons);
  cells_[columns_.size()] = {all, tabular::CellKind::text};
  return writer_->add_row(cells_);
}

core::Result<void> RejectFile::finish() {
  return writer_ ? writer_->finish() : core::Result<void>();
}

}  // namespace caregrid::intake
