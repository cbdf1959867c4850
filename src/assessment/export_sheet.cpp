#include "assessment/export_sheet.h"

namespace caregrid::assessment {

using tabular::CellKind;

core::Result<Sheet> Sheet::begin(const ExportFile& file, std::string_view name,
                                 std::span<const std::string_view> header) {
  tabular::CsvFormat csv;
  csv.encoding = file.is_gb18030 ? tabular::Encoding::gb18030 : tabular::Encoding::utf8;
  auto writer = file.format == TableFormat::csv ? tabular::create_csv(file.path, csv)
                                                : tabular::create_xlsx(file.path);
  if (!writer) {
    return writer.error();
  }
  if (auto begun = (*writer)->begin_sheet({name, header}); !begun) {
    return begun.error();
  }
  return Sheet(std::move(*writer), file);
}

Sheet& Sheet::text(std::string value) { return add(std::move(value), CellKind::text); }

Sheet& Sheet::number(std::int64_t value) { return add(std::to_string(value), CellKind::number); }

Sheet& Sheet::date(const std::optional<core::Date>& value) {
  return add(value ? core::to_iso(*value) : std::string(), CellKind::date);
}

Sheet& Sheet::add(std::string value, CellKind kind) {
  texts_.push_back(std::move(value));
  kinds_.push_back(kind);
  return *this;
}

core::Result<void> Sheet::end_row() {
  std::vector<tabular::OutCell> cells;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    cells.push_back({texts_[i], texts_[i].empty() ? CellKind::text : kinds_[i]});
  }
  const auto done = writer_->add_row(cells);
  texts_.clear();  // Only now: the cells look into them.
  kinds_.clear();
  ++rows_;
  constexpr std::int64_t told_every = 1000;
  if (on_rows_ && rows_ % told_every == 0) {
    on_rows_(rows_);
  }
  return done;
}

core::Result<std::int64_t> Sheet::finish(const access::Call& call) {
  const std::string watermark = watermark_.empty() ? watermark_of(call, {}, {}) : watermark_;
  const tabular::OutCell mark{watermark};
  if (auto done = writer_->add_row({&mark, 1}); !done) {
    return done.error();
  }
  if (auto done = writer_->finish(); !done) {
    return done.error();
  }
  return rows_;
}

}  // namespace caregrid::assessment
