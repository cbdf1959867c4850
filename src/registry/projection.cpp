// What of a child's record somebody sees. Rows leave the operations already cut to it.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "access/conflict_of_interest.h"
#include "registry/shield_store.h"
#include "registry/standing.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::Field;
using access::View;
using access::Views;

constexpr int limit_max = 200;

template <class T>
void keep_if(bool is_shown, std::optional<T>& value) {
  if (!is_shown) {
    value.reset();
  }
}

/// Where an assigned child stands among the others.
struct Rank {
  std::int64_t first = 0;
  std::string_view second;
  std::int64_t number = 0;

  auto operator<=>(const Rank&) const = default;
};

/// Hidden fields order nothing: they are the same for all once they are cut.
Rank rank_of(ChildSort sort, const store::StoredChild& child) {
  switch (sort) {
    case ChildSort::born_on: {
      const auto& born_on = child.row.born_on;
      return {born_on ? std::int64_t{born_on->days} : store::born_unknown, {}, child.number};
    }
    case ChildSort::name:
      return {0, child.row.name, child.number};
    case ChildSort::village:
      break;
  }
  return {child.row.village ? child.row.village->code : 0, child.row.name, child.number};
}

bool fits(const ChildFilter& filter, const store::StoredChild& child) {
  const ChildRow& row = child.row;
  const bool is_there = filter.division == 0 || access::Area{filter.division}.covers(row.division);
  const bool is_named = filter.query.empty() || row.name.find(filter.query) != std::string::npos;
  const bool is_of_sex = !filter.sex || row.sex == *filter.sex;
  const bool is_old = !filter.age_min || (row.age && *row.age >= *filter.age_min);
  const bool is_young = !filter.age_max || (row.age && *row.age <= *filter.age_max);
  return is_there && is_named && is_of_sex && is_old && is_young;
}

/// Assigned children as the actor sees them; those without a consent the purpose needs are left
/// out.
core::Result<std::vector<store::StoredChild>> list_seen(const access::Call& call) {
  auto all = store::list_assigned(call);
  const auto shielded = list_shielded(call);
  if (!all || !shielded) {
    return all ? shielded.error() : all.error();
  }
  const auto conflicted = access::conflicted_children(call);
  if (!conflicted) {
    return conflicted.error();
  }
  std::vector<store::StoredChild> seen;
  for (store::StoredChild& child : *all) {
    if (std::ranges::find(*conflicted, child.row.id.bytes) != conflicted->end()) {
      continue;
    }
    const auto consented = has_consent(call, child.row.id);
    if (!consented) {
      return consented.error();
    }
    if (!*consented) {
      continue;
    }
    const bool is_shielded = shielded->contains(child.number);
    show_as_allowed(access::views_of(call.actor, {true, true, is_shielded}), child.row);
    child.row.is_shielded = is_shielded;
    seen.push_back(std::move(child));
  }
  return seen;
}

/// The number behind which a page of assigned children begins; 0 for the first.
core::Result<std::int64_t> read_after(const std::string& after) {
  if (after.empty()) {
    return 0;
  }
  const std::int64_t number = std::strtoll(after.c_str() + 1, nullptr, 10);
  return after.front() == 'a' && number > 0 ? core::Result<std::int64_t>(number)
                                            : core::invalid("after", "list.after");
}

core::Error hidden_field(Field field) {
  return {core::Code::forbidden, std::string(access::to_text(field)), "access.field", {}};
}

void hide_relations(const Views& views, ChildDetail& detail) {
  if (!views.shows(Field::relation_person)) {
    detail.relations.clear();
  }
  for (Relation& relation : detail.relations) {
    keep_if(views.shows(Field::relation_phone), relation.phone_masked);
    keep_if(views.shows(Field::relation_place), relation.place);
    if (!views.shows(Field::child_sources)) {
      relation.source.clear();
    }
  }
}

void hide_facts(const Views& views, ChildDetail& detail) {
  show_as_allowed(views, detail.facts);
  if (!views.shows(Field::child_sources)) {
    detail.sources.clear();
  }
}

}  // namespace

