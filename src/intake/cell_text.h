#pragma once

#include <string_view>

#include "intake/target.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {

/// The text without spaces of any script at either end, and without the apostrophe some programs
/// put before numbers and formulas to make them text.
std::string_view trimmed(std::string_view text);

/// What a target is told about where a value came from.
CellKind kind_of(tabular::CellKind kind);

/// Why a cell cannot be used: "cell.error_value" (#REF!), "cell.formula_without_value",
/// "cell.digits_lost" (a number of more than 15 digits), "cell.control_character",
/// "cell.bad_character" (U+FFFD); empty when nothing is wrong. Tabs and line ends inside are fine.
std::string_view fault_of(const tabular::Cell& cell);

}  // namespace caregrid::intake
