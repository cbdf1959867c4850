// Shows what each role may do and that a place outside the actor's area does not exist for it.
// Tables: one row a case.
#include "access/policy.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "access/accounts.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t county = 620'524'000'000;
constexpr std::int64_t township = 620'524'100'000;
constexpr std::int64_t village = 620'524'100'001;

struct Case {
  Role role;
  std::int64_t area;
  Operation operation;
  std::int64_t division;
  FieldClass field_class;
  std::string_view reason;  ///< Empty: allowed.
};

constexpr std::array cases{
    Case{Role::director, village, Operation::see_children, village, FieldClass::personal, ""},
    Case{Role::director, village, Operation::see_children, village + 1, FieldClass::personal,
         "access.not_found"},
    Case{Role::director, village, Operation::see_children, township, FieldClass::personal,
         "access.not_found"},
    Case{Role::director, village, Operation::see_children, village, FieldClass::shielded,
         "access.role"},
    Case{Role::director, village, Operation::make_plan, 0, FieldClass::internal, "access.role"},
    Case{Role::director, village, Operation::import_records, 0, FieldClass::internal,
         "access.role"},
    Case{Role::supervisor, township, Operation::see_children, village, FieldClass::personal, ""},
    Case{Role::supervisor, township, Operation::decide_plan, village, FieldClass::personal, ""},
    Case{Role::supervisor, township, Operation::decide_plan, village + 1000, FieldClass::personal,
         "access.not_found"},
    Case{Role::county, county, Operation::make_plan, 0, FieldClass::internal, ""},
    Case{Role::county, county, Operation::unmask_child, village, FieldClass::personal, ""},
    Case{Role::county, county, Operation::manage_accounts, 0, FieldClass::internal, "access.role"},
    Case{Role::ngo_coordinator, county, Operation::see_offers, 0, FieldClass::internal, ""},
    Case{Role::ngo_coordinator, county, Operation::see_children, village, FieldClass::personal,
         "access.role"},
    Case{Role::ngo_coordinator, county, Operation::unmask_child, village, FieldClass::personal,
         "access.role"},
    Case{Role::administrator, county, Operation::manage_accounts, 0, FieldClass::internal, ""},
    Case{Role::administrator, county, Operation::see_children, village, FieldClass::personal,
         "access.role"},
    Case{Role::administrator, county, Operation::export_records, 0, FieldClass::personal,
         "access.role"},
};

TEST_CASE("the policy decides by role, area and field class") {
  for (const Case& row : cases) {
    const Actor actor = make_actor({}, row.role, Area{row.area}, "somebody");
    const auto decision = authorise(actor, row.operation, {row.division, row.field_class});
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(std::string(to_text(row.operation)));
    CAPTURE(row.division);
    CHECK((decision ? std::string() : decision.error().reason) == row.reason);
  }
}

struct BoundCase {
  Role role;
  Purpose purpose;
  bool is_assigned;
  bool is_consented;
  std::string_view reason;
};

TEST_CASE("assignment, purpose and consent each bind on their own") {
  using enum Purpose;
  constexpr std::array rows{
      BoundCase{Role::director, care, false, false, ""},
      BoundCase{Role::director, statistics, false, false, "access.purpose"},
      BoundCase{Role::school, schooling, true, false, ""},
      BoundCase{Role::school, schooling, false, false, "access.not_found"},
      BoundCase{Role::counsellor, screening, true, true, ""},
      BoundCase{Role::counsellor, screening, true, false, "access.consent"},
      BoundCase{Role::counsellor, screening, false, true, "access.not_found"},
      BoundCase{Role::counsellor, emergency, true, false, ""},
      BoundCase{Role::volunteer, volunteer_matching, true, true, ""},
      BoundCase{Role::volunteer, care, true, true, "access.purpose"},
      BoundCase{Role::parent, family, true, false, ""},
      BoundCase{Role::parent, family, false, false, "access.not_found"},
      BoundCase{Role::donor, statistics, true, true, "access.role"},
      BoundCase{Role::analyst, statistics, true, true, "access.role"},
      BoundCase{Role::administrator, administration, true, true, "access.role"},
  };
  for (const BoundCase& row : rows) {
    Actor actor = make_actor({}, row.role, Area{county}, "somebody");
    actor.purpose = row.purpose;
    const auto decision =
        authorise(actor, Operation::see_children,
                  {village, FieldClass::personal, row.is_assigned, row.is_consented});
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(std::string(to_text(row.purpose)));
    CHECK((decision ? std::string() : decision.error().reason) == row.reason);
  }
}

