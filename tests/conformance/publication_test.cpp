// Shows exports and publications on both databases: who may, how often, who must agree, and that
// what is stored is what the next table is audited with.
#include "assessment/publication.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "access/policy.h"
#include "assessment/export_request.h"
#include "db/database.h"
#include "support/databases.h"
#include "support/scratch_folder.h"
#include "support/small_county.h"

namespace caregrid::assessment {
namespace {

using access::Role;

access::Actor somebody(Role role, const char* name, std::int64_t area) {
  return {access::AccountId::derive(name), role, access::Area{area}, name,
          access::default_purpose(role)};
}

std::string read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The small county, and what one person does in it.
struct Scene {
  explicit Scene(support::TestDatabase& database) : world(database) { allocation::fill(world); }

  std::string ask(const access::Actor& actor, const char* id, const std::string& purpose) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          ExportWish wish;
          wish.format = TableFormat::csv;
          wish.purpose = purpose;
          const auto made = request_export(call, ExportId::derive(id), wish);
          return made ? core::Result<std::string>("{}") : made.error();
        },
        &actor);
  }
  /// Asks for a list as it stands on its page.
  std::string ask_as_seen(const char* id, ExportKind what, const ExportView& view) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto made = request_export(call, ExportId::derive(id),
                                           {what, TableFormat::csv, {}, "as it is seen", view});
          return made ? core::Result<std::string>("{}") : made.error();
        },
        &county);
  }
  std::string act(const access::Actor& actor, const char* id,
                  core::Result<ExportRequest> (*operation)(const access::Call&, const ExportId&)) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto made = operation(call, ExportId::derive(id));
          return made ? core::Result<std::string>("{}") : made.error();
        },
        &actor);
  }
  std::string write(const access::Actor& actor, const char* id, const std::string& path) {
    const auto done = world.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
      const auto rows = write_export(call, ExportId::derive(id),
                                     {path, TableFormat::csv, core::Language::en, {}});
      return rows ? core::Result<void>() : core::Result<void>(rows.error());
    });
    return done ? std::string() : done.error().reason;
  }

  allocation::World world;
  support::ScratchFolder folder;
  access::Actor county = somebody(Role::county, "county", allocation::county_code);
  access::Actor second = somebody(Role::county, "second", allocation::county_code);
  access::Actor director = somebody(Role::director, "d", allocation::township_code + 1);
};

TEST_CASE("an export is asked for with a purpose, marked, and given out once to its owner") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    const std::string path = scene.folder.path("list");
    CHECK(scene.ask(scene.county, "one", "x") == "export.purpose");
    CHECK(scene.ask(scene.director, "one", "for the meeting") == "access.role");
    CHECK(scene.ask(scene.county, "one", "for the meeting\r\n=cmd").empty());
    CHECK(scene.write(scene.second, "one", path) == "export.not_found");
    CHECK(scene.write(scene.county, "one", path).empty());
    const std::string text = read_all(path);
    const std::size_t mark = text.rfind("CareGrid · ");
    REQUIRE(mark != std::string::npos);
    CHECK(text.find("for the meeting =cmd", mark) != std::string::npos);
    CHECK(text.find(ExportId::derive("one").text(), mark) != std::string::npos);
    CHECK(text.find("county", mark) != std::string::npos);
    CHECK(scene.act(scene.second, "one", mark_fetched) == "export.not_found");
    CHECK(scene.act(scene.county, "one", mark_fetched).empty());
    CHECK(scene.act(scene.county, "one", mark_fetched) == "export.fetched");
    CHECK(scene.write(scene.county, "one", path) == "export.fetched");
  }
}

TEST_CASE("a list goes out as it stands on its page: filters, columns and their order") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    const std::string path = scene.folder.path("list");
    ExportView view;
    view.query = "王小";
    view.columns = {"village", "name", "needs_open"};
    CHECK(scene.ask_as_seen("seen", ExportKind::children, view).empty());
    CHECK(scene.write(scene.county, "seen", path).empty());
    const std::string text = read_all(path);
    CHECK(text.find("Village,Name,Open needs\r\n") != std::string::npos);
    CHECK(text.find("村A村民委员会,王小雨,2\r\n") != std::string::npos);
    CHECK(text.find("李晨") == std::string::npos);
    // What was looked for lies sealed, and goes when the file is given out.
    const auto texts = [&] {
      std::int64_t found = -1;
      const auto done =
          scene.world.door.read(scene.county, [&](const access::Call& call) -> core::Result<void> {
            return call.transaction.each(
                "SELECT COUNT(*) FROM child_text WHERE county = :county AND about = 'export'",
                {{"county", call.county}}, [&](const db::Row& row) {
                  found = row.integer(0);
                  return false;
                });
          });
      return done ? found : -2;
    };
    CHECK(texts() == 1);
    CHECK(scene.act(scene.county, "seen", mark_fetched).empty());
    CHECK(texts() == 0);
    view.columns = {"name", "shoe_size"};
    CHECK(scene.ask_as_seen("wrong", ExportKind::children, view) == "export.column");
  }
}

