// Shows on every database what becomes of lists that come again: a header explained once needs no
// second explanation, a list is held against the last one of its sender, nobody is deleted for
// being left out, the county's lists are compared over linked records, the civil-affairs form goes
// out and comes in the same byte for byte, and its summary table is told when it does not add up.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "assessment/export_request.h"
#include "assessment/exports.h"
#include "care/operations.h"
#include "db/database.h"
#include "intake/inspect.h"
#include "intake/run.h"
#include "intake/saved_mapping.h"
#include "registry/civil_form.h"
#include "registry/comparison.h"
#include "registry/erasure.h"
#include "registry/list_change.h"
#include "registry/sent_list.h"
#include "registry/targets.h"
#include "support/databases.h"
#include "support/scratch_folder.h"
#include "support/small_county.h"
#include "tabular/table_reader.h"

namespace caregrid::allocation {
namespace {

using intake::ListRole;

constexpr std::int64_t day_micros = 86'400'000'000;

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A county with its four villages, and files that go in as people send them.
struct Office {
  explicit Office(support::TestDatabase& test) : world(test) { add_places(world); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder.path(name), std::ios::binary) << text;
    return folder.path(name);
  }

  /// Imports a file as it is recognised, a day after the one before.
  intake::FileReport import(const std::string& name, const std::string& text,
                            std::optional<ListRole> role = {}, const std::string& sender = {},
                            bool dry_run = false) {
    return import_at(write(name, text), name, role, sender, dry_run);
  }

  intake::FileReport import_at(const std::string& path, const std::string& name,
                               std::optional<ListRole> role = {}, const std::string& sender = {},
                               bool dry_run = false) {
    world.clock.set({world.clock.now().micros + day_micros});
    auto inspection = intake::inspect_file(path, catalogue);
    REQUIRE(inspection.ok());
    CAPTURE((inspection->problem ? inspection->problem->reason + inspection->problem->detail
                                 : std::string()));
    REQUIRE_FALSE(inspection->problem.has_value());
    for (intake::SheetMapping& sheet : inspection->sheets) {
      sheet.role = role;
      if (!sender.empty()) {
        sheet.sender = sender;
      }
    }
    sheets = inspection->sheets;
    const intake::FileToImport file{path, name, inspection->sheets, folder.path("rejects.xlsx")};
    intake::RunOptions options;
    options.id = intake::RunId::make(world.clock.now(), world.rng);
    options.dry_run = dry_run;
    const auto report =
        intake::run_import({world.door, world.office, catalogue}, std::span(&file, 1), options);
    REQUIRE(report.ok());
    CAPTURE((report->problem ? report->problem->reason : std::string()));
    REQUIRE_FALSE(report->problem.has_value());
    return report->files.at(0);
  }

  registry::Comparison compare(registry::ComparedSet set, bool unknown = false) {
    registry::Comparison comparison;
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      registry::ComparisonWish wish;
      wish.set = set;
      wish.only_unknown = unknown;
      auto found = registry::compare_lists(call, wish);
      REQUIRE(found.ok());
      comparison = std::move(*found);
      return {};
    });
    REQUIRE(done.ok());
    return comparison;
  }

  allocation::World world;
  support::ScratchFolder folder;
  std::vector<intake::SheetMapping> sheets;
  intake::Catalogue catalogue{{registry::make_division_target, registry::make_school_target,
                               registry::make_child_target, registry::make_summary_target}};
};

std::string names_of(const registry::Comparison& comparison) {
  std::string names;
  for (const registry::ComparedChild& item : comparison.items) {
    names += (names.empty() ? "" : " ") + item.row.name;
  }
  return names;
}

std::string words_of(const intake::ListChange& change) {
  std::string words;
  for (const intake::ChangedRow& row : change.rows) {
    words += (words.empty() ? "" : "; ") + std::string(core::name_of(row.change)) + " " + row.name;
    for (const intake::FieldChange& field : row.fields) {
      words += " " + field.field + ":" + field.before + ">" + field.after;
    }
  }
  return words;
}

