// Shows that what is written reads back the same (import after export is the identity), in both
// formats, and that exports are safe to open. How: a property over seeded random tables, table rows
// for text that a spreadsheet program would compute, and files left behind by failures counted.

#include "tabular/table_writer.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/rng.h"
#include "support/scratch_folder.h"
#include "support/table_text.h"

namespace caregrid::tabular {

namespace {

/// A cell with its own text, as a generator makes it.
struct MadeCell {
  std::string text;
  CellKind kind = CellKind::text;
};

using Table = std::vector<std::vector<MadeCell>>;

core::Result<std::unique_ptr<TableWriter>> create_plain_csv(const std::string& path) {
  return create_csv(path);
}

constexpr std::array creators = {create_plain_csv, create_xlsx};

std::string make_text(core::SeededRng& rng) {
  constexpr std::string_view pieces[] = {
      "a",  "Z",        "7",  " ",    ",",    "\"",   "\n",     "\t",     ";",      "村",
      "闫", "喆",       "·",  "𠀀",   "é",    "'",    "=",      "+",      "-",      "@",
      "＝", "&",        "<",  ">",    "]]>",  "%",    "\\",     "_",      "_x",     "000D",
      "D_", "_x000D_a", "\r", "\r\n", "\001", "\x7F", "\u200B", "\u202E", "\uFEFF", "/"};
  std::string text;
  for (std::uint64_t length = rng.below(8); length > 0; --length) {
    text += pieces[rng.below(std::size(pieces))];
  }
  return text;
}

MadeCell make_cell(core::SeededRng& rng) {
  switch (rng.below(6)) {
    case 0:
      return {std::to_string(static_cast<std::int64_t>(rng.below(2'000'000)) - 1'000'000),
              CellKind::number};
    case 1:
      return {core::to_iso(core::Date{static_cast<int>(rng.below(60'000)) - 25'000}),
              CellKind::date};
    case 2:
      return {rng.chance(0.5) ? "TRUE" : "FALSE", CellKind::boolean};
    case 3:
      return {"", CellKind::empty};
    default:
      return {make_text(rng), CellKind::text};
  }
}

Table make_table(core::SeededRng& rng) {
  Table table(rng.below(30));
  for (auto& row : table) {
    for (std::uint64_t columns = rng.below(7); columns > 0; --columns) {
      row.push_back(make_cell(rng));
    }
  }
  return table;
}

void write_rows(TableWriter& writer, const Table& table) {
  for (const auto& row : table) {
    std::vector<OutCell> cells;
    for (const MadeCell& cell : row) {
      cells.push_back(OutCell{.text = cell.text, .kind = cell.kind});
    }
    REQUIRE(writer.add_row(cells));
  }
}

/// What reading should give, in the words of `table_text`; trailing gaps are not told apart.
std::string expected_text(const Table& table, bool workbook) {
  if (table.empty() && !workbook) {
    return "! table.empty @";
  }
  std::string text = workbook ? "[表]\n" : "[]\n";
  for (std::size_t i = 0; i < table.size(); ++i) {
    std::string line;
    std::size_t written = 0;
    for (const MadeCell& cell : table[i]) {
      const std::string clean = !workbook && cell.kind != CellKind::number ? formula_safe(cell.text)
                                                                           : printable(cell.text);
      const char letter = support::letter_of(workbook ? cell.kind : CellKind::text);
      line += line.empty() ? " " : " | ";
      line += clean.empty() ? "-" : std::string(1, letter) + ":" + clean;
      written = clean.empty() ? written : line.size();
    }
    line.resize(workbook ? written : line.size());
    if (!line.empty()) {
      text += std::to_string(i + 1) + ":" + line + "\n";
    }
  }
  return text;
}

}  // namespace

TEST_CASE("import after export is the identity") {
  const support::ScratchFolder folder;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    core::SeededRng rng(seed);
    const Table table = make_table(rng);
    for (const bool workbook : {false, true}) {
      CAPTURE(workbook);
      const std::string path = folder.path("table");
      auto writer = workbook ? create_xlsx(path) : create_csv(path);
      REQUIRE(writer);
      REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "表", .header = {}}));
      write_rows(**writer, table);
      REQUIRE((*writer)->finish());
      CHECK(support::table_text(path) == expected_text(table, workbook));
    }
  }
}

