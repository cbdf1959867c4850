// Shows on every database that lists go into the register as they should: the same rows again
// change nothing, their order does not matter, contradictions are kept, and everybody sees just the
// children of their own area, page by page.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/door.h"
#include "core/rng.h"
#include "registry/child_fields.h"
#include "registry/operations.h"
#include "registry/targets.h"
#include "support/databases.h"
#include "support/keys.h"

namespace caregrid::registry {
namespace {

using Cells = std::map<std::string, std::string, std::less<>>;
using intake::Outcome;

constexpr std::int64_t county = 620524000000;
constexpr std::array<std::int64_t, 3> villages{620524100001, 620524100200, 620524104200};

/// A county with three villages in two townships, and a door to it.
class Register {
 public:
  explicit Register(db::Database& database) : door_(database, clock_, keys_.ring) {
    import(make_division_target,
           {{{"code", "620524100001"}, {"name", "东关社区"}, {"township", "城关镇"}},
            {{"code", "620524100200"}, {"name", "北山村"}, {"township", "城关镇"}},
            {{"code", "620524104200"}, {"name", "岗头村"}, {"township", "四门镇"}}});
  }

  std::vector<intake::RowResult> import(std::unique_ptr<intake::Target> (*make)(),
                                        const std::vector<Cells>& rows,
                                        std::string_view file = "list.csv",
                                        std::size_t batch = 64) {
    const auto target = make();
    REQUIRE(door_.read(actor_, [&](const access::Call& call) { return target->prepare(call); }));
    std::vector<intake::RowResult> results;
    for (std::size_t from = 0; from < rows.size(); from += batch) {
      const std::size_t size = std::min(batch, rows.size() - from);
      import_batch(*target, std::span(rows).subspan(from, size), file, results);
    }
    return results;
  }

  std::vector<Outcome> outcomes(const std::vector<Cells>& rows, std::string_view file = "list.csv",
                                std::size_t batch = 64) {
    std::vector<Outcome> found;
    for (const intake::RowResult& result : import(make_child_target, rows, file, batch)) {
      found.push_back(result.outcome);
    }
    return found;
  }

  template <class Look>
  auto look(std::int64_t area, Look operation, access::Role role = access::Role::county) {
    const access::Actor actor = access::make_actor({}, role, access::Area{area}, "somebody");
    std::optional<decltype(operation(std::declval<const access::Call&>()))> found;
    REQUIRE(door_.read(actor, [&](const access::Call& call) -> core::Result<void> {
      found.emplace(operation(call));
      return {};
    }));
    return std::move(*found);
  }

  core::Result<ChildPage> list(const ChildFilter& filter, std::int64_t area = county) {
    return look(area, [&](const access::Call& call) { return list_children(call, filter); });
  }

  /// All pages of a list, `limit` children each.
  std::vector<ChildRow> all(ChildFilter filter, std::int64_t area = county) {
    std::vector<ChildRow> rows;
    std::optional<std::string> next = "";
    while (next) {
      filter.after = *next;
      auto page = list(filter, area);
      REQUIRE(page.ok());
      CHECK(page->items.size() <= static_cast<std::size_t>(filter.limit));
      std::ranges::move(page->items, std::back_inserter(rows));
      next = page->next;
    }
    return rows;
  }

  ChildDetail child(const ChildId& id) {
    auto found = look(county, [&](const access::Call& call) { return find_child(call, id); });
    REQUIRE(found.ok());
    return *found;
  }

