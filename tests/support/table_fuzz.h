#pragma once

#include <cstdint>

#include "core/check.h"
#include "support/memory_path.h"
#include "tabular/table_reader.h"
#include "tabular/utf8.h"

namespace caregrid::support {

/// Small limits, so that a fuzzer reaches them.
inline tabular::Limits small_limits() {
  tabular::Limits limits;
  limits.inflated_bytes_max = std::int64_t{4} << 20U;
  limits.shared_strings_bytes_max = 4096;
  limits.columns_max = 200;
  limits.cell_characters_max = 300;
  limits.row_bytes_max = 2000;
  limits.cells_max = 100'000;
  return limits;
}

/// Reads all of a table, holding the reader to what its header promises.
inline void read_whole_table(std::string_view bytes) {
  const MemoryPath file(bytes);
  const tabular::Limits limits = small_limits();
  const auto reader = tabular::open_table(file.path(), limits);
  if (!reader) {
    const std::string& reason = reader.error().reason;
    core::check(reason.starts_with("table.") || reason.starts_with("oneroster."));
    return;
  }
  for (auto sheet = (*reader)->next_sheet(); sheet && sheet->has_value();
       sheet = (*reader)->next_sheet()) {
    std::int64_t before = 0;
    tabular::RowView row;
    auto found = (*reader)->next_row(row);
    for (; found && *found; found = (*reader)->next_row(row)) {
      core::check(row.number > before && !row.cells.empty());
      core::check(std::ssize(row.cells) <= limits.columns_max);
      before = row.number;
      for (const tabular::Cell& cell : row.cells) {
        core::check(tabular::scan_utf8(cell.text).valid_bytes == cell.text.size());
        core::check((cell.kind == tabular::CellKind::empty) == cell.text.empty());
      }
    }
    if (!found) {
      core::check(found.error().reason.starts_with("table.") && !found.error().field.empty());
      core::check(!(*reader)->next_row(row));
    }
  }
}

}  // namespace caregrid::support
