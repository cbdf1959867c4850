#include "registry/operations.h"

#include <charconv>
#include <map>
#include <utility>

#include "access/policy.h"
#include "core/json.h"
#include "registry/facts.h"
#include "registry/identity_number.h"
#include "registry/person_name.h"
#include "registry/reading.h"
#include "registry/store.h"
#include "registry/student_number.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr int limit_max = 200;
constexpr std::int64_t codes_per_county = 1'000'000;

core::Error no_child() { return core::failure(core::Code::not_found, "child.not_found"); }

/// The actor's area as far as it lies in the county of the call.
access::Area own_area(const access::Call& call) {
  const access::Area county{call.county * codes_per_county};
  return call.actor.area.code > county.code ? call.actor.area : county;
}

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

core::Result<ChildPage> page_of_number(const access::Call& call, access::Area area,
                                       std::int64_t key) {
  auto children = store::list_children_by_key(call, area, key);
  if (!children) {
    return children.error();
  }
  ChildPage page;
  for (store::StoredChild& child : *children) {
    page.items.push_back(std::move(child.row));
  }
  page.total = static_cast<std::int64_t>(page.items.size());
  return page;
}

/// Finds a child the actor may see, after the policy has agreed.
core::Result<store::StoredChild> find_seen(const access::Call& call, Operation operation,
                                           FieldClass field_class, const ChildId& id) {
  const access::Area area = own_area(call);
  if (const auto allowed = access::authorise(call.actor, operation, {area.code, field_class});
      !allowed) {
    return allowed.error();
  }
  auto child = store::find_child(call, area, id);
  if (!child) {
    return child.error();
  }
  if (!*child) {
    return no_child();
  }
  return std::move(**child);
}

/// What a relation says about where a parent is, as the fact it is.
std::optional<Fact> absence_of(const store::StoredRelation& stored,
                               const std::vector<SourceRow>& sources) {
  const RelationRole role = stored.relation.role;
  if (!stored.relation.place || (role != RelationRole::father && role != RelationRole::mother)) {
    return std::nullopt;
  }
  core::json::Writer json;
  json.begin_object().member("place", *stored.relation.place).end_object();
  Fact fact;
  fact.kind = role == RelationRole::father ? "father_absence" : "mother_absence";
  fact.value_json = json.take();
  fact.source = stored.relation.source;
  for (const SourceRow& source : sources) {
    if (source.file == fact.source) {
      fact.recorded_at = source.at;
      break;
    }
  }
  return fact;
}

core::Result<void> add_statements(const access::Call& call, std::int64_t child,
                                  ChildDetail& detail) {
  const auto statements = store::list_statements(call, child);
  if (!statements) {
    return statements.error();
  }
  for (const store::StoredStatement& statement : *statements) {
    detail.sources.push_back(statement.source);
    for (Fact& fact : unpack_facts(statement.facts, statement.source)) {
      detail.facts.push_back(std::move(fact));
    }
  }
  return {};
}

core::Result<void> add_relations(const access::Call& call, std::int64_t child,
                                 ChildDetail& detail) {
  auto relations = store::list_relations(call, child);
  if (!relations) {
    return relations.error();
  }
  for (store::StoredRelation& stored : *relations) {
    if (auto absence = absence_of(stored, detail.sources)) {
      detail.facts.push_back(std::move(*absence));
    }
    if (stored.phone) {
      stored.relation.phone_masked = mask_phone(*stored.phone);
    }
    detail.relations.push_back(std::move(stored.relation));
  }
  return {};
}

}  // namespace

core::Result<ChildPage> list_children(const access::Call& call, const ChildFilter& filter) {
  const access::Area area = filter.division == 0 ? own_area(call) : access::Area{filter.division};
  if (const auto allowed =
          access::authorise(call.actor, Operation::see_children, {area.code, FieldClass::personal});
      !allowed) {
    return allowed.error();
  }
  if (filter.limit < 1 || filter.limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  if (const auto key = key_of_query(filter.query, call.today)) {
    return page_of_number(call, area, *key);
  }
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
  if (children->size() > static_cast<std::size_t>(filter.limit)) {
    children->pop_back();
    page.next = letter_of(filter.sort) + std::to_string(children->back().number);
  }
  for (store::StoredChild& child : *children) {
    page.items.push_back(std::move(child.row));
  }
  return page;
}

core::Result<ChildDetail> find_child(const access::Call& call, const ChildId& id) {
  auto child = find_seen(call, Operation::see_children, FieldClass::personal, id);
  if (!child) {
    return child.error();
  }
  ChildDetail detail;
  detail.row = std::move(child->row);
  if (child->student_number) {
    detail.student_number_masked = mask_student_number(*child->student_number);
  }
  if (child->ethnicity != 0) {
    detail.ethnicity = ethnicity_name(child->ethnicity);
  }
  detail.revision = child->revision;
  if (const auto added = add_statements(call, child->number, detail); !added) {
    return added.error();
  }
  if (const auto added = add_relations(call, child->number, detail); !added) {
    return added.error();
  }
  auto conflicts = store::list_conflicts(call, child->number);
  if (!conflicts) {
    return conflicts.error();
  }
  detail.conflicts = std::move(*conflicts);
  return detail;
}

core::Result<ClearIdentifiers> unmask_child(const access::Call& call, const ChildId& id,
                                            std::string_view reason) {
  auto child = find_seen(call, Operation::unmask_child, FieldClass::personal, id);
  if (!child) {
    return child.error();
  }
  if (tidy(reason).empty()) {
    return core::invalid("reason", "unmask.reason_missing");
  }
  ClearIdentifiers clear;
  clear.identity_number = std::move(child->identity_number);
  clear.student_number = std::move(child->student_number);
  const auto relations = store::list_relations(call, child->number);
  if (!relations) {
    return relations.error();
  }
  for (const store::StoredRelation& stored : *relations) {
    if (stored.phone) {
      clear.phones.push_back({stored.relation.role, *stored.phone});
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