 private:
  void import_batch(intake::Target& target, std::span<const Cells> rows, std::string_view file,
                    std::vector<intake::RowResult>& results) {
    const auto fields = target.fields();
    std::vector<std::vector<intake::Value>> values(rows.size());
    std::vector<intake::Record> records(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const intake::Field& field : fields) {
        const auto cell = rows[i].find(field.name);
        values[i].push_back({cell == rows[i].end() ? std::string_view() : cell->second});
      }
      records[i].row = static_cast<std::int64_t>(results.size() + i) + 2;
      records[i].values = values[i];
    }
    const auto batch = target.read(records, {file, ""}, door_.today());
    const access::Command command{access::CommandId::make(clock_.now(), rng_), "import_rows", "",
                                  true};
    const auto done =
        door_.submit(actor_, command, [&](const access::Call& call) -> core::Result<std::string> {
          auto stored = target.store(call, *batch);
          if (!stored) {
            return stored.error();
          }
          std::ranges::move(*stored, std::back_inserter(results));
          return std::string("{}");
        });
    if (!done) {
      FAIL(done.error().reason << " " << done.error().detail);
    }
  }

  core::ManualClock clock_{core::Instant{1'789'977'600'000'000}};
  core::SeededRng rng_{7};
  support::TestKeys keys_;
  access::Door door_;
  access::Actor actor_{{}, access::Role::county, {county}, "county office"};
};

std::string identity_number(int person) {
  std::string digits = "9901012015" + std::string(person % 2 == 0 ? "0903" : "1123");
  std::string sequence = std::to_string(100 + person);
  digits += sequence.substr(sequence.size() - 3);
  int sum = 0;
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += weights[i] * (digits[i] - '0');
  }
  return digits + "10X98765432"[sum % 11];
}

std::string name_of(int person) {
  constexpr std::array<std::string_view, 7> first{"黄", "李", "王", "张", "刘", "陈", "杨"};
  constexpr std::array<std::string_view, 11> rest{"欢", "强", "芳", "明", "丽", "军",
                                                  "敏", "静", "磊", "洋", "艳"};
  const auto at = static_cast<std::size_t>(person);
  return std::string(first[at % 7]) + std::string(rest[at % 11]) + std::string(rest[at / 7 % 11]);
}

Cells row_of(int person, std::int64_t village) {
  Cells row{{"name", name_of(person)},
            {"identity_number", identity_number(person)},
            {"village", std::to_string(village)},
            {"guardian_name", name_of(person + 3)},
            {"guardian_phone", "10012345678"}};
  if (person % 5 == 0) {
    row.erase("identity_number");
    row["born_on"] = "2016-05-0" + std::to_string(1 + person % 9);
    row["sex"] = person % 2 == 0 ? "女" : "男";
  }
  return row;
}

/// A list as offices send it: some children twice with another village, others without numbers.
std::vector<Cells> messy_list(int children) {
  std::vector<Cells> rows;
  for (int person = 0; person < children; ++person) {
    const auto at = static_cast<std::size_t>(person);
    rows.push_back(row_of(person, villages[at % 3]));
    if (person % 8 == 1 && person % 5 != 0) {
      rows.push_back(row_of(person, villages[(at + 1) % 3]));
    }
  }
  return rows;
}

void shuffle(std::vector<Cells>& rows, std::uint64_t seed) {
  core::SeededRng rng(seed);
  for (std::size_t i = rows.size(); i > 1; --i) {
    std::swap(rows[i - 1], rows[rng.below(i)]);
  }
}

/// What lists show of all children, without their ids.
std::multiset<std::string> faces(Register& world) {
  std::multiset<std::string> found;
  for (const ChildRow& row : world.all({.limit = 200})) {
    found.insert(row.name + "/" + std::to_string(static_cast<int>(row.sex)) + "/" +
                 (row.born_on ? core::to_iso(*row.born_on) : "") + "/" +
                 std::to_string(row.division) + "/" + row.identity_number_masked.value_or(""));
  }
  return found;
}

TEST_CASE("the same rows again change nothing, in the same order or another") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    std::vector<Cells> rows = messy_list(60);
    world.outcomes(rows);
    const auto before = faces(world);
    CHECK(before.size() == 60);
    for (const std::uint64_t seed : {1U, 2U}) {
      const auto again = world.outcomes(rows, "list.csv", 17);
      CHECK(std::ranges::count(again, Outcome::unchanged) ==
            static_cast<std::ptrdiff_t>(rows.size()));
      CHECK(faces(world) == before);
      shuffle(rows, seed);
    }
  }
}

