#include "intake/sheet_plan.h"

#include <algorithm>
#include <string_view>

#include "intake/cell_text.h"
#include "intake/header.h"

namespace caregrid::intake {
namespace {

using tabular::RowView;

/// How the last row of a file this program gave out begins; it names who took it, no child.
constexpr std::string_view export_mark = "CareGrid · ";

std::string_view text_at(const RowView& row, std::size_t column) {
  return column < row.cells.size() ? trimmed(row.cells[column].text) : std::string_view();
}

/// A formula that remembers no value still means that something should stand there.
bool is_filled(const RowView& row, std::size_t column) {
  return column < row.cells.size() && (row.cells[column].kind == tabular::CellKind::formula ||
                                       !trimmed(row.cells[column].text).empty());
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::ranges::any_of(
      parts, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// Cheap tests first: almost every row is a record.
bool is_total_or_note(std::string_view first, bool keeps_totals) {
  if (first.starts_with(export_mark)) {
    return true;
  }
  if (!keeps_totals && contains_any(first, {"计", "計", "数", "otal", "OTAL", "um", "UM"}) &&
      is_total_word(first)) {
    return true;
  }
  return contains_any(first, {":", "："}) && is_form_note(first);
}

bool is_header_again(const SheetPlan& plan, const RowView& row) {
  const std::size_t first = plan.mapped_columns.front();
  const std::string_view text = text_at(row, first);
  if (text.empty() || !plan.headers[first].ends_with(text)) {
    return false;
  }
  std::size_t same = 0;
  std::size_t filled = 0;
  for (const std::size_t column : plan.mapped_columns) {
    const std::string_view cell = text_at(row, column);
    filled += cell.empty() ? 0U : 1U;
    same += !cell.empty() && plan.headers[column].ends_with(cell) ? 1U : 0U;
  }
  return filled >= 2 && same == filled;
}

bool is_title_again(const SheetPlan& plan, const RowView& row) {
  if (plan.titles.empty()) {
    return false;
  }
  const auto is_full = [](const tabular::Cell& cell) { return !trimmed(cell.text).empty(); };
  const auto first = std::ranges::find_if(row.cells, is_full);
  return first != row.cells.end() &&
         std::find_if(first + 1, row.cells.end(), is_full) == row.cells.end() &&
         std::ranges::find(plan.titles, trimmed(first->text)) != plan.titles.end();
}

bool is_small_number(std::string_view text) {
  return !text.empty() && text.size() < 10 &&
         std::ranges::all_of(
             text, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; });
}

/// Numbers only, and nothing that a record must have: column sums without a word beside them.
bool is_sum(const SheetPlan& plan, const RowView& row) {
  const auto filled = [&](std::size_t column) { return is_filled(row, column); };
  if (plan.required_columns.empty() || std::ranges::any_of(plan.required_columns, filled)) {
    return false;
  }
  return std::ranges::all_of(plan.mapped_columns, [&](std::size_t column) {
    return !filled(column) || is_small_number(text_at(row, column));
  });
}

}  // namespace

SheetPlan make_plan(const SheetMapping& mapping, const Kind& kind) {
  SheetPlan plan;
  plan.sheet = mapping.sheet;
  plan.header_row = mapping.header_row;
  plan.keeps_totals = kind.keeps_totals;
  plan.column_of.resize(kind.fields.size());
  std::size_t columns = 0;
  for (const ColumnMapping& column : mapping.columns) {
    columns = std::max(columns, static_cast<std::size_t>(column.column) + 1);
  }
  plan.headers.resize(columns);
  plan.field_of.resize(columns);
  for (const ColumnMapping& mapped : mapping.columns) {
    const auto column = static_cast<std::size_t>(mapped.column);
    plan.headers[column] = mapped.header;
    if (!mapped.field) {
      if (kind.keeps_extras && !mapped.header.empty() && !is_reason_header(mapped.header)) {
        plan.extra_columns.push_back(column);
      }
      continue;
    }
    const auto found = std::ranges::find(kind.fields, *mapped.field, &Field::name);
    const auto field = static_cast<std::size_t>(found - kind.fields.begin());
    plan.field_of[column] = field;
    plan.column_of[field] = column;
    plan.mapped_columns.push_back(column);
    if (found->required) {
      plan.required_columns.push_back(column);
    }
  }
  return plan;
}

void add_title(SheetPlan& plan, const RowView& row) {
  constexpr std::size_t titles_max = 10;
  for (const tabular::Cell& cell : row.cells) {
    if (const auto text = trimmed(cell.text); !text.empty() && plan.titles.size() < titles_max) {
      plan.titles.emplace_back(text);
    }
  }
}

bool is_passed_over(const SheetPlan& plan, const RowView& row) {
  const auto filled = [&](std::size_t column) { return is_filled(row, column); };
  if (std::ranges::none_of(plan.mapped_columns, filled)) {
    return true;
  }
  const auto first = std::ranges::find_if(
      row.cells, [](const tabular::Cell& cell) { return !trimmed(cell.text).empty(); });
  if (first != row.cells.end() && is_total_or_note(trimmed(first->text), plan.keeps_totals)) {
    return true;
  }
  return is_header_again(plan, row) || is_title_again(plan, row) ||
         (!plan.keeps_totals && is_sum(plan, row));
}

}  // namespace caregrid::intake
