// Shows on every database that a child is handed over between counties in two acknowledged steps:
// until the other has accepted, the sender answers for it; afterwards it is in no list of the
// sender, its record stays, and the receiver has the whole history, nothing of it twice, also when
// the child comes back. What needs a consent stays without one; a shielded child is handed over by
// those alone who may know where it lives.
#include "registry/handover.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "access/consent.h"
#include "registry/consents.h"
#include "registry/erasure.h"
#include "registry/shielding.h"
#include "registry/upkeep.h"
#include "support/counties.h"

namespace caregrid {
namespace {

using registry::ChildId;
using registry::HandoverOffer;
using registry::HandoverState;
using support::Counties;

constexpr std::int64_t microseconds_a_day = 86'400'000'000;

allocation::Cells rain() {
  allocation::Cells cells = allocation::child("王小雨", 'A');
  cells["identity_number"] = "990101201509030010";
  cells["schooling"] = "小学";
  cells["father_name"] = "王建国";
  cells["father_phone"] = "10047588763";
  cells["note"] = "性格内向";
  return cells;
}

template <class Test>
void in_three_counties(Test test) {
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    Counties counties(*database);
    test(counties);
  }
}

/// A child that went from the first county to the second; who it is there.
ChildId hand_over(Counties& counties, const ChildId& child, std::size_t from, std::size_t to) {
  const HandoverOffer offer = counties.offer_of(child, to);
  CHECK(counties.offer(from, offer).empty());
  counties.carry(from);
  CHECK(counties.accept(to, offer.id).empty());
  counties.carry(to);
  const auto there = counties.named(to, "王小雨");
  REQUIRE(there.size() == 1);
  return there.front();
}

TEST_CASE("a child stays with its county until another has accepted it") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const HandoverOffer offer = counties.offer_of(child, 1);
    CHECK(counties.offer(0, offer).empty());
    CHECK(counties.offer(0, offer).empty());  // A resend.
    CHECK(counties.offer(0, counties.offer_of(child, 2)) == "handover.open");
    CHECK(counties.carry(0) == 1);
    CHECK(counties.named(0, "王小雨").size() == 1);
    CHECK(counties.count(0) == 1);
    CHECK(counties.named(1, "王小雨").empty());
    const auto incoming = counties.handovers(Counties::office(1));
    REQUIRE(incoming.size() == 1);
    CHECK(incoming[0].direction == registry::HandoverDirection::in);
    CHECK(incoming[0].name == "王小雨");
    CHECK(incoming[0].peer == support::land[0]);
    CHECK(incoming[0].why == offer.why);
    CHECK_FALSE(incoming[0].child);
    CHECK(counties.handovers(Counties::director(1, 1)).empty());
    CHECK(counties.handovers(Counties::director(0, 1)).size() == 1);
    CHECK(counties.handovers(Counties::director(0, 2)).empty());
    CHECK(counties.record_school(0, child, "新学校").empty());  // Still theirs to look after.
    CHECK(counties.accept(2, offer.id) == "handover.not_found");
    CHECK(counties.accept(1, offer.id, 9) == "village.unknown");
    CHECK(counties.accept(1, offer.id).empty());
    CHECK(counties.accept(1, offer.id) == "handover.answered");
    CHECK(counties.carry(1) == 2);  // The acceptance, and what was recorded since the offer.
    CHECK(counties.named(0, "王小雨").empty());
    CHECK(counties.count(0) == 0);
    CHECK(counties.count(1) == 1);
    const auto there = counties.named(1, "王小雨");
    REQUIRE(there.size() == 1);
    CHECK(counties.holding(1, there[0], "新学校") == 1);
    CHECK(counties.holding(1, there[0], "性格内向") == 1);
    CHECK(counties.named(1, "990101201509030010").size() == 1);
    CHECK(counties.named(1, "10047588763").size() == 1);
  });
}

TEST_CASE("the record of a child that left stays with those who answered for it, to read only") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const ChildId there = hand_over(counties, child, 0, 1);
    CHECK(there != child);
    CHECK(counties.see(Counties::office(0), child).empty());
    CHECK(counties.see(Counties::director(0, 1), child).empty());
    CHECK(counties.see(Counties::director(0, 2), child) == "child.not_found");
    CHECK(counties.see(Counties::office(1), child) == "child.not_found");
    CHECK(counties.see(Counties::office(0), there) == "child.not_found");
    CHECK(counties.record_school(0, child, "学校") == "child.moved_away");
    CHECK(counties.offer(0, counties.offer_of(child, 2)) == "child.moved_away");
    // A list that still names the child says so and brings it back into no list.
    counties.act_in(0);
    allocation::Cells again = rain();
    again["name"] = "王小宇";
    CHECK(counties.world.import(registry::make_child_target(), {again}) ==
          std::vector<std::string>{"updated"});
    CHECK(counties.named(0, "王小").empty());
    CHECK(counties.count(0) == 0);
  });
}

