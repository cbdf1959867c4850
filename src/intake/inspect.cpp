#include "intake/inspect.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "intake/cell_text.h"
#include "intake/recognise.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {
namespace {

core::Result<std::vector<HeadRow>> read_head(tabular::TableReader& reader) {
  std::vector<HeadRow> head;
  tabular::RowView row;
  while (head.size() < head_rows_max) {
    const auto has_row = reader.next_row(row);
    if (!has_row) {
      return has_row.error();
    }
    if (!*has_row) {
      break;
    }
    HeadRow copy{row.number, {}};
    for (const tabular::Cell& cell : row.cells) {
      copy.cells.emplace_back(trimmed(cell.text));
    }
    head.push_back(std::move(copy));
  }
  return head;
}

std::string place_of(std::string_view sheet) {
  return sheet.empty() ? std::string() : "sheets[" + std::string(sheet) + "]";
}

/// "姓名 (name)": what people write, and what the program calls it.
std::string in_words(const Kind& kind, std::string_view field) {
  const auto found = std::ranges::find(kind.fields, field, &Field::name);
  if (found == kind.fields.end() || found->synonyms.empty()) {
    return std::string(field);
  }
  return std::string(found->synonyms.front()) + " (" + std::string(field) + ")";
}

core::Error missing_columns(const SheetMapping& mapping, const Kind& kind,
                            std::span<const std::string> fields) {
  std::string detail;
  for (const std::string& field : fields) {
    detail += (detail.empty() ? "" : ", ") + in_words(kind, field);
  }
  detail += "; row " + std::to_string(mapping.header_row) + ": ";
  bool is_first = true;
  for (const ColumnMapping& column : mapping.columns) {
    detail += (is_first ? "" : " | ") + column.header;
    is_first = false;
  }
  return core::invalid(place_of(mapping.sheet), "import.missing_columns", detail);
}

core::Error no_known_sheet(const Inspection& inspection) {
  std::string detail;
  for (const SheetMapping& mapping : inspection.sheets) {
    detail += detail.empty() ? "" : "; ";
    detail += mapping.sheet.empty() ? "" : mapping.sheet + ": ";
    for (const ColumnMapping& column : mapping.columns) {
      detail += column.column == 0 ? "" : " | ";
      detail += column.header;
    }
  }
  constexpr std::size_t detail_max = 600;
  if (detail.size() > detail_max) {
    detail = detail.substr(0, detail.find(" | ", detail_max)) + " …";
  }
  return core::invalid("", "import.no_known_sheet", detail);
}

core::Error mapping_error(const SheetMapping& mapping, std::string reason, std::string detail) {
  return core::invalid(place_of(mapping.sheet), std::move(reason), std::move(detail));
}

}  // namespace

core::Result<Inspection> inspect_file(const std::string& path, const Catalogue& catalogue) {
  auto reader = tabular::open_table(path);
  if (!reader) {
    return reader.error();
  }
  Inspection inspection;
  std::optional<core::Error> lacking;
  while (true) {
    const auto sheet = (*reader)->next_sheet();
    if (!sheet) {
      return sheet.error();
    }
    if (!*sheet) {
      break;
    }
    const auto head = read_head(**reader);
    if (!head) {
      return head.error();
    }
    Recognition seen = recognise((*sheet)->name, *head, catalogue.kinds());
    if ((*sheet)->hidden && seen.mapping.kind) {
      seen.warnings = {{(*sheet)->name, 0, {}, {}, "sheet.hidden", {}, {}}};
      seen.mapping.kind.reset();
      seen.missing_fields.clear();
    }
    if (!seen.missing_fields.empty() && !lacking) {
      lacking =
          missing_columns(seen.mapping, *catalogue.find(*seen.mapping.kind), seen.missing_fields);
    }
    std::ranges::move(seen.warnings, std::back_inserter(inspection.warnings));
    inspection.sheets.push_back(std::move(seen.mapping));
  }
  inspection.problem = std::move(lacking);
  if (std::ranges::none_of(inspection.sheets,
                           [](const auto& sheet) { return sheet.kind.has_value(); })) {
    inspection.problem = no_known_sheet(inspection);
  }
  return inspection;
}

core::Result<void> check_mapping(const SheetMapping& mapping, const Catalogue& catalogue) {
  if (!mapping.kind) {
    return {};
  }
  const Kind* kind = catalogue.find(*mapping.kind);
  if (kind == nullptr) {
    return mapping_error(mapping, "mapping.unknown_kind", *mapping.kind);
  }
  constexpr std::size_t sender_bytes_max = 200;
  if (mapping.sender && mapping.sender->size() > sender_bytes_max) {
    return mapping_error(mapping, "text.too_long", std::to_string(sender_bytes_max));
  }
  constexpr int columns_max = 16'384;
  std::vector<std::string> used;
  for (const ColumnMapping& column : mapping.columns) {
    if (column.column < 0 || column.column >= columns_max) {
      return mapping_error(mapping, "mapping.column_range", std::to_string(column.column));
    }
    if (!column.field) {
      continue;
    }
    if (std::ranges::find(kind->fields, *column.field, &Field::name) == kind->fields.end()) {
      return mapping_error(mapping, "mapping.unknown_field", *column.field);
    }
    if (std::ranges::find(used, *column.field) != used.end()) {
      return mapping_error(mapping, "mapping.field_twice", in_words(*kind, *column.field));
    }
    used.push_back(*column.field);
  }
  std::vector<std::string> missing;
  for (const Field& field : kind->fields) {
    if (field.required && std::ranges::find(used, field.name) == used.end()) {
      missing.emplace_back(field.name);
    }
  }
  if (!missing.empty()) {
    return missing_columns(mapping, *kind, missing);
  }
  return {};
}

}  // namespace caregrid::intake