void show_as_allowed(const Views& views, ChildRow& row) {
  row.name = access::shown_name(views, row.name);
  if (!views.shows(Field::child_sex)) {
    row.sex = Sex::unknown;
  }
  keep_if(views.shows(Field::child_born_on), row.born_on);
  keep_if(views.shows(Field::child_age), row.age);
  keep_if(views.shows(Field::child_village), row.village);
  keep_if(views.shows(Field::child_township), row.township);
  keep_if(views.shows(Field::child_school), row.school);
  keep_if(views.shows(Field::child_grade), row.grade);
  keep_if(views.shows(Field::child_identity_number), row.identity_number_masked);
}

core::Result<std::vector<ChildRow>> cut_rows(const access::Call& call, const access::Views& views,
                                             std::vector<store::StoredChild>&& children) {
  const bool may_be_shielded = std::ranges::any_of(
      children, [&](const auto& child) { return stands_at_county(call, child.row.division); });
  const auto shielded = may_be_shielded
                            ? list_shielded(call)
                            : core::Result<std::set<std::int64_t>>(std::set<std::int64_t>());
  if (!shielded) {
    return shielded.error();
  }
  const auto conflicted = access::conflicted_children(call);
  if (!conflicted) {
    return conflicted.error();
  }
  std::vector<ChildRow> rows;
  rows.reserve(children.size());
  for (store::StoredChild& child : children) {
    if (std::ranges::find(*conflicted, child.row.id.bytes) != conflicted->end()) {
      continue;
    }
    show_as_allowed(views, child.row);
    child.row.is_shielded = shielded->contains(child.number);
    call.saw("child", child.row.id);
    rows.push_back(std::move(child.row));
  }
  return rows;
}

void show_as_allowed(const Views& views, ChildDetail& detail) {
  show_as_allowed(views, detail.row);
  keep_if(views.shows(Field::child_student_number), detail.student_number_masked);
  keep_if(views.shows(Field::child_ethnicity), detail.ethnicity);
  detail.shows_needs = views.shows(Field::child_needs_open);
  hide_relations(views, detail);
  hide_facts(views, detail);
  if (!views.shows(Field::child_conflicts)) {
    detail.conflicts.clear();
  }
  constexpr auto last = static_cast<std::size_t>(Field::fact_mother_absence);
  for (std::size_t i = 0; i <= last; ++i) {
    if (!views.shows(static_cast<Field>(i))) {
      detail.withheld.emplace_back(access::to_text(static_cast<Field>(i)));
    }
  }
}

core::Result<void> check_filter(const Views& views, const ChildFilter& filter) {
  const bool has_age = filter.age_min || filter.age_max;
  const std::array<std::pair<bool, Field>, 4> uses{{
      {has_age, Field::child_age},
      {filter.sort == ChildSort::born_on, Field::child_born_on},
      {filter.sex.has_value(), Field::child_sex},
      {filter.division != 0, Field::child_village},
  }};
  for (const auto& [is_used, field] : uses) {
    if (is_used && !views.shows(field)) {
      return hidden_field(field);
    }
  }
  return {};
}

core::Result<ChildPage> list_assigned(const access::Call& call, const ChildFilter& filter) {
  const Views views = access::views_of(call.actor, {true, true, false});
  const auto after = read_after(filter.after);
  const auto checked = check_filter(views, filter);
  if (!after || !checked) {
    return after ? checked.error() : after.error();
  }
  if (filter.limit < 1 || filter.limit > limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(limit_max));
  }
  if (filter.status) {
    return core::invalid("status", "status.not_for_assigned");
  }
  auto children = list_seen(call);
  if (!children) {
    return children.error();
  }
  std::erase_if(*children, [&](const auto& child) { return !fits(filter, child); });
  std::ranges::sort(*children, {}, [&](const auto& child) { return rank_of(filter.sort, child); });
  ChildPage page;
  page.shows_needs = views.shows(Field::child_needs_open);
  page.total = static_cast<std::int64_t>(children->size());
  const auto last = std::ranges::find(*children, *after, &store::StoredChild::number);
  auto next = *after == 0 ? children->begin() : last == children->end() ? last : last + 1;
  for (; next != children->end() && page.items.size() < static_cast<std::size_t>(filter.limit);
       ++next) {
    page.next = "a" + std::to_string(next->number);
    call.saw("child", next->row.id);
    page.items.push_back(std::move(next->row));
  }
  if (next == children->end()) {
    page.next.reset();
  }
  return page;
}

}  // namespace caregrid::registry