TEST_CASE("the order of rows and the size of batches do not matter") {
  std::multiset<std::string> first;
  for (const std::uint64_t seed : {0U, 1U, 2U, 3U}) {
    for (const auto& test : support::every_database()) {
      CAPTURE(test->name());
      CAPTURE(seed);
      Register world(test->database());
      std::vector<Cells> rows = messy_list(60);
      if (seed > 0) {
        shuffle(rows, seed);
      }
      world.outcomes(rows, "list.csv", 1 + 9 * seed);
      first = first.empty() ? faces(world) : first;
      CHECK(faces(world) == first);
    }
  }
}

TEST_CASE("two lists make one child of one number, and both stay readable") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    const std::string id = identity_number(2);
    CHECK(world.outcomes({{{"name", "黄欢"},
                           {"identity_number", id},
                           {"village", "岗头村"},
                           {"school", "嘴头小学"},
                           {"grade", "二年级"}}},
                         "roster.csv") == std::vector{Outcome::created});
    CHECK(world.outcomes({{{"name", "黄 环"},
                           {"student_number", "G" + id},
                           {"village", "北山村"},
                           {"born_on", "2015-03-09"},
                           {"father_name", "黄鑫笑"},
                           {"father_place", "福建省泉州市"},
                           {"father_phone", "10021008673"}}},
                         "civil.csv") == std::vector{Outcome::updated});
    const auto children = world.all({});
    REQUIRE(children.size() == 1);
    CHECK(children[0].village->name == "北山村");
    CHECK(children[0].township == "城关镇");
    CHECK(children[0].school == "嘴头小学");
    CHECK(core::to_iso(*children[0].born_on) == "2015-09-03");
    const ChildDetail detail = world.child(children[0].id);
    CHECK(detail.sources.size() == 2);
    CHECK(detail.conflicts == std::vector<std::string>{"born_on", "fact.residence"});
    REQUIRE(detail.relations.size() == 1);
    CHECK(detail.relations[0].phone_masked == "100******73");
    CHECK(std::ranges::any_of(detail.facts,
                              [](const DayFact& fact) { return fact.id.kind == "absence"; }));
    const auto figures =
        world.look(county, [](const access::Call& call) { return count_figures(call); });
    CHECK(figures->children == 1);
    CHECK(figures->conflicts == 1);
  }
}

TEST_CASE("a number given to two children merges nobody") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    const std::string id = identity_number(2);
    const std::vector<Cells> rows{
        {{"name", "黄欢"}, {"identity_number", id}, {"village", "岗头村"}},
        {{"name", "李大强"}, {"identity_number", id}, {"village", "北山村"}}};
    const auto results = world.import(make_child_target, rows);
    CHECK(results[1].outcome == Outcome::created);
    REQUIRE(results[1].warnings.size() == 1);
    CHECK(results[1].warnings[0].reason == "id_number.used_by_other");
    CHECK(world.all({.query = id}).size() == 2);
    const auto figures =
        world.look(county, [](const access::Call& call) { return count_figures(call); });
    CHECK(figures->conflicts == 2);
    CHECK(world.outcomes(rows) == std::vector{Outcome::unchanged, Outcome::unchanged});
    const auto one = world.look(county, [&](const access::Call& call) {
      return resolve_child(call, {.identity_number = id, .name = "李大强"});
    });
    REQUIRE(one.ok());
    CHECK(one->division == 620524100200);
  }
}