TEST_CASE("CSV in every encoding reads back the same") {
  const support::ScratchFolder folder;
  const std::vector<OutCell> cells = {OutCell{.text = "闫喆"}, OutCell{.text = "𠀀,;\t龦"}};
  const std::vector<OutCell> blank = {OutCell{}};
  for (const Encoding encoding :
       {Encoding::utf8, Encoding::utf16_little, Encoding::utf16_big, Encoding::gb18030}) {
    for (const char delimiter : {',', ';', '\t'}) {
      CAPTURE(static_cast<int>(encoding));
      CAPTURE(delimiter);
      auto writer = create_csv(folder.path("t"), {.encoding = encoding, .delimiter = delimiter});
      REQUIRE(writer);
      REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
      REQUIRE((*writer)->add_row(cells));
      REQUIRE((*writer)->add_row(blank));
      REQUIRE((*writer)->finish());
      CHECK(support::table_text(folder.path("t")) == "[]\n1: t:闫喆 | t:𠀀,;\t龦\n2: -\n");
    }
  }
}

TEST_CASE("sheets, headers, notes and colours") {
  const support::ScratchFolder folder;
  const std::string path = folder.path("rejects.xlsx");
  auto writer = create_xlsx(path);
  REQUIRE(writer);
  const std::vector<std::string_view> header = {"姓名", "原因"};
  const std::vector<int> widths = {12, 40};
  REQUIRE((*writer)->begin_sheet(
      SheetSpec{.name = "一", .header = header, .widths_characters = widths}));
  for (int i = 0; i < 100; ++i) {
    const std::vector<OutCell> cells = {OutCell{.text = "闫喆"},
                                        OutCell{.text = i % 2 == 0 ? "" : "=HYPERLINK(1)",
                                                .kind = CellKind::formula,
                                                .highlight = Highlight::error,
                                                .note = "校验码应为 X"}};
    REQUIRE((*writer)->add_row(cells));
  }
  REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "二", .header = header}));
  REQUIRE((*writer)->finish());
  const std::string text = support::table_text(path);
  CHECK(text.starts_with("[一]\n1: t:姓名 | t:原因\n2: t:闫喆\n3: t:闫喆 | t:=HYPERLINK(1)\n"));
  CHECK(text.ends_with("[二]\n1: t:姓名 | t:原因\n"));
  CHECK(folder.count() == 1);
}

TEST_CASE("text a spreadsheet program would compute is defused in CSV") {
  struct Case {
    std::string text;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"=1+1", "'=1+1"},
      {"+86 138", "'+86 138"},
      {"-", "'-"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"＝1", "'＝1"},
      {"＋1", "'＋1"},
      {"－1", "'－1"},
      {"＠a", "'＠a"},
      {"\t=1", "'\t=1"},
      {"\r=1", "'\n=1"},
      {"\u200B=1", "'=1"},
      {"\u202E=1", "'=1"},
      {"\001=1", "'=1"},
      {"\uFEFF=1", "'=1"},
      {"\xC2\x85=1", "'=1"},
      {"a=1", "a=1"},
      {"闫喆", "闫喆"},
      {"阿依古丽·买买提", "阿依古丽·买买提"},
      {"a\r\nb\rc", "a\nb\nc"},
      {"\xE4\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"", ""},
  };
  for (const Case& item : cases) {
    CAPTURE(item.text);
    CHECK(formula_safe(item.text) == item.expected);
  }
}

