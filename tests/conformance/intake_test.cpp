// Shows on every database that files go in whole or with every row accounted for: twice gives no
// change, a trial keeps nothing, a cut run goes on, a mended reject file is accepted, and bad files
// are refused before anything is stored. The kinds are two small ones of the test's own.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <stop_token>
#include <string>
#include <vector>

#include "support/databases.h"
#include "support/failing_database.h"
#include "support/members.h"
#include "tabular/table_reader.h"
#include "tabular/table_writer.h"

namespace caregrid::intake {
namespace {

using support::ImportWorld;

constexpr std::string_view header = "编号,姓名,积分,所属小组\n";

std::string roster(int rows, int first = 1) {
  std::string text(header);
  for (int i = first; i < first + rows; ++i) {
    text += std::to_string(i) + ",成员" + std::to_string(i) + "," + std::to_string(i % 7) + ",\n";
  }
  return text;
}

/// Everything but how the rows were passed over.
std::array<std::int64_t, 5> figures(const Counts& counts) {
  return {counts.rows, counts.created, counts.updated, counts.unchanged, counts.rejected};
}

using Figures = std::array<std::int64_t, 5>;

TEST_CASE("a file sent twice changes nothing the second time") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    const std::string path = world.write("members.csv", roster(2500));
    const auto first = world.import({path});
    REQUIRE(first.ok());
    CHECK_FALSE(first->problem.has_value());
    CHECK(figures(first->files[0].counts) == Figures{2500, 2500, 0, 0, 0});
    const auto second = world.import({path});
    REQUIRE(second.ok());
    CHECK(figures(second->files[0].counts) == Figures{2500, 0, 0, 2500, 0});
    CHECK(world.stored("member/") == 2500);
  }
}

TEST_CASE("a trial counts exactly, across batches and files, and keeps nothing") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    // Row 2001 to 3000 repeat earlier numbers; members come before the groups they belong to.
    const std::string members =
        world.write("a_members.csv", roster(2000) + roster(1000).substr(header.size()) +
                                         "9001,某人,1,红组\n9002,某人,1,蓝组\n");
    const std::string groups = world.write("b_groups.csv", "小组名称,颜色\n红组,红\n");
    for (const bool dry_run : {true, false}) {
      CAPTURE(dry_run);
      RunOptions options;
      options.dry_run = dry_run;
      options.batch_rows = 1024;
      const auto report = world.import({members, groups}, options);
      REQUIRE(report.ok());
      CHECK_FALSE(report->problem.has_value());
      CHECK(figures(report->files[0].counts) == Figures{3002, 2001, 0, 1000, 1});
      CHECK(figures(report->files[1].counts) == Figures{1, 1, 0, 0, 0});
      REQUIRE(report->files[0].rejects.size() == 1);
      CHECK(report->files[0].rejects[0].reason == "village.unknown");
      CHECK(report->files[0].rejects[0].row == 3003);
      CHECK(report->files[0].rejects[0].value == "蓝组");
      CHECK(world.stored("member/") == (dry_run ? 0 : 2001));
    }
  }
}

TEST_CASE("sums, blank lines and repeated headers are passed over, not rejected") {
  const auto tests = support::every_database();
  ImportWorld world(tests[0]->database());
  const std::string path =
      world.write("members.csv",
                  "某县成员表,,,\n,,,\n编号,姓名,积分,所属小组\n1,甲,3,\n,,,\n小计,,3,\n"
                  "编号,姓名,积分,所属小组\n2,乙,4,\n某县成员表,,,\n合计：2人,,7,\n,,7,\n"
                  "填表人：丙,,,\n");
  const auto report = world.import({path});
  REQUIRE(report.ok());
  CHECK(figures(report->files[0].counts) == Figures{2, 2, 0, 0, 0});
  CHECK(report->files[0].rejects_path.empty());
}

/// The rows of a table's first sheet, cells joined by "|".
std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  auto reader = tabular::open_table(path);
  REQUIRE(reader.ok());
  REQUIRE((*reader)->next_sheet().ok());
  tabular::RowView row;
  for (auto next = (*reader)->next_row(row); next.ok() && *next; next = (*reader)->next_row(row)) {
    std::string line;
    for (const tabular::Cell& cell : row.cells) {
      line += (line.empty() ? "" : "|") + std::string(cell.text);
    }
    lines.push_back(line);
  }
  return lines;
}

