// Shows on every database that what people write about a child lies sealed under the child's key:
// it comes back as written, none of it can be read in the tables, a text moved or changed is named
// and not shown, new keys take it along, a page opens no more than it shows, and erasing the child
// leaves nothing of it. What is written of a child the register does not have lies there alike.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/break_glass.h"
#include "access/child_text_store.h"
#include "access/conflict_of_interest.h"
#include "access/store.h"
#include "registry/consents.h"
#include "registry/correction.h"
#include "registry/emergencies.h"
#include "registry/erasure.h"
#include "registry/operations.h"
#include "registry/upkeep.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using access::AccountId;
using registry::ChildId;

/// A canary each for every text that is kept of a child.
constexpr std::string_view need_note = "夜里常哭醒，怕黑";
constexpr std::string_view helper = "赵前辈";
constexpr std::string_view given_by = "王家祖母";
constexpr std::string_view evidence = "三号铁皮柜";
constexpr std::string_view recipient = "某某公益中心";
constexpr std::string_view wish = "母亲其实没有离家";
constexpr std::string_view answer = "已按户口簿更正";
constexpr std::string_view stake = "我是她的表姐夫";
constexpr std::string_view emergency = "孩子在河边走失，急找监护人";
constexpr std::string_view verdict = "情况属实，处置得当";
constexpr std::string_view hold = "甘零五二四刑初七号";
constexpr std::string_view decision = "said so";
constexpr std::array<std::string_view, 12> canaries{need_note, helper,  given_by, evidence,
                                                    recipient, wish,    answer,   stake,
                                                    emergency, verdict, hold,     decision};

access::Actor officer(const std::string& name) {
  return access::make_actor(AccountId::derive(name), access::Role::county,
                            access::Area{county_code}, name);
}

template <class Act>
std::string act(World& world, const access::Actor& actor, Act operate) {
  return world.submit(
      [&](const access::Call& call) -> core::Result<std::string> {
        const auto done = operate(call);
        return done ? core::Result<std::string>("{}") : done.error();
      },
      &actor);
}

template <class T, class Look>
T see(World& world, Look look) {
  T seen{};
  const auto done = world.read(officer("one"), [&](const access::Call& call) -> core::Result<void> {
    auto found = look(call);
    CAPTURE((found ? std::string() : found.error().reason + found.error().detail));
    REQUIRE(found.ok());
    seen = std::move(*found);
    return {};
  });
  REQUIRE(done.ok());
  return seen;
}

registry::ChildRow child_named(World& world, const std::string& name) {
  const auto page = see<registry::ChildPage>(world, [&](const access::Call& call) {
    return registry::list_children(call, {.query = name});
  });
  REQUIRE(page.items.size() == 1);
  return page.items.front();
}

std::int64_t count(World& world, db::Sql sql) {
  std::int64_t found = -1;
  const auto done = world.read(world.office, [&](const access::Call& call) {
    return call.transaction.each(sql, {}, [&](const db::Row& row) {
      found = row.integer(0);
      return false;
    });
  });
  CHECK(done.ok());
  return found;
}

std::string run(World& world, db::Sql sql) {
  return act(world, world.office,
             [&](const access::Call& call) { return call.transaction.run(sql, {}); });
}

/// All sealed texts one behind the other.
std::string stored(World& world) {
  std::string bytes;
  const auto done = world.read(world.office, [&](const access::Call& call) {
    return call.transaction.each(
        "SELECT sealed, about FROM child_text", {}, [&](const db::Row& row) {
          const core::Bytes blob = row.blob(0);
          bytes.append(reinterpret_cast<const char*>(blob.data()), blob.size());
          bytes += row.text(1);
          return true;
        });
  });
  CHECK(done.ok());
  return bytes;
}

