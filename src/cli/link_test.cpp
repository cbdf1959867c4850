// Shows how tables are linked from the command line: configurations read, refused and guessed,
// several files and encodings, pairs with reasons, clusters. How: small files in a scratch folder.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "cli/link_config.h"
#include "cli/link_files.h"
#include "registry/han.h"
#include "support/scratch_folder.h"

namespace caregrid::cli {
namespace {

std::string read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_CASE("configurations are read, or refused with a reason") {
  struct Row {
    std::string_view json;
    std::string_view reason;
  };
  for (const Row& row : std::vector<Row>{
           {R"({"columns":[{"name":"a","kind":"name"}]})", ""},
           {R"({"columns":[{"name":"a","kind":"date","shared":true}],"probability":1})", ""},
           {R"({"columns":[]})", "link.columns"},
           {R"({"columns":[{"name":"a","kind":"colour"}]})", "json.value"},
           {R"({"columns":[{"name":"a","kind":"name"}],"probability":2})", "link.probability"},
           {R"({"columns":[{"name":"a","kind":"name"}],"auto_probability":-1})",
            "link.probability"},
           {R"({"columns":[{"name":"a","kind":"name"}],"block_max":1})", "link.block_max"},
           {R"({"columns":[{"name":"a","kind":"name"}],"colour":1})", "json.unknown"},
           {"[]", "json.type"},
           {"", "json.syntax"}}) {
    CAPTURE(row.json);
    const auto config = read_link_config(row.json);
    CHECK(config.ok() == row.reason.empty());
    if (!config) {
      CHECK(config.error().reason == row.reason);
    } else {
      const auto again = read_link_config(to_json(*config));
      REQUIRE(again.ok());
      CHECK(*again == *config);
    }
  }
}

TEST_CASE("columns are guessed by header and cells") {
  LinkTable table;
  table.header = {"rec_id", "given_name", "surname", "date_of_birth", "postcode",
                  "city",   "电话",       "cluster", "same"};
  table.columns = {{"r1", "r2", "r3"},
                   {"anna", "lena", "anna"},
                   {"berg", "berg", "klein"},
                   {"1971-05-24", "19720101", ""},
                   {"2000", "3000", "2000"},
                   {"ulm", "jena", "bonn"},
                   {"10012345678", "10012345678", "10012345679"},
                   {"1", "2", "1"},
                   {"x", "x", "x"}};
  table.files = {0, 0, 0};
  table.rows = {2, 3, 4};
  const auto config = guess_link_config(table);
  REQUIRE(config.ok());
  CHECK(config->id == "rec_id");
  using enum stats::ColumnKind;
  const std::vector<LinkColumn> expected{{"given_name", name, "surname", std::nullopt},
                                         {"surname", name, "given_name", true},
                                         {"date_of_birth", date, std::nullopt, std::nullopt},
                                         {"postcode", code, std::nullopt, std::nullopt},
                                         {"city", text, std::nullopt, std::nullopt},
                                         {"电话", code, std::nullopt, true}};
  CHECK(config->columns == expected);
  CHECK(guess_link_config(LinkTable{}).error().reason == "link.columns");
}

std::string people(int first, int last) {
  std::string rows;
  for (int i = first; i < last; ++i) {
    const std::string n = std::to_string(i);
    rows += "p" + n + ",name" + std::string(1, static_cast<char>('a' + i % 26)) +
            std::string(1, static_cast<char>('a' + i / 26)) + ",sur" +
            std::string(1, static_cast<char>('a' + i * 7 % 26)) + "x,19" +
            std::to_string(50 + i % 50) + "-0" + std::to_string(1 + i % 9) + "-" +
            std::to_string(10 + i % 18) + "\n";
  }
  return rows;
}

TEST_CASE("two files give pairs with reasons, and clusters") {
  const support::ScratchFolder folder;
  const std::string header = "id,name,surname,born\n";
  LinkOptions options;
  options.files = {folder.write("a.csv", header + people(0, 150)),
                   folder.write("b.csv", header + people(100, 250))};
  options.out = folder.path("pairs.csv");
  options.clusters = folder.path("clusters.csv");
  std::ostringstream out;
  std::ostringstream errors;
  Console console{out, errors};
  CHECK(link_tables(options, console) == ExitCode::done);
  const std::string pairs = read(options.out);
  CHECK(std::ranges::count(pairs, '\n') == 51);
  CHECK(pairs.find(",p120,") != std::string::npos);
  CHECK(pairs.find("surname 1 +") != std::string::npos);
  CHECK(pairs.find("prior -") != std::string::npos);
  const std::string clusters = read(options.clusters);
  CHECK(std::ranges::count(clusters, '\n') == 301);
  CHECK(out.str().find("precision") != std::string::npos);

  console.is_json = true;
  out.str("");
  options.config =
      folder.write("c.json",
                   R"({"columns":[{"name":"name","kind":"name"},{"name":"born","kind":"date"},
                             {"name":"surname","kind":"name"}],"id":"id","within_files":false})");
  CHECK(link_tables(options, console) == ExitCode::done);
  CHECK(out.str().find("\"rows\":300") != std::string::npos);
}

TEST_CASE("what cannot be linked is said so") {
  const support::ScratchFolder folder;
  std::ostringstream out;
  std::ostringstream errors;
  Console console{out, errors};
  LinkOptions options;
  options.out = folder.path("pairs.csv");
  options.files = {folder.path("absent.csv")};
  CHECK(link_tables(options, console) != ExitCode::done);
  CHECK(errors.str().find("not found") != std::string::npos);
  options.files = {folder.write("empty.csv", "name,born\n")};
  errors.str("");
  CHECK(link_tables(options, console) == ExitCode::failed);
  CHECK(errors.str().find("no rows") != std::string::npos);
  options.files = {folder.write("a.csv", "name,born\nanna,1971-05-24\nlena,1971-05-25\n")};
  options.config = folder.write("c.json", R"({"columns":[{"name":"colour","kind":"name"}]})");
  errors.str("");
  CHECK(link_tables(options, console) == ExitCode::failed);
  CHECK(errors.str().find("colour") != std::string::npos);
}

TEST_CASE("Chinese names in GB18030 meet by their sound") {
  if (!registry::knows_han()) {
    MESSAGE("skipped: the China pack is not built in");
    return;
  }
  const support::ScratchFolder folder;
  // 姓名, 刘家忠 and 刘嘉忠 (another character of the same sound), 王小红.
  const std::string path = folder.write("gb.csv",
                                        "\xD0\xD5\xC3\xFB,n\n"
                                        "\xC1\xF5\xBC\xD2\xD6\xD2,1\n"
                                        "\xC1\xF5\xBC\xCE\xD6\xD2,2\n"
                                        "\xCD\xF5\xD0\xA1\xBA\xEC,3\n");
  std::ostringstream errors;
  const Console console{errors, errors};
  const std::vector<std::string> paths{path};
  const auto table = read_link_tables(paths, console);
  REQUIRE(table.ok());
  REQUIRE(table->header.front() == "姓名");
  const auto config = guess_link_config(*table);
  REQUIRE(config.ok());
  const auto columns = columns_of(*config, *table);
  REQUIRE(columns.ok());
  const stats::TableRecords records(*columns);
  CHECK(stats::level_of(records.compare(0, 1).pattern, 0) <
        stats::level_of(records.compare(0, 2).pattern, 0));
}

}  // namespace
}  // namespace caregrid::cli
