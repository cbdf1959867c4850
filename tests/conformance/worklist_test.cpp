// Shows on every database that a saved filter holds no child and no name, that a shared one counts
// for each reader what that reader may see, and that only its owner changes it.
#include "registry/worklist.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/counties.h"

namespace caregrid {
namespace {

using registry::Worklist;
using registry::WorklistId;
using support::Counties;

access::Actor named(access::Actor actor, const char* name) {
  actor.account = access::AccountId::derive(name);
  return actor;
}

Worklist girls(const char* id) {
  Worklist list;
  list.id = WorklistId::derive(id);
  list.name = "女孩";
  list.filter = R"({"sex":"female","text":"王小雨","sort":"name"})";
  return list;
}

std::string save(Counties& counties, const access::Actor& actor, const Worklist& list) {
  return counties.act(
      actor, [&](const access::Call& call) { return registry::save_worklist(call, list); });
}

std::string set_deleted(Counties& counties, const access::Actor& actor, const WorklistId& id,
                        bool is_deleted) {
  return counties.act(actor, [&](const access::Call& call) {
    return registry::set_worklist_deleted(call, id, is_deleted);
  });
}

std::vector<Worklist> lists(Counties& counties, const access::Actor& actor) {
  std::vector<Worklist> all;
  const auto done = counties.world.read(actor, [&](const access::Call& call) -> core::Result<void> {
    auto listed = registry::list_worklists(call);
    REQUIRE(listed.ok());
    all = std::move(*listed);
    return {};
  });
  REQUIRE(done.ok());
  return all;
}

TEST_CASE("a filter is kept by its known keys in one order, and what is searched for never is") {
  const auto filter = registry::canonical_filter(
      R"({"sort":"name","text":"王小雨","age_min":6,"status":"CN-MCA-2016:yes","sex":""})");
  REQUIRE(filter.ok());
  CHECK(*filter == R"({"age_min":"6","sort":"name","status":"CN-MCA-2016:yes"})");
  CHECK_FALSE(registry::child_filter_of(*filter));  // The list itself knows no statuses.
  const auto known = registry::child_filter_of(R"({"age_max":"9","assigned":"yes","sex":"male"})");
  REQUIRE(known);
  CHECK(known->age_max == 9);
  CHECK(known->only_assigned);
  for (const char* wrong : {"", "[]", R"({"sex":["male"]})", R"({"sort":{"a":1}})"}) {
    CAPTURE(wrong);
    CHECK_FALSE(registry::canonical_filter(wrong).ok());
  }
}

TEST_CASE("each reader of a shared list counts what it may see") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Counties counties(*database, 0, 2);
    for (const auto& [name, village] : {std::pair{"王小雨", 'A'}, {"李晨", 'B'}, {"张月", 'B'}}) {
      allocation::Cells cells = allocation::child(name, village);
      cells["sex"] = "女";
      counties.add_child(0, cells);
    }
    const access::Actor office = named(Counties::office(0), "office");
    const access::Actor director = named(Counties::director(0, 2), "director");
    CHECK(save(counties, office, girls("own")).empty());
    CHECK(lists(counties, director).empty());
    Worklist shared = girls("shared");
    shared.share = registry::WorklistShare{};
    shared.position = 1;
    CHECK(save(counties, office, shared).empty());
    const auto own = lists(counties, office);
    REQUIRE(own.size() == 2);
    CHECK(own[0].children == 3);
    CHECK(own[0].filter == R"({"sex":"female","sort":"name"})");
    const auto seen = lists(counties, director);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].children == 2);
    CHECK_FALSE(seen[0].is_mine);
    shared.share->role = access::Role::supervisor;
    CHECK(save(counties, office, shared).empty());
    CHECK(lists(counties, director).empty());
    CHECK(lists(counties, named(Counties::office(1), "office")).empty());
  }
}

TEST_CASE("a list is changed, taken away and brought back by its owner alone, and names no child") {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Counties counties(*database, 0, 1);
    counties.add_child(0, allocation::child("王小雨", 'A'));
    const access::Actor office = named(Counties::office(0), "office");
    const access::Actor other = named(Counties::office(0), "other");
    Worklist list = girls("list");
    list.share = registry::WorklistShare{};
    CHECK(save(counties, office, list).empty());
    CHECK(save(counties, other, list) == "worklist.not_yours");
    CHECK(set_deleted(counties, other, list.id, true) == "worklist.not_yours");
    CHECK(set_deleted(counties, other, WorklistId::derive("none"), true) == "worklist.not_found");
    CHECK(set_deleted(counties, office, list.id, true).empty());
    CHECK(lists(counties, office).empty());
    CHECK(lists(counties, other).empty());
    CHECK(set_deleted(counties, office, list.id, false).empty());
    list.name = "  女 孩 ";
    CHECK(save(counties, office, list).empty());
    const auto renamed = lists(counties, office);
    REQUIRE(renamed.size() == 1);
    CHECK(renamed[0].name == "女 孩");
    list.name = "王小雨";
    CHECK(save(counties, office, list) == "worklist.names_child");
    list.name = " ";
    CHECK(save(counties, office, list) == "worklist.name");
    list = girls("elsewhere");
    list.share = registry::WorklistShare{std::nullopt, 990'601'000'000};
    CHECK(save(counties, office, list) == "access.not_found");
  }
}

}  // namespace
}  // namespace caregrid