TEST_CASE("a child that comes back has the history of both places, nothing of it twice") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    CHECK(counties.record_school(0, child, "第一小学").empty());
    const ChildId there = hand_over(counties, child, 0, 1);
    CHECK(counties.record_school(1, there, "第二小学").empty());
    const ChildId back = hand_over(counties, there, 1, 0);
    CHECK(back == child);
    CHECK(counties.count(0) == 1);
    CHECK(counties.count(1) == 0);
    CHECK(counties.holding(0, child, "第一小学") == 1);
    CHECK(counties.holding(0, child, "第二小学") == 1);
    CHECK(counties.holding(0, child, "性格内向") == 1);
    CHECK(counties.record_school(0, child, "第三小学").empty());
    // Over a third county, which knows the child from nowhere, to the second again.
    const ChildId third = hand_over(counties, child, 0, 2);
    CHECK(hand_over(counties, third, 2, 1) == there);
    for (const char* school : {"第一小学", "第二小学", "第三小学"}) {
      CAPTURE(school);
      CHECK(counties.holding(1, there, school) == 1);
    }
    CHECK(counties.see(Counties::director(1, 1), there).empty());
    const auto rebuilt = counties.act(Counties::office(1), [](const access::Call& call) {
      return registry::rebuild_lists(call,
                                     [](const ChildId&) { return core::Result<std::int64_t>(0); });
    });
    CHECK(rebuilt.empty());
    CHECK(counties.named(1, "王小雨").size() == 1);
  });
}

TEST_CASE("a corrected fact is still corrected on the other side, and new keys leave it readable") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    CHECK(counties.record_school(0, child, "写错的学校").empty());
    registry::FactEntry right;
    core::json::Writer json;
    right.value["school"] = json.string("写对的学校").take();
    const registry::FactId wrong{1, "schooling", registry::FactSubject::child};
    CHECK(counties
              .act(Counties::office(0),
                   [&](const access::Call& call) {
                     return registry::correct_fact(call, child, wrong, right);
                   })
              .empty());
    const HandoverOffer offer = counties.offer_of(child, 1);
    CHECK(counties.offer(0, offer).empty());
    for (const std::size_t county : {0U, 1U}) {
      CHECK(counties
                .act(Counties::office(county),
                     [](const access::Call& call) { return registry::renew_child_keys(call, 100); })
                .empty());
    }
    counties.carry(0);
    CHECK(counties.accept(1, offer.id).empty());
    counties.carry(1);
    const auto there = counties.named(1, "王小雨");
    REQUIRE(there.size() == 1);
    const auto done = counties.world.read(
        Counties::office(1), [&](const access::Call& call) -> core::Result<void> {
          const auto state = registry::state_of_child(call, there[0], call.today);
          REQUIRE(state.ok());
          std::string schools;
          for (const auto& fact : state->facts) {
            const auto school = fact.value.find("school");
            schools += school == fact.value.end() ? "" : school->second;
          }
          CHECK(schools.find("写对的学校") != std::string::npos);
          CHECK(schools.find("写错的学校") == std::string::npos);
          return {};
        });
    CHECK(done.ok());
  });
}

TEST_CASE("a refusal and a withdrawal leave everything where it was") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const HandoverOffer refused = counties.offer_of(child, 1);
    CHECK(counties.offer(0, refused).empty());
    counties.carry(0);
    CHECK(counties.refuse(1, refused.id).empty());
    counties.carry(1);
    const auto sent = counties.handovers(Counties::office(0));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].state == HandoverState::refused);
    CHECK(sent[0].answer == "查无此人");
    const auto kept = counties.handovers(Counties::office(1));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].name.empty());  // Nothing of a child that stayed elsewhere.
    const HandoverOffer taken_back = counties.offer_of(child, 1);
    CHECK(counties.offer(0, taken_back).empty());
    counties.carry(0);
    CHECK(counties.withdraw(0, taken_back.id).empty());
    CHECK(counties.offer(0, counties.offer_of(child, 2)) == "handover.open");
    CHECK(counties.carry(0) == 2);
    CHECK(counties.accept(1, taken_back.id) == "handover.answered");
    CHECK(counties.offer(0, counties.offer_of(child, 2)).empty());
    CHECK(counties.count(0) == 1);
  });
}

