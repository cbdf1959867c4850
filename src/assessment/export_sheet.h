#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "assessment/exports.h"
#include "core/date.h"
#include "core/result.h"
#include "tabular/table_writer.h"

namespace caregrid::assessment {

/// A column's heading in both languages.
struct Heading {
  std::string_view zh;
  std::string_view en;

  [[nodiscard]] std::string_view in(core::Language language) const {
    return language == core::Language::zh ? zh : en;
  }
};

/// One sheet being written: cell after cell, row after row, in constant memory.
class Sheet final {
 public:
  /// Errors: those of `tabular::create_csv` and `create_xlsx`.
  static core::Result<Sheet> begin(const ExportFile& file, std::string_view name,
                                   std::span<const std::string_view> header);

  Sheet& text(std::string value);
  Sheet& text(const std::optional<std::string>& value) {
    return text(value.value_or(std::string()));
  }
  Sheet& number(std::int64_t value);
  Sheet& date(const std::optional<core::Date>& value);

  /// Writes the row of the cells given since the last; tells how far the file is.
  core::Result<void> end_row();
  /// Writes who took the file as its last row, and puts it in its place; how many rows.
  core::Result<std::int64_t> finish(const access::Call& call);

 private:
  Sheet(std::unique_ptr<tabular::TableWriter> writer, const ExportFile& file)
      : writer_(std::move(writer)), watermark_(file.watermark), on_rows_(file.on_rows) {}
  Sheet& add(std::string value, tabular::CellKind kind);

  std::unique_ptr<tabular::TableWriter> writer_;
  std::vector<std::string> texts_;
  std::vector<tabular::CellKind> kinds_;
  std::string watermark_;
  std::function<void(std::int64_t)> on_rows_;
  std::int64_t rows_ = 0;
};

}  // namespace caregrid::assessment