TEST_CASE("rejected rows come back with reasons, and go in once mended") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    const std::string path = world.write(
        "members.csv",
        "备用,编号,姓名,积分,所属小组\nx,1,甲,3,\ny,2,,3,\nz,3,丙,many,\nw,4,丁\x01,3,\n"
        "v,5,\xEF\xBF\xBD\xEF\xBF\xBD,5,\n=1+1,6,己,六,\n");
    const auto report = world.import({path});
    REQUIRE(report.ok());
    CHECK(figures(report->files[0].counts) == Figures{6, 1, 0, 0, 5});
    const auto& rejects = report->files[0].rejects;
    REQUIRE(rejects.size() == 5);
    CHECK(rejects[0].reason == "name.missing");
    CHECK(rejects[1].reason == "need.units");
    CHECK(rejects[1].column == "积分");
    CHECK(rejects[2].reason == "cell.control_character");
    CHECK(rejects[3].reason == "cell.bad_character");
    const auto lines = lines_of(report->files[0].rejects_path);
    REQUIRE(lines.size() == 6);
    CHECK(lines[0] == "备用|编号|姓名|积分|所属小组|未导入原因");
    CHECK(lines[2].starts_with("z|3|丙|many||积分："));
    CHECK(lines[5].starts_with("=1+1|6|己|六||"));

    // Somebody mends the cells in the file they got back and sends it, reasons and all.
    auto writer = tabular::create_csv(world.write("mended.csv", ""));
    REQUIRE(writer.ok());
    const std::array<std::string_view, 6> headers{"备用", "编号",     "姓名",
                                                  "积分", "所属小组", "未导入原因"};
    REQUIRE((*writer)->begin_sheet({"", headers}).ok());
    for (const std::string_view number : {"2", "3", "4", "5", "6"}) {
      const std::array<tabular::OutCell, 6> cells{
          {{"x"}, {number}, {"某人"}, {"1"}, {""}, {"积分：错"}}};
      REQUIRE((*writer)->add_row(cells).ok());
    }
    REQUIRE((*writer)->finish().ok());
    const auto mended = world.import({(world.folder / "mended.csv").string()});
    REQUIRE(mended.ok());
    CHECK(figures(mended->files[0].counts) == Figures{5, 5, 0, 0, 0});
  }
}

TEST_CASE("the reject file itself is recognised and can be sent as it is") {
  const auto tests = support::every_database();
  ImportWorld world(tests[0]->database());
  const std::string path = world.write("members.csv", "编号,姓名,积分\n1,甲,x\n2,乙,y\n");
  RunOptions options;
  options.language = core::Language::en;
  const auto report = world.import({path}, options);
  REQUIRE(report.ok());
  const auto again = world.import({report->files[0].rejects_path});
  REQUIRE(again.ok());
  CHECK(figures(again->files[0].counts) == Figures{2, 0, 0, 0, 2});
  const auto lines = lines_of(again->files[0].rejects_path);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "编号|姓名|积分|未导入原因");
}

TEST_CASE("a run that is stopped keeps whole batches and goes on under the same id") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    const std::string path = world.write("members.csv", roster(5000));
    std::stop_source stop;
    RunOptions options;
    options.id = RunId::make(world.clock.now(), world.rng);
    options.batch_rows = 1024;
    options.stop = stop.get_token();
    options.on_progress = [&](const Progress& progress) {
      if (progress.rows >= 2000) {
        stop.request_stop();
      }
    };
    const auto stopped = world.import({path}, options);
    REQUIRE(stopped.ok());
    CHECK(stopped->was_stopped);
    CHECK(world.stored("member/") == 2048);

    options.stop = {};
    options.on_progress = nullptr;
    const auto resumed = world.import({path}, options);
    REQUIRE(resumed.ok());
    CHECK_FALSE(resumed->was_stopped);
    // What the first part had created is counted as created: it is one and the same run.
    CHECK(figures(resumed->files[0].counts) == Figures{5000, 5000, 0, 0, 0});
    CHECK(world.stored("member/") == 5000);
  }
}

TEST_CASE("a database that fails in the middle loses no row and doubles none") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    for (const int statement : {1, 500, 2200, 4099}) {
      CAPTURE(statement);
      support::FailingDatabase failing(test->database());
      ImportWorld world(failing);
      const int first = statement * 10'000;
      const std::string path = world.write("members.csv", roster(2500, first));
      RunOptions options;
      options.id = RunId::make(world.clock.now(), world.system_rng);
      options.batch_rows = 1024;
      failing.fail_statement(statement);
      const auto failed = world.import({path}, options);
      CHECK(failing.has_failed());
      REQUIRE(failed.ok());
      REQUIRE(failed->problem.has_value());
      const auto resumed = world.import({path}, options);
      REQUIRE(resumed.ok());
      CHECK_FALSE(resumed->problem.has_value());
      CHECK(figures(resumed->files[0].counts) == Figures{2500, 2500, 0, 0, 0});
    }
    ImportWorld after(test->database());
    CHECK(after.stored("member/") == 10'000);
  }
}

