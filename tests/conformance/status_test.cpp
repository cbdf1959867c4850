// Shows on every database that what the rules say of each child is kept for lists and counts: drawn
// after an import, after an entered fact, on a new day and under new rules; that it goes on where
// it stopped; that shielded and erased children are in no list; that whoever may not see a fact
// learns nothing of it by a status; and that a county's pack is checked, tried, adopted and
// withdrawn.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "registry/erasure.h"
#include "registry/fact_operations.h"
#include "registry/operations.h"
#include "registry/rule_packs.h"
#include "registry/shielding.h"
#include "registry/status_drawing.h"
#include "registry/status_operations.h"
#include "support/small_county.h"

namespace caregrid::allocation {
namespace {

using registry::ChildId;
using registry::RuleBooks;

constexpr std::int64_t microseconds_a_day = 86'400'000'000;
constexpr std::string_view mca = "CN-MCA-2016";

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

registry::FactValue value_of(std::string_view json) {
  const auto document = core::json::Document::parse(json);
  REQUIRE(document.ok());
  return registry::read_value(document->root());
}

Cells listed(const std::string& name, const std::string& identity, const std::string& father,
             const std::string& mother) {
  Cells cells = child(name, 'A');
  cells["identity_number"] = identity;
  cells["father_name"] = "王建国";
  cells["father_place"] = father;
  cells["mother_name"] = "李梅";
  cells["mother_place"] = mother;
  return cells;
}

/// A county of three children: both parents away, both at home, nothing known.
struct County {
  explicit County(World& made) : world(made) {
    add_places(world);
    CHECK(world.import(registry::make_child_target(),
                       {listed("王小雨", "990101201009220010", "广东省东莞市", "上海市"),
                        listed("李晨", "990101201509030010", "在家", "在家务农"),
                        listed("张月", "990101201603150027", "", "")}) ==
          std::vector<std::string>{"created", "created", "created"});
  }

  template <class Look>
  void read(Look look, const access::Actor* actor = nullptr) {
    const auto done = world.read(actor == nullptr ? world.office : *actor,
                                 [&](const access::Call& call) -> core::Result<void> {
                                   look(call);
                                   return {};
                                 });
    REQUIRE(done.ok());
  }

  /// Draws as the program's own upkeep does, `limit` at a time; how many children in all.
  std::int64_t draw(int limit = 2) {
    std::int64_t drawn = 0;
    for (bool is_done = false; !is_done;) {
      CHECK(world
                .submit([&](const access::Call& call) -> core::Result<std::string> {
                  const auto progress = registry::draw_statuses(call, books, limit);
                  if (!progress) {
                    return progress.error();
                  }
                  is_done = progress->is_done();
                  drawn += progress->children;
                  return std::string("{}");
                })
                .empty());
    }
    return drawn;
  }

  /// The names a filter lists, in order; the reason when it is refused.
  std::string names(std::string_view status, const access::Actor* actor = nullptr) {
    std::string text;
    read(
        [&](const access::Call& call) {
          const auto mask = registry::status_mask(call, books, status);
          if (!mask) {
            text = mask.error().reason;
            return;
          }
          registry::ChildFilter filter;
          filter.status = *mask;
          for (const auto sort : {registry::ChildSort::village, registry::ChildSort::name,
                                  registry::ChildSort::born_on}) {
            filter.sort = sort;
            const auto page = registry::list_children(call, filter);
            REQUIRE(page.ok());
            std::vector<std::string> found;
            for (const auto& row : page->items) {
              found.push_back(row.name);
            }
            std::ranges::sort(found);
            text.clear();
            for (const std::string& name : found) {
              text += (text.empty() ? "" : " ") + name;
            }
          }
        },
        actor);
    return text;
  }

  ChildId id_of(std::string_view name) {
    ChildId id;
    read([&](const access::Call& call) {
      const auto page = registry::list_children(call, {});
      REQUIRE(page.ok());
      const auto found = std::ranges::find(page->items, name, &registry::ChildRow::name);
      REQUIRE(found != page->items.end());
      id = found->id;
    });
    return id;
  }

  std::string record(std::string_view name, std::string_view kind, std::string_view json) {
    registry::FactEntry entry;
    entry.kind = kind;
    entry.value = value_of(json);
    entry.valid_from = day("2026-09-01");
    const ChildId id = id_of(name);
    return world.submit([&](const access::Call& call) -> core::Result<std::string> {
      const auto made = registry::record_fact(call, id, entry);
      return made ? core::Result<std::string>("{}") : made.error();
    });
  }

