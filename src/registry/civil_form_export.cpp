#include "registry/civil_form_export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "access/policy.h"
#include "registry/civil_form.h"
#include "registry/operations.h"
#include "registry/reading.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

using access::Field;
using access::FieldClass;
using access::Operation;

constexpr int page_rows = 200;

void fill_in(std::string& value, const std::string& other) {
  if (value.empty()) {
    value = other;
  }
}

/// Newest statements come first: each blank takes the newest word on it.
void add_people(const store::StoredStatement& statement, std::vector<FormPerson>& people) {
  for (const store::StoredRelation& stored : statement.relations) {
    const Relation& relation = stored.relation;
    auto person = std::ranges::find(people, relation.role, &FormPerson::role);
    if (person == people.end()) {
      person = people.insert(people.end(), FormPerson{relation.role, {}, {}, {}, {}, {}});
    }
    // What another list says of somebody else in the same place is not mixed in.
    if (!person->name.empty() && !relation.name.empty() && person->name != relation.name) {
      continue;
    }
    fill_in(person->name, relation.name);
    fill_in(person->phone, stored.phone.value_or(std::string()));
    fill_in(person->place, relation.place.value_or(std::string()));
    fill_in(person->relation, relation.relation.value_or(std::string()));
    fill_in(person->identity_number, stored.identity_number);
  }
}

/// Identity numbers and phones as far as the actor may have them.
void mask(FormChild& child, const access::Views& views, bool may_unmask) {
  if (!may_unmask || !views.shows(Field::clear_numbers)) {
    child.identity_number =
        child.identity_number.empty() || !views.shows(Field::child_identity_number)
            ? std::string()
            : mask_identity_number(child.identity_number);
    for (FormPerson& person : child.people) {
      person.identity_number.clear();
    }
  }
  for (FormPerson& person : child.people) {
    if (!views.shows(Field::relation_phone)) {
      person.phone.clear();
    } else if (!person.phone.empty() && (!may_unmask || !views.shows(Field::clear_phones))) {
      person.phone = mask_phone(person.phone);
    }
    if (!views.shows(Field::relation_place)) {
      person.place.clear();
    }
  }
  if (!views.shows(Field::relation_person)) {
    child.people.clear();
  }
}

/// The form of one child; none when nothing was known of it on the day.
core::Result<std::optional<FormChild>> form_of(const access::Call& call, SeenChild& seen,
                                               core::Date day, bool may_unmask) {
  store::StoredChild& stored = seen.child;
  const bool is_hidden = seen.standing.is_shielded && !seen.views.shows(Field::shielded_place);
  auto statements = store::list_statements(call, stored.number);
  if (!statements) {
    return statements.error();
  }
  std::erase_if(*statements, [&](const store::StoredStatement& statement) {
    return day_of({statement.source, {}}) > day;
  });
  if (statements->empty()) {
    return std::optional<FormChild>();
  }
  FormChild child;
  child.facts = state_on(know(store::sayings_of(*statements)), day);
  for (const store::StoredStatement& statement : *statements) {
    add_people(statement, child.people);
  }
  show_as_allowed(seen.views, child.facts);
  if (is_hidden) {
    std::erase_if(child.facts, [](const DayFact& fact) {
      return fact.id.kind == "residence" || fact.id.kind == "hukou";
    });
  }
  child.identity_number = stored.identity_number.value_or(std::string());
  child.ethnicity = seen.views.shows(Field::child_ethnicity) ? stored.ethnicity : 0;
  show_as_allowed(seen.views, stored.row);
  child.name = stored.row.name;
  child.sex = stored.row.sex;
  child.born_on = stored.row.born_on;
  mask(child, seen.views, may_unmask);
  return std::optional(std::move(child));
}

}  // namespace

core::Result<std::int64_t> each_form_row(
    const access::Call& call, const FormWish& wish,
    core::FunctionRef<core::Result<void>(std::span<const std::string>)> take) {
  auto places = store::list_divisions(call, whole_county(call));
  if (!places) {
    return places.error();
  }
  const DivisionIndex divisions(std::move(*places));
  const bool may_unmask =
      access::authorise(call.actor, Operation::unmask_child, {0, FieldClass::personal}).ok();
  ChildFilter filter;
  filter.division = wish.division;
  filter.limit = page_rows;
  std::int64_t rows = 0;
  while (true) {
    const auto page = list_children(call, filter);
    if (!page) {
      return page.error();
    }
    for (const ChildRow& row : page->items) {
      auto seen = find_seen(call, Operation::see_children, FieldClass::personal, row.id);
      auto child = seen ? form_of(call, *seen, wish.day, may_unmask)
                        : core::Result<std::optional<FormChild>>(seen.error());
      if (!child) {
        return child.error();
      }
      if (*child) {
        if (auto taken = take(civil_form_cells(**child, divisions)); !taken) {
          return taken.error();
        }
        ++rows;
      }
    }
    if (!page->next) {
      return rows;
    }
    filter.after = *page->next;
  }
}

}  // namespace caregrid::registry
