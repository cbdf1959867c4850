// Shows which fields of a child each role sees, for which purpose, and what a shield hides.
// Tables: one row a case.
#include "access/fields.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "access/access_table.h"
#include "access/accounts.h"

namespace caregrid::access {
namespace {

Actor actor_for(Role role, Purpose purpose) {
  Actor actor = make_actor({}, role, Area{620'524'000'000}, "somebody");
  actor.purpose = purpose;
  return actor;
}

struct Case {
  Role role;
  Purpose purpose;
  Field field;
  Standing standing;
  View view;
};

constexpr Standing nothing{};
constexpr Standing assigned{.is_assigned = true, .is_consented = false, .is_shielded = false};
constexpr Standing agreed{.is_assigned = true, .is_consented = true, .is_shielded = false};
constexpr Standing shielded{.is_assigned = false, .is_consented = false, .is_shielded = true};

TEST_CASE("a field is seen by role, purpose, class, assignment, consent and shield") {
  using enum View;
  using P = Purpose;
  constexpr std::array rows{
      Case{Role::director, P::care, Field::child_name, nothing, clear},
      Case{Role::director, P::care, Field::child_identity_number, nothing, masked},
      Case{Role::director, P::care, Field::fact_health, nothing, clear},
      Case{Role::director, P::planning, Field::fact_health, nothing, hidden},
      Case{Role::director, P::planning, Field::child_identity_number, nothing, hidden},
      Case{Role::director, P::schooling, Field::child_name, nothing, hidden},
      Case{Role::county, P::statistics, Field::child_name, nothing, hidden},
      Case{Role::county, P::care, Field::fact_residence, shielded, hidden},
      Case{Role::county, P::care, Field::relation_phone, shielded, hidden},
      Case{Role::county, P::care, Field::child_name, shielded, clear},
      Case{Role::county, P::care, Field::shielded_place, shielded, clear},
      Case{Role::supervisor, P::care, Field::shielded_place, shielded, hidden},
      Case{Role::school, P::schooling, Field::child_name, nothing, hidden},
      Case{Role::school, P::schooling, Field::child_name, assigned, clear},
      Case{Role::school, P::schooling, Field::fact_guardianship, assigned, hidden},
      Case{Role::school, P::schooling, Field::relation_person, assigned, clear},
      Case{Role::counsellor, P::screening, Field::fact_health, assigned, hidden},
      Case{Role::counsellor, P::screening, Field::fact_health, agreed, clear},
      Case{Role::counsellor, P::screening, Field::child_village, agreed, hidden},
      Case{Role::volunteer, P::volunteer_matching, Field::child_first_name, assigned, hidden},
      Case{Role::volunteer, P::volunteer_matching, Field::child_first_name, agreed, clear},
      Case{Role::volunteer, P::volunteer_matching, Field::child_school, agreed, clear},
      Case{Role::volunteer, P::volunteer_matching, Field::child_name, agreed, hidden},
      Case{Role::volunteer, P::volunteer_matching, Field::child_born_on, agreed, hidden},
      Case{Role::parent, P::family, Field::fact_health, assigned, clear},
      Case{Role::carer, P::family, Field::fact_health, assigned, hidden},
      Case{Role::carer, P::family, Field::fact_residence, assigned, clear},
      Case{Role::ngo_coordinator, P::planning, Field::child_name, nothing, hidden},
      Case{Role::ngo_coordinator, P::planning, Field::need_help, nothing, clear},
      Case{Role::ngo_coordinator, P::planning, Field::need_note, nothing, hidden},
      Case{Role::donor, P::statistics, Field::child_name, agreed, hidden},
      Case{Role::analyst, P::statistics, Field::need_help, nothing, hidden},
      Case{Role::auditor, P::audit, Field::child_name, nothing, hidden},
      Case{Role::administrator, P::administration, Field::child_name, nothing, hidden},
  };
  for (const Case& row : rows) {
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(std::string(to_text(row.purpose)));
    CAPTURE(std::string(to_text(row.field)));
    const Actor actor = actor_for(row.role, row.purpose);
    CHECK(to_text(view_of(actor, row.field, row.standing)) == to_text(row.view));
    CHECK(views_of(actor, row.standing).of(row.field) == row.view);
  }
}

TEST_CASE("a session without a second factor is shown no field of a person") {
  Actor actor = make_actor({}, Role::county, Area{620'524'000'000}, "somebody");
  const Standing standing{.is_assigned = true, .is_consented = true};
  const Views before = views_of(actor, standing);
  CHECK(before.of(Field::child_name) == View::clear);
  actor.lacks_second_factor = true;
  const Views views = views_of(actor, standing);
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto field = static_cast<Field>(i);
    CAPTURE(to_text(field));
    const bool is_of_a_person = field_rules()[i].field_class >= FieldClass::personal;
    CHECK((views.of(field) == View::hidden) == is_of_a_person);
  }
}

TEST_CASE("an unknown kind of fact counts as sensitive") {
  CHECK(field_of_fact("health") == Field::fact_health);
  CHECK(field_of_fact("residence") == Field::fact_residence);
  CHECK(field_of_fact("shoe_size") == Field::fact_other);
  CHECK(field_of_fact("") == Field::fact_other);
}

struct NameCase {
  Role role;
  Purpose purpose;
  Standing standing;
  std::string_view name;
  std::string_view shown;
};

TEST_CASE("a name is whole, without its surname, or a dash") {
  using P = Purpose;
  constexpr std::array rows{
      NameCase{Role::director, P::care, nothing, "欧阳小明", "欧阳小明"},
      NameCase{Role::ngo_coordinator, P::planning, nothing, "欧阳小明", "—"},
      NameCase{Role::ngo_coordinator, P::planning, nothing, "Wang Li", "—"},
      NameCase{Role::ngo_coordinator, P::planning, nothing, "", "—"},
      NameCase{Role::volunteer, P::volunteer_matching, agreed, "欧阳小明", "小明"},
      NameCase{Role::volunteer, P::volunteer_matching, agreed, "王小明", "小明"},
      NameCase{Role::volunteer, P::volunteer_matching, agreed, "王", "—"},
      NameCase{Role::volunteer, P::volunteer_matching, agreed, "阿依古丽·买买提", "阿依古丽"},
      NameCase{Role::volunteer, P::volunteer_matching, agreed, "Wang Xiaoming", "Xiaoming"},
      NameCase{Role::volunteer, P::volunteer_matching, assigned, "王小明", "—"},
  };
  for (const NameCase& row : rows) {
    CAPTURE(std::string(to_text(row.role)));
    CAPTURE(std::string(row.name));
    const Views views = views_of(actor_for(row.role, row.purpose), row.standing);
    CHECK(shown_name(views, row.name) == row.shown);
  }
}

}  // namespace
}  // namespace caregrid::access
