#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/describe.h"

namespace caregrid::intake {

/// What a list is a list of, for those that are held against each other.
enum class ListRole : std::uint8_t { other, hukou, student_register, present, ex_poor };

/// What one column of a sheet means.
struct ColumnMapping {
  int column = 0;      ///< From 0.
  std::string header;  ///< As the sheet has it; two-line headers joined by a line end.
  std::optional<std::string> field;  ///< `Field::name`; none when the column belongs to no field.
  std::vector<std::string> samples;  ///< Up to three values, to recognise the column by.

  bool operator==(const ColumnMapping&) const = default;
};

/// What one sheet means: recognised by the program, corrected by people.
struct SheetMapping {
  std::string sheet;                ///< Empty for CSV.
  std::optional<std::string> kind;  ///< `Target::kind()`; none: leave this sheet out.
  std::int64_t header_row = 0;      ///< Last row of the header, 1-based; data follows. 0: none.
  std::vector<ColumnMapping> columns;
  std::optional<std::string> format = {};  ///< A format known by its whole header.
  std::optional<std::string> saved = {};   ///< Name of the saved mapping that was used.
  std::optional<std::string> sender = {};  ///< Which school, office or organisation sent it.
  std::optional<ListRole> role = {};

  bool operator==(const SheetMapping&) const = default;
};

/// Something to tell about one cell, column, row or sheet; names the place as people see it.
struct Finding {
  std::string sheet;
  std::int64_t row = 0;  ///< 0: the sheet as a whole.
  std::string column;    ///< Header of the column.
  std::string field;     ///< `Field::name`.
  std::string reason;    ///< Translation key.
  std::string detail;
  std::string value;  ///< What stood there; personal, never logged.

  bool operator==(const Finding&) const = default;
};

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::ListRole> {
  using enum intake::ListRole;
  static constexpr std::string_view name = "ListRole";
  static constexpr std::array values = {ValueOf{other, "other"}, ValueOf{hukou, "hukou"},
                                        ValueOf{student_register, "student_register"},
                                        ValueOf{present, "present"}, ValueOf{ex_poor, "ex_poor"}};
};

template <>
struct caregrid::core::Describe<caregrid::intake::ColumnMapping> {
  using It = intake::ColumnMapping;
  static constexpr std::string_view name = "ColumnMapping";
  static constexpr auto fields =
      std::tuple{field("column", &It::column, "Counted from 0"), field("header", &It::header),
                 field("field", &It::field, "None when the column belongs to no field"),
                 field("samples", &It::samples, "Up to three values")};
};

template <>
struct caregrid::core::Describe<caregrid::intake::SheetMapping> {
  using It = intake::SheetMapping;
  static constexpr std::string_view name = "SheetMapping";
  static constexpr auto fields = std::tuple{
      field("sheet", &It::sheet, "Empty for CSV"),
      field("kind", &It::kind, "None leaves the sheet out"),
      field("header_row", &It::header_row, "Last row of the header, counted from 1"),
      field("columns", &It::columns),
      field("format", &It::format, "Known by its whole header: civil_form_2016, …"),
      field("saved", &It::saved, "Name of the saved mapping that was used"),
      field("sender", &It::sender, "Who sent the list; lists of one sender are compared"),
      field("role", &It::role, "What it is a list of")};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Finding> {
  using It = intake::Finding;
  static constexpr std::string_view name = "Finding";
  static constexpr auto fields = std::tuple{
      field("sheet", &It::sheet), field("row", &It::row),       field("column", &It::column),
      field("field", &It::field), field("reason", &It::reason), field("detail", &It::detail),
      field("value", &It::value)};
};
