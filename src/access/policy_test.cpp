// Shows what each role may do and that a place outside the actor's area does not exist for it.
// Tables: one row a case.
#include "access/policy.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

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
    const Actor actor{{}, row.role, Area{row.area}, "somebody"};
    const auto decision = authorise(actor, row.operation, {row.division, row.field_class});
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(std::string(to_text(row.operation)));
    CAPTURE(row.division);
    CHECK((decision ? std::string() : decision.error().reason) == row.reason);
  }
}

TEST_CASE("who may not see children sees the first character of a name") {
  const Actor director{{}, Role::director, Area{village}, "director"};
  const Actor coordinator{{}, Role::ngo_coordinator, Area{county}, "coordinator"};
  CHECK(shown_name(director, "欧阳小明") == "欧阳小明");
  CHECK(shown_name(coordinator, "欧阳小明") == "欧＊");
  CHECK(shown_name(coordinator, "Wang Li") == "W＊");
  CHECK(shown_name(coordinator, "") == "＊");
}

TEST_CASE("every operation has a name, so that none is missing from the table") {
  for (int value = 0; value <= static_cast<int>(Operation::manage_accounts); ++value) {
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
  for (const Role role : {Role::director, Role::supervisor, Role::county, Role::ngo_coordinator,
                          Role::administrator}) {
    CHECK(parse_role(to_text(role)) == role);
  }
  CHECK_FALSE(parse_role("root"));
}

}  // namespace
}  // namespace caregrid::access
