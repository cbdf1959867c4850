// Shows on every database that facts are entered, confirmed, ended, corrected and taken back by
// statements that are added and never changed; that the state of a past day and the time line
// follow; that the child's row and the open contradictions follow too; that roles without the right
// enter nothing; and that making new keys leaves entered facts readable.
#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "registry/fact_operations.h"
#include "registry/operations.h"
#include "registry/upkeep.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::ChildId;
using registry::FactEntry;
using registry::FactId;
using registry::FactSubject;

constexpr std::int64_t microseconds_a_day = 86'400'000'000;

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

registry::FactValue value_of(std::string_view json) {
  const auto document = core::json::Document::parse(json);
  REQUIRE(document.ok());
  return registry::read_value(document->root());
}

Cells listed(const std::string& stage, char village = 'A') {
  Cells cells = child("王小雨", village);
  cells["identity_number"] = "990101201509030010";
  cells["schooling"] = stage;
  cells["father_name"] = "王建国";
  cells["father_place"] = "广东省东莞市";
  cells["father_phone"] = "10047588763";
  return cells;
}

ChildId only_child(World& world) {
  ChildId id;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    const auto page = registry::list_children(call, {});
    REQUIRE(page.ok());
    REQUIRE(page->items.size() == 1);
    id = page->items.front().id;
    return {};
  });
  REQUIRE(done.ok());
  return id;
}

/// A child, what was said of it, and short words for the operations; a reason when one fails.
struct Record {
  explicit Record(World& made) : world(made) {
    add_places(world);
    CHECK(world.import(registry::make_child_target(), {listed("小学")}) ==
          std::vector<std::string>{"created"});
    id = only_child(world);
  }

  template <class Operate>
  std::string write(Operate operate, const access::Actor* actor) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto entry = operate(call);
          if (!entry) {
            return entry.error();
          }
          last = *entry;
          return std::string("{}");
        },
        actor);
  }
  std::string record(const FactEntry& entry, const access::Actor* actor = nullptr) {
    return write([&](const access::Call& call) { return record_fact(call, id, entry); }, actor);
  }
  std::string stage(const std::string& code, std::string_view from) {
    FactEntry entry;
    entry.kind = "schooling";
    entry.value = value_of(R"({"stage":")" + code + R"("})");
    entry.valid_from = core::parse_iso_date(from);
    return record(entry);
  }
  std::string confirm(const FactId& fact) {
    return write([&](const access::Call& call) { return confirm_fact(call, id, fact, ""); },
                 nullptr);
  }
  std::string end(const FactId& fact, std::string_view on) {
    return write([&](const access::Call& call) { return end_fact(call, id, fact, day(on), ""); },
                 nullptr);
  }
  std::string correct(const FactId& fact, std::string_view json) {
    FactEntry entry;
    entry.value = value_of(json);
    return write([&](const access::Call& call) { return correct_fact(call, id, fact, entry); },
                 nullptr);
  }
  std::string undo(const FactId& entry) {
    return write([&](const access::Call& call) { return undo_fact_entry(call, id, entry); },
                 nullptr);
  }

  registry::DayState state(std::string_view on, const access::Actor& actor) {
    registry::DayState found;
    const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
      auto state = registry::state_of_child(call, id, day(on));
      if (!state) {
        return state.error();
      }
      found = std::move(*state);
      return {};
    });
    REQUIRE(done.ok());
    return found;
  }

  /// The members of the facts of one kind on a day, as JSON; "?" behind contested ones.
  std::string of_kind(std::string_view kind, std::string_view on) {
    std::string text;
    for (const registry::DayFact& fact : state(on, world.office).facts) {
      if (fact.id.kind == kind) {
        text += (text.empty() ? "" : " ") + registry::to_json(fact.value) +
                (fact.is_contested ? "?" : "");
      }
    }
    return text;
  }
  FactId fact(std::string_view kind, std::string_view on = "2026-09-21") {
    for (const registry::DayFact& one : state(on, world.office).facts) {
      if (one.id.kind == kind) {
        return one.id;
      }
    }
    FAIL("no such fact");
    return {};
  }

  registry::TimePage page(std::string_view after, int limit) {
    registry::TimePage found;
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      auto page = registry::timeline_of_child(call, id, after, limit);
      REQUIRE(page.ok());
      found = std::move(*page);
      return {};
    });
    REQUIRE(done.ok());
    return found;
  }

  registry::ChildDetail detail(const access::Actor& actor) {
    registry::ChildDetail found;
    const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
      auto child = registry::find_child(call, id);
      REQUIRE(child.ok());
      found = std::move(*child);
      return {};
    });
    REQUIRE(done.ok());
    return found;
  }

  World& world;
  ChildId id;
  FactId last;
};

