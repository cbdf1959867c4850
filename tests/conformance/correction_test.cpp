// Shows on every database that a request for correction waits for the county, is answered once and
// in writing, and is seen by those who see the child.
#include "registry/correction.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "registry/operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::ChildId;
using registry::Correction;
using registry::CorrectionId;
using registry::CorrectionState;

ChildId child_named(World& world, const std::string& name) {
  ChildId id;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    registry::ChildFilter filter;
    filter.query = name;
    const auto page = registry::list_children(call, filter);
    REQUIRE(page.ok());
    REQUIRE(page->items.size() == 1);
    id = page->items.front().id;
    return {};
  });
  REQUIRE(done.ok());
  return id;
}

std::string ask(World& world, const access::Actor& actor, const Correction& wish) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto asked = registry::ask_correction(call, wish);
        return asked ? core::Result<std::string>("{}") : asked.error();
      },
      &actor);
}

std::string answer(World& world, const access::Actor& actor, CorrectionId id, CorrectionState state,
                   const std::string& text) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto answered = registry::answer_correction(call, id, state, text);
        return answered ? core::Result<std::string>("{}") : answered.error();
      },
      &actor);
}

std::vector<Correction> all(World& world) {
  std::vector<Correction> found;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    auto listed = registry::list_all_corrections(call);
    REQUIRE(listed.ok());
    found = std::move(*listed);
    return {};
  });
  REQUIRE(done.ok());
  return found;
}

Correction wish_of(World& world, const ChildId& child) {
  Correction wish;
  wish.id = CorrectionId::make(world.clock.now(), world.rng);
  wish.child = child;
  wish.about = "学校";
  wish.wish = "孩子已转到中心小学";
  return wish;
}

TEST_CASE("a request waits for the county and is answered once, in writing") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId child = child_named(world, "王小雨");
    const Correction wish = wish_of(world, child);
    CHECK(ask(world, world.director, wish).empty());
    CHECK(ask(world, world.director, wish).empty());  // A resend.
    const auto listed = all(world);
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].wish == wish.wish);
    CHECK(listed[0].due_on ==
          registry::working_days_after(world.door.today(), registry::correction_working_days));
    CHECK(answer(world, world.director, wish.id, CorrectionState::done, "好") == "access.role");
    CHECK(answer(world, world.office, wish.id, CorrectionState::open, "好") == "correction.state");
    CHECK(answer(world, world.office, wish.id, CorrectionState::refused, "  ") ==
          "correction.answer_missing");
    CHECK(answer(world, world.office, CorrectionId::derive("x"), CorrectionState::done, "好") ==
          "correction.not_found");
    CHECK(answer(world, world.office, wish.id, CorrectionState::done, "已改").empty());
    CHECK(answer(world, world.office, wish.id, CorrectionState::refused, "不改") ==
          "correction.answered");
    const auto answered = all(world);
    REQUIRE(answered.size() == 1);
    CHECK(answered[0].state == CorrectionState::done);
    CHECK(answered[0].answer == "已改");
    CHECK(answered[0].answered_at == std::optional(monday_noon));
  });
}

TEST_CASE("nobody asks about a child they may not see, nor without saying what") {
  on_every_database([](World& world) {
    fill(world);
    CHECK(ask(world, world.director, wish_of(world, child_named(world, "李晨"))) ==
          "child.not_found");
    const ChildId child = child_named(world, "王小雨");
    Correction empty = wish_of(world, child);
    empty.wish = " \n";
    CHECK(ask(world, world.director, empty) == "correction.empty");
    for (int i = 0; i < 20; ++i) {
      CHECK(ask(world, world.director, wish_of(world, child)).empty());
    }
    CHECK(ask(world, world.director, wish_of(world, child)) == "correction.too_many");
    CHECK(all(world).size() == 20);
  });
}

}  // namespace
}  // namespace caregrid::allocation
