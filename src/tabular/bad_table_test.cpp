// Shows that no file, however made, does harm: each is refused with a named reason and a place,
// quickly and without much memory. How: files and archives written by hand, some of which lie about
// themselves; the densest bombs are made here.

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/scratch_folder.h"
#include "support/table_text.h"
#include "support/workbook_builder.h"
#include "tabular/table_reader.h"

namespace caregrid::tabular {

namespace {

using namespace std::string_literals;
using support::ZipPart;

struct Case {
  std::string file;
  std::string expected;
};

std::string read(const std::string& bytes, const Limits& limits = {}) {
  const support::ScratchFolder folder;
  return support::table_text(folder.write("table.xlsx", bytes), limits);
}

std::vector<ZipPart> good_parts() {
  support::WorkbookParts parts;
  parts.sheet_data = "<row><c><v>1</v></c></row>";
  return support::workbook_zip_parts(parts);
}

std::string zip_with(const ZipPart& extra) {
  std::vector<ZipPart> parts = good_parts();
  parts.push_back(extra);
  return support::build_zip(parts);
}

/// A workbook whose sheet is this markup.
std::string with_sheet(const std::string& markup) {
  std::vector<ZipPart> parts = good_parts();
  parts.back().content = markup;
  return support::build_zip(parts);
}

std::string with_rows(const std::string& rows) {
  return with_sheet("<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
}

ZipPart run_of(const std::string& name, std::size_t repeats, std::uint32_t claimed_bytes) {
  return ZipPart{.name = name,
                 .content = support::deflate_run('x', repeats),
                 .packed = true,
                 .inflated_bytes = claimed_bytes};
}

}  // namespace

TEST_CASE("what is no spreadsheet is told apart by content") {
  const std::vector<Case> cases = {
      {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "! table.not_a_spreadsheet @"},
      {"\x89PNG\r\n\x1A\n", "! table.not_a_spreadsheet @"},
      {"\xFF\xD8\xFF\xE0....JFIF", "! table.not_a_spreadsheet @"},
      {"\x7F"
       "ELF\x02\x01\x01",
       "! table.not_a_spreadsheet @"},
      {"a,b\n1,\0\n"s, "! table.not_a_spreadsheet @"},
      {"<html><table><tr><td>1</td></tr></table></html>", "! table.not_a_spreadsheet @"},
      {"\xEF\xBB\xBF \n<!DOCTYPE HTML>", "! table.not_a_spreadsheet @"},
      {"<?xml version=\"1.0\"?><Workbook/>", "! table.not_a_spreadsheet @"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'), "! table.old_excel @"},
      {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0') +
           "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"s,
       "! table.encrypted @"},
      {support::build_zip({{"word/document.xml", "<w/>"}}), "! table.not_a_spreadsheet @"},
      {support::build_zip({}), "! table.not_a_spreadsheet @"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file);
    CHECK(read(item.file) == item.expected);
  }
  CHECK(support::table_text("/nowhere/at/all.csv") == "! table.not_found @");
  CHECK(support::table_text("/tmp") == "! table.not_found @");
}

TEST_CASE("a workbook cut anywhere is damaged, never half a table taken for a whole one") {
  const std::string whole = support::build_zip(good_parts());
  CHECK(read(whole) == "[名单]\n1: n:1\n");
  for (std::size_t length = 4; length < whole.size(); length += 7) {
    CAPTURE(length);
    CHECK(read(whole.substr(0, length)) == "! table.damaged @");
  }
}

TEST_CASE("a workbook with any byte changed reads, or fails with a reason") {
  const std::string whole = support::build_zip(good_parts());
  for (std::size_t position = 0; position < whole.size(); ++position) {
    CAPTURE(position);
    std::string changed = whole;
    changed[position] = static_cast<char>(changed[position] ^ 0x55);
    const std::string text = read(changed);
    const bool failed = text.find("! table.") != std::string::npos;
    CHECK((failed || text.starts_with("[")));
  }
}

TEST_CASE("harmful archives are refused") {
  Limits small;
  small.workbook_bytes_max = 100;
  CHECK(read(support::build_zip(good_parts()), small) == "! table.too_big @");

  std::vector<ZipPart> many = good_parts();
  for (int i = 0; i < 2000; ++i) {
    many.push_back({"xl/media/" + std::to_string(i) + ".xml", "<a/>"});
  }
  const std::vector<Case> cases = {
      {support::build_zip(many), "! table.too_many_entries @"},
      {zip_with({"../../etc/passwd.xml", "x"}), "! table.unsafe_name @"},
      {zip_with({"/etc/passwd.xml", "x"}), "! table.unsafe_name @"},
      {zip_with({"xl\\evil.xml", "x"}), "! table.unsafe_name @"},
      {zip_with({"C:evil.xml", "x"}), "! table.unsafe_name @"},
      {zip_with({"xl/link", "/etc/passwd", 0120777}), "! table.unsafe_name @"},
      {zip_with({"xl/embeddings/Book.XLSX", "x"}), "! table.nested_archive @"},
      {zip_with({"inner.zip", "PK\x03\x04"}), "! table.nested_archive @"},
      {zip_with({"xl/media/image1.png", "PK\x03\x04....."}), "! table.nested_archive @"},
      {zip_with({"xl/media/image1.bin", "\x1F\x8B\x08......"}), "! table.nested_archive @"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.expected);
    CHECK(read(item.file) == item.expected);
  }
}

TEST_CASE("bombs are refused before they go off") {
  constexpr std::size_t repeats_100_mib = (std::size_t{100} << 20U) / 258;
  const ZipPart honest = run_of("xl/media/a.xml", repeats_100_mib, 1 + 258 * repeats_100_mib);
  CHECK(read(zip_with(honest)) == "! table.bomb @");

  // Many parts, each within the ratio, too much together.
  std::vector<ZipPart> together = good_parts();
  for (int i = 0; i < 3; ++i) {
    ZipPart part = run_of("xl/media/" + std::to_string(i) + ".xml", 10, 80U << 20U);
    part.content += std::string(std::size_t{1} << 20U, 'x');
    together.push_back(part);
  }
  CHECK(read(support::build_zip(together)) == "! table.bomb @");

  // A sheet that claims to be small: unpacking stops where the claim ends.
  std::vector<ZipPart> lying = good_parts();
  const std::string name = lying.back().name;
  lying.back() = run_of(name, repeats_100_mib, 1000);
  CHECK(read(support::build_zip(lying)).find("! table.damaged @") != std::string::npos);
}

TEST_CASE("parts that share their bytes are a bomb") {
  // Two directory entries for one stored part: its bytes count twice.
  std::vector<ZipPart> parts = good_parts();
  parts.push_back({"a.xml", std::string(100'000, 'x')});
  parts.push_back({"b.xml", ""});
  std::string bytes = support::build_zip(parts);
  const std::size_t first = bytes.find("PK\x01\x02", bytes.rfind("a.xml") - 50);
  const std::size_t second = bytes.find("PK\x01\x02", bytes.rfind("b.xml") - 50);
  bytes.replace(second + 16, 12, bytes, first + 16, 12);
  CHECK(read(bytes) == "! table.bomb @");
}

TEST_CASE("markup that attacks the parser is refused") {
  std::string deep;
  for (int i = 0; i < 100; ++i) {
    deep += "<a>";
  }
  std::string names;
  for (int i = 0; i < 5000; ++i) {
    names += "<n" + std::to_string(i) + "/>";
  }
  const std::vector<Case> cases = {
      {"<!DOCTYPE w [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>",
       "[名单]\n! table.doctype @sheets[名单]"},
      {"<!DOCTYPE w SYSTEM \"http://example.org/x.dtd\"><worksheet/>",
       "[名单]\n! table.doctype @sheets[名单]"},
      {"<worksheet>&unknown;</worksheet>", "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet><sheetData></worksheet>", "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet/><worksheet/>", "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet>\x01</worksheet>", "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet>\xFF</worksheet>", "[名单]\n! table.damaged @sheets[名单]"},
      {"not markup", "[名单]\n! table.damaged @sheets[名单]"},
      {"", "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet>" + deep, "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet>" + names, "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet><!-- " + std::string(std::size_t{2} << 20U, '-'),
       "[名单]\n! table.damaged @sheets[名单]"},
      {"<worksheet a=\"" + std::string(std::size_t{2} << 20U, 'x'),
       "[名单]\n! table.damaged @sheets[名单]"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file.substr(0, 60));
    CHECK(read(with_sheet(item.file)) == item.expected);
  }
}

TEST_CASE("sheets no spreadsheet program would write are refused with their place") {
  const std::string too_long(32'768, 'x');
  std::string twice;
  for (int i = 0; i < 16'385; ++i) {
    twice += "<c r=\"A1\"><v>1</v></c>";
  }
  const std::vector<Case> cases = {
      {"<row r=\"1048577\"/>", "! table.too_many_rows @sheets[名单].rows[1048577]"},
      {"<row r=\"5\"/><row r=\"5\"/>", "! table.damaged @sheets[名单].rows[6]"},
      {"<row r=\"-1\"/>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row r=\"x\"/>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row><c r=\"XFE1\"><v>1</v></c></row>",
       "! table.too_many_columns @sheets[名单].rows[1].cells[16385]"},
      {"<row><c r=\"ZZZZZZZ1\"><v>1</v></c></row>",
       "! table.too_many_columns @sheets[名单].rows[1].cells[475254]"},
      {"<row><c r=\"1\"><v>1</v></c></row>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row><c t=\"s\"><v>0</v></c></row>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row><c t=\"s\"><v>-1</v></c></row>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row>" + twice + "</row>", "! table.damaged @sheets[名单].rows[1]"},
      {"<row><c t=\"str\"><v>" + too_long + "</v></c></row>",
       "! table.cell_too_long @sheets[名单].rows[1].cells[1]"},
      {"<row><c t=\"str\"><v>" + std::string(std::size_t{5} << 20U, 'x') + "</v></c></row>",
       "! table.row_too_long @sheets[名单].rows[1].cells[1]"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file.substr(0, 60));
    CHECK(read(with_rows(item.file)) == "[名单]\n" + item.expected);
  }
}

TEST_CASE("rows before the fault are given, then the fault") {
  CHECK(read(with_rows("<row><c><v>1</v></c></row>" + std::string(100'000, ' ') +
                       "<row r=\"1\"/>")) ==
        "[名单]\n1: n:1\n! table.damaged @sheets[名单].rows[2]");
}

TEST_CASE("shared texts are bounded") {
  support::WorkbookParts parts;
  for (int i = 0; i < 1000; ++i) {
    parts.shared_strings += "<si><t>0123456789</t></si>";
  }
  Limits limits;
  limits.shared_strings_bytes_max = 20'000;
  CHECK(read(support::build_workbook(parts), limits) == "! table.shared_strings @");
  CHECK(read(support::build_workbook(parts)) == "[名单]\n");
}

TEST_CASE("gaps count as cells") {
  std::string rows;
  for (int i = 1; i <= 100; ++i) {
    rows += "<row><c r=\"XFD1\"><v>1</v></c></row>";
  }
  Limits limits;
  limits.cells_max = 50 * 16'384;
  CHECK(read(with_rows(rows), limits)
            .ends_with("! table.too_many_cells @sheets[名单].rows[51].cells[16384]"));
}

TEST_CASE("a missing sheet part is damage") {
  std::vector<ZipPart> parts = good_parts();
  parts.pop_back();
  CHECK(read(support::build_zip(parts)) == "! table.damaged @sheets[名单]");
}

TEST_CASE("a large file takes little memory") {
  const support::ScratchFolder folder;
  const auto memory_kib = [] {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  constexpr int rows_of_block = 20'000;
  constexpr int blocks = 64;
  std::string block;
  for (int i = 0; i < rows_of_block; ++i) {
    block += "姓名,性别,99010120150903001X,\"2015-09-03\"\n";
  }
  {
    std::ofstream file(folder.path("large.csv"), std::ios::binary);
    for (int i = 0; i < blocks; ++i) {
      file << block;
    }
  }
  const auto before = memory_kib();
  const auto reader = open_table(folder.path("large.csv"));
  REQUIRE(reader);
  REQUIRE((*reader)->next_sheet());
  RowView row;
  std::int64_t rows = 0;
  while ((*reader)->next_row(row).value()) {
    ++rows;
  }
  CHECK(rows == rows_of_block * blocks);
  CHECK(memory_kib() - before < 32 * 1024);
}

}  // namespace caregrid::tabular
