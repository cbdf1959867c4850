#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access/door.h"
#include "allocation/operations.h"
#include "care/operations.h"
#include "care/targets.h"
#include "core/rng.h"
#include "registry/targets.h"
#include "services/operations.h"
#include "services/targets.h"
#include "support/databases.h"
#include "support/keys.h"

namespace caregrid::allocation {

using Cells = std::map<std::string, std::string>;

inline constexpr std::int64_t county_code = 620'524'000'000;
inline constexpr std::int64_t township_code = 620'524'100'000;
inline constexpr core::Instant monday_noon{1'789'963'200'000'000};  // 2026-09-21T04:00Z
inline constexpr auto go_on = [](const PlanProgress&) { return true; };

inline std::string reason_of(const core::Error& error) { return error.reason; }

/// A county on one database, with a clock that stands still.
struct World {
  explicit World(support::TestDatabase& test) : door(test.database(), clock, keys.ring) {}

  core::ManualClock clock{monday_noon};
  core::SeededRng rng{11};
  support::TestKeys keys;
  access::Door door;
  access::Actor office{{}, access::Role::county, access::Area{county_code}, "office"};
  access::Actor director{{}, access::Role::director, access::Area{township_code + 1}, "director"};

  /// Gives rows to a target as an import would; one word a row: "created", or its first problem.
  std::vector<std::string> import(std::unique_ptr<intake::Target> target,
                                  const std::vector<Cells>& rows) {
    REQUIRE(read(office, [&](const access::Call& call) { return target->prepare(call); }).ok());
    std::vector<std::vector<intake::Value>> values;
    std::vector<intake::Record> records;
    for (const Cells& cells : rows) {
      std::vector<intake::Value> row;
      for (const intake::Field& field : target->fields()) {
        const auto cell = cells.find(std::string(field.name));
        row.push_back({cell == cells.end() ? std::string_view() : cell->second, {}});
      }
      values.push_back(std::move(row));
    }
    for (const auto& row : values) {
      records.push_back({static_cast<std::int64_t>(records.size()) + 2, row});
    }
    const auto batch = target->read(records, {"list.xlsx", ""}, door.today());
    std::vector<std::string> words;
    submit([&](const access::Call& call) -> core::Result<std::string> {
      auto results = target->store(call, *batch);
      if (!results) {
        return results.error();
      }
      for (const intake::RowResult& result : *results) {
        words.push_back(word_of(result));
      }
      return std::string("{}");
    });
    return words;
  }

  static std::string word_of(const intake::RowResult& result) {
    constexpr std::array names{"created", "updated", "unchanged"};
    return result.outcome == intake::Outcome::rejected
               ? result.problems.at(0).reason
               : names.at(static_cast<std::size_t>(result.outcome));
  }

  template <class Look>
  core::Result<void> read(const access::Actor& actor, Look look) {
    return door.read(actor, look);
  }

  /// Runs an operation inside the door; its reason when it fails, else "".
  template <class Operate>
  std::string submit(Operate operate, const access::Actor* actor = nullptr) {
    const access::Command command{access::CommandId::make(clock.now(), rng), "test", "test", false};
    const auto done = door.submit(actor == nullptr ? office : *actor, command, operate);
    return done ? std::string() : done.error().reason;
  }

  PlanSummary plan() {
    const auto made = make_plan(door, office, {PlanId::make(clock.now(), rng), {}}, go_on);
    CAPTURE((made ? std::string() : made.error().reason + made.error().detail));
    REQUIRE(made.ok());
    CHECK(made->solver.is_optimal);
    return *made;
  }

  LinePage lines(PlanId id, const LineFilter& filter = {}) {
    LinePage page;
    const auto done = read(office, [&](const access::Call& call) -> core::Result<void> {
      auto found = list_lines(call, id, filter);
      REQUIRE(found.ok());
      page = std::move(*found);
      return {};
    });
    REQUIRE(done.ok());
    return page;
  }

  UnmetPage unmet(PlanId id, const UnmetFilter& filter = {}) {
    UnmetPage page;
    const auto done = read(office, [&](const access::Call& call) -> core::Result<void> {
      auto found = list_unmet(call, id, filter);
      REQUIRE(found.ok());
      page = std::move(*found);
      return {};
    });
    REQUIRE(done.ok());
    return page;
  }

  std::string decide(PlanId id, LineId line, Decision decision) {
    return submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto decided = decide_line(call, id, line, decision, "said so");
      return decided ? core::Result<std::string>("{}") : decided.error();
    });
  }
};

inline void add_places(World& world) {
  std::vector<Cells> villages;
  for (int i = 1; i <= 4; ++i) {
    villages.push_back(
        {{"code", std::to_string(township_code + i)},
         {"name", "村" + std::string(1, static_cast<char>('A' + i - 1)) + "村民委员会"},
         {"township_code", "620524100"},
         {"township", "城关镇"},
         {"latitude", "34.7"},
         {"longitude", "104." + std::to_string(900 + 20 * i)}});
  }
  for (const std::string& word : world.import(registry::make_division_target(), villages)) {
    CHECK(word == "created");
  }
}

inline Cells child(const std::string& name, char village) {
  return {{"name", name}, {"village", "村" + std::string(1, village) + "村民委员会"}};
}

inline Cells need(const std::string& name, char village, const std::string& kind,
                  const std::string& urgency) {
  return {{"child_name", name},
          {"village", "村" + std::string(1, village) + "村民委员会"},
          {"kind", kind},
          {"tier", urgency},
          {"slots", "周六上午、周日下午"},
          {"units_weekly", "1"},
          {"opened_on", "2026-09-01"}};
}

inline Cells offer(const std::string& code, const std::string& kinds, char village,
                   const std::string& clearance) {
  return {{"code", code},
          {"name", "志愿者" + code},
          {"sex", "女"},
          {"provider_kind", "大学生志愿者"},
          {"kinds", kinds},
          {"mode", "线下"},
          {"village", "村" + std::string(1, village) + "村民委员会"},
          {"radius_km", "10"},
          {"slots", "周六上午、周三晚上"},
          {"capacity_weekly", "1"},
          {"clearance", clearance},
          {"queried_on", "2026-03-01"},
          {"phone", "10047588763"}};
}

inline std::vector<Cells> all_needs() {
  return {need("王小雨", 'A', "数学辅导", "特急"), need("李晨", 'B', "math tutoring", "一般"),
          need("张月", 'C', "tutoring_math", "可缓"), need("王小雨", 'A', "mentor", "紧急")};
}

inline std::vector<Cells> all_offers() {
  return {offer("V1", "tutoring_math", 'A', "无违法犯罪记录"),
          offer("V2", "数学辅导、陪伴", 'B', "无违法犯罪记录"),
          offer("V3", "tutoring_math", 'C', "查询中")};
}

inline void fill(World& world) {
  add_places(world);
  const std::vector<std::string> created(3, "created");
  CHECK(world.import(registry::make_child_target(),
                     {child("王小雨", 'A'), child("李晨", 'B'), child("张月", 'C')}) == created);
  CHECK(world.import(care::make_need_target(), all_needs()) ==
        std::vector<std::string>(4, "created"));
  CHECK(world.import(services::make_offer_target(), all_offers()) == created);
}

inline UnmetFilter refused_only() {
  UnmetFilter filter;
  filter.reason = UnmetReason::refused;
  return filter;
}

inline LineFilter proposed_only() {
  LineFilter filter;
  filter.state = LineState::proposed;
  return filter;
}

template <class Test>
void on_every_database(Test test) {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    World world(*database);
    test(world);
  }
}

}  // namespace caregrid::allocation