TEST_CASE("the civil-affairs form waits for a second person, however few children it tells of") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    const std::string path = scene.folder.path("form");
    CHECK(scene.ask_as_seen("form", ExportKind::civil_form, {}).empty());
    CHECK(scene.write(scene.county, "form", path) == "export.not_ready");
    CHECK(scene
              .act(scene.second, "form",
                   [](const access::Call& call, const ExportId& id) {
                     return decide_export(call, id, true);
                   })
              .empty());
    CHECK(scene.write(scene.county, "form", path).empty());
    CHECK(read_all(path).find("姓名,性别,民族,出生日期,公民身份号码") != std::string::npos);
  }
}

TEST_CASE("five a day and no more, each for oneself") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    for (const char* id : {"1", "2", "3", "4", "5"}) {
      CHECK(scene.ask(scene.county, id, "monthly check").empty());
    }
    CHECK(scene.ask(scene.county, "6", "monthly check") == "export.daily_cap");
    CHECK(scene.ask(scene.second, "7", "monthly check").empty());
  }
}

TEST_CASE("what waits is let go by a second person, or refused") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    const auto approve = [](const access::Call& call, const ExportId& id) {
      return decide_export(call, id, true);
    };
    const auto refuse = [](const access::Call& call, const ExportId& id) {
      return decide_export(call, id, false);
    };
    for (const char* id : {"a", "b"}) {
      CHECK(scene.ask(scene.county, id, "yearly report").empty());
      // The small county has few children: put it into the state of a long list.
      const auto waits = scene.world.submit(
          [&](const access::Call& call) -> core::Result<std::string> {
            const auto changed = call.transaction.run(
                "UPDATE export_request SET state = 'waiting' WHERE county = :county AND id = :id",
                {{"county", call.county}, {"id", ExportId::derive(id)}});
            return changed ? core::Result<std::string>("{}") : changed.error();
          },
          &scene.county);
      CHECK(waits.empty());
    }
    CHECK(scene.write(scene.county, "a", scene.folder.path("x")) == "export.not_ready");
    CHECK(scene.act(scene.county, "a", approve) == "export.own");
    CHECK(scene.act(scene.director, "a", approve) == "access.role");
    CHECK(scene.act(scene.second, "none", approve) == "export.not_found");
    CHECK(scene.act(scene.second, "a", approve).empty());
    CHECK(scene.act(scene.second, "a", refuse) == "export.not_waiting");
    CHECK(scene.write(scene.county, "a", scene.folder.path("x")).empty());
    CHECK(scene.act(scene.second, "b", refuse).empty());
    CHECK(scene.write(scene.county, "b", scene.folder.path("y")) == "export.not_ready");
  }
}

TEST_CASE(
    "a published table is kept whole, shown with its dots, and refused to none who see counts") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Scene scene(*database);
    const auto publish = [&](const access::Actor& actor, const char* id, PublicationWish wish) {
      return scene.world.submit(
          [&](const access::Call& call) -> core::Result<std::string> {
            const auto made = publish_counts(call, PublicationId::derive(id), wish);
            return made ? core::Result<std::string>("{}") : made.error();
          },
          &actor);
    };
    CHECK(publish(scene.county, "p", {Measure::needs, {Dimension::township, Dimension::sex}})
              .empty());
    CHECK(publish(scene.county, "q", {Measure::children, {}}) == "publication.dimensions");
    CHECK(publish(scene.county, "q", {Measure::children, {Dimension::kind}}) ==
          "publication.dimensions");
    CHECK(publish(scene.county, "q", {Measure::needs, {Dimension::sex, Dimension::sex}}) ==
          "publication.dimensions");
    CHECK(publish(scene.director, "q", {Measure::needs, {Dimension::sex}}) == "access.role");
    CHECK(publish(scene.county, "q", {Measure::needs, {Dimension::sex}}).empty());
    const access::Actor donor = somebody(Role::donor, "donor", allocation::county_code);
    const auto read =
        scene.world.door.read(donor, [&](const access::Call& call) -> core::Result<void> {
          const auto list = list_publications(call);
          REQUIRE(list.ok());
          CHECK(list->items.size() == 2);
          const auto shown = find_publication(call, PublicationId::derive("p"));
          REQUIRE(shown.ok());
          CHECK(shown->threshold == 5);
          for (const auto& count : shown->counts) {
            CHECK((!count || *count == 0 || *count >= 5));
          }
          const auto none = find_publication(call, PublicationId::derive("none"));
          CHECK(none.error().reason == "publication.not_found");
          const auto rows = export_publication(
              *shown, {scene.folder.path("t"), TableFormat::csv, core::Language::en, {}});
          CHECK(rows.ok());
          return {};
        });
    CHECK(read.ok());
    CHECK(read_all(scene.folder.path("t")).find("township,sex,count") != std::string::npos);
  }
}

}  // namespace
}  // namespace caregrid::assessment