TEST_CASE("rejected rows leave no trace and say why") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    const auto results = world.import(
        make_child_target,
        {{{"name", "黄欢"}, {"identity_number", "990101201509030011"}, {"village", "岗头村"}},
         {{"name", "黄欢"}, {"born_on", "2015-09-03"}, {"village", "岗尾村"}},
         {{"name", "黄欢"}, {"born_on", "2030-09-03"}, {"village", "岗头村"}}});
    constexpr std::array<std::string_view, 3> reasons{"id_number.check_digit", "village.unknown",
                                                      "date.in_future"};
    for (std::size_t i = 0; i < results.size(); ++i) {
      CHECK(results[i].outcome == Outcome::rejected);
      REQUIRE(results[i].problems.size() == 1);
      CHECK(results[i].problems[0].reason == reasons[i]);
    }
    CHECK(world.all({}).empty());
  }
}

TEST_CASE("everybody sees the children of their own area and no other") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    std::vector<Cells> rows = messy_list(30);
    rows.push_back({{"name", "无名村"}, {"born_on", "2015-01-01"}});
    world.outcomes(rows);
    const auto everybody = world.all({});
    CHECK(everybody.size() == 31);
    CHECK(world.list({})->total == 31);
    std::size_t seen = 0;
    for (const std::int64_t village : villages) {
      const auto own = world.all({}, village);
      seen += own.size();
      CHECK(world.list({}, village)->total == static_cast<std::int64_t>(own.size()));
      for (const ChildRow& row : own) {
        CHECK(row.division == village);
      }
      for (const ChildRow& row : everybody) {
        const auto found = world.look(
            village, [&](const access::Call& call) { return find_child(call, row.id); },
            access::Role::director);
        CHECK(found.ok() == (row.division == village));
        CHECK((found.ok() || found.error().code == core::Code::not_found));
      }
      CHECK(world.list({.division = 620524104000}, 620524100001).error().code ==
            core::Code::not_found);
    }
    CHECK(seen == 30);
    const auto counts = world.look(
        county, [](const access::Call& call) { return count_children_by_division(call); });
    for (const DivisionCount& count : *counts) {
      CAPTURE(count.division.name);
      CHECK(count.children ==
            static_cast<std::int64_t>(world.all({.division = count.division.code}).size()));
    }
  }
}

TEST_CASE("each order and filter shows every child that fits exactly once") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    std::vector<Cells> rows = messy_list(50);
    rows.push_back({{"name", "Liu Jia"}, {"village", "岗头村"}});
    world.outcomes(rows);
    std::set<std::string> ids;
    for (const ChildRow& row : world.all({.limit = 200})) {
      ids.insert(row.id.text());
    }
    CHECK(ids.size() == 51);
    for (const ChildSort sort : {ChildSort::name, ChildSort::village, ChildSort::born_on}) {
      const auto listed = world.all({.sort = sort, .limit = 7});
      std::set<std::string> seen;
      for (const ChildRow& row : listed) {
        CHECK(seen.insert(row.id.text()).second);
      }
      CHECK(seen == ids);
      CHECK(std::ranges::is_sorted(listed, [&](const ChildRow& a, const ChildRow& b) {
        const auto day = [](const ChildRow& row) {
          return row.born_on ? row.born_on->days : 99999;
        };
        return sort == ChildSort::name      ? a.name < b.name
               : sort == ChildSort::village ? a.division < b.division
                                            : day(a) < day(b);
      }));
    }
    std::size_t by_sex = 0;
    for (const Sex sex : {Sex::unknown, Sex::male, Sex::female}) {
      const auto some = world.all({.sex = sex, .limit = 9});
      by_sex += some.size();
      CHECK(world.list({.sex = sex})->total == static_cast<std::int64_t>(some.size()));
    }
    CHECK(by_sex == 51);
    CHECK(world.all({.query = "jia"}).size() == 1);
    CHECK(world.all({.query = "欢"}).size() > 1);
    CHECK(world.all({.query = "没有这个人"}).empty());
    CHECK(world.all({.query = identity_number(2)}).size() == 1);
    // Born 2015-09-03 and 2015-11-23 or in May 2016; on 2026-09-21 eleven or ten years old.
    CHECK(world.all({.age_min = 11, .age_max = 11}).size() +
              world.all({.age_min = 10, .age_max = 10}).size() ==
          50);
    CHECK(world.list({.limit = 0}).error().reason == "list.limit");
    CHECK(world.list({.sort = ChildSort::name, .after = "v1"}).error().reason == "list.after");
    CHECK(world.list({.after = "v99999"}).error().reason == "list.after");
  }
}

