#include "registry/operations.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "access/policy.h"
#include "registry/finding.h"
#include "registry/identity_number.h"
#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/student_number.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr int limit_max = 200;

char letter_of(ChildSort sort) {
  switch (sort) {
    case ChildSort::name:
      return 'n';
    case ChildSort::village:
      return 'v';
    case ChildSort::born_on:
      return 'b';
  }
  return 'v';
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return small;
}

/// The day somebody who completes `years` today was born, or the last day of February's 28th.
core::Date years_before(core::Date today, int years) {
  core::YearMonthDay parts = core::parts_of(today);
  parts.year -= years;
  if (const auto date = core::make_date(parts)) {
    return *date;
  }
  parts.day = 28;
  return core::make_date(parts).value_or(core::Date{});
}

/// The key of a query that is a whole official number.
std::optional<std::int64_t> key_of_query(std::string_view query, core::Date today) {
  if (const auto identity = read_identity_number(query, today).number) {
    return identity->key();
  }
  const auto student = read_student_number(query, today);
  if (!student) {
    return std::nullopt;
  }
  return student->identity() ? student->identity()->key() : student->key();
}

store::ChildSelection select(const access::Call& call, const ChildFilter& filter,
                             access::Area area) {
  store::ChildSelection selection;
  selection.area = area;
  const std::string name = small_letters(normalise_name(filter.query));
  if (!name.empty()) {
    selection.name_part = name;
  }
  selection.sex = filter.sex;
  selection.status = filter.status;
  if (filter.age_min) {
    selection.born_to = years_before(call.today, *filter.age_min);
  }
  if (filter.age_max) {
    selection.born_from = years_before(call.today, *filter.age_max + 1) + 1;
  }
  return selection;
}

/// A cursor names the last child shown, not its data: cursors stand in addresses, and those in
/// logs.
core::Result<store::After> read_cursor(const access::Call& call, const ChildFilter& filter,
                                       access::Area area) {
  store::After after;
  if (filter.after.empty()) {
    return after;
  }
  const core::Error wrong = core::invalid("after", "list.after");
  const std::string_view text = filter.after;
  const auto [end, failed] =
      std::from_chars(text.data() + 1, text.data() + text.size(), after.number);
  if (text.front() != letter_of(filter.sort) || failed != std::errc{} ||
      end != text.data() + text.size()) {
    return wrong;
  }
  const auto last = store::find_child_by_number(call, area, after.number);
  if (!last) {
    return last.error();
  }
  if (!*last) {
    return wrong;
  }
  after.division = (*last)->row.division;
  after.name = (*last)->row.name;
  const std::optional<core::Date>& born_on = (*last)->row.born_on;
  after.born_on = born_on ? born_on->days : store::born_unknown;
  return after;
}

core::Result<std::int64_t> total_of(const access::Call& call,
                                    const store::ChildSelection& selection) {
  if (!selection.is_whole_area()) {
    return store::count_matches(call, selection);
  }
  const auto counts = store::list_counts(call, selection.area);
  if (!counts) {
    return counts.error();
  }
  std::int64_t total = 0;
  for (const DivisionCount& count : *counts) {
    total += count.children;
  }
  return total;
}

/// A page of children found by a number: few, whole and in no order.
core::Result<ChildPage> page_of_found(const access::Call& call, const access::Views& views,
                                      std::vector<store::StoredChild>&& children) {
  ChildPage page;
  page.shows_needs = views.shows(access::Field::child_needs_open);
  auto rows = cut_rows(call, views, std::move(children));
  if (!rows) {
    return rows.error();
  }
  page.items = std::move(*rows);
  page.total = static_cast<std::int64_t>(page.items.size());
  return page;
}

core::Result<ChildPage> page_of_number(const access::Call& call, const access::Views& views,
                                       access::Area area, std::int64_t number) {
  if (!views.shows(access::Field::child_identity_number)) {
    return page_of_found(call, views, {});
  }
  auto children = find_by_number(call, area, number);
  return children ? page_of_found(call, views, std::move(*children))
                  : core::Result<ChildPage>(children.error());
}

core::Result<ChildPage> page_of_phone(const access::Call& call, const access::Views& views,
                                      access::Area area, std::string_view phone) {
  if (!views.shows(access::Field::relation_phone)) {
    return page_of_found(call, views, {});
  }
  auto children = find_by_phone(call, area, phone);
  return children ? page_of_found(call, views, std::move(*children))
                  : core::Result<ChildPage>(children.error());
}

