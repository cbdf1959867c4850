// Shows what the CSV reader makes of the files offices send: encodings, delimiters, quotes, line
// ends and every way they go wrong. How: table rows, file bytes -> cells or the error's reason and
// place; each is also read through buffers of awkward sizes by padding it across their edges.

#include "tabular/csv_reader.h"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "support/scratch_folder.h"
#include "support/table_text.h"

namespace caregrid::tabular {

namespace {

using namespace std::string_literals;

struct Case {
  std::string file;
  std::string expected;
};

std::string read(const std::string& bytes) {
  const support::ScratchFolder folder;
  return support::table_text(folder.write("table.csv", bytes));
}

std::string utf16(std::u16string_view text, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char16_t unit : text) {
    const std::array<char, 2> pair{static_cast<char>(unit >> 8U), static_cast<char>(unit & 0xFFU)};
    bytes.push_back(pair[little ? 1 : 0]);
    bytes.push_back(pair[little ? 0 : 1]);
  }
  return bytes;
}

}  // namespace

TEST_CASE("cells, quotes and line ends") {
  const std::vector<Case> cases = {
      {"a,b\r\n1,2\r\n", "[]\n1: t:a | t:b\n2: t:1 | t:2\n"},
      {"a,b\n1,2", "[]\n1: t:a | t:b\n2: t:1 | t:2\n"},
      {"a,b\r1,2\r", "[]\n1: t:a | t:b\n2: t:1 | t:2\n"},
      {"a,b\n\n\r\n1,\n", "[]\n1: t:a | t:b\n4: t:1 | -\n"},
      {"a,\n,b\n,\n", "[]\n1: t:a | -\n2: - | t:b\n3: - | -\n"},
      {"a,b,", "[]\n1: t:a | t:b | -\n"},
      {"\"a\",\"b,c\"\n", "[]\n1: t:a | t:b,c\n"},
      {"\"x\"\"y\",\"\"\"\",\"\"\n", "[]\n1: t:x\"y | t:\" | -\n"},
      {"\"two\r\nlines\",b\nc,d\n", "[]\n1: t:two\r\nlines | t:b\n2: t:c | t:d\n"},
      {"a \"b\" c,d\n", "[]\n1: t:a \"b\" c | t:d\n"},
      {"\"a\"b\"c,d\n", "[]\n1: t:ab\"c | t:d\n"},
      {"\"\"\n", "[]\n1: -\n"},
      {"\"a\"", "[]\n1: t:a\n"},
      {" a , b \n", "[]\n1: t: a  | t: b \n"},
      {"=1+1,@x,-5\n", "[]\n1: t:=1+1 | t:@x | t:-5\n"},
      {"a,b\n1,x\001y\n", "[]\n1: t:a | t:b\n2: t:1 | t:x\001y\n"},
      {"a,b\n1,"s + std::string(5000, 'x') + "\0z\n"s,
       "[]\n1: t:a | t:b\n2: t:1 | t:"s + std::string(5000, 'x') + "\0z\n"s},
      {"one\ntwo\n", "[]\n1: t:one\n2: t:two\n"},
      {"\n", "[]\n"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file);
    CHECK(read(item.file) == item.expected);
  }
}

TEST_CASE("the delimiter is the one that parts the rows alike") {
  const std::vector<Case> cases = {
      {"a\tb\n1,5\t2\n", "[]\n1: t:a | t:b\n2: t:1,5 | t:2\n"},
      {"a;b;c\n1,5;2;3\n2,5;3;4\n",
       "[]\n1: t:a | t:b | t:c\n2: t:1,5 | t:2 | t:3\n"
       "3: t:2,5 | t:3 | t:4\n"},
      {"名单（甲;乙）\na,b\n1,2\n", "[]\n1: t:名单（甲;乙）\n2: t:a | t:b\n3: t:1 | t:2\n"},
      {"\"a;b;c\",x\n\"d;e;f\",y\n", "[]\n1: t:a;b;c | t:x\n2: t:d;e;f | t:y\n"},
      {"sep=|\r\na|b\r\n", "[]\n1: t:a | t:b\n"},
      {"sep=;\na;b,c\n", "[]\n1: t:a | t:b,c\n"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file);
    CHECK(read(item.file) == item.expected);
  }
}

TEST_CASE("every encoding gives the same text") {
  const std::string expected = "[]\n1: t:姓名 | t:村\n2: t:闫喆 | t:东关\n";
  CHECK(read("姓名,村\n闫喆,东关\n") == expected);
  CHECK(read("\xEF\xBB\xBF姓名,村\n闫喆,东关\n") == expected);
  CHECK(read(utf16(u"姓名,村\n闫喆,东关\n", true)) == expected);
  CHECK(read(utf16(u"姓名,村\n闫喆,东关\n", false)) == expected);
  CHECK(read("\xD0\xD5\xC3\xFB,\xB4\xE5\n\xE3\xC6\x86\xB4,\xB6\xAB\xB9\xD8\n") == expected);
}

TEST_CASE("GB18030 reaches characters of four bytes") {
  // 0x82358F33 is U+9FA6, 0x95328236 is U+20000; the rest says it is GB18030.
  CHECK(read("\xD0\xD5\xC3\xFB\n\x82\x35\x8F\x33\xB9\xD8\n\x95\x32\x82\x36\xB9\xD8\n") ==
        "[]\n1: t:姓名\n2: t:龦关\n3: t:𠀀关\n");
}

