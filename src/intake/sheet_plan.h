#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "intake/catalogue.h"
#include "intake/mapping.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {

/// A mapping made ready for reading rows: columns and fields by number.
struct SheetPlan {
  std::string sheet;
  std::int64_t header_row = 0;
  std::vector<std::string> headers;                   ///< Per column.
  std::vector<std::optional<std::size_t>> field_of;   ///< Per column.
  std::vector<std::optional<std::size_t>> column_of;  ///< Per field.
  std::vector<std::size_t> mapped_columns;            ///< Columns with a field.
  std::vector<std::size_t> required_columns;          ///< Columns of required fields.
  std::vector<std::size_t> extra_columns;             ///< To be kept as extras.
  bool keeps_totals = false;                          ///< Rows of totals are records.
  std::vector<std::string> titles;  ///< Texts above the header that may come again on each page.
};

/// `mapping` has passed `check_mapping` and has a kind.
SheetPlan make_plan(const SheetMapping& mapping, const Kind& kind);

/// Notes a row above the header.
void add_title(SheetPlan& plan, const tabular::RowView& row);

/// Whether a row below the header holds no record: nothing in any mapped column, a sum, the header
/// or a title again, or a line about the form ("填表人：").
bool is_passed_over(const SheetPlan& plan, const tabular::RowView& row);

}  // namespace caregrid::intake