  bool has_rules() { return !books.shipped().book.schemes.empty(); }

  World& world;
  RuleBooks books;
};

TEST_CASE("answers are drawn after an import, a fact, a day, and go on where they stopped") {
  on_every_database([](World& world) {
    County county(world);
    if (!county.has_rules()) {
      return;
    }
    CHECK(county.draw() == 3);
    CHECK(county.draw() == 0);
    // Nobody said yet whether she is registered as rural; of Zhang Yue nothing is known at all.
    CHECK(county.names("CN-MCA-2016:yes").empty());
    CHECK(county.names("CN-MCA-2016:no") == "李晨");
    CHECK(county.names("CN-MCA-2016:unknown") == "张月 王小雨");
    CHECK(county.record("王小雨", "hukou", R"({"kind":"rural"})").empty());
    CHECK(county.names("CN-MCA-2016:unknown") == "张月 王小雨");
    CHECK(county.draw() == 1);
    CHECK(county.names("CN-MCA-2016:yes") == "王小雨");
    CHECK(county.names("CN-MCA-2016:yes,SEED003-LBC:yes") == "王小雨");
    CHECK(county.names("CN-MCA-2016:yes,D06:no").empty());
    CHECK(county.names("CN-MCA-2016:yes,D06:unknown") == "王小雨");
    // The next day is her sixteenth birthday.
    world.clock.set({monday_noon.micros + microseconds_a_day});
    CHECK(county.draw() == 3);
    CHECK(county.names("CN-MCA-2016:yes").empty());
    CHECK(county.names("SEED003-LBC:yes") == "王小雨");
    // The same list once more says nothing new; another does.
    CHECK(world.import(registry::make_child_target(),
                       {listed("李晨", "990101201509030010", "新疆", "新疆")}) ==
          std::vector<std::string>{"updated"});
    CHECK(county.draw() == 1);
  });
}

TEST_CASE("one definition beside another: counts, overlaps, and what is unknown for itself") {
  on_every_database([](World& world) {
    County county(world);
    if (!county.has_rules()) {
      return;
    }
    CHECK(county.record("王小雨", "hukou", R"({"kind":"rural"})").empty());
    county.draw();
    county.read([&](const access::Call& call) {
      const auto counts = registry::count_statuses(call, county.books, "left_behind", 0);
      REQUIRE(counts.ok());
      CHECK(counts->children == 3);
      CHECK(counts->waiting == 0);
      CHECK_FALSE(counts->is_blurred);
      const auto of_mca = std::ranges::find_if(
          counts->schemes, [](const auto& one) { return one.scheme->id == mca; });
      REQUIRE(of_mca != counts->schemes.end());
      CHECK(of_mca->yes == 1);
      CHECK(of_mca->no == 1);
      CHECK(of_mca->unknown == 1);
      const auto beside = std::ranges::find_if(counts->overlaps, [](const auto& one) {
        return one.in->id == mca && one.other->id == "CN-CENSUS-2020-LBC";
      });
      REQUIRE(beside != counts->overlaps.end());
      CHECK(*beside->yes + *beside->no + *beside->unknown == 1);
    });
    const access::Actor analyst{{},
                                access::Role::analyst,
                                access::Area{county_code},
                                "analyst",
                                access::Purpose::statistics};
    county.read(
        [&](const access::Call& call) {
          const auto counts = registry::count_statuses(call, county.books, "left_behind", 0);
          REQUIRE(counts.ok());
          CHECK(counts->is_blurred);
          for (const auto& one : counts->schemes) {
            CHECK_FALSE(one.yes.has_value());
            CHECK_FALSE(one.unknown.has_value());
          }
        },
        &analyst);
    county.read([&](const access::Call& call) {
      CHECK(registry::count_statuses(call, county.books, "", 620'525'000'000).error().code ==
            core::Code::not_found);
    });
  });
}

TEST_CASE("a child's statuses with reasons; nobody learns by them what is not theirs to see") {
  on_every_database([](World& world) {
    County county(world);
    if (!county.has_rules()) {
      return;
    }
    const ChildId id = county.id_of("王小雨");
    CHECK(county.record("王小雨", "hukou", R"({"kind":"rural"})").empty());
    county.draw();
    county.read([&](const access::Call& call) {
      const auto all = registry::statuses_of(call, county.books, id, call.today);
      REQUIRE(all.ok());
      CHECK(all->withheld.empty());
      CHECK(all->items.size() == county.books.shipped().book.schemes.size());
      const auto one =
          registry::status_in_detail(call, county.books, id, call.today, "CN-MCA-2016");
      REQUIRE(one.ok());
      REQUIRE(one->items.size() == 1);
      const registry::ChildStatus& status = one->items.front();
      CHECK(status.truth == rules::Truth::yes);
      CHECK(status.rules.size() == 1);
      CHECK_FALSE(status.turns.empty());
      REQUIRE_FALSE(status.history.empty());
      CHECK(status.history.front().after == rules::Truth::yes);
      CHECK(one->reasons.size() >= 4);
      CHECK(registry::status_in_detail(call, county.books, id, call.today, "none").error().reason ==
            "status.unknown_scheme");
      const auto questions =
          registry::open_questions(call, county.books, "CN-CENSUS-2020-LBC", {id});
      REQUIRE(questions.ok());
      CHECK_FALSE(questions->front().empty());
    });
    // For planning, health and guardianship are not shown: what rests on them is withheld.
    access::Actor planner = world.office;
    planner.purpose = access::Purpose::planning;
    county.read(
        [&](const access::Call& call) {
          const auto some = registry::statuses_of(call, county.books, id, call.today);
          REQUIRE(some.ok());
          for (const auto& status : some->items) {
            CHECK(status.scheme->id != mca);
            CHECK(status.scheme->id != "D04");
            CHECK(status.scheme->id != "child_in_difficulty");
          }
          CHECK_FALSE(some->withheld.empty());
          CHECK(registry::status_in_detail(call, county.books, id, call.today, "D04")
                    .error()
                    .reason == "access.field");
        },
        &planner);
    CHECK(county.names("CN-MCA-2016:yes", &planner) == "access.field");
    const access::Actor elsewhere{{}, access::Role::director, access::Area{township_code + 3}, "d"};
    county.read(
        [&](const access::Call& call) {
          CHECK(registry::statuses_of(call, county.books, id, call.today).error().reason ==
                "child.not_found");
        },
        &elsewhere);
    // What must not be listed by name is in no list.
    CHECK(county.names("D08:yes") == "status.filter");
    CHECK(county.names("child_in_difficulty:unknown") == "status.filter");
    CHECK(county.names("CN-MCA-2016:perhaps") == "status.filter");
    CHECK(county.names("nothing") == "status.filter");
  });
}

TEST_CASE("shielded and erased children are in no list by status") {
  on_every_database([](World& world) {
    County county(world);
    if (!county.has_rules()) {
      return;
    }
    county.draw();
    const ChildId hidden = county.id_of("王小雨");
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::shield_child(call, hidden, "threatened");
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    CHECK(county.names("CN-MCA-2016:unknown") == "张月");
    county.draw();
    CHECK(county.names("CN-MCA-2016:unknown") == "张月");
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto done = registry::lift_shield(call, hidden, "over");
                return done ? core::Result<std::string>("{}") : done.error();
              })
              .empty());
    county.draw();
    CHECK(county.names("CN-MCA-2016:unknown") == "张月 王小雨");

    const registry::ErasureId erasure = registry::ErasureId::make(world.clock.now(), world.rng);
    const ChildId gone = county.id_of("张月");
    CHECK(world
              .submit([&](const access::Call& call) -> core::Result<std::string> {
                const auto asked = registry::request_erasure(
                    call, erasure, gone, registry::ErasureGround::guardian_request);
                return asked ? core::Result<std::string>("{}") : asked.error();
              })
              .empty());
    access::Actor second = world.office;
    second.account = access::AccountId::make(world.clock.now(), world.rng);
    const auto nothing_else = [](const ChildId&) { return core::Result<std::int64_t>(0); };
    CHECK(world
              .submit(
                  [&](const access::Call& call) -> core::Result<std::string> {
                    const auto done = registry::confirm_erasure(call, erasure, nothing_else);
                    return done ? core::Result<std::string>("{}") : done.error();
                  },
                  &second)
              .empty());
    CHECK(county.names("CN-MCA-2016:unknown") == "王小雨");
    county.read([&](const access::Call& call) {
      const auto counts = registry::count_statuses(call, county.books, "left_behind", 0);
      REQUIRE(counts.ok());
      CHECK(counts->children == 2);
    });
    CHECK(county.draw() == 0);
  });
}