void write_consent(World& world, const ChildId& child) {
  access::Consent consent;
  consent.id = access::ConsentId::derive("consent");
  consent.said_on = world.door.today() + -3;
  consent.given_by = given_by;
  consent.relation = access::ConsentRelation::mother;
  consent.child_assent = true;
  consent.evidence = evidence;
  consent.recipient = recipient;
  CHECK(act(world, officer("one"), [&](const access::Call& call) {
          return registry::record_consent(call, child, consent, false);
        }).empty());
}

void write_correction(World& world, const ChildId& child) {
  registry::Correction asked;
  asked.id = registry::CorrectionId::derive("correction");
  asked.child = child;
  asked.about = "家庭情况";
  asked.wish = wish;
  CHECK(act(world, officer("one"), [&](const access::Call& call) {
          return registry::ask_correction(call, asked);
        }).empty());
  CHECK(act(world, officer("two"), [&](const access::Call& call) {
          return registry::answer_correction(call, asked.id, registry::CorrectionState::done,
                                             std::string(answer));
        }).empty());
}

/// An emergency is opened by somebody who does not see the child otherwise.
void write_emergency(World& world, const ChildId& child, const std::string& name) {
  const access::Actor director = access::make_actor(
      AccountId::derive("far"), access::Role::director, access::Area{township_code + 4}, "far");
  const registry::EmergencyWish asked{
      access::GlassId::derive(name), child, {}, std::string(emergency)};
  CHECK(act(world, director, [&](const access::Call& call) {
          return registry::break_glass(call, asked);
        }).empty());
  CHECK(act(world, officer("one"), [&](const access::Call& call) {
          return access::review_glass(call, asked.id, access::GlassVerdict::accepted, verdict);
        }).empty());
}

void write_conflict(World& world, const ChildId& child) {
  access::Account account;
  account.id = AccountId::derive("kin");
  account.login = "kin";
  account.name = "kin";
  account.role = access::Role::director;
  account.area = access::Area{township_code + 1};
  CHECK(act(world, world.office, [&](const access::Call& call) {
          return access::insert_account(call, account, "x");
        }).empty());
  access::ConflictOfInterest conflict;
  conflict.id = access::ConflictId::derive("conflict");
  conflict.account = account.id;
  conflict.note = stake;
  CHECK(act(world, officer("one"), [&](const access::Call& call) {
          return registry::declare_conflict(call, child, conflict);
        }).empty());
}

/// Everything that can be written of a child, by the operations people use.
ChildId write_all(World& world) {
  fill(world);
  Cells noted = need("王小雨", 'A', "阅读", "紧急");
  noted["note"] = need_note;
  noted["previous_helper"] = helper;
  CHECK(world.import(care::make_need_target(), {noted}) == std::vector<std::string>{"created"});
  const ChildId child = child_named(world, "王小雨").id;
  const PlanSummary plan = world.plan();
  for (const PlanLine& line : world.lines(plan.id).items) {
    CHECK(world.decide(plan.id, line.id, Decision::refuse).empty());
  }
  write_consent(world, child);
  write_correction(world, child);
  write_emergency(world, child, "glass");
  write_conflict(world, child);
  CHECK(act(world, officer("one"), [&](const access::Call& call) {
          return registry::hold_child(call, child, hold);
        }).empty());
  return child;
}

std::vector<access::GlassBreak> glasses(World& world) {
  return see<std::vector<access::GlassBreak>>(
      world, [](const access::Call& call) { return access::list_glass(call); });
}

