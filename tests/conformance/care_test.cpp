// Lists of needs and offers go in on every database as an import gives them: once, updated when a
// row changes, refused with a reason; and needs are opened and withdrawn by hand.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

TEST_CASE("lists go in once; a changed row updates; a bad row says why") {
  on_every_database([](World& world) {
    fill(world);
    CHECK(world.import(care::make_need_target(), all_needs()) ==
          std::vector<std::string>(4, "unchanged"));
    CHECK(world.import(services::make_offer_target(), all_offers()) ==
          std::vector<std::string>(3, "unchanged"));
    Cells urgent = all_needs()[2];
    urgent["tier"] = "1";
    Cells wider = all_offers()[0];
    wider["radius_km"] = "12";
    CHECK(world.import(care::make_need_target(), {urgent}) == std::vector<std::string>{"updated"});
    CHECK(world.import(services::make_offer_target(), {wider}) ==
          std::vector<std::string>{"updated"});
    struct Row {
      std::string field;
      std::string value;
      std::string reason;
    };
    for (const Row& row : std::vector<Row>{{"kind", "洗车", "need.kind_unknown"},
                                           {"tier", "五", "need.tier_unknown"},
                                           {"slots", "周八上午", "need.slots_unknown"},
                                           {"units_weekly", "0", "need.units"},
                                           {"sex_rule", "外星人", "need.sex_rule_unknown"},
                                           {"opened_on", "2026-13-01", "date.no_such_day"},
                                           {"opened_on", "2027-01-01", "date.in_future"},
                                           {"child_name", "没有人", "child.unknown"}}) {
      CAPTURE(row.field);
      Cells cells = all_needs()[0];
      cells[row.field] = row.value;
      CHECK(world.import(care::make_need_target(), {cells}) ==
            std::vector<std::string>{row.reason});
    }
    Cells contrary = all_needs()[0];
    contrary["tier"] = "可缓";
    CHECK(world.import(care::make_need_target(), {all_needs()[0], contrary}) ==
          std::vector<std::string>{"unchanged", "need.repeated"});
  });
}

TEST_CASE("a column's own rows say whether day or month comes first") {
  on_every_database([](World& world) {
    fill(world);
    Cells unclear = all_needs()[0];
    unclear["opened_on"] = "03/08/2026";
    CHECK(world.import(care::make_need_target(), {unclear}) ==
          std::vector<std::string>{"date.ambiguous"});
    Cells clear = all_needs()[1];
    clear["opened_on"] = "23/08/2026";
    CHECK(world.import(care::make_need_target(), {unclear, clear}) ==
          std::vector<std::string>(2, "created"));
  });
}

TEST_CASE("needs opened and withdrawn by hand; a closed one is not opened by an import") {
  on_every_database([](World& world) {
    fill(world);
    care::NeedRow known;
    const auto looked =
        world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
          known = care::list_needs(call, {})->items.at(0);
          return {};
        });
    REQUIRE(looked.ok());
    care::NewNeed wish;
    wish.id = care::NeedId::make(world.clock.now(), world.rng);
    wish.child = known.need.child;
    wish.slots = care::Slots::all();
    const auto open = [&](const access::Call& call) -> core::Result<std::string> {
      const auto opened = care::open_need(call, wish);
      return opened ? core::Result<std::string>("{}") : opened.error();
    };
    CHECK(world.submit(open).empty());
    wish.tier = 5;
    CHECK(world.submit(open) == "need.tier");
    const auto withdraw = [&](const access::Call& call) -> core::Result<std::string> {
      const auto closed = care::withdraw_need(call, known.need.id, "moved away");
      return closed ? core::Result<std::string>("{}") : closed.error();
    };
    CHECK(world.submit(withdraw).empty());
    CHECK(world.submit(withdraw) == "need.closed");
    CHECK(world.import(care::make_need_target(), all_needs())[0] == "unchanged");
    CHECK(world.plan().needs == 4);
  });
}

}  // namespace
}  // namespace caregrid::allocation