constexpr std::string_view roster_header = "姓名,性别,出生日期,家庭住址,学校,年级,身份证号\n";

TEST_CASE("a list is held against the last one of its sender, before and after it goes in") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Office office(*test);
    const std::string first =
        std::string(roster_header) +
        "王小雨,女,2016-05-01,村A村民委员会,中心小学,三年级,\n"
        "李晨,男,2016-06-01,村B村民委员会,中心小学,三年级,990101201509030010\n"
        "张月,女,2016-07-01,村C村民委员会,中心小学,三年级,\n";
    // The number says 2015: told as a warning; it decides who 李晨 is when his grade changes.
    const std::string second =
        std::string(roster_header) +
        "王小雨,女,2016-05-01,村A村民委员会,中心小学,三年级,\n"
        "李晨,男,2016-06-01,村B村民委员会,中心小学,四年级,990101201509030010\n"
        "赵云,男,2016-08-01,村D村民委员会,中心小学,三年级,\n"
        "钱一,男,2016-13-01,村D村民委员会,中心小学,三年级,\n";
    const auto once = office.import("a.csv", first, ListRole::student_register, "中心小学");
    CHECK(once.counts.created == 3);
    CHECK(once.changes.empty());
    const std::string expected =
        "gone 张月; changed 李晨 fact.schooling.grade:三年级>四年级; added 赵云";
    for (const bool dry_run : {true, false}) {
      CAPTURE(dry_run);
      const auto again =
          office.import("b.csv", second, ListRole::student_register, "中心小学", dry_run);
      REQUIRE(again.changes.size() == 1);
      const intake::ListChange& change = again.changes[0];
      CHECK(words_of(change) == expected);
      CHECK(change.same == 1);
      CHECK(change.unread == 1);
      CHECK(change.before_file == "a.csv");
    }
    // A list of another sender is no successor.
    CHECK(office.import("c.csv", first, ListRole::student_register, "镇中学").changes.empty());

    std::int64_t list = 0;
    registry::ChildId gone;
    const auto looked =
        office.world.read(office.world.office, [&](const access::Call& call) -> core::Result<void> {
          const auto lists = registry::list_sent_lists(call);
          REQUIRE(lists.ok());
          REQUIRE(lists->items.size() == 3);
          CHECK(lists->items[1].file == "b.csv");
          CHECK(lists->items[1].children == 3);
          list = lists->items[1].id;
          const auto change = registry::show_changes(call, list);
          REQUIRE(change.ok());
          gone = *registry::ChildId::parse(change->rows.at(0).child);
          // Nobody was deleted for being left out.
          const auto children = registry::list_children(call, {});
          CHECK(children->total == 4);
          CHECK(registry::show_changes(call, list + 1).error().reason == "list.not_found");
          return {};
        });
    REQUIRE(looked.ok());
    CHECK(office.world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto done = registry::answer_gone(call, list, gone, registry::GoneAnswer::moved);
      return done ? core::Result<std::string>("{}") : done.error();
    }) == "");
    CHECK(office.world
              .read(office.world.office,
                    [&](const access::Call& call) -> core::Result<void> {
                      const auto change = registry::show_changes(call, list);
                      CHECK(change->rows.at(0).answer == "moved");
                      return {};
                    })
              .ok());
    // Only who may import sees lists.
    const auto denied = office.world.read(
        office.world.director, [&](const access::Call& call) -> core::Result<void> {
          CHECK(registry::list_sent_lists(call).error().reason == "access.role");
          CHECK(registry::show_changes(call, list).error().reason == "access.role");
          return {};
        });
    CHECK(denied.ok());

    // Erasing a child reaches the lists that named it and what was found out about it.
    const auto rows = [&] {
      std::int64_t found = -1;
      const auto done = office.world.read(
          office.world.office, [&](const access::Call& call) -> core::Result<void> {
            return call.transaction.each(
                "SELECT (SELECT COUNT(*) FROM sent_list_child WHERE county = :county) + "
                "(SELECT COUNT(*) FROM sent_list_answer WHERE county = :county)",
                {{"county", call.county}}, [&](const db::Row& row) {
                  found = row.integer(0);
                  return false;
                });
          });
      CHECK(done.ok());
      return found;
    };
    const std::int64_t before = rows();
    const auto somebody = [](const char* name) {
      return access::Actor{access::AccountId::derive(name), access::Role::county,
                           access::Area{county_code}, name};
    };
    const access::Actor one = somebody("one");
    const access::Actor two = somebody("two");
    const auto id = registry::ErasureId::derive("erase");
    CHECK(office.world.submit(
              [&](const access::Call& call) -> core::Result<std::string> {
                const auto asked = registry::request_erasure(
                    call, id, gone, registry::ErasureGround::guardian_request);
                return asked ? core::Result<std::string>("{}") : asked.error();
              },
              &one) == "");
    CHECK(office.world.submit(
              [&](const access::Call& call) -> core::Result<std::string> {
                const auto erased =
                    registry::confirm_erasure(call, id, [&](const registry::ChildId& child) {
                      return care::forget_child(call, child);
                    });
                return erased ? core::Result<std::string>("{}") : erased.error();
              },
              &two) == "");
    CHECK(rows() == before - 3);  // In two lists, with one answer.
  }
}