TEST_CASE("a password alone shows counts and one's own sign-in, and nothing of any person") {
  for (std::size_t r = 0; r < role_count; ++r) {
    const auto role = static_cast<Role>(r);
    CAPTURE(to_text(role));
    Actor actor = make_actor({}, role, Area{county}, "somebody");
    actor.lacks_second_factor = true;
    bool is_asked = false;
    for (std::size_t o = 0; o < operation_count; ++o) {
      const auto operation = static_cast<Operation>(o);
      CAPTURE(to_text(operation));
      const auto ceiling = ceiling_of(role, operation);
      const bool is_due = ceiling && (*ceiling >= FieldClass::personal || needs_step_up(operation));
      is_asked = is_asked || is_due;
      // However harmless what is asked for: an operation that may reach people is shut as a whole,
      // and what the role may not do anyway is not worth a second factor.
      const auto decided = authorise(actor, operation, {0, FieldClass::open, true, true});
      const std::string reason = decided ? std::string() : decided.error().reason;
      CHECK(reason == (!ceiling ? "access.role" : is_due ? "session.second_factor" : ""));
      Actor proved = actor;
      proved.lacks_second_factor = false;
      const auto after = authorise(proved, operation, {0, FieldClass::open, true, true});
      CHECK((after ? std::string() : after.error().reason) != "session.second_factor");
    }
    CHECK(needs_second_factor(role) == is_asked);
    const bool is_counts_only =
        role == Role::donor || role == Role::analyst || role == Role::auditor;
    CHECK(is_asked == !is_counts_only);
  }
}

TEST_CASE("a session without a second factor learns nothing of places either") {
  Actor actor = make_actor({}, Role::director, Area{village}, "somebody");
  actor.lacks_second_factor = true;
  for (const std::int64_t place : {village, village + 1}) {
    const auto decided = authorise(actor, Operation::see_children, {place, FieldClass::personal});
    REQUIRE_FALSE(decided.ok());
    CHECK(decided.error().reason == "session.second_factor");
  }
}

TEST_CASE("every operation has a name, so that none is missing from the table") {
  for (std::size_t value = 0; value < operation_count; ++value) {
    CHECK_FALSE(to_text(static_cast<Operation>(value)).empty());
  }
}

struct AreaCase {
  std::int64_t code;
  Level level;
  std::int64_t parent;
  std::int64_t high;
};

TEST_CASE("an area holds exactly the codes below it") {
  constexpr std::array rows{
      AreaCase{0, Level::country, 0, 1'000'000'000'000},
      AreaCase{620'000'000'000, Level::province, 0, 630'000'000'000},
      AreaCase{620'500'000'000, Level::prefecture, 620'000'000'000, 620'600'000'000},
      AreaCase{county, Level::county, 620'500'000'000, 620'525'000'000},
      AreaCase{township, Level::township, county, 620'524'101'000},
      AreaCase{village, Level::village, township, 620'524'100'002},
  };
  for (const AreaCase& row : rows) {
    CAPTURE(row.code);
    CHECK(level_of(row.code) == row.level);
    CHECK(parent_of(row.code) == row.parent);
    CHECK(Area{row.code}.high() == row.high);
    CHECK(Area{row.code}.covers(row.code));
    CHECK_FALSE(Area{row.code}.covers(row.high));
    CHECK_FALSE(Area{row.code}.covers(row.code - 1));
  }
}

TEST_CASE("roles round trip through their names") {
  for (std::size_t value = 0; value < role_count; ++value) {
    const auto role = static_cast<Role>(value);
    CHECK(parse_role(to_text(role)) == role);
    CHECK(has_purpose(role, default_purpose(role)));
  }
  for (std::size_t value = 0; value < purpose_count; ++value) {
    const auto purpose = static_cast<Purpose>(value);
    CHECK(parse_purpose(to_text(purpose)) == purpose);
  }
  CHECK_FALSE(parse_role("root"));
}

TEST_CASE("nobody gives more than he holds, makes his equal, or those who watch over him") {
  struct Row {
    Role actor;
    Role role;
    bool may;
  };
  constexpr std::array rows{
      Row{Role::administrator, Role::county, true},
      Row{Role::administrator, Role::administrator, true},
      Row{Role::county, Role::director, true},
      Row{Role::county, Role::parent, true},
      Row{Role::county, Role::county, false},
      Row{Role::county, Role::auditor, false},
      Row{Role::county, Role::administrator, false},
      Row{Role::supervisor, Role::director, true},
      Row{Role::supervisor, Role::county, false},
      Row{Role::supervisor, Role::supervisor, false},
      Row{Role::supervisor, Role::parent, false},  // Who sees the reads, which no supervisor does.
      Row{Role::donor, Role::director, false},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(to_text(row.actor)));
    CAPTURE(std::string(to_text(row.role)));
    CHECK(may_look_after(row.actor, row.role) == row.may);
  }
}

}  // namespace
}  // namespace caregrid::access
