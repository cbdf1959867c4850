// Shows on every database that consents are kept, found by child and by list, that a withdrawal
// wins in whatever order sayings arrive and however often, and who may record what.
#include "access/consent.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/policy.h"
#include "access/settings.h"
#include "registry/consents.h"
#include "registry/operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using access::Consent;
using access::ConsentAnswer;
using access::ConsentState;
using access::Purpose;
using registry::ChildId;

constexpr Purpose sharing = Purpose::ngo_sharing;

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

Consent said(World& world, ConsentAnswer answer, int days_ago) {
  Consent consent;
  consent.id = access::ConsentId::make(world.clock.now(), world.rng);
  consent.purpose = sharing;
  consent.answer = answer;
  consent.said_on = world.door.today() + -days_ago;
  consent.given_by = "王建国";
  consent.relation = access::ConsentRelation::father;
  consent.child_assent = true;
  consent.evidence = "档案盒 7";
  return consent;
}

std::string record(World& world, const ChildId& child, const Consent& consent,
                   const access::Actor* actor = nullptr) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::record_consent(call, child, consent, false);
        return done ? core::Result<std::string>("{}") : done.error();
      },
      actor);
}

std::string withdraw(World& world, const ChildId& child, const Consent& withdrawal,
                     const access::Actor* actor = nullptr) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::withdraw_consent(call, child, withdrawal);
        return done ? core::Result<std::string>("{}") : done.error();
      },
      actor);
}

bool holds(World& world, const ChildId& child, Purpose purpose = sharing) {
  bool is_consented = false;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    const auto found = access::is_consented(call, child.bytes, purpose);
    REQUIRE(found.ok());
    is_consented = *found;
    return {};
  });
  REQUIRE(done.ok());
  return is_consented;
}

access::PurposeConsents consents_of(World& world, const ChildId& child) {
  access::PurposeConsents found;
  const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
    const auto all = registry::list_consents(call, child);
    REQUIRE(all.ok());
    REQUIRE(all->size() == access::consent_rules().size());
    found = all->front();
    return {};
  });
  REQUIRE(done.ok());
  return found;
}

TEST_CASE("a consent is kept as said, ends by withdrawal, and needs none for a duty") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId child = child_named(world, "王小雨");
    CHECK_FALSE(holds(world, child));
    CHECK(holds(world, child, Purpose::care));
    CHECK(holds(world, child, Purpose::emergency));
    const Consent consent = said(world, ConsentAnswer::given, 3);
    CHECK(record(world, child, consent).empty());
    CHECK(holds(world, child));
    CHECK_FALSE(holds(world, child, Purpose::volunteer_matching));
    const auto kept = consents_of(world, child);
    CHECK(kept.purpose == sharing);
    REQUIRE(kept.said.size() == 1);
    CHECK(kept.said[0].given_by == consent.given_by);
    CHECK(kept.said[0].evidence == consent.evidence);
    CHECK(kept.said[0].child_assent == std::optional(true));
    CHECK(kept.said[0].recorded_at == monday_noon);
    CHECK(kept.said[0].expires_on == access::last_day_of(sharing, consent.said_on));
    CHECK_FALSE(kept.said[0].data_kinds.empty());
    CHECK(withdraw(world, child, said(world, ConsentAnswer::withdrawn, 0)).empty());
    CHECK_FALSE(holds(world, child));
    CHECK(consents_of(world, child).standing.state == ConsentState::withdrawn);
    // The consent sent again, or another dated earlier, brings nothing back.
    CHECK(record(world, child, consent).empty());
    CHECK(record(world, child, said(world, ConsentAnswer::given, 1)) == "consent.ended_later");
    CHECK_FALSE(holds(world, child));
  });
}

TEST_CASE("a list of children is asked in their order") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId rain = child_named(world, "王小雨");
    const ChildId moon = child_named(world, "张月");
    CHECK(record(world, moon, said(world, ConsentAnswer::given, 3)).empty());
    std::vector<core::IdBytes> children(23, rain.bytes);
    children[4] = moon.bytes;
    children[22] = moon.bytes;
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      const auto among = access::consented_among(call, children, sharing);
      REQUIRE(among.ok());
      REQUIRE(among->size() == children.size());
      for (std::size_t i = 0; i < among->size(); ++i) {
        CHECK((*among)[i] == (i == 4 || i == 22));
      }
      const auto duty = access::consented_among(call, children, Purpose::care);
      REQUIRE(duty.ok());
      CHECK(std::ranges::count(*duty, true) == 23);
      return {};
    });
    CHECK(done.ok());
  });
}

