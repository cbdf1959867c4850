// Shows how cells of a workbook come out: every cell type, dates by style, gaps, sheets in order.
// How: small archives written by hand, one feature each, read and compared as text.

#include "tabular/xlsx_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/scratch_folder.h"
#include "support/table_text.h"
#include "support/workbook_builder.h"

namespace caregrid::tabular {

namespace {

std::string read(const support::WorkbookParts& parts) {
  const support::ScratchFolder folder;
  return support::table_text(folder.write("table.bin", support::build_workbook(parts)));
}

std::string read_cells(const std::string& cells) {
  support::WorkbookParts parts;
  parts.sheet_data = "<row r=\"1\">" + cells + "</row>";
  parts.shared_strings =
      "<si><t>姓名</t></si><si><r><rPr/><t>张</t></r><r><t xml:space=\"preserve\"> 三</t></r>"
      "<rPh><t>ちょう</t></rPh></si><si><t/></si><si><t>a_x000D_b</t></si>";
  parts.styles =
      "<numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/>"
      "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"
      "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"176\"/><xf numFmtId=\"20\"/>"
      "<xf numFmtId=\"2\"/></cellXfs>";
  return read(parts);
}

}  // namespace

TEST_CASE("every type of cell") {
  struct Case {
    std::string cells;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"<c r=\"A1\" t=\"s\"><v>0</v></c>", "t:姓名"},
      {"<c r=\"A1\" t=\"s\"><v>1</v></c>", "t:张 三"},
      {"<c r=\"A1\" t=\"s\"><v>3</v></c>", "t:a\rb"},
      {"<c t=\"inlineStr\"><is><t>村</t></is></c>", "t:村"},
      {"<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c>", "t:ab"},
      {"<c t=\"str\"><f>A2&amp;\"x\"</f><v>yx</v></c>", "f:yx"},
      {"<c t=\"str\"><v>&lt;&#26446;&gt;</v></c>", "t:<李>"},
      {"<c><v>1.5</v></c>", "n:1.5"},
      {"<c t=\"n\"><v>3.0000000000000004</v></c>", "n:3.0000000000000004"},
      {"<c s=\"4\"><v>42630</v></c>", "n:42630"},
      {"<c><f>1+1</f><v>2</v></c>", "f:2"},
      {"<c s=\"1\"><v>42630</v></c>", "d:2016-09-17"},
      {"<c s=\"2\"><v>42630.75</v></c>", "d:2016-09-17"},
      {"<c s=\"3\"><v>0.5</v></c>", "t:12:00"},
      {"<c s=\"1\"><f>TODAY()</f><v>42630</v></c>", "f:2016-09-17"},
      {"<c s=\"1\"><v>-5</v></c>", "n:-5"},
      {"<c s=\"99\"><v>5</v></c>", "n:5"},
      {"<c s=\"1\" t=\"d\"><v>2016-09-17T10:00:00Z</v></c>", "d:2016-09-17"},
      {"<c t=\"b\"><v>1</v></c>", "b:TRUE"},
      {"<c t=\"b\"><v>0</v></c>", "b:FALSE"},
      {"<c t=\"e\"><v>#REF!</v></c>", "e:#REF!"},
      {"<c t=\"e\"><f>A0</f><v>#NAME?</v></c>", "e:#NAME?"},
      {"<c r=\"B1\"><v>2</v></c><c r=\"D1\"><v>4</v></c>", "- | n:2 | - | n:4"},
      {"<c><v>1</v></c><c/><c><v>3</v></c>", "n:1 | - | n:3"},
      {"<c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c>", "n:1 | - | n:3"},
      {"<c r=\"AA1\"><v>1</v></c><c><v>2</v></c>",
       "- | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | - | "
       "- | - | - | - | n:1 | n:2"},
      {"<x:c xmlns:x=\"u\" t=\"str\"><x:v>prefixed</x:v></x:c>", "t:prefixed"},
      {"<c><v>12 apples</v></c>", "t:12 apples"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.cells);
    CHECK(read_cells(item.cells) == "[名单]\n1: " + item.expected + "\n");
  }
  for (const char* nothing : {"", "<c/>", "<c s=\"1\"/>", "<c t=\"s\"><v>2</v></c>", "<c><v/></c>",
                              "<c t=\"inlineStr\"><is><t></t></is></c>", "<c t=\"b\"/>"}) {
    CAPTURE(nothing);
    CHECK(read_cells(nothing) == "[名单]\n");
  }
}

TEST_CASE("row numbers stay right across gaps") {
  support::WorkbookParts parts;
  parts.sheet_data =
      "<row r=\"3\"><c><v>3</v></c></row><row><c><v>4</v></c></row><row/><row r=\"1048576\">"
      "<c r=\"XFD1048576\"><v>9</v></c></row>";
  const std::string text = read(parts);
  CHECK(text.starts_with("[名单]\n3: n:3\n4: n:4\n1048576: - | "));
  CHECK(text.ends_with(" | n:9\n"));
}

TEST_CASE("the 1904 date system is seen") {
  support::WorkbookParts parts;
  parts.workbook_settings = "<workbookPr date1904=\"1\"/>";
  parts.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
  parts.sheet_data = "<row><c s=\"0\"><v>41168</v></c></row>";
  CHECK(read(parts) == "[名单]\n1: d:2016-09-17\n");
}

TEST_CASE("hidden sheets say so, charts are left out") {
  support::WorkbookParts parts;
  parts.sheet_attributes = R"(name="底表" sheetId="1" state="veryHidden")";
  parts.sheet_data = "<row><c><v>1</v></c></row>";
  CHECK(read(parts) == "[底表, hidden]\n1: n:1\n");
}

TEST_CASE("sheets not read to their end are passed over") {
  support::WorkbookParts parts;
  for (int i = 0; i < 20'000; ++i) {
    parts.sheet_data += "<row><c><v>1</v></c></row>";
  }
  const support::ScratchFolder folder;
  const auto reader = open_table(folder.write("t", support::build_workbook(parts)));
  REQUIRE(reader);
  REQUIRE((*reader)->next_sheet());
  RowView row;
  REQUIRE((*reader)->next_row(row));
  CHECK((*reader)->bytes_done() < (*reader)->bytes_total());
  const auto next = (*reader)->next_sheet();
  REQUIRE(next);
  CHECK(!next.value());
  CHECK((*reader)->bytes_done() == (*reader)->bytes_total());
  const auto after = (*reader)->next_row(row);
  REQUIRE(after);
  CHECK(!*after);
}

}  // namespace caregrid::tabular
