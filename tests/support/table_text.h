#pragma once

#include <string>

#include "tabular/table_reader.h"

namespace caregrid::support {

/// One letter a kind, in the order of `CellKind`.
inline char letter_of(tabular::CellKind kind) {
  constexpr std::string_view letters = "tndbfe-";
  return letters[static_cast<std::size_t>(kind)];
}

/// All a reader gives, as one text: "[名单]\n1: t:姓名 | n:7\n", or how it failed at the end.
inline std::string table_text(tabular::TableReader& reader) {
  std::string text;
  const auto failed = [&](const core::Error& error) {
    return text + "! " + error.reason + " @" + error.field;
  };
  while (true) {
    const auto sheet = reader.next_sheet();
    if (!sheet) {
      return failed(sheet.error());
    }
    if (!sheet.value()) {
      return text;
    }
    text += "[" + sheet.value()->name + (sheet.value()->hidden ? ", hidden]\n" : "]\n");
    tabular::RowView row;
    while (true) {
      const auto found = reader.next_row(row);
      if (!found) {
        return failed(found.error());
      }
      if (!*found) {
        break;
      }
      text += std::to_string(row.number) + ":";
      for (const tabular::Cell& cell : row.cells) {
        text += (&cell == row.cells.data() ? " " : " | ");
        text += cell.kind == tabular::CellKind::empty
                    ? "-"
                    : std::string(1, letter_of(cell.kind)) + ":" + std::string(cell.text);
      }
      text += "\n";
    }
  }
}

/// The same for a file, opened first.
inline std::string table_text(const std::string& path, const tabular::Limits& limits = {}) {
  const auto reader = tabular::open_table(path, limits);
  return reader ? table_text(*reader.value())
                : "! " + reader.error().reason + " @" + reader.error().field;
}

}  // namespace caregrid::support