TEST_CASE("hukou × student register × present × ex-poor, over linked records") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Office office(*test);
    const std::string header = "姓名,出生日期,家庭住址,身份证号\n";
    const std::string rows_a =
        "王小雨,2016-05-01,村A村民委员会,99010120160501001X\n"  // In all lists.
        "李晨,2016-06-01,村B村民委员会,990101201606010011\n"    // Never enrolled.
        "张月,2016-07-01,村C村民委员会,990101201607010013\n"    // Registered, not present, poor.
        "赵云,2022-08-01,村D村民委员会,990101202208010010\n"    // Too young.
        "孙二,2016-09-01,村D村民委员会,990101201609010017\n";   // Said to learn elsewhere.
    office.import("hukou.csv", header + rows_a, ListRole::hukou, "派出所");
    office.import("ngo.csv",
                  "姓名,家庭住址,身份证号,就学情况\n孙二,村D村民委员会,"
                  "990101201609010017,小学\n");
    CHECK(office.compare(registry::ComparedSet::never_enrolled).items.empty());
    CHECK(office.compare(registry::ComparedSet::never_enrolled, true).items.size() == 4);

    const std::string roster = "姓名,家庭住址,学校,年级,身份证号\n";
    office.import("register.csv",
                  roster +
                      "王小雨,村A村民委员会,中心小学,三年级,99010120160501001X\n"
                      "张月,村C村民委员会,中心小学,三年级,990101201607010013\n"
                      "周五,村C村民委员会,山上小学,三年级,990101201610010014\n",
                  ListRole::student_register, "教育局");
    office.import("present.csv",
                  roster + "王小雨,村A村民委员会,中心小学,三年级,99010120160501001X\n",
                  ListRole::present, "中心小学");
    office.import("poor.csv", header + "张月,2016-07-01,村C村民委员会,990101201607010013\n",
                  ListRole::ex_poor, "乡村振兴局");
    const auto never = office.compare(registry::ComparedSet::never_enrolled);
    CHECK(names_of(never) == "李晨");
    CHECK(never.items.at(0).reason == registry::CompareReason::not_in_register);
    CHECK(never.lists.size() == 4);
    CHECK(never.counts.at(0).children == 1);
    const auto open = office.compare(registry::ComparedSet::never_enrolled, true);
    CHECK(names_of(open) == "孙二");
    CHECK(open.items.at(0).reason == registry::CompareReason::said_at_school);
    CHECK(names_of(office.compare(registry::ComparedSet::not_present)) == "张月");
    const auto uncovered = office.compare(registry::ComparedSet::not_present, true);
    // Whether 孙二 is registered anywhere is not known, so neither is whether it is missing there.
    CHECK(names_of(uncovered) == "孙二 周五");
    CHECK(uncovered.items.at(0).reason == registry::CompareReason::said_at_school);
    CHECK(uncovered.items.at(1).reason == registry::CompareReason::school_not_covered);
    CHECK(names_of(office.compare(registry::ComparedSet::poor_not_present)) == "张月");

    // On the day before any list came in nothing could be said.
    const auto before =
        office.world.read(office.world.office, [&](const access::Call& call) -> core::Result<void> {
          registry::ComparisonWish wish;
          wish.day = call.today + -30;
          const auto comparison = registry::compare_lists(call, wish);
          REQUIRE(comparison.ok());
          CHECK(comparison->lists.empty());
          CHECK(comparison->items.empty());
          CHECK(comparison->counts.at(0).unknown > 0);
          return {};
        });
    CHECK(before.ok());
    // A director sees the own village alone.
    const auto own = office.world.read(office.world.director,
                                       [&](const access::Call& call) -> core::Result<void> {
                                         const auto comparison = registry::compare_lists(call, {});
                                         REQUIRE(comparison.ok());
                                         CHECK(comparison->counts.at(0).children == 0);
                                         return {};
                                       });
    CHECK(own.ok());
  }
}