void check_readable(World& world, const ChildId& child) {
  const auto needs = see<care::NeedPage>(world, [&](const access::Call& call) {
    care::NeedFilter filter;
    filter.kind = care::NeedKind::reading;
    return care::list_needs(call, filter);
  });
  REQUIRE(needs.items.size() == 1);
  CHECK(needs.items[0].need.note == need_note);
  CHECK(needs.items[0].need.previous_helper == helper);
  const auto consents = see<std::vector<access::PurposeConsents>>(
      world, [&](const access::Call& call) { return registry::list_consents(call, child); });
  CHECK(consents.at(0).said.at(0).given_by == given_by);
  CHECK(consents.at(0).said.at(0).evidence == evidence);
  CHECK(consents.at(0).said.at(0).recipient == recipient);
  const auto corrections = see<std::vector<registry::Correction>>(
      world, [&](const access::Call& call) { return registry::list_corrections(call, child); });
  CHECK(corrections.at(0).wish == wish);
  CHECK(corrections.at(0).answer == answer);
  CHECK(glasses(world).at(0).reason == emergency);
  CHECK(glasses(world).at(0).review_note == verdict);
  const auto conflicts = see<registry::ChildConflicts>(world, [&](const access::Call& call) {
    return registry::list_conflicts_of_interest(call, child);
  });
  CHECK(conflicts.declared.at(0).note == stake);
}

std::string erase(World& world, const ChildId& child, registry::ErasureCertificate& certificate) {
  const auto id = registry::ErasureId::derive("erasure");
  const std::string asked = act(world, officer("one"), [&](const access::Call& call) {
    return registry::request_erasure(call, id, child, registry::ErasureGround::guardian_request);
  });
  return asked + act(world, officer("two"), [&](const access::Call& call) {
           auto done = registry::confirm_erasure(
               call, id, [&](const ChildId& one) { return care::forget_child(call, one); });
           certificate = done ? *done : registry::ErasureCertificate();
           return done;
         });
}

}  // namespace

TEST_CASE("what is written of a child comes back as written and lies there sealed") {
  on_every_database([](World& world) {
    const ChildId child = write_all(world);
    check_readable(world, child);
    const std::string bytes = stored(world);
    CHECK(count(world, "SELECT COUNT(*) FROM child_text") >= 7);
    CHECK(count(world, "SELECT COUNT(*) FROM child_text WHERE about = 'decision'") > 0);
    for (const std::string_view canary : canaries) {
      CAPTURE(canary);
      CHECK(bytes.find(canary) == std::string::npos);
    }
  });
}

TEST_CASE("a text moved, changed or under another key is named and not shown") {
  on_every_database([](World& world) {
    const ChildId child = write_all(world);
    const auto listed = [&] {
      std::string problem = "shown";
      const auto done =
          world.read(officer("one"), [&](const access::Call& call) -> core::Result<void> {
            const auto found = registry::list_corrections(call, child);
            problem =
                found ? "shown" : found.error().reason + " " + found.error().detail.substr(0, 10);
            return {};
          });
      CHECK(done.ok());
      return problem;
    };
    CHECK(listed() == "shown");
    CHECK(run(world,
              "UPDATE child_text SET sealed = (SELECT o.sealed FROM child_text o "
              "WHERE o.about = 'consent') WHERE about = 'correction'")
              .empty());
    CHECK(listed() == "seal.broken correction");
    CHECK(run(world, "UPDATE child_text SET child = 2 WHERE about = 'correction'").empty());
    CHECK(listed() == "seal.broken correction");
    CHECK(run(world, "UPDATE child_text SET child = 77 WHERE about = 'correction'").empty());
    CHECK(listed().starts_with("seal.no_key"));
  });
}

TEST_CASE("new keys for the children take what is written along") {
  on_every_database([](World& world) {
    const ChildId child = write_all(world);
    const std::string before = stored(world);
    for (bool is_done = false; !is_done;) {
      CHECK(act(world, officer("one"), [&](const access::Call& call) {
              auto progress = registry::renew_child_keys(call, 1);
              is_done = !progress || progress->is_done;
              return progress;
            }).empty());
      check_readable(world, child);
    }
    CHECK(stored(world).size() == before.size());
    CHECK(stored(world) != before);
    CHECK(count(world, "SELECT MIN(version) FROM data_key WHERE child > 0") == 2);
  });
}