TEST_CASE("who accepted before the withdrawal came answers for the child") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const HandoverOffer offer = counties.offer_of(child, 1);
    CHECK(counties.offer(0, offer).empty());
    counties.carry(0);
    CHECK(counties.withdraw(0, offer.id).empty());
    CHECK(counties.accept(1, offer.id).empty());
    counties.carry(0);
    counties.carry(1);
    CHECK(counties.named(0, "王小雨").empty());
    CHECK(counties.named(1, "王小雨").size() == 1);
  });
}

TEST_CASE("an offer without an answer is late after a week") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    CHECK(counties.offer(0, counties.offer_of(child, 1)).empty());
    const core::Date today = counties.world.door.today();
    const auto offered = counties.handovers(Counties::office(0));
    REQUIRE(offered.size() == 1);
    CHECK_FALSE(offered[0].is_late(today + registry::handover_late_days));
    CHECK(offered[0].is_late(today + registry::handover_late_days + 1));
    CHECK(offered[0].waiting_days(today + 3) == 3);
  });
}

TEST_CASE("what needs a consent goes along only while one holds, and notes only if asked for") {
  in_three_counties([](Counties& counties) {
    allocation::Cells cells = rain();
    cells["programme"] = "阅读夏令营";
    const ChildId child = counties.add_child(0, cells);
    HandoverOffer offer = counties.offer_of(child, 1);
    offer.scope = {false, {access::Purpose::ngo_sharing}};
    CHECK(counties.offer(0, offer) == "handover.consent");
    offer.scope.consented = {access::Purpose::care};
    CHECK(counties.offer(0, offer) == "handover.consent");
    access::Consent consent;
    consent.id = access::ConsentId::derive("yes");
    consent.said_on = counties.world.door.today();
    consent.given_by = "王建国";
    consent.relation = access::ConsentRelation::father;
    consent.child_assent = true;
    CHECK(counties
              .act(Counties::office(0),
                   [&](const access::Call& call) {
                     return registry::record_consent(call, child, consent, true);
                   })
              .empty());
    HandoverOffer without = counties.offer_of(child, 1);
    without.scope = {};
    CHECK(counties.offer(0, without).empty());
    counties.carry(0);
    CHECK(counties.accept(1, without.id).empty());
    counties.carry(1);
    ChildId there = counties.named(1, "王小雨").at(0);
    CHECK(counties.holding(1, there, "性格内向") == 0);
    CHECK(counties.holding(1, there, "阅读夏令营") == 0);
    there = hand_over(counties, there, 1, 2);
    CHECK(counties.holding(2, there, "性格内向") == 0);
    const auto consents = [&](std::size_t county) {
      std::size_t said = 0;
      const auto done = counties.world.read(Counties::office(county),
                                            [&](const access::Call& call) -> core::Result<void> {
                                              const auto all = registry::list_consents(call, there);
                                              REQUIRE(all.ok());
                                              for (const auto& one : *all) {
                                                said += one.said.size();
                                              }
                                              return {};
                                            });
      CHECK(done.ok());
      return said;
    };
    CHECK(consents(2) == 0);
    there = hand_over(counties, there, 2, 0);
    CHECK(there == child);
    HandoverOffer with = counties.offer_of(child, 2);
    with.scope = {true, {access::Purpose::ngo_sharing}};
    CHECK(counties.offer(0, with).empty());
    counties.carry(0);
    CHECK(counties.accept(2, with.id).empty());
    counties.carry(2);
    there = counties.named(2, "王小雨").at(0);
    CHECK(consents(2) == 1);
  });
}

