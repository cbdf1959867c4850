// Shows on every database that two records become one and two again: lists, counts, facts and
// conflicts of before come back, whatever the order of merges and undos; that imports of either
// list find the one child; and that consents, assignments, shield, hold, needs, erasure and keys
// follow it.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/assignment.h"
#include "access/consent.h"
#include "care/operations.h"
#include "registry/assigning.h"
#include "registry/consents.h"
#include "registry/erasure.h"
#include "registry/fact_operations.h"
#include "registry/link_source.h"
#include "registry/merge.h"
#include "registry/operations.h"
#include "registry/shielding.h"
#include "registry/upkeep.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::ChildId;
using registry::MergeId;

struct Desk {
  explicit Desk(World& made) : world(made) { add_places(world); }

  auto follow(const access::Call& call) {
    return [&call](const registry::Following& following) {
      return care::follow_merge(call, following);
    };
  }
  MergeId make_id() { return MergeId::make(world.clock.now(), world.rng); }

  std::string merge(const ChildId& kept, const ChildId& merged, const MergeId& id,
                    const access::Actor* actor = nullptr) {
    return world.submit(
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto done = registry::merge_children(call, {id, kept, merged}, follow(call));
          return done ? core::Result<std::string>("{}") : done.error();
        },
        actor);
  }
  std::string undo(const MergeId& id) {
    return world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto done = registry::undo_merge(call, id, follow(call));
      return done ? core::Result<std::string>("{}") : done.error();
    });
  }

  template <class Read>
  auto look(Read read) {
    using Value = std::remove_cvref_t<decltype(*read(std::declval<const access::Call&>()))>;
    std::optional<Value> seen;
    const auto done = world.read(world.office, [&](const access::Call& call) -> core::Result<void> {
      auto found = read(call);
      if (!found) {
        return found.error();
      }
      seen = std::move(*found);
      return {};
    });
    CAPTURE((done ? std::string() : done.error().reason));
    REQUIRE(done.ok());
    return std::move(*seen);
  }

  registry::ChildDetail child_of(const ChildId& id) {
    return look([&](const access::Call& call) { return registry::find_child(call, id); });
  }
  std::map<std::string, ChildId> ids() {
    std::map<std::string, ChildId> named;
    const auto page = look([](const access::Call& call) {
      registry::ChildFilter all;
      all.limit = 200;
      return registry::list_children(call, all);
    });
    for (const registry::ChildRow& row : page.items) {
      named[row.name + (row.village ? row.village->name : "")] = row.id;
    }
    return named;
  }
  /// All that lists, counts and pages of the county say.
  std::string everything() {
    std::string text;
    for (const auto sort :
         {registry::ChildSort::name, registry::ChildSort::village, registry::ChildSort::born_on}) {
      const auto page = look([&](const access::Call& call) {
        registry::ChildFilter all;
        all.sort = sort;
        all.limit = 200;
        return registry::list_children(call, all);
      });
      text += "\n" + std::to_string(page.total);
      for (const registry::ChildRow& row : page.items) {
        text += " " + row.id.text() + row.name + row.identity_number_masked.value_or("-") +
                std::to_string(row.division) + row.school.value_or("-");
        if (sort != registry::ChildSort::name) {
          continue;
        }
        const registry::ChildDetail detail = child_of(row.id);
        for (const registry::Relation& one : detail.relations) {
          text += "|" + one.name + one.phone_masked.value_or("-");
        }
        for (const registry::DayFact& fact : detail.facts) {
          text += "|" + registry::to_text(fact.id) + registry::to_json(fact.value);
        }
        for (const std::string& field : detail.conflicts) {
          text += "|!" + field;
        }
        text += "|" + std::to_string(detail.sources.size());
      }
    }
    const auto figures =
        look([](const access::Call& call) { return registry::count_figures(call); });
    text += "\n" + std::to_string(figures.children) + " " + std::to_string(figures.conflicts) +
            " " + std::to_string(figures.children_without_village);
    const auto counts =
        look([](const access::Call& call) { return registry::count_children_by_division(call); });
    for (const registry::DivisionCount& count : counts) {
      text += " " + std::to_string(count.children);
    }
    return text;
  }

  World& world;
};

Cells roster() {
  Cells cells = child("王小雨", 'A');
  cells["identity_number"] = "990101201509030010";
  cells["born_on"] = "2015-09-03";
  cells["schooling"] = "小学";
  cells["guardian_name"] = "王建国";
  cells["guardian_phone"] = "10047588763";
  return cells;
}

Cells charity() {
  Cells cells = child("王晓雨", 'B');
  cells["born_on"] = "2015-09-08";
  cells["schooling"] = "初中";
  cells["carer_name"] = "李桂英";
  cells["guardian_phone"] = "10047588764";
  return cells;
}

struct Two : Desk {
  explicit Two(World& made) : Desk(made) {
    CHECK(world.import(registry::make_child_target(), {roster(), charity()}) ==
          std::vector<std::string>(2, "created"));
    const auto all = ids();
    kept = all.at("王小雨村A村民委员会");
    merged = all.at("王晓雨村B村民委员会");
  }
  ChildId kept;
  ChildId merged;
};

}  // namespace