TEST_CASE("erasing a child leaves nothing of what was written, and says how much it was") {
  on_every_database([](World& world) {
    const ChildId child = write_all(world);
    registry::ErasureCertificate certificate;
    CHECK(act(world, officer("one"), [&](const access::Call& call) {
            return registry::hold_child(call, child, "");
          }).empty());
    CHECK(erase(world, child, certificate).empty());
    CHECK(certificate.keys == 1);
    CHECK(certificate.texts >= 5);
    CHECK(certificate.records_elsewhere >= 5);
    CHECK(count(world, "SELECT COUNT(*) FROM child_text WHERE child = 1") == 0);
    for (const db::Sql sql :
         {db::Sql("SELECT COUNT(*) FROM consent"), db::Sql("SELECT COUNT(*) FROM correction"),
          db::Sql("SELECT COUNT(*) FROM conflict_of_interest")}) {
      CHECK(count(world, sql) == 0);
    }
    REQUIRE(glasses(world).size() == 1);  // That it was opened stays; why is gone.
    CHECK(glasses(world)[0].reason.empty());
    CHECK(glasses(world)[0].review_note.empty());
  });
}

TEST_CASE("a page of needs opens no more seals than it shows") {
  on_every_database([](World& world) {
    add_places(world);
    std::vector<Cells> people;
    std::vector<Cells> wants;
    for (int i = 0; i < 6; ++i) {
      constexpr std::array<std::string_view, 6> given{"安", "宁", "平", "清", "明", "远"};
      people.push_back(child("王小" + std::string(given.at(static_cast<std::size_t>(i))), 'A'));
      Cells want = need(people.back()["name"], 'A', "阅读", i == 5 ? "可缓" : "紧急");
      want["note"] = need_note;
      wants.push_back(std::move(want));
    }
    CHECK(world.import(registry::make_child_target(), people).size() == 6);
    CHECK(world.import(care::make_need_target(), wants) == std::vector<std::string>(6, "created"));
    // The last of the list, least urgent: whoever opens it fails.
    CHECK(run(world,
              "UPDATE child_text SET sealed = (SELECT wrapped FROM data_key WHERE child = 1) "
              "WHERE id = (SELECT id FROM need WHERE tier = 4)")
              .empty());
    const auto page_of = [&](int limit) {
      std::string seen;
      const auto done =
          world.read(officer("one"), [&](const access::Call& call) -> core::Result<void> {
            care::NeedFilter filter;
            filter.limit = limit;
            const auto page = care::list_needs(call, filter);
            seen = page ? std::to_string(page->items.size()) : page.error().reason;
            return {};
          });
      CHECK(done.ok());
      return seen;
    };
    CHECK(page_of(4) == "4");  // One more is read, to know whether there is a next page.
    CHECK(page_of(6) == "seal.broken");
  });
}

TEST_CASE("an emergency about a child that is not there is kept alike, under the county's key") {
  on_every_database([](World& world) {
    fill(world);
    const ChildId there = child_named(world, "王小雨").id;
    write_emergency(world, there, "there");
    write_emergency(world, ChildId::derive("nobody"), "not there");
    const auto found = glasses(world);
    REQUIRE(found.size() == 2);
    for (const access::GlassBreak& glass : found) {
      CHECK(glass.reason == emergency);
      CHECK(glass.review_note == verdict);
    }
    CHECK(count(world, "SELECT COUNT(*) FROM child_text WHERE about = 'glass' AND child = -2") ==
          1);
    CHECK(count(world, "SELECT COUNT(DISTINCT LENGTH(sealed)) FROM child_text") == 1);
    registry::ErasureCertificate certificate;
    CHECK(erase(world, there, certificate).empty());
    std::vector<std::string> reasons;
    for (const access::GlassBreak& glass : glasses(world)) {
      reasons.push_back(glass.reason);
    }
    CHECK(reasons.size() == 2);
    CHECK(std::ranges::count(reasons, std::string()) == 1);
  });
}

}  // namespace caregrid::allocation
