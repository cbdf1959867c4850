// Shows with random offers, acceptances, refusals, withdrawals and returns over three counties,
// letters carried at once or late, that at each moment exactly one county answers for a child (a
// second one only while an acceptance is on its way), and that nothing said of it is lost or
// doubled.
#include <doctest/doctest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/rng.h"
#include "db/database.h"
#include "support/counties.h"
#include "support/draws.h"

namespace caregrid {
namespace {

using registry::ChildId;
using registry::HandoverId;
using support::Counties;
using support::land;

constexpr int steps = 60;

/// One child, and what was ever said of it.
struct Story {
  std::string name;
  std::vector<std::string> said;
};

class Walk final {
 public:
  Walk(support::TestDatabase& database, std::uint64_t seed) : counties_(database), rng_(seed) {
    constexpr std::array<const char*, 3> names{"王小雨", "李晨", "张月"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      allocation::Cells cells = allocation::child(names.at(i), 'A');
      if (i != 0) {  // The first has no official number: it is known again by where it was.
        cells["identity_number"] = i == 1 ? "990101201509030010" : "990101201509030037";
      }
      counties_.add_child(i, cells);
      stories_.push_back({names.at(i), {}});
    }
  }

  void run() {
    for (int i = 0; i < steps; ++i) {
      CAPTURE(i);
      step();
      check_moment();
    }
    for (int i = 0; i < 3; ++i) {
      for (std::size_t county = 0; county < land.size(); ++county) {
        counties_.carry(county);
      }
    }
    check_end();
  }

 private:
  void step() {
    Story& story = stories_.at(rng_.below(stories_.size()));
    const std::size_t county = rng_.below(land.size());
    const auto here = counties_.named(county, story.name);
    switch (rng_.below(6)) {
      case 0:
        if (!here.empty()) {
          static_cast<void>(counties_.offer(
              county, counties_.offer_of(here[0], (county + 1 + rng_.below(2)) % land.size())));
        }
        break;
      case 1:
        say(story, county, here);
        break;
      case 2:
        answer(county, true);
        break;
      case 3:
        if (rng_.chance(0.5)) {
          answer(county, false);
        }
        break;
      case 4:
        take_back(county);
        break;
      default:
        counties_.carry(county);
    }
  }

  void say(Story& story, std::size_t county, const std::vector<ChildId>& here) {
    if (here.empty()) {
      return;
    }
    const std::string school = "第" + std::to_string(++said_) + "号小学";
    if (counties_.record_school(county, here[0], school).empty()) {
      story.said.push_back(school);
    }
  }

  void answer(std::size_t county, bool accepts) {
    for (const auto& one : counties_.handovers(Counties::office(county))) {
      if (one.direction == registry::HandoverDirection::in && one.is_waiting()) {
        CHECK((accepts ? counties_.accept(county, one.id, 1 + static_cast<int>(rng_.below(3)))
                       : counties_.refuse(county, one.id))
                  .empty());
        return;
      }
    }
  }

  void take_back(std::size_t county) {
    for (const auto& one : counties_.handovers(Counties::office(county))) {
      if (one.direction == registry::HandoverDirection::out &&
          one.state == registry::HandoverState::offered) {
        CHECK(counties_.withdraw(county, one.id).empty());
        return;
      }
    }
  }

  /// Acceptances not read yet, by the child's name.
  std::map<std::string, int> on_the_way() {
    std::map<std::string, int> accepted;
    std::map<HandoverId, std::string> names;
    std::map<HandoverId, registry::HandoverState> sent;
    std::map<HandoverId, registry::HandoverState> taken;
    for (std::size_t county = 0; county < land.size(); ++county) {
      for (const auto& one : counties_.handovers(Counties::office(county))) {
        const bool is_out = one.direction == registry::HandoverDirection::out;
        (is_out ? sent : taken)[one.id] = one.state;
        if (is_out) {
          names[one.id] = one.name;
        }
      }
    }
    for (const auto& [id, state] : taken) {
      if (state == registry::HandoverState::accepted &&
          sent[id] != registry::HandoverState::accepted) {
        ++accepted[names[id]];
      }
    }
    return accepted;
  }

  void check_moment() {
    auto accepted = on_the_way();
    std::int64_t listed = 0;
    for (const Story& story : stories_) {
      CAPTURE(story.name);
      int answering = 0;
      for (std::size_t county = 0; county < land.size(); ++county) {
        const auto here = counties_.named(county, story.name);
        CHECK(here.size() <= 1);
        answering += static_cast<int>(here.size());
      }
      CHECK(answering == 1 + accepted[story.name]);
      listed += answering;
    }
    CHECK(counties_.count(0) + counties_.count(1) + counties_.count(2) == listed);
  }

  void check_end() {
    for (const Story& story : stories_) {
      CAPTURE(story.name);
      int answering = 0;
      for (std::size_t county = 0; county < land.size(); ++county) {
        for (const ChildId& child : counties_.named(county, story.name)) {
          ++answering;
          for (const std::string& school : story.said) {
            CAPTURE(school);
            CHECK(counties_.holding(county, child, school) == 1);
          }
        }
      }
      CHECK(answering == 1);
    }
  }

  Counties counties_;
  core::SeededRng rng_;
  std::vector<Story> stories_;
  int said_ = 0;
};

TEST_CASE("one county answers for a child at each moment, and nothing said is lost or doubled") {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(support::draws(6)); ++seed) {
    CAPTURE(seed);
    for (const auto& database : support::every_database()) {
      CAPTURE(database->name());
      Walk walk(*database, seed);
      walk.run();
    }
  }
}

}  // namespace
}  // namespace caregrid