TEST_CASE("two records are shown as one and both answer; undone, all is as it was") {
  on_every_database([](World& world) {
    Two two(world);
    const std::string before = two.everything();
    const MergeId id = two.make_id();
    CHECK(two.merge(two.kept, two.merged, id).empty());
    CHECK(two.merge(two.kept, two.merged, id).empty());  // Told again.
    CHECK(two.ids().size() == 1);
    const registry::ChildDetail detail = two.child_of(two.kept);
    CHECK(detail.sources.size() == 2);
    CHECK(detail.relations.size() == 3);
    CHECK(two.child_of(two.merged).row == detail.row);
    CHECK(std::ranges::count(detail.conflicts, std::string("born_on")) == 1);
    CHECK(two.look([](const access::Call& call) { return registry::count_figures(call); })
              .conflicts == 1);
    const auto line = two.look([&](const access::Call& call) {
      return registry::timeline_of_child(call, two.merged, "", 100);
    });
    CHECK(std::ranges::count(line.items, registry::TimeEventKind::source_arrived,
                             &registry::TimeEvent::kind) == 2);
    CHECK(two.look([&](const access::Call& call) { return registry::list_merges(call, two.kept); })
              .size() == 1);
    CHECK(two.undo(id).empty());
    CHECK(two.undo(id).empty());
    CHECK(two.everything() == before);
    CHECK(two.look([&](const access::Call& call) { return registry::list_merges(call, two.kept); })
              .empty());
  });
}

TEST_CASE("imports of either list find the one child, and stay with it") {
  on_every_database([](World& world) {
    Two two(world);
    const MergeId id = two.make_id();
    CHECK(two.merge(two.kept, two.merged, id).empty());
    CHECK(world.import(registry::make_child_target(), {roster(), charity()}) ==
          std::vector<std::string>(2, "unchanged"));
    Cells moved = roster();
    moved["schooling"] = "初中";
    CHECK(world.import(registry::make_child_target(), {moved}) ==
          std::vector<std::string>{"updated"});
    CHECK(two.ids().size() == 1);
    CHECK(two.child_of(two.kept).sources.size() == 3);
    CHECK(two.undo(id).empty());
    CHECK(two.child_of(two.kept).sources.size() == 2);
    CHECK(two.child_of(two.merged).sources.size() == 1);
  });
}

TEST_CASE("who may not see both cannot join them") {
  on_every_database([](World& world) {
    Two two(world);
    CHECK(two.merge(two.kept, two.merged, two.make_id(), &world.director) == "access.role");
    const access::Actor elsewhere{
        {}, access::Role::supervisor, access::Area{township_code + 1000}, "elsewhere"};
    CHECK(two.merge(two.kept, two.merged, two.make_id(), &elsewhere) == "child.not_found");
    CHECK(two.merge(two.kept, two.kept, two.make_id()) == "merge.same_child");
    CHECK(two.undo(two.make_id()) == "merge.not_found");
  });
}

TEST_CASE("any order of merges and undos, and undoing all, gives what was before") {
  on_every_database([](World& world) {
    Desk desk(world);
    std::vector<Cells> rows;
    for (int i = 0; i < 7; ++i) {
      Cells cells = child("张" + std::string(i % 2 == 0 ? "伟" : "玮") + std::to_string(i),
                          static_cast<char>('A' + i % 4));
      cells["born_on"] = "2014-03-0" + std::to_string(1 + i);
      cells["schooling"] = i % 3 == 0 ? "小学" : "初中";
      cells["guardian_phone"] = "1004758876" + std::to_string(i % 4);
      rows.push_back(cells);
    }
    world.import(registry::make_child_target(), rows);
    std::vector<ChildId> children;
    for (const auto& [name, id] : desk.ids()) {
      children.push_back(id);
    }
    REQUIRE(children.size() == 7);
    const std::string before = desk.everything();
    core::SeededRng rng(5);
    for (int round = 0; round < 4; ++round) {
      std::vector<MergeId> open;
      for (int step = 0; step < 14; ++step) {
        if (!open.empty() && rng.below(3) == 0) {
          const std::size_t at = rng.below(open.size());
          CHECK(desk.undo(open[at]).empty());
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
          continue;
        }
        const MergeId id = desk.make_id();
        const std::string reason = desk.merge(children[rng.below(7)], children[rng.below(7)], id);
        CHECK((reason.empty() || reason == "merge.same_child"));
        if (reason.empty()) {
          open.push_back(id);
        }
        CHECK(desk.ids().size() == 7 - open.size());
      }
      while (!open.empty()) {
        const std::size_t at = rng.below(open.size());
        CHECK(desk.undo(open[at]).empty());
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
      }
      CHECK(desk.everything() == before);
    }
  });
}