core::Result<ChildPage> page_of_area(const access::Call& call, const access::Views& views,
                                     const ChildFilter& filter, access::Area area) {
  const store::ChildSelection selection = select(call, filter, area);
  const auto after = read_cursor(call, filter, area);
  if (!after) {
    return after.error();
  }
  auto children = store::list_children(call, selection, filter.sort, *after, filter.limit + 1);
  if (!children) {
    return children.error();
  }
  const bool is_whole_list =
      filter.after.empty() && children->size() <= static_cast<std::size_t>(filter.limit);
  const core::Result<std::int64_t> total =
      is_whole_list ? core::Result(static_cast<std::int64_t>(children->size()))
                    : total_of(call, selection);
  if (!total) {
    return total.error();
  }
  ChildPage page;
  page.total = *total;
  page.shows_needs = views.shows(access::Field::child_needs_open);
  if (children->size() > static_cast<std::size_t>(filter.limit)) {
    children->pop_back();
    page.next = letter_of(filter.sort) + std::to_string(children->back().number);
  }
  auto rows = cut_rows(call, views, std::move(*children));
  if (!rows) {
    return rows.error();
  }
  page.items = std::move(*rows);
  return page;
}

template <class T>
void fill_in(std::optional<T>& value, std::optional<T>&& other) {
  if (!value) {
    value = std::move(other);
  }
}

/// Adds somebody as an older source names them, or what it says beyond the newer ones. The page of
/// a child stays as short as its household, however many lists named it.
void add_relation(store::StoredRelation&& stored, std::vector<Relation>& relations) {
  Relation& relation = stored.relation;
  if (stored.phone) {
    relation.phone_masked = mask_phone(*stored.phone);
  }
  const auto known = std::ranges::find_if(relations, [&](const Relation& one) {
    return one.role == relation.role && one.name == relation.name;
  });
  if (known == relations.end()) {
    relations.push_back(std::move(relation));
    return;
  }
  fill_in(known->phone_masked, std::move(relation.phone_masked));
  fill_in(known->place, std::move(relation.place));
  fill_in(known->relation, std::move(relation.relation));
}

core::Result<void> add_statements(const access::Call& call, std::int64_t child,
                                  ChildDetail& detail) {
  auto statements = store::list_statements(call, child);
  if (!statements) {
    return statements.error();
  }
  detail.facts = state_on(know(store::sayings_of(*statements)), call.today);
  std::erase_if(detail.facts, [](const DayFact& fact) { return fact.id.kind == person_kind; });
  for (store::StoredStatement& statement : *statements) {
    if (!statement.source.file.empty() && detail.sources.size() < sources_shown_max) {
      detail.sources.push_back(statement.source);
    }
    for (store::StoredRelation& stored : statement.relations) {
      add_relation(std::move(stored), detail.relations);
    }
  }
  return {};
}

}  // namespace