constexpr std::string_view pack = R"({
  "pack": "county.620524", "version": "2026-12-01", "zh": "武山县", "en": "Wushan",
  "jurisdiction": "620524",
  "rules": [
    {
      "id": "wushan.mca", "scheme": "CN-MCA-2016",
      "zh": "父亲在家亦同", "en": "Also with a father at home",
      "valid_from": "2026-09-21",
      "citation": {"title": "县未保办通知"},
      "when": {"all": [{"age": {"under": 16}}, {"fact": "father.absence", "is": "home"}]}
    }
  ]
})";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string made(text);
  made.replace(made.find(from), from.size(), to);
  return made;
}

TEST_CASE("a county's pack: its faults with lines, who would enter, adopted and taken back") {
  on_every_database([](World& world) {
    County county(world);
    if (!county.has_rules()) {
      return;
    }
    county.draw();
    county.read([&](const access::Call& call) {
      const auto sound = registry::check_pack(call, pack);
      REQUIRE(sound.ok());
      CHECK(sound->faults.empty());
      CHECK(sound->rules == 1);
      CHECK(sound->holds_from == day("2026-09-21"));
      const auto fault_of = [&](const std::string& text) {
        const auto check = registry::check_pack(call, text);
        REQUIRE(check.ok());
        REQUIRE_FALSE(check->faults.empty());
        return check->faults.front().reason + " " + std::to_string(check->faults.front().line);
      };
      CHECK(fault_of(replaced(pack, "father.absence", "father.abroad")) == "rules.unknown_fact 10");
      CHECK(fault_of(replaced(pack, R"("citation": {"title": "县未保办通知"},)", "")) ==
            "rules.no_citation 5");
      CHECK(fault_of(replaced(pack, R"("jurisdiction": "620524")", R"("jurisdiction": "33")")) ==
            "rules.not_this_county 5");
      CHECK(fault_of(replaced(pack, "county.620524", "cn.left_behind")) == "rules.pack_name 2");
      CHECK(fault_of(replaced(pack, R"({"fact": "father.absence", "is": "home"})",
                              R"({"scheme": "CN-MCA-2016"})"))
                .starts_with("rules.cycle"));
      CHECK(registry::check_pack(call, std::string(registry::pack_bytes_max + 1, ' '))
                .error()
                .reason == "text.too_long");
      const auto effect = registry::effect_of_pack(call, county.books, pack, {}, 1);
      REQUIRE(effect.ok());
      CHECK(effect->children == 3);
      CHECK_FALSE(effect->next.has_value());
      const auto of_mca =
          std::ranges::find(effect->schemes, mca, &registry::PackSchemeEffect::scheme);
      REQUIRE(of_mca != effect->schemes.end());
      CHECK(of_mca->entering.count == 1);
      REQUIRE(of_mca->entering.shown.size() == 1);
      CHECK(of_mca->entering.shown.front().second == "李晨");
      CHECK(of_mca->leaving.count == 0);
    });
    // An administrator sees numbers, no names; a director has no business here.
    const access::Actor administrator{{},
                                      access::Role::administrator,
                                      access::Area{county_code},
                                      "a",
                                      access::Purpose::administration};
    county.read(
        [&](const access::Call& call) {
          const auto effect = registry::effect_of_pack(call, county.books, pack, {}, 1);
          REQUIRE(effect.ok());
          CHECK(effect->schemes.front().entering.shown.empty());
        },
        &administrator);
    county.read(
        [&](const access::Call& call) {
          CHECK(registry::check_pack(call, pack).error().reason == "access.role");
        },
        &world.director);
    const auto adopt = [&](std::string_view text) {
      return world.submit([&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::adopt_pack(call, text);
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    CHECK(adopt(replaced(pack, "father.absence", "father.abroad")) == "rules.faulty");
    CHECK(county.names("CN-MCA-2016:yes").empty());
    CHECK(adopt(pack).empty());
    CHECK(county.draw() == 3);
    CHECK(county.names("CN-MCA-2016:yes") == "李晨");
    CHECK(adopt(replaced(pack, "2026-12-01", "2026-12-02")).empty());
    county.read([&](const access::Call& call) {
      const auto versions = registry::list_packs(call);
      REQUIRE(versions.ok());
      REQUIRE(versions->size() == 2);
      CHECK(versions->front().ordinal == 2);
      CHECK_FALSE(versions->front().withdrawn_at.has_value());
      CHECK(versions->back().withdrawn_at.has_value());
    });
    const auto withdraw = [&] {
      return world.submit([&](const access::Call& call) -> core::Result<std::string> {
        const auto done = registry::withdraw_pack(call, "county.620524");
        return done ? core::Result<std::string>("{}") : done.error();
      });
    };
    CHECK(withdraw().empty());
    CHECK(withdraw() == "rules.no_pack");
    CHECK(county.draw() == 3);
    CHECK(county.names("CN-MCA-2016:yes").empty());
  });
}

}  // namespace
}  // namespace caregrid::allocation
