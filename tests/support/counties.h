#pragma once

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/accounts.h"
#include "access/settings.h"
#include "care/operations.h"
#include "core/json.h"
#include "registry/courier.h"
#include "registry/fact_operations.h"
#include "registry/handover.h"
#include "registry/handover_reading.h"
#include "registry/operations.h"
#include "registry/store.h"
#include "support/small_county.h"

namespace caregrid::support {

inline constexpr std::array<std::int64_t, 3> land{620'524, 620'525, 620'526};

inline auto leave_elsewhere = [](const access::Call& call, const registry::ChildId& child) {
  return care::leave_child(call, child);
};

/// Three counties of one installation, or the part of them that one has: places, an office each.
struct Counties {
  explicit Counties(TestDatabase& database, std::size_t first = 0, std::size_t count = land.size())
      : world(database) {
    for (std::size_t i = first; i < first + count; ++i) {
      act_in(i);
      add_places(i);
    }
    act_in(first);
  }

  static std::int64_t village(std::size_t county, int number) {
    return land.at(county) * 1'000'000 + 100'000 + number;
  }
  static access::Actor office(std::size_t county) {
    return {access::AccountId::derive("office " + std::to_string(county)), access::Role::county,
            access::Area{land.at(county) * 1'000'000}, "office"};
  }
  static access::Actor director(std::size_t county, int number) {
    return {access::AccountId::derive("director"), access::Role::director,
            access::Area{village(county, number)}, "director"};
  }

  /// Whom `World` imports as.
  void act_in(std::size_t county) { world.office = office(county); }

  void add_places(std::size_t county) {
    std::vector<allocation::Cells> rows;
    for (int i = 1; i <= 3; ++i) {
      rows.push_back(
          {{"code", std::to_string(village(county, i))},
           {"name", "村" + std::string(1, static_cast<char>('A' + i - 1)) + "村民委员会"},
           {"township_code", std::to_string(land.at(county)) + "100"},
           {"township", "城关镇"},
           {"latitude", "34.7"},
           {"longitude", "104.9"}});
    }
    for (const std::string& word : world.import(registry::make_division_target(), rows)) {
      CHECK(word == "created");
    }
    CHECK(act(office(county), [](const access::Call& call) {
            return access::set_county_setting(call, access::synthetic_setting, "1");
          }).empty());
  }

  registry::ChildId add_child(std::size_t county, const allocation::Cells& cells) {
    act_in(county);
    CHECK(world.import(registry::make_child_target(), {cells}) ==
          std::vector<std::string>{"created"});
    const auto found = named(county, cells.at("name"));
    REQUIRE(found.size() == 1);
    return found.front();
  }

  /// The children of a name a county lists.
  std::vector<registry::ChildId> named(std::size_t county, const std::string& name) {
    std::vector<registry::ChildId> ids;
    const auto done =
        world.read(office(county), [&](const access::Call& call) -> core::Result<void> {
          const auto page = registry::list_children(call, {.query = name});
          REQUIRE(page.ok());
          for (const auto& row : page->items) {
            ids.push_back(row.id);
          }
          return {};
        });
    REQUIRE(done.ok());
    return ids;
  }

  /// A moment later than everything before: no two acts have one time.
  template <class Operate>
  std::string act(const access::Actor& actor, Operate operate) {
    world.clock.set(core::Instant{world.clock.now().micros + 1'000'000});
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto done = operate(call);
          return done ? core::Result<std::string>("{}") : done.error();
        },
        &actor);
  }

  registry::HandoverOffer offer_of(const registry::ChildId& child, std::size_t to) {
    registry::HandoverOffer offer;
    offer.id = registry::HandoverId::make(world.clock.now(), world.rng);
    offer.child = child;
    offer.peer = land.at(to);
    offer.moves_on = world.door.today();
    offer.why = "父母接到身边生活";
    offer.scope.notes = true;
    return offer;
  }
  std::string offer(std::size_t from, const registry::HandoverOffer& offer) {
    return act(office(from),
               [&](const access::Call& call) { return registry::offer_handover(call, offer); });
  }
  std::string accept(std::size_t county, const registry::HandoverId& id, int number = 1) {
    registry::Acceptance acceptance;
    acceptance.division = village(county, number);
    return act(office(county), [&](const access::Call& call) {
      return registry::accept_handover(call, id, acceptance);
    });
  }
  std::string refuse(std::size_t county, const registry::HandoverId& id) {
    return act(office(county), [&](const access::Call& call) {
      return registry::refuse_handover(call, id, "查无此人");
    });
  }
  std::string withdraw(std::size_t county, const registry::HandoverId& id) {
    return act(office(county), [&](const access::Call& call) {
      return registry::withdraw_handover(call, id, "不走了");
    });
  }
  int carry(std::size_t county) {
    const auto carried = registry::carry_letters(world.door, land.at(county), leave_elsewhere);
    CAPTURE((carried ? std::string() : carried.error().reason + " " + carried.error().detail));
    REQUIRE(carried.ok());
    return *carried;
  }
  std::vector<registry::Handover> handovers(const access::Actor& actor) {
    std::vector<registry::Handover> all;
    const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
      auto listed = registry::list_handovers(call);
      REQUIRE(listed.ok());
      all = std::move(*listed);
      return {};
    });
    REQUIRE(done.ok());
    return all;
  }

  /// Records that the child goes to a school of this name.
  std::string record_school(std::size_t county, const registry::ChildId& child,
                            const std::string& school) {
    registry::FactEntry entry;
    entry.kind = "schooling";
    core::json::Writer json;
    entry.value["school"] = json.string(school).take();
    return act(office(county),
               [&](const access::Call& call) { return registry::record_fact(call, child, entry); });
  }

  std::vector<registry::store::StoredStatement> statements(std::size_t county,
                                                           const registry::ChildId& child) {
    std::vector<registry::store::StoredStatement> all;
    const auto done =
        world.read(office(county), [&](const access::Call& call) -> core::Result<void> {
          const auto found = registry::store::find_child(call, access::Area{0}, child);
          REQUIRE(found.ok());
          REQUIRE(found->has_value());
          auto listed = registry::store::list_statements(call, (*found)->number);
          REQUIRE(listed.ok());
          all = std::move(*listed);
          return {};
        });
    REQUIRE(done.ok());
    return all;
  }
  /// How many statements of a child hold a text.
  int holding(std::size_t county, const registry::ChildId& child, std::string_view text) {
    int count = 0;
    for (const auto& statement : statements(county, child)) {
      count += statement.facts.find(text) == std::string::npos ? 0 : 1;
    }
    return count;
  }

  /// What a county counts.
  std::int64_t count(std::size_t county) {
    std::int64_t children = 0;
    const auto done =
        world.read(office(county), [&](const access::Call& call) -> core::Result<void> {
          const auto figures = registry::count_figures(call);
          REQUIRE(figures.ok());
          children = figures->children;
          return {};
        });
    REQUIRE(done.ok());
    return children;
  }

  std::string see(const access::Actor& actor, const registry::ChildId& child) {
    const auto done = world.read(actor, [&](const access::Call& call) -> core::Result<void> {
      const auto found = registry::find_child(call, child);
      return found ? core::Result<void>() : core::Result<void>(found.error());
    });
    return done ? std::string() : done.error().reason;
  }

  allocation::World world;
};

}  // namespace caregrid::support