TEST_CASE("unmasking needs a reason, the role and the area") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    world.outcomes({row_of(2, villages[0])});
    const ChildId id = world.all({})[0].id;
    const auto unmask = [&](std::string_view reason) {
      return [&id, reason](const access::Call& call) { return unmask_child(call, id, reason); };
    };
    const auto clear = world.look(county, unmask("家访"));
    REQUIRE(clear.ok());
    CHECK(clear->identity_number == identity_number(2));
    REQUIRE(clear->phones.size() == 1);
    CHECK(clear->phones[0].phone == "10012345678");
    CHECK(world.look(county, unmask(" ")).error().reason == "unmask.reason_missing");
    CHECK(world.look(villages[1], unmask("家访")).error().code == core::Code::not_found);
    CHECK(world.look(county, unmask("家访"), access::Role::ngo_coordinator).error().code ==
          core::Code::forbidden);
  }
}

TEST_CASE("a child who moved away and back is where the newest list says") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    const std::vector<Cells> here{row_of(2, villages[0])};
    const std::vector<Cells> there{row_of(2, villages[1])};
    world.outcomes(here, "september.csv");
    world.outcomes(there, "october.csv");
    CHECK(world.all({})[0].division == villages[1]);
    CHECK(world.outcomes(here, "september.csv") == std::vector{Outcome::unchanged});
    CHECK(world.all({})[0].division == villages[1]);
    CHECK(world.outcomes(here, "november.csv") == std::vector{Outcome::updated});
    CHECK(world.all({})[0].division == villages[0]);
    CHECK(world.list({}, villages[1])->total == 0);
  }
}

TEST_CASE("schools of one name stay apart, and places again are unchanged") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    Register world(test->database());
    const std::vector<Cells> schools{
        {{"name", "雷口小学"}, {"stage", "小学"}, {"village", "岗头村"}, {"connected", "是"}},
        {{"name", "雷口小学"},
         {"stage", "小学"},
         {"village", "岗头村"},
         {"connected", "否"},
         {"subjects_lacking", "英语、美术"}},
        {{"name", "城关初级中学"}, {"stage", "初中"}, {"village", "620524100001"}}};
    const auto outcomes = [&] {
      std::vector<Outcome> found;
      for (const auto& result : world.import(make_school_target, schools)) {
        found.push_back(result.outcome);
      }
      return found;
    };
    CHECK(outcomes() == std::vector(3, Outcome::created));
    CHECK(outcomes() == std::vector(3, Outcome::unchanged));
    const auto places =
        world.import(make_division_target,
                     {{{"code", "620524104200"}, {"name", "岗头村"}, {"township", "四门镇"}},
                      {{"code", "620524104200"},
                       {"name", "岗头村"},
                       {"latitude", "34.5"},
                       {"longitude", "104.9"}},
                      {{"code", "110105001001"}, {"name", "某社区"}},
                      {{"code", "12"}, {"name", "某村"}}});
    CHECK(places[0].outcome == Outcome::unchanged);
    CHECK(places[1].outcome == Outcome::updated);
    CHECK(places[2].problems.at(0).reason == "division.other_county");
    CHECK(places[3].problems.at(0).reason == "division.code_format");
    const auto divisions =
        world.look(county, [](const access::Call& call) { return list_divisions(call); });
    CHECK(divisions->size() == 5);
  }
}

}  // namespace
}  // namespace caregrid::registry
