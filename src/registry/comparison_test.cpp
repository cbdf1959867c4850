// Shows the three comparisons of the dropout check: golden rows as the handbook's set algebra gives
// them, unknown kept apart from "no", and agreement with plain sets for every child drawn at
// random.
#include "registry/comparison.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

#include "core/rng.h"

namespace caregrid::registry {
namespace {

core::Date day(std::string_view text) { return *core::parse_iso_date(text); }

constexpr auto on_day = "2026-11-30";

ListsAtHand all_lists() { return {true, true, true, true, {"中心小学", "镇中学"}}; }

/// "H" household register, "R" student register, "P" present, "X" ex-poor.
ChildInLists child(std::string_view in, std::string_view school = "中心小学",
                   std::string_view born = "2016-05-01") {
  const auto is_in = [&](char letter) { return in.find(letter) != std::string_view::npos; };
  ChildInLists found;
  found.born_on = core::parse_iso_date(born);
  found.school = school;
  found.in_household_register = is_in('H');
  found.in_register = is_in('R');
  found.in_present = is_in('P');
  found.in_poor = is_in('X');
  found.said_at_school = is_in('S');
  return found;
}

/// The three verdicts in letters: "y", "n", "?".
std::string letters(const std::array<Verdict, compared_sets>& verdicts) {
  std::string text;
  for (const Verdict& verdict : verdicts) {
    text += verdict.is_in == Tell::yes ? "y" : verdict.is_in == Tell::no ? "n" : "?";
  }
  return text;
}

TEST_CASE("golden rows: A\\B, B\\C and (B\\C)∩P") {
  struct Row {
    std::string_view in;
    std::string_view expected;
  };
  for (const Row& row : {Row{"", "nnn"},
                         {"H", "ynn"},
                         {"R", "nyn"},
                         {"P", "nnn"},
                         {"X", "nnn"},
                         {"HR", "nyn"},
                         {"HP", "ynn"},
                         {"HX", "ynn"},
                         {"RP", "nnn"},
                         {"RX", "nyy"},
                         {"PX", "nnn"},
                         {"HRP", "nnn"},
                         {"HRX", "nyy"},
                         {"HPX", "ynn"},
                         {"RPX", "nnn"},
                         {"HRPX", "nnn"}}) {
    CAPTURE(row.in);
    CHECK(letters(compare_child(child(row.in), all_lists(), day(on_day))) == row.expected);
  }
}

TEST_CASE("what nobody can know stays apart, with its reason") {
  const auto verdicts = [](const ChildInLists& one, const ListsAtHand& lists) {
    return compare_child(one, lists, day(on_day));
  };
  ListsAtHand lists = all_lists();
  lists.has_register = false;
  CHECK(verdicts(child("H"), lists)[0] == Verdict{Tell::unknown, CompareReason::no_register});
  lists = all_lists();
  lists.has_household_register = false;
  CHECK(verdicts(child(""), lists)[0] ==
        Verdict{Tell::unknown, CompareReason::no_household_register});
  // Whoever is enrolled was not never enrolled, whatever the missing list says.
  CHECK(verdicts(child("R"), lists)[0].is_in == Tell::no);
  lists = all_lists();
  lists.has_present = false;
  CHECK(verdicts(child("R"), lists)[1] == Verdict{Tell::unknown, CompareReason::no_present_list});
  lists = all_lists();
  lists.has_poor = false;
  CHECK(verdicts(child("R"), lists)[2] == Verdict{Tell::unknown, CompareReason::no_poor_list});
  CHECK(verdicts(child("RP"), lists)[2].is_in == Tell::no);
  lists = all_lists();
  CHECK(verdicts(child("HS"), lists)[0] == Verdict{Tell::unknown, CompareReason::said_at_school});
  CHECK(verdicts(child("R", "山上小学"), lists)[1] ==
        Verdict{Tell::unknown, CompareReason::school_not_covered});
  CHECK(verdicts(child("R", ""), lists)[1] ==
        Verdict{Tell::unknown, CompareReason::school_unknown});
  CHECK(verdicts(child("H", "", ""), lists)[0] ==
        Verdict{Tell::unknown, CompareReason::birth_unknown});
}

TEST_CASE("the age of compulsory schooling: six by 31 August, nine years") {
  struct Row {
    std::string_view born;
    std::string_view on;
    Tell expected;
  };
  for (const Row& row : {Row{"2020-08-31", "2026-09-01", Tell::yes},
                         {"2020-09-01", "2026-09-01", Tell::no},
                         {"2020-08-31", "2026-08-31", Tell::no},
                         {"2011-09-01", "2026-11-30", Tell::yes},
                         {"2011-08-31", "2026-11-30", Tell::no},
                         {"2011-08-31", "2026-08-31", Tell::yes}}) {
    CAPTURE(row.born);
    CAPTURE(row.on);
    CHECK(is_school_age(day(row.born), day(row.on)) == row.expected);
  }
  CHECK(is_school_age(std::nullopt, day(on_day)) == Tell::unknown);
  CHECK(first_school_year(day("2019-08-31")) == 2025);
  CHECK(first_school_year(day("2019-09-01")) == 2026);
}

TEST_CASE("with every list at hand the verdicts are plain set algebra") {
  core::SeededRng rng(29);
  for (int round = 0; round < 200; ++round) {
    std::set<int> a;
    std::set<int> b;
    std::set<int> c;
    std::set<int> p;
    std::array<std::set<int>, compared_sets> found;
    for (int number = 0; number < 40; ++number) {
      std::string in;
      for (const auto& [letter, set] : {std::pair('H', &a), {'R', &b}, {'P', &c}, {'X', &p}}) {
        if (rng.chance(0.5)) {
          in += letter;
          set->insert(number);
        }
      }
      const auto verdicts = compare_child(child(in), all_lists(), day(on_day));
      for (std::size_t i = 0; i < verdicts.size(); ++i) {
        CHECK(verdicts.at(i).is_in != Tell::unknown);
        if (verdicts.at(i).is_in == Tell::yes) {
          found.at(i).insert(number);
        }
      }
    }
    const auto minus = [](const std::set<int>& x, const std::set<int>& y) {
      std::set<int> rest;
      std::ranges::set_difference(x, y, std::inserter(rest, rest.end()));
      return rest;
    };
    std::set<int> poor;
    const std::set<int> absent = minus(b, c);
    std::ranges::set_intersection(absent, p, std::inserter(poor, poor.end()));
    CHECK(found[0] == minus(a, b));
    CHECK(found[1] == absent);
    CHECK(found[2] == poor);
  }
}

}  // namespace
}  // namespace caregrid::registry