TEST_CASE(
    "a shielded child is handed over by those who may know where it lives, and stays hidden") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    CHECK(counties
              .act(Counties::office(0),
                   [&](const access::Call& call) {
                     return registry::shield_child(call, child, "法院令");
                   })
              .empty());
    access::Actor supervisor = Counties::office(0);
    supervisor.role = access::Role::supervisor;
    const HandoverOffer offer = counties.offer_of(child, 1);
    CHECK(counties.act(supervisor, [&](const access::Call& call) {
      return registry::offer_handover(call, offer);
    }) == "access.role");
    CHECK(counties.offer(0, offer).empty());
    CHECK(counties.handovers(supervisor).empty());
    counties.carry(0);
    CHECK(counties.accept(1, offer.id).empty());
    counties.carry(1);
    const auto there = counties.named(1, "王小雨");
    REQUIRE(there.size() == 1);
    CHECK(counties.see(Counties::director(1, 1), there[0]) == "child.not_found");
    const auto done = counties.world.read(Counties::office(1),
                                          [&](const access::Call& call) -> core::Result<void> {
                                            const auto found = registry::find_child(call, there[0]);
                                            REQUIRE(found.ok());
                                            CHECK(found->row.is_shielded);
                                            CHECK_FALSE(found->row.village);
                                            return {};
                                          });
    CHECK(done.ok());
    CHECK(counties.see(Counties::director(0, 1), child) == "child.not_found");
  });
}

TEST_CASE("an erased record leaves the other county's, which is told") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const ChildId there = hand_over(counties, child, 0, 1);
    const auto erasure = registry::ErasureId::derive("erasure");
    access::Actor second = Counties::office(0);
    second.account = access::AccountId::derive("second");
    CHECK(counties
              .act(Counties::office(0),
                   [&](const access::Call& call) {
                     return registry::request_erasure(call, erasure, child,
                                                      registry::ErasureGround::guardian_request);
                   })
              .empty());
    CHECK(counties
              .act(second,
                   [&](const access::Call& call) {
                     return registry::confirm_erasure(call, erasure, [](const ChildId&) {
                       return core::Result<std::int64_t>(0);
                     });
                   })
              .empty());
    CHECK(counties.carry(0) == 1);
    CHECK(counties.see(Counties::office(0), child) == "child.not_found");
    CHECK(counties.see(Counties::office(1), there).empty());
    const auto told = counties.handovers(Counties::office(1));
    REQUIRE(told.size() == 1);
    CHECK(told[0].peer_erased_on == counties.world.door.today());
    const auto sent = counties.handovers(Counties::office(0));
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].name.empty());
    // Back again, it is a child the county does not know.
    CHECK(hand_over(counties, there, 1, 0) != child);
    CHECK(counties.count(0) == 1);
  });
}

TEST_CASE("erasing a child whose offer waits takes the offer back") {
  in_three_counties([](Counties& counties) {
    const ChildId child = counties.add_child(0, rain());
    const HandoverOffer offer = counties.offer_of(child, 1);
    CHECK(counties.offer(0, offer).empty());
    counties.carry(0);
    const auto erasure = registry::ErasureId::derive("erasure");
    access::Actor second = Counties::office(0);
    second.account = access::AccountId::derive("second");
    const auto ask = [&](const access::Call& call) {
      return registry::request_erasure(call, erasure, child,
                                       registry::ErasureGround::guardian_request);
    };
    const auto confirm = [&](const access::Call& call) {
      return registry::confirm_erasure(
          call, erasure, [](const ChildId&) { return core::Result<std::int64_t>(0); });
    };
    CHECK(counties.act(Counties::office(0), ask).empty());
    CHECK(counties.act(second, confirm).empty());
    counties.carry(0);
    CHECK(counties.accept(1, offer.id) == "handover.answered");
    const auto kept = counties.handovers(Counties::office(1));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].name.empty());
  });
}

TEST_CASE("a page of a record of many statements stays a page") {
  in_three_counties([](Counties& counties) {
    constexpr int entries = 200;
    const ChildId child = counties.add_child(0, rain());
    for (int i = 0; i < entries; ++i) {
      CHECK(counties.record_school(0, child, "第" + std::to_string(i) + "号小学").empty());
    }
    const auto done = counties.world.read(
        Counties::office(0), [&](const access::Call& call) -> core::Result<void> {
          const auto page = registry::timeline_of_child(call, child, "", 20);
          REQUIRE(page.ok());
          CHECK(page->items.size() <= 20);
          const auto detail = registry::find_child(call, child);
          REQUIRE(detail.ok());
          CHECK(detail->sources.size() <= registry::sources_shown_max);
          return {};
        });
    CHECK(done.ok());
    const ChildId there = hand_over(counties, child, 0, 1);
    CHECK(counties.statements(1, there).size() == entries + 2);
  });
}

}  // namespace
}  // namespace caregrid