TEST_CASE("numbers keep their digits") {
  const support::ScratchFolder folder;
  const std::vector<OutCell> cells = {
      OutCell{.text = "990101201509030010", .kind = CellKind::number},
      OutCell{.text = "007", .kind = CellKind::number},
      OutCell{.text = "-5", .kind = CellKind::number},
      OutCell{.text = "0.1", .kind = CellKind::number},
      OutCell{.text = "-x", .kind = CellKind::number},
      OutCell{.text = "1899-12-31", .kind = CellKind::date},
      OutCell{.text = "1900-02-28", .kind = CellKind::date}};
  const auto write = [&](auto create) {
    auto writer = create(folder.path("t"));
    REQUIRE(writer);
    REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
    REQUIRE((*writer)->add_row(cells));
    REQUIRE((*writer)->finish());
    return support::table_text(folder.path("t"));
  };
  CHECK(write(create_xlsx) ==
        "[s]\n1: t:990101201509030010 | t:007 | n:-5 | n:0.1 | t:-x | t:1899-12-31 | "
        "d:1900-02-28\n");
  CHECK(write(create_plain_csv) ==
        "[]\n1: t:990101201509030010 | t:007 | t:-5 | t:0.1 | t:'-x | t:1899-12-31 | "
        "t:1900-02-28\n");
}

TEST_CASE("a full sheet goes on in another one") {
  const support::ScratchFolder folder;
  auto writer = create_xlsx(folder.path("t.xlsx"));
  REQUIRE(writer);
  const std::vector<std::string_view> header = {"n"};
  REQUIRE((*writer)->begin_sheet(SheetSpec{
      .name = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", .header = header}));
  const std::vector<OutCell> cells = {OutCell{.text = "1", .kind = CellKind::number}};
  constexpr int rows = 1'048'576 + 5;
  bool written = true;
  for (int i = 0; i < rows && written; ++i) {
    written = (*writer)->add_row(cells).ok();
  }
  REQUIRE(written);
  REQUIRE((*writer)->finish());
  const auto reader = open_table(folder.path("t.xlsx"));
  REQUIRE(reader);
  std::vector<std::string> names;
  std::int64_t read = 0;
  while (true) {
    const auto sheet = (*reader)->next_sheet();
    REQUIRE(sheet);
    if (!sheet.value()) {
      break;
    }
    names.push_back(sheet.value()->name);
    RowView row;
    while ((*reader)->next_row(row).value()) {
      ++read;
    }
  }
  CHECK(names ==
        std::vector<std::string>{"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一",
                                 "一二三四五六七八九十一二三四五六七八九十一二三四五六七 (2)"});
  CHECK(read == rows + 2);
}

TEST_CASE("failures are told and leave nothing behind") {
  const support::ScratchFolder folder;
  const std::string long_text(32'768, 'x');
  const std::vector<OutCell> long_row = {OutCell{.text = long_text}};
  for (const auto create : creators) {
    CHECK(create(folder.path("no/such/folder/t")).error().reason == "table.write");
    auto writer = create(folder.path("t"));
    REQUIRE(writer);
    REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
    CHECK((*writer)->add_row(long_row).error().reason == "table.cell_too_long");
    writer = core::failure(core::Code::internal, "dropped");
    CHECK(folder.count() == 0);
  }
  auto csv = create_csv(folder.path("t"));
  REQUIRE((*csv)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
  CHECK((*csv)->begin_sheet(SheetSpec{.name = "s", .header = {}}).error().reason ==
        "table.one_sheet_only");
  auto workbook = create_xlsx(folder.path("u"));
  CHECK((*workbook)->begin_sheet(SheetSpec{.name = "a/b", .header = {}}).error().reason ==
        "table.sheet_name");
}

TEST_CASE("a full disk is told") {
  for (const auto create : creators) {
    // /dev/full takes no byte; the writers meet it where their part would stand.
    const support::ScratchFolder folder;
    std::filesystem::create_symlink("/dev/full", folder.path("t.part"));
    auto writer = create(folder.path("t"));
    REQUIRE(writer);
    REQUIRE((*writer)->begin_sheet(SheetSpec{.name = "s", .header = {}}));
    CHECK((*writer)->finish().error().reason == "table.write");
    CHECK(!std::filesystem::exists(folder.path("t")));
  }
}

}  // namespace caregrid::tabular