TEST_CASE("needs, assignments, shield and hold follow, and go back") {
  on_every_database([](World& world) {
    Two two(world);
    CHECK(world.import(care::make_need_target(), {need("王晓雨", 'B', "mentor", "紧急")}) ==
          std::vector<std::string>{"created"});
    const auto needs_of = [&](const ChildId& id) {
      return two
          .look([&](const access::Call& call) {
            care::NeedFilter filter;
            filter.child = id;
            return care::list_needs(call, filter);
          })
          .items.size();
    };
    const auto hold = [&](const ChildId& id, std::string_view reference) {
      return world.submit([&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::hold_child(call, id, reference);
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    const auto ask_erasure = [&](const ChildId& id) {
      return world.submit([&](const access::Call& call) -> core::Result<std::string> {
        const auto done =
            registry::request_erasure(call, registry::ErasureId::make(world.clock.now(), world.rng),
                                      id, registry::ErasureGround::guardian_request);
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    access::Actor chief = world.office;
    chief.is_confirmed = true;
    world.office = chief;
    CHECK(hold(two.merged, "(2026)12").empty());
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::shield_child(call, two.merged, "法院令");
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    const MergeId id = two.make_id();
    CHECK(two.merge(two.kept, two.merged, id).empty());
    CHECK(needs_of(two.kept) == 1);
    CHECK(ask_erasure(two.kept) == "erasure.held");
    CHECK(two.child_of(two.kept).row.is_shielded);
    CHECK(!two.child_of(two.kept).row.village);
    CHECK(two.undo(id).empty());
    CHECK(needs_of(two.kept) == 0);
    CHECK(needs_of(two.merged) == 1);
    CHECK(!two.child_of(two.kept).row.is_shielded);
    CHECK(two.child_of(two.kept).row.village.has_value());
    CHECK(two.child_of(two.merged).row.is_shielded);
    CHECK(ask_erasure(two.merged) == "erasure.held");
    CHECK(ask_erasure(two.kept).empty());
    CHECK(two.merge(two.merged, two.kept, two.make_id()) == "merge.erasure_waits");
  });
}

TEST_CASE("a consent withdrawn for either record is withdrawn for the one child") {
  on_every_database([](World& world) {
    Two two(world);
    const auto say = [&](const ChildId& id, access::ConsentAnswer answer, int days_ago) {
      return world.submit([&](const access::Call& call) -> core::Result<std::string> {
        access::Consent consent;
        consent.id = access::ConsentId::make(world.clock.now(), world.rng);
        consent.purpose = access::Purpose::ngo_sharing;
        consent.answer = answer;
        consent.said_on = call.today + -days_ago;
        consent.given_by = "王建国";
        consent.relation = access::ConsentRelation::father;
        consent.child_assent = true;
        consent.text_version = access::texts_of(consent.purpose).back().version;
        const auto done = registry::record_consent(call, id, consent, false);
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    const auto holds = [&](const ChildId& id) {
      return two.look([&](const access::Call& call) {
        return access::is_consented(call, id.bytes, access::Purpose::ngo_sharing);
      });
    };
    CHECK(say(two.merged, access::ConsentAnswer::refused, 20).empty());
    CHECK(say(two.kept, access::ConsentAnswer::given, 5).empty());
    CHECK(holds(two.kept));
    const MergeId id = two.make_id();
    CHECK(two.merge(two.kept, two.merged, id).empty());
    CHECK_FALSE(holds(two.kept));
    CHECK(two.undo(id).empty());
    CHECK(holds(two.kept));
    CHECK_FALSE(holds(two.merged));
  });
}

TEST_CASE("new keys, a rebuilt register and an erasure know who belongs together") {
  on_every_database([](World& world) {
    Two two(world);
    world.office.is_confirmed = true;
    const MergeId id = two.make_id();
    CHECK(two.merge(two.kept, two.merged, id).empty());
    const std::string merged = two.everything();
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::renew_child_keys(call, 100);
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::rebuild_lists(
                    call, [&](const ChildId& child) { return care::forget_child(call, child); });
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    CHECK(two.everything() == merged);
    const registry::ErasureId wish = registry::ErasureId::make(world.clock.now(), world.rng);
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::request_erasure(
                    call, wish, two.merged, registry::ErasureGround::guardian_request);
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    access::Actor other = world.office;
    other.account = access::AccountId::make(world.clock.now(), world.rng);
    std::int64_t keys = 0;
    CHECK(world
              .submit(
                  [&](const access::Call& call) -> core::Result<std::string> {
                    const auto done = registry::confirm_erasure(
                        call, wish,
                        [&](const ChildId& child) { return care::forget_child(call, child); });
                    keys = done ? done->keys : 0;
                    return done ? core::Result<std::string>("{}") : done.error();
                  },
                  &other)
              .empty());
    CHECK(keys == 2);
    CHECK(two.ids().empty());
    CHECK(
        two.look([](const access::Call& call) { return registry::count_figures(call); }).children ==
        0);
    CHECK(two.undo(id) == "child.not_found");
  });
}

}  // namespace caregrid::allocation