core::Result<ChildPage> list_children(const access::Call& call, const ChildFilter& filter) {
  const access::Area area = filter.division == 0 ? own_area(call) : access::Area{filter.division};
  const bool is_assigned =
      filter.only_assigned || access::scope_of(call.actor.role) == access::Scope::assigned;
  if (const auto allowed = access::authorise(
          call.actor, Operation::see_children,
          {is_assigned ? 0 : area.code, FieldClass::personal, is_assigned, is_assigned});
      !allowed) {
    return allowed.error();
  }
  if (is_assigned) {
    return list_assigned(call, filter);
  }
  const access::Views views = access::views_of(call.actor, {});
  if (!views.shows(access::Field::child_name)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  if (filter.limit < 1 || filter.limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  if (const auto checked = check_filter(views, filter); !checked) {
    return checked.error();
  }
  if (const auto key = key_of_query(filter.query, call.today)) {
    return page_of_number(call, views, area, *key);
  }
  if (const auto phone = read_phone(filter.query)) {
    return page_of_phone(call, views, area, *phone);
  }
  return page_of_area(call, views, filter, area);
}

core::Result<std::int64_t> count_children(const access::Call& call, const ChildFilter& filter) {
  const access::Area area = filter.division == 0 ? own_area(call) : access::Area{filter.division};
  const bool is_assigned =
      filter.only_assigned || access::scope_of(call.actor.role) == access::Scope::assigned;
  if (const auto allowed = access::authorise(
          call.actor, Operation::see_children,
          {is_assigned ? 0 : area.code, FieldClass::personal, is_assigned, is_assigned});
      !allowed) {
    return allowed.error();
  }
  if (is_assigned) {
    const auto page = list_assigned(call, filter);
    return page ? core::Result<std::int64_t>(page->total)
                : core::Result<std::int64_t>(page.error());
  }
  if (const auto checked = check_filter(access::views_of(call.actor, {}), filter); !checked) {
    return checked.error();
  }
  return total_of(call, select(call, filter, area));
}

core::Result<ChildDetail> find_child(const access::Call& call, const ChildId& id) {
  auto seen = find_seen(call, Operation::see_children, FieldClass::personal, id);
  if (!seen) {
    return seen.error();
  }
  if (!seen->views.shows(access::Field::child_first_name)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  store::StoredChild& child = seen->child;
  ChildDetail detail;
  detail.row = std::move(child.row);
  if (child.student_number) {
    detail.student_number_masked = mask_student_number(*child.student_number);
  }
  if (child.ethnicity != 0) {
    detail.ethnicity = ethnicity_name(child.ethnicity);
  }
  detail.revision = child.revision;
  if (const auto added = add_statements(call, child.number, detail); !added) {
    return added.error();
  }
  auto conflicts = store::list_conflicts(call, child.number);
  if (!conflicts) {
    return conflicts.error();
  }
  detail.conflicts = std::move(*conflicts);
  show_as_allowed(seen->views, detail);
  return detail;
}

core::Result<void> may_see_reads(const access::Call& call, const ChildId& id) {
  const auto ceiling = access::ceiling_of(call.actor.role, Operation::see_reads);
  const FieldClass wanted = std::min(ceiling.value_or(FieldClass::personal), FieldClass::personal);
  const auto child = find_seen(call, Operation::see_reads, wanted, id);
  return child ? core::Result<void>() : core::Result<void>(child.error());
}

core::Result<ClearIdentifiers> unmask_child(const access::Call& call, const ChildId& id,
                                            std::string_view reason) {
  auto seen = find_seen(call, Operation::unmask_child, FieldClass::personal, id);
  if (!seen) {
    return seen.error();
  }
  if (tidy(reason).empty()) {
    return core::invalid("reason", "unmask.reason_missing");
  }
  if (!seen->views.shows(access::Field::clear_numbers)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  ClearIdentifiers clear;
  clear.identity_number = std::move(seen->child.identity_number);
  clear.student_number = std::move(seen->child.student_number);
  if (!seen->views.shows(access::Field::clear_phones)) {
    return clear;
  }
  const auto statements = store::list_statements(call, seen->child.number);
  if (!statements) {
    return statements.error();
  }
  for (const store::StoredStatement& statement : *statements) {
    for (const store::StoredRelation& stored : statement.relations) {
      if (stored.phone) {
        clear.phones.push_back({stored.relation.role, *stored.phone});
      }
    }
  }
  return clear;
}

core::Result<std::vector<Division>> list_divisions(const access::Call& call) {
  const access::Area area = own_area(call);
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_counts, {area.code, FieldClass::open});
      !allowed) {
    return allowed.error();
  }
  return store::list_divisions(call, area);
}

core::Result<std::vector<DivisionCount>> count_children_by_division(const access::Call& call) {
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_counts, {0, FieldClass::internal});
      !allowed) {
    return allowed.error();
  }
  const auto divisions = list_divisions(call);
  if (!divisions) {
    return divisions.error();
  }
  const auto counts = store::list_counts(call, own_area(call));
  if (!counts) {
    return counts.error();
  }
  std::map<std::int64_t, std::int64_t> children;
  for (const DivisionCount& count : *counts) {
    std::int64_t code = count.division.code;
    children[code] += count.children;
    while (access::level_of(code) > access::Level::county) {
      code = access::parent_of(code);
      children[code] += count.children;
    }
  }
  std::vector<DivisionCount> counted;
  counted.reserve(divisions->size());
  for (const Division& division : *divisions) {
    const auto found = children.find(division.code);
    counted.push_back({division, found == children.end() ? 0 : found->second});
  }
  return counted;
}

core::Result<RegistryFigures> count_figures(const access::Call& call) {
  const access::Area area = own_area(call);
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_counts, {area.code, FieldClass::internal});
      !allowed) {
    return allowed.error();
  }
  const auto counts = store::list_counts(call, area);
  if (!counts) {
    return counts.error();
  }
  RegistryFigures figures;
  for (const DivisionCount& count : *counts) {
    figures.children += count.children;
    if (access::level_of(count.division.code) != access::Level::village) {
      figures.children_without_village += count.children;
    }
  }
  const auto conflicts = store::count_conflicts(call, area);
  if (!conflicts) {
    return conflicts.error();
  }
  figures.conflicts = *conflicts;
  return figures;
}

}  // namespace caregrid::registry
