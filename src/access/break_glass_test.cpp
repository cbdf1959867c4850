// Shows who reviews an emergency access and until when, and who may declare or end a conflict of
// interest, row by row.
#include "access/break_glass.h"

#include <doctest/doctest.h>

#include <array>

#include "access/accounts.h"
#include "access/conflict_of_interest.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county = 620'524'000'000;
constexpr std::int64_t township = 620'524'100'000;
constexpr std::int64_t other_township = 620'524'200'000;
constexpr std::int64_t village = 620'524'100'001;
const AccountId first = AccountId::derive("first");
const AccountId second = AccountId::derive("second");
constexpr core::Instant noon{1'790'000'000'000'000};

core::Instant later(std::int64_t hours) { return {noon.micros + hours * microseconds_per_hour}; }

GlassBreak glass_at(std::int64_t division) {
  GlassBreak glass;
  glass.account = first;
  glass.division = division;
  glass.at = noon;
  glass.ends_at = later(glass_hours);
  return glass;
}

struct ReviewCase {
  AccountId account;
  Role role;
  std::int64_t area;
  std::int64_t division;
  bool may;
};

TEST_CASE("an emergency access is reviewed by somebody else, of the place or above") {
  const std::array rows{
      ReviewCase{second, Role::supervisor, township, village, true},
      ReviewCase{second, Role::county, county, village, true},
      ReviewCase{second, Role::county, county, county, true},
      ReviewCase{second, Role::supervisor, other_township, village, false},
      ReviewCase{second, Role::supervisor, township, county, false},  // No child by that id.
      ReviewCase{second, Role::director, village, village, false},
      ReviewCase{second, Role::administrator, county, village, false},
      ReviewCase{second, Role::auditor, county, village, false},
      ReviewCase{first, Role::supervisor, township, village, false},
      ReviewCase{first, Role::county, county, village, false},
  };
  for (const ReviewCase& row : rows) {
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(row.area);
    const Actor actor = make_actor(row.account, row.role, Area{row.area}, "somebody");
    CHECK(may_review(actor, glass_at(row.division)) == row.may);
  }
}

TEST_CASE("a record is open for a day, and a review is due within three") {
  GlassBreak glass = glass_at(village);
  CHECK(glass.is_live(later(23)));
  CHECK_FALSE(glass.is_live(later(24)));
  CHECK_FALSE(glass.is_overdue(later(72)));
  CHECK(glass.is_overdue(later(73)));
  glass.verdict = GlassVerdict::accepted;
  CHECK_FALSE(glass.is_overdue(later(73)));
  CHECK(glass.is_live(later(1)));
  glass.verdict = GlassVerdict::misuse;
  CHECK_FALSE(glass.is_live(later(1)));
}

struct PartyCase {
  AccountId account;
  Role role;
  std::int64_t area;
  bool declares;
  bool ends;
};

TEST_CASE("the person declares a conflict or those above do; only those above end it") {
  // The party is the director `first` of the village.
  const std::array rows{
      PartyCase{first, Role::director, village, true, false},
      PartyCase{second, Role::director, village, false, false},
      PartyCase{second, Role::supervisor, township, true, true},
      PartyCase{second, Role::supervisor, other_township, false, false},
      PartyCase{second, Role::county, county, true, true},
      PartyCase{second, Role::administrator, county, false, false},
      PartyCase{second, Role::ngo_coordinator, county, false, false},
      PartyCase{first, Role::county, county, true, false},
  };
  for (const PartyCase& row : rows) {
    CAPTURE(std::string(to_text(row.role)));
    const Actor actor = make_actor(row.account, row.role, Area{row.area}, "somebody");
    const ConflictParty party{first, Role::director, Area{village}};
    CHECK(may_declare(actor, party) == row.declares);
    CHECK(may_end(actor, party) == row.ends);
  }
}

TEST_CASE("a conflict of interest holds from its day until the day it ends") {
  ConflictOfInterest conflict;
  conflict.valid_from = core::Date{100};
  CHECK_FALSE(conflict.holds_on(core::Date{99}));
  CHECK(conflict.holds_on(core::Date{100}));
  CHECK(conflict.holds_on(core::Date{9'999}));
  conflict.valid_to = core::Date{105};
  CHECK(conflict.holds_on(core::Date{104}));
  CHECK_FALSE(conflict.holds_on(core::Date{105}));
}

}  // namespace
}  // namespace caregrid::access