TEST_CASE("facts are entered, confirmed, ended, corrected and taken back; the past stays") {
  on_every_database([](World& world) {
    Record record(world);
    CHECK(record.of_kind("schooling", "2026-09-20").empty());
    CHECK(record.of_kind("schooling", "2026-09-21") == R"({"stage":"primary"})");
    CHECK(record.of_kind("absence", "2026-09-21") == R"({"text":"广东省东莞市"})");

    CHECK(record.stage("junior", "2026-09-25").empty());
    const FactId entry = record.last;
    CHECK(record.of_kind("schooling", "2026-09-24") == R"({"stage":"primary"})");
    CHECK(record.of_kind("schooling", "2026-09-25") == R"({"stage":"junior"})");
    CHECK(record.undo(entry).empty());
    const FactId undoing = record.last;
    CHECK(record.of_kind("schooling", "2026-09-25") == R"({"stage":"primary"})");
    CHECK(record.undo(entry) == "fact.not_found");
    CHECK(record.undo(undoing).empty());
    CHECK(record.of_kind("schooling", "2026-09-25") == R"({"stage":"junior"})");

    CHECK(record.confirm(record.fact("schooling")).empty());
    CHECK(record.state("2026-09-21", world.office).facts.back().confirmed.has_value());
    CHECK(record.end(record.fact("absence"), "2026-09-21").empty());
    CHECK(record.of_kind("absence", "2026-09-21").empty());
    CHECK(record.correct(record.fact("schooling"), R"({"stage":"kindergarten"})").empty());
    CHECK(record.of_kind("schooling", "2026-09-21") == R"({"stage":"kindergarten"})");

    const registry::TimePage all = record.page("", 100);
    CHECK_FALSE(all.next.has_value());
    const registry::TimePage first = record.page("", 3);
    REQUIRE(first.next.has_value());
    const registry::TimePage second = record.page(*first.next, 100);
    CHECK(first.items.size() + second.items.size() == all.items.size());
    CHECK(second.items.front() == all.items[3]);
  });
}

TEST_CASE("the child's row and its counts follow what is entered about home and school") {
  on_every_database([](World& world) {
    Record record(world);
    FactEntry home;
    home.kind = "residence";
    home.value = value_of(R"({"division":620524100002})");
    home.valid_from = day("2026-09-20");
    CHECK(record.record(home).empty());
    const FactId moved = record.last;
    CHECK(record.detail(world.office).row.division == township_code + 2);
    registry::ChildPage page;
    const auto counted = [&](std::int64_t village) {
      std::int64_t children = -1;
      const access::Actor there{{}, access::Role::director, access::Area{village}, "director"};
      REQUIRE(world.read(there, [&](const access::Call& call) -> core::Result<void> {
        const auto figures = registry::count_figures(call);
        REQUIRE(figures.ok());
        children = figures->children;
        return {};
      }));
      return children;
    };
    CHECK(counted(township_code + 1) == 0);
    CHECK(counted(township_code + 2) == 1);
    CHECK(record.undo(moved).empty());
    CHECK(record.detail(world.office).row.division == township_code + 1);
    CHECK(counted(township_code + 1) == 1);
    home.value = value_of(R"({"division":620525100002})");
    CHECK(record.record(home) == "village.outside_area");
  });
}

TEST_CASE("a list that contradicts what was entered is asked about until somebody confirms") {
  on_every_database([](World& world) {
    Record record(world);
    CHECK(record.stage("junior", "2026-09-01").empty());
    CHECK(record.detail(world.office).conflicts.empty());
    world.clock.set({monday_noon.micros + microseconds_a_day});
    CHECK(world.import(registry::make_child_target(), {listed("幼儿园")}) ==
          std::vector<std::string>{"updated"});
    CHECK(record.detail(world.office).conflicts == std::vector<std::string>{"fact.schooling"});
    CHECK(record.of_kind("schooling", "2026-09-22") ==
          R"({"stage":"junior"}? {"stage":"kindergarten"}?)");
    CHECK(record.confirm(record.fact("schooling", "2026-09-22")).empty());
    const FactId confirmation = record.last;
    CHECK(record.detail(world.office).conflicts.empty());
    CHECK(record.of_kind("schooling", "2026-09-22") == R"({"stage":"junior"})");
    CHECK(record.undo(confirmation).empty());
    CHECK(record.detail(world.office).conflicts == std::vector<std::string>{"fact.schooling"});
  });
}

TEST_CASE("what cannot be is refused, and each role keeps to its rights") {
  on_every_database([](World& world) {
    Record record(world);
    FactEntry entry;
    entry.kind = "schooling";
    CHECK(record.record(entry) == "fact.empty");
    entry.value = value_of(R"({"stage":"university"})");
    CHECK(record.record(entry) == "fact.code");
    entry.value = value_of(R"({"rank":1})");
    CHECK(record.record(entry) == "fact.member");
    entry.value = value_of(R"({"stage":"primary"})");
    entry.subject = FactSubject::father;
    CHECK(record.record(entry) == "fact.subject");
    entry.subject = FactSubject::child;
    entry.valid_from = day("2026-09-21");
    entry.valid_to = day("2026-09-21");
    CHECK(record.record(entry) == "fact.dates");
    entry.valid_to.reset();
    entry.valid_from = day("2028-01-01");
    CHECK(record.record(entry) == "fact.future");
    entry.valid_from.reset();
    entry.kind = "birth";
    CHECK(record.record(entry) == "fact.kind");
    CHECK(record.confirm({7, "schooling", FactSubject::child}) == "fact.not_found");

    FactEntry health;
    health.kind = "health";
    health.value = value_of(R"({"state":"ill"})");
    const access::Actor elsewhere{{}, access::Role::director, access::Area{township_code + 3}, "d"};
    const access::Actor analyst{{}, access::Role::analyst, access::Area{county_code}, "a"};
    CHECK(record.record(health, &elsewhere) == "child.not_found");
    CHECK(record.record(health, &analyst) == "access.role");
    CHECK(record.record(health, &world.director).empty());
    CHECK(record.of_kind("health", "2026-09-21") == R"({"state":"ill"})");
  });
}

TEST_CASE("new keys keep entered facts readable") {
  on_every_database([](World& world) {
    Record record(world);
    CHECK(record.stage("junior", "2026-09-01").empty());
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto renewed = registry::renew_child_keys(call, 100);
                return renewed ? core::Result<std::string>("{}") : renewed.error();
              })
              .empty());
    CHECK(record.of_kind("schooling", "2026-09-22") == R"({"stage":"junior"})");
  });
}

}  // namespace
}  // namespace caregrid::allocation