std::string form_of(Office& office, const std::string& name, assessment::TableFormat format,
                    bool is_gb18030 = false) {
  const std::string path = office.folder.path(name);
  const auto done =
      office.world.read(office.world.office, [&](const access::Call& call) -> core::Result<void> {
        assessment::ExportFile file{path, format, core::Language::zh, "CareGrid · mark",
                                    is_gb18030};
        const auto rows = assessment::export_civil_form(call, {0, call.today}, file);
        CAPTURE((rows ? std::string() : rows.error().reason));
        REQUIRE(rows.ok());
        return {};
      });
  REQUIRE(done.ok());
  return path;
}

TEST_CASE("the civil-affairs form goes out, into an empty county and out again, the same bytes") {
  const auto tests = support::every_database();
  for (std::size_t i = 0; i < tests.size(); ++i) {
    CAPTURE(tests[i]->name());
    Office office(*tests[i]);
    office.import(
        "mixed.csv",
        "姓名,性别,民族,出生日期,身份证号,户籍所在地,家庭住址,就学情况,父亲姓名,父亲务工地点,"
        "父亲联系电话,委托监护人姓名,与儿童关系,监护类型,家庭经济来源,救助情况,备注\n"
        "阿依古丽•买买提,女,维吾尔族,2015-09-03,990101201509030029,城关镇村A,村A村民委员会,小学,"
        "买买提,广东省东莞市,100 4758 8763,王奶奶,祖母,监护情况一般,打工、种养殖,低保,\n"
        "王小雨,,,,,,城关镇村B3组12号,在家自学,,,,,,,卖药材,,爱画画\n"
        "李晨,男,汉族,2016-06-01,,,村B村民委员会,初中,=1+1,,,,,无人监护,,,\n");
    const std::string csv = form_of(office, "one.csv", assessment::TableFormat::csv);
    const std::string text = read_all(csv);
    CHECK(text.find("990101201509030029") != std::string::npos);
    CHECK(text.find("'=1+1") != std::string::npos);

    const auto empty = support::every_database();
    Office second(*empty[i]);
    const auto report = second.import_at(csv, "one.csv");
    CHECK(report.counts.created == 3);
    CHECK(report.counts.rejected == 0);
    CHECK(second.sheets.at(0).format == registry::civil_form_name);
    CHECK(read_all(form_of(second, "two.csv", assessment::TableFormat::csv)) == text);

    const auto third_base = support::every_database();
    Office third(*third_base[i]);
    const std::string xlsx = form_of(office, "one.xlsx", assessment::TableFormat::xlsx);
    CHECK(third.import_at(xlsx, "one.xlsx").counts.created == 3);
    CHECK(read_all(form_of(third, "three.csv", assessment::TableFormat::csv)) == text);

    const auto fourth_base = support::every_database();
    Office fourth(*fourth_base[i]);
    const std::string old = form_of(office, "old.csv", assessment::TableFormat::csv, true);
    CHECK(read_all(old) != text);
    CHECK(fourth.import_at(old, "old.csv").counts.created == 3);
    CHECK(read_all(form_of(fourth, "four.csv", assessment::TableFormat::csv)) == text);
  }
}