TEST_CASE("a withdrawal wins in every order of arrival, with resends") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId child = child_named(world, "李晨");
    for (int round = 0; round < 40; ++round) {
      std::vector<Consent> arrivals;
      const auto count = 2 + world.rng.below(4);
      for (std::uint64_t i = 0; i < count; ++i) {
        const auto days_ago = static_cast<int>(world.rng.below(5));
        const Consent one = said(world, i == 0 ? ConsentAnswer::withdrawn : ConsentAnswer::given,
                                 i == 0 ? 0 : days_ago);
        arrivals.insert(arrivals.end(), 1 + world.rng.below(2), one);
      }
      for (std::size_t i = arrivals.size(); i > 1; --i) {
        std::swap(arrivals[i - 1], arrivals[world.rng.below(i)]);
      }
      for (const Consent& arrival : arrivals) {
        const std::string reason = arrival.answer == ConsentAnswer::withdrawn
                                       ? withdraw(world, child, arrival)
                                       : record(world, child, arrival);
        CHECK((reason.empty() || reason == "consent.ended_later"));
      }
      CHECK_FALSE(holds(world, child));
      // The next round begins two days later: a new consent may count again until withdrawn.
      world.clock.set({world.clock.now().micros + std::int64_t{2} * 86'400 * 1'000'000});
      CHECK(record(world, child, said(world, ConsentAnswer::given, 0)).empty());
      CHECK(holds(world, child));
    }
  });
}

TEST_CASE("who may not see the child may neither read nor change its consents") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId elsewhere = child_named(world, "李晨");
    const ChildId own = child_named(world, "王小雨");
    const Consent consent = said(world, ConsentAnswer::given, 1);
    CHECK(record(world, elsewhere, consent, &world.director) == "child.not_found");
    CHECK(withdraw(world, elsewhere, consent, &world.director) == "child.not_found");
    CHECK(record(world, own, consent, &world.director).empty());
    const auto analyst =
        access::make_actor({}, access::Role::analyst, access::Area{county_code}, "analyst");
    CHECK(record(world, own, consent, &analyst) == "access.role");
    CHECK(holds(world, own));
  });
}

TEST_CASE("invented consents go into an invented county only, and the same ones again") {
  on_every_database([](World& world) {
    fill(world);
    const auto add = [](const access::Call& call) -> core::Result<std::string> {
      const auto count = registry::add_synthetic_consents(call);
      return count ? core::Result<std::string>(std::to_string(*count)) : count.error();
    };
    CHECK(world.submit(add) == "consent.not_synthetic");
    CHECK(world
              .submit([](const access::Call& call) -> core::Result<std::string> {
                const auto set = access::set_county_setting(call, access::synthetic_setting, "1");
                return set ? core::Result<std::string>("{}") : set.error();
              })
              .empty());
    CHECK(world.submit(add, &world.director) == "access.role");
    CHECK(world.submit(add).empty());
    const auto before = consents_of(world, child_named(world, "张月")).said;
    CHECK(world.submit(add).empty());
    CHECK(consents_of(world, child_named(world, "张月")).said == before);
  });
}

TEST_CASE("a coordinator reads a given name by consent, else a dash and the township") {
  on_every_database([](World& world) {
    fill(world);
    const auto coordinator = access::make_actor({}, access::Role::ngo_coordinator,
                                                access::Area{county_code}, "coordinator");
    const ChildId child = child_named(world, "李晨");
    const auto seen = [&] {
      std::string words;
      const auto done =
          world.read(coordinator, [&](const access::Call& call) -> core::Result<void> {
            const auto page = care::list_needs(call, {});
            REQUIRE(page.ok());
            for (const care::NeedRow& row : page->items) {
              const auto one = care::find_need(call, row.need.id);
              REQUIRE(one.ok());
              CHECK(one->child_name == row.child_name);
              CHECK(one->village_name == row.village_name);
              words += row.need.child == child ? row.child_name + " " + row.village_name : "";
              CHECK((row.need.child == child || row.child_name == "—"));
            }
            return {};
          });
      REQUIRE(done.ok());
      return words;
    };
    CHECK(seen() == "— 城关镇");
    CHECK(record(world, child, said(world, ConsentAnswer::given, 1)).empty());
    CHECK(seen() == "晨 村B村民委员会");
    CHECK(withdraw(world, child, said(world, ConsentAnswer::withdrawn, 0)).empty());
    CHECK(seen() == "— 城关镇");
  });
}

}  // namespace
}  // namespace caregrid::allocation
