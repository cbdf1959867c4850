// Shows what is taken off a cell's text and which cells cannot be used. Each row is a cell and what
// must come of it.
#include "intake/cell_text.h"

#include <doctest/doctest.h>

#include <array>
#include <string_view>

namespace caregrid::intake {
namespace {

TEST_CASE("spaces of every script and the apostrophe of text cells go, the rest stays") {
  struct Row {
    std::string_view text;
    std::string_view trimmed;
  };
  constexpr std::array rows{
      Row{"  王芳\t", "王芳"},
      Row{"\u3000王 芳\u00A0", "王 芳"},
      Row{"\uFEFF\u200B620524\r\n", "620524"},
      Row{"'990524200901011234", "990524200901011234"},
      Row{" '=1+1", "=1+1"},
      Row{"'", "'"},
      Row{"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
      Row{"   ", ""},
      Row{"", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(trimmed(row.text) == row.trimmed);
  }
}

TEST_CASE("cells that cannot be used say why") {
  using tabular::CellKind;
  struct Row {
    tabular::Cell cell;
    std::string_view fault;
  };
  constexpr std::array rows{
      Row{{"王芳", CellKind::text}, ""},
      Row{{"two\nlines\tand a tab", CellKind::text}, ""},
      Row{{"=SUM(A1:A3)", CellKind::text}, ""},
      Row{{"", CellKind::empty}, ""},
      Row{{"bell\x07", CellKind::text}, "cell.control_character"},
      Row{{"\x7F", CellKind::text}, "cell.control_character"},
      Row{{"c1 \u0085", CellKind::text}, "cell.control_character"},
      Row{{"no-break\u00A0space", CellKind::text}, ""},
      Row{{"王\uFFFD", CellKind::text}, "cell.bad_character"},
      Row{{"full\uFF11", CellKind::text}, ""},
      Row{{"#REF!", CellKind::error}, "cell.error_value"},
      Row{{"#REF!", CellKind::text}, ""},
      Row{{"", CellKind::formula}, "cell.formula_without_value"},
      Row{{"42", CellKind::formula}, ""},
      Row{{"a\x01", CellKind::formula}, "cell.control_character"},
      Row{{"123456789012345", CellKind::number}, ""},
      Row{{"990524200901011200", CellKind::number}, "cell.digits_lost"},
      Row{{"34.573140000000001", CellKind::number}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.cell.text);
    CHECK(fault_of(row.cell) == row.fault);
  }
}

}  // namespace
}  // namespace caregrid::intake