TEST_CASE("a summary table that does not add up is told, and nothing of it is lost") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Office office(*test);
    std::string header = "单位";
    for (int i = 1; i <= 32; ++i) {
      header += ",c" + std::to_string(i);
    }
    const std::string sound =
        "100,30,16,14,50,26,24,20,11,9,10,20,25,15,12,8,6,4,55,45,20,20,20,22,18,40,30,20,10,60,"
        "30,10\n";
    const auto report =
        office.import("summary.csv", header + "\n城关镇," + sound + "四门镇,101" + sound.substr(3) +
                                         "合计," + sound + "坏行,x" + sound.substr(3));
    CHECK(report.counts.created == 3);  // The row of totals is a record too.
    CHECK(report.counts.rejected == 1);
    REQUIRE(report.warnings.size() == 6);
    CHECK(report.warnings[0].reason == "summary.identity");
    CHECK(report.warnings[0].detail == "c1 = 101 ≠ c2+c5+c8 = 100");
    CHECK(report.warnings[0].row == 3);
  }
}

TEST_CASE("a header explained once needs no second explanation") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Office office(*test);
    const std::string text = "栏一,栏二,栏三\n王小雨,村A村民委员会,女\n";
    const auto inspection = intake::inspect_file(office.write("odd.csv", text), office.catalogue);
    REQUIRE(inspection.ok());
    intake::SheetMapping sheet = inspection->sheets.at(0);
    CHECK_FALSE(sheet.kind.has_value());
    sheet.kind = "child";
    sheet.columns.at(0).field = "name";
    sheet.columns.at(1).field = "village";
    sheet.sender = "某学校";
    sheet.role = ListRole::student_register;
    const auto write = [&](auto operate) {
      return office.world.submit([&](const access::Call& call) -> core::Result<std::string> {
        const auto done = operate(call);
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    for (int i = 0; i < 2; ++i) {
      CHECK(write([&](const access::Call& call) {
              return intake::remember(call, sheet, "odd.csv");
            }) == "");
    }
    intake::MappingId id;
    const auto use = [&](const intake::SheetMapping& seen) {
      intake::SheetMapping used = seen;
      const auto done = office.world.read(
          office.world.office, [&](const access::Call& call) -> core::Result<void> {
            const auto found = intake::use_saved(call, office.catalogue, used);
            REQUIRE(found.ok());
            const auto all = intake::list_saved(call);
            REQUIRE(all.ok());
            id = all->items.empty() ? intake::MappingId{} : all->items[0].id;
            CHECK((all->items.empty() || all->items[0].uses == 2));
            return {};
          });
      REQUIRE(done.ok());
      return used;
    };
    intake::SheetMapping used = use(inspection->sheets.at(0));
    CHECK(used.saved == "odd.csv");
    CHECK(used.kind == "child");
    CHECK(used.columns.at(1).field == "village");
    CHECK_FALSE(used.columns.at(2).field.has_value());
    CHECK(used.sender == "某学校");
    CHECK(used.role == ListRole::student_register);
    // A header that differs in one word is another one.
    intake::SheetMapping other = inspection->sheets.at(0);
    other.columns.at(2).header = "栏四";
    CHECK_FALSE(use(other).saved.has_value());

    CHECK(write([&](const access::Call& call) {
            return intake::rename_saved(call, id, "某学校名册");
          }) == "");
    CHECK(use(inspection->sheets.at(0)).saved == "某学校名册");
    CHECK(write([&](const access::Call& call) { return intake::rename_saved(call, id, ""); }) ==
          "mapping.name");
    CHECK(write([&](const access::Call& call) { return intake::delete_saved(call, id); }) == "");
    CHECK_FALSE(use(inspection->sheets.at(0)).saved.has_value());
    CHECK(write([&](const access::Call& call) { return intake::delete_saved(call, id); }) ==
          "mapping.not_found");
  }
}

}  // namespace
}  // namespace caregrid::allocation