TEST_CASE("GB18030 is found even when the first foreign byte comes late") {
  std::string ascii;
  for (int i = 0; i < 30'000; ++i) {
    ascii += "abc,123\n";
  }
  const std::string text = read(ascii + "\xB4\xE5,\xB6\xAB\xB9\xD8\n");
  CHECK(text.ends_with("\n30001: t:村 | t:东关\n"));
}

TEST_CASE("broken characters are told with their row and byte") {
  struct Broken {
    std::string file;
    std::string field;
    std::string detail;
  };
  const std::string chinese = "姓名,村\n闫喆,东关\n张三丰,西关\n";  // 42 bytes
  const std::vector<Broken> cases = {
      {chinese + "李\xFF,x\n", "rows[4]", "byte 46 is not UTF-8"},
      {chinese + chinese + "\xE6\x9D", "rows[7]", "byte 85 is not UTF-8"},
      {"\xEF\xBB\xBF\xFF", "rows[1]", "byte 4 is not UTF-8"},
      {"\xD0\xD5\xC3\xFB\n\xB4\xE5\n\xB4\xFF\n", "rows[3]", "byte 9 is not GB18030"},
      {"\xD0\xD5\xC3\xFB\n\xB4\xE5\n\xB4", "rows[3]", "byte 9 is not GB18030"},
      {utf16(u"a\nb", true) + "x", "rows[2]", "byte 9 is not UTF-16LE"},
  };
  const support::ScratchFolder folder;
  for (const Broken& item : cases) {
    CAPTURE(item.file);
    const auto reader = open_table(folder.write("table.csv", item.file));
    core::Error error;
    if (!reader) {
      error = reader.error();
    } else {
      RowView row;
      REQUIRE((*reader)->next_sheet());
      auto found = (*reader)->next_row(row);
      while (found && *found) {
        found = (*reader)->next_row(row);
      }
      error = found.error();
      CHECK((*reader)->next_row(row).error() == error);
    }
    CHECK(error.reason == "table.encoding");
    CHECK(error.field == item.field);
    CHECK(error.detail == item.detail);
  }
}

TEST_CASE("a row reads the same wherever the buffer's edge cuts it") {
  const std::string row = "\"q\"\"q\",闫喆,\"a\r\nb\",plain\r\n";
  for (std::size_t padding = 0; padding < row.size() + 2; ++padding) {
    CAPTURE(padding);
    const std::size_t first_edge = (std::size_t{256} << 10U) - padding;
    std::string file;
    while (file.size() + 40 < first_edge) {
      file += "aaaa,bbbb,cccc,dddd\r\n";
    }
    file.append(first_edge - file.size() - 5, 'x');
    file += ",,,\r\n";
    file.append(row).append(row);
    const std::string text = read(file);
    const std::string cells = ": t:q\"q | t:闫喆 | t:a\r\nb | t:plain\n";
    const std::size_t last = text.rfind(cells);
    REQUIRE(last != std::string::npos);
    CHECK(last + cells.size() == text.size());
    CHECK(text.rfind(cells, last - 1) != std::string::npos);
  }
}

TEST_CASE("what no table has is refused with its row") {
  const std::string wide = std::string(16'384, ',') + "\n";
  const std::string long_cell = std::string(32'768, 'x');
  const std::vector<Case> cases = {
      {"a,b\n1,\"open\nc,d\n", "[]\n1: t:a | t:b\n! table.quote_open @rows[2]"},
      {"a,b\n\"\n", "[]\n1: t:a | t:b\n! table.quote_open @rows[2]"},
      {"a,b\n" + wide, "[]\n1: t:a | t:b\n! table.too_many_columns @rows[2]"},
      {"a,b\n1," + long_cell, "[]\n1: t:a | t:b\n! table.cell_too_long @rows[2].cells[2]"},
      {"a,b\n1," + std::string(std::size_t{5} << 20U, 'x'),
       "[]\n1: t:a | t:b\n! table.row_too_long @rows[2]"},
      {"a,b\n1,\"" + std::string(std::size_t{5} << 20U, '\n'),
       "[]\n1: t:a | t:b\n! table.row_too_long @rows[2]"},
      {"", "! table.empty @"},
      {"\xEF\xBB\xBF", "! table.empty @"},
  };
  for (const Case& item : cases) {
    CAPTURE(item.file.substr(0, 40));
    CHECK(read(item.file) == item.expected);
  }
  // 32,767 characters are allowed, however many bytes they take.
  std::string chinese;
  for (int i = 0; i < 32'767; ++i) {
    chinese += "村";
  }
  CHECK(read("a,b\n1," + chinese) == "[]\n1: t:a | t:b\n2: t:1 | t:" + chinese + "\n");
}

TEST_CASE("a CSV file is one sheet without a name") {
  const support::ScratchFolder folder;
  const auto reader = open_table(folder.write("table.csv", "a\nb\nc\n"));
  REQUIRE(reader);
  const auto first = (*reader)->next_sheet();
  REQUIRE(first);
  CHECK(first.value() == SheetInfo{});
  RowView row;
  REQUIRE((*reader)->next_row(row));
  const auto second = (*reader)->next_sheet();
  REQUIRE(second);
  CHECK(!second.value());
  const auto after = (*reader)->next_row(row);
  REQUIRE(after);
  CHECK(!*after);
  CHECK((*reader)->bytes_done() == (*reader)->bytes_total());
}

}  // namespace caregrid::tabular