std::string damaged_workbook(ImportWorld& world) {
  const std::string path = (world.folder / "whole.xlsx").string();
  auto writer = tabular::create_xlsx(path);
  REQUIRE(writer.ok());
  const std::array<std::string_view, 2> headers{"编号", "姓名"};
  REQUIRE((*writer)->begin_sheet({"名单", headers}).ok());
  REQUIRE((*writer)->finish().ok());
  std::ifstream file(path, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  return whole.substr(0, whole.size() / 2);
}

TEST_CASE("files that cannot go in are refused with a reason, and nothing is stored") {
  const auto tests = support::every_database();
  ImportWorld world(tests[0]->database());
  struct Row {
    std::string_view what;
    std::string content;
    std::string_view reason;
  };
  const std::array rows{
      Row{"an empty file", "", "table.empty"},
      Row{"a picture", "\x89PNG\r\n\x1a\n" + std::string(300, '\0'), "table.not_a_spreadsheet"},
      Row{"an old Excel file", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'),
          "table.old_excel"},
      Row{"a workbook cut in half", damaged_workbook(world), "table.damaged"},
      Row{"a table of something else", "file,row,child\na,1,2\nb,2,3\n", "import.no_known_sheet"},
      Row{"a required column missing", "编号,积分,所属小组\n1,2,\n", "import.missing_columns"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto [file, problem] = world.file(world.write("file", row.content));
    REQUIRE(problem.has_value());
    CHECK(problem->reason == row.reason);
    CHECK(core::has_message(core::Language::zh, problem->reason));
  }
  const auto [file, problem] = world.file(world.write("missing.csv", "编号,积分,所属小组\n1,2,\n"));
  CHECK(problem->detail == "姓名 (name); row 1: 编号 | 积分 | 所属小组");
}

TEST_CASE("a file damaged far down changes nothing") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    const std::string path =
        world.write("members.csv", roster(5000) + "5001,\"open,1,\n5002,x,1,\n");
    const auto report = world.import({path});
    REQUIRE(report.ok());
    REQUIRE(report->problem.has_value());
    CHECK(report->problem->reason == "table.quote_open");
    CHECK(report->problem->field.find("5002") != std::string::npos);
    CHECK(world.stored("member/") == 0);
  }
}

TEST_CASE("whoever may not import, or corrects a mapping into nonsense, is refused") {
  const auto tests = support::every_database();
  ImportWorld world(tests[0]->database());
  FileToImport file = world.file(world.write("members.csv", roster(3))).first;
  const auto run = [&](const access::Actor& actor) {
    return run_import({world.door, actor, world.catalogue}, std::span(&file, 1), {});
  };
  access::Actor director = world.office;
  director.role = access::Role::director;
  CHECK(run(director).error().reason == "access.role");
  file.sheets[0].columns[2].field = "name";
  CHECK(run(world.office).error().reason == "mapping.field_twice");
  file.sheets[0].columns[2].field = "shoe_size";
  CHECK(run(world.office).error().reason == "mapping.unknown_field");
  file.sheets[0].columns[1].field.reset();
  file.sheets[0].columns[2].field.reset();
  CHECK(run(world.office).error().reason == "import.missing_columns");
  file.sheets[0].kind = "shoe";
  CHECK(run(world.office).error().reason == "mapping.unknown_kind");
}

TEST_CASE("sheets of several kinds in one workbook go in in the order they need") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    const std::string path = (world.folder / "both.xlsx").string();
    auto writer = tabular::create_xlsx(path);
    REQUIRE(writer.ok());
    const std::array<std::string_view, 4> members{"编号", "姓名", "积分", "所属小组"};
    REQUIRE((*writer)->begin_sheet({"成员", members}).ok());
    const std::array<tabular::OutCell, 4> member{
        {{"1"}, {"甲"}, {"3", tabular::CellKind::number}, {"红组"}}};
    REQUIRE((*writer)->add_row(member).ok());
    const std::array<std::string_view, 2> groups{"小组名称", "颜色"};
    REQUIRE((*writer)->begin_sheet({"小组", groups}).ok());
    const std::array<tabular::OutCell, 2> group{{{"红组"}, {"红"}}};
    REQUIRE((*writer)->add_row(group).ok());
    REQUIRE((*writer)->finish().ok());
    const auto report = world.import({path});
    REQUIRE(report.ok());
    CHECK(figures(report->files[0].counts) == Figures{2, 2, 0, 0, 0});
  }
}

}  // namespace
}  // namespace caregrid::intake
