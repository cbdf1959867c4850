#include "registry/child_search.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "access/conflict_of_interest.h"
#include "access/policy.h"
#include "registry/identity_number.h"
#include "registry/index_store.h"
#include "registry/operations.h"
#include "registry/person_name.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/student_number.h"

namespace caregrid::registry {
namespace {

using access::Field;
using access::Views;

SearchRights rights_of(const Views& views) {
  SearchRights rights;
  rights.name = views.of(Field::child_name) == access::View::clear;
  rights.birth = views.shows(Field::child_born_on);
  rights.identity_end = views.shows(Field::child_identity_number);
  rights.identity_more = views.shows(Field::clear_numbers);
  rights.phone = views.shows(Field::relation_phone);
  rights.phone_end = views.shows(Field::clear_phones);
  rights.village = views.shows(Field::child_village);
  rights.township = views.shows(Field::child_township);
  rights.school = views.shows(Field::child_school);
  return rights;
}

/// Children the actor has a conflict of interest with, by number.
core::Result<std::vector<std::int64_t>> list_left_out(const access::Call& call) {
  const auto conflicted = access::conflicted_children(call);
  if (!conflicted) {
    return conflicted.error();
  }
  std::vector<std::int64_t> numbers;
  for (const core::IdBytes& id : *conflicted) {
    const auto number = index_store::find_number(call, ChildId{id});
    if (!number) {
      return number.error();
    }
    if (*number) {
      numbers.push_back(**number);
    }
  }
  std::ranges::sort(numbers);
  return numbers;
}

bool is_official_number(std::string_view text, core::Date today) {
  return read_identity_number(text, today).number || read_student_number(text, today);
}

/// What the database alone finds: whole numbers, and parts of names as they are written.
core::Result<SearchPage> search_database(const access::Call& call, const SearchWish& wish,
                                         MatchKind kind) {
  ChildFilter filter;
  filter.query = wish.text;
  filter.sort = ChildSort::name;
  filter.limit = wish.limit;
  auto found = list_children(call, filter);
  if (!found) {
    return found.error();
  }
  SearchPage page;
  page.total = found->total;
  page.shows_needs = found->shows_needs;
  for (ChildRow& row : found->items) {
    page.items.push_back({std::move(row), {kind}});
  }
  return page;
}

/// The children found, read from the database and cut; one that is gone meanwhile is left out.
core::Result<SearchPage> page_of(const access::Call& call, const Views& views,
                                 const SearchAnswer& answer) {
  std::vector<store::StoredChild> children;
  std::map<ChildId, const SearchHit*> hits;
  for (const SearchHit& hit : answer.hits) {
    auto child = store::find_child_by_number(call, own_area(call), hit.number);
    if (!child) {
      return child.error();
    }
    if (*child) {
      hits.emplace((*child)->row.id, &hit);
      children.push_back(std::move(**child));
    }
  }
  auto rows = cut_rows(call, views, std::move(children));
  if (!rows) {
    return rows.error();
  }
  SearchPage page;
  page.total = answer.total;
  page.shows_needs = views.shows(Field::child_needs_open);
  for (ChildRow& row : *rows) {
    const SearchHit& hit = *hits.at(row.id);
    page.items.push_back({std::move(row), hit.matches});
  }
  return page;
}

core::Result<SearchPage> search_area(const access::Call& call, CountyKeeper& keeper,
                                     const SearchWish& wish) {
  const Views views = access::views_of(call.actor, {});
  if (!views.shows(Field::child_name)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  if (is_official_number(wish.text, call.today)) {
    return search_database(call, wish, MatchKind::identity);
  }
  const auto shielded = list_shielded(call);
  const auto left_out = list_left_out(call);
  if (!shielded || !left_out) {
    return shielded ? left_out.error() : shielded.error();
  }
  const std::vector<std::int64_t> hidden(shielded->begin(), shielded->end());
  const SearchScope scope{own_area(call), rights_of(views),
                          rights_of(access::views_of(call.actor, {false, false, true})), hidden,
                          *left_out};
  const SearchText text = read_search(wish.text);
  SearchAnswer answer;
  const auto state = keeper.use(call, [&](const CountyMemory& memory) {
    answer = memory.children.search(text, scope, static_cast<std::size_t>(wish.limit));
  });
  if (!state) {
    return state.error();
  }
  auto page =
      state->is_ready ? page_of(call, views, answer) : search_database(call, wish, MatchKind::part);
  if (page) {
    page->is_complete = state->is_ready;
    page->index = *state;
  }
  return page;
}

/// Assigned children by what of each is shown: what is hidden is not entered at all.
core::Result<SearchPage> search_assigned(const access::Call& call, const SearchWish& wish) {
  constexpr int page_max = 200;
  ChildFilter filter;
  filter.only_assigned = true;
  filter.limit = page_max;
  CountyIndex index;
  std::vector<ChildRow> rows;
  bool shows_needs = false;
  const std::size_t seen_before = call.notes.seen.size();
  for (bool is_more = true; is_more;) {
    auto page = list_children(call, filter);
    if (!page) {
      return page.error();
    }
    std::ranges::move(page->items, std::back_inserter(rows));
    shows_needs = page->shows_needs;
    is_more = page->next.has_value();
    filter.after = page->next.value_or(std::string());
  }
  call.notes.seen.resize(seen_before);  // Seen are only those that are shown.
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ChildRow& row = rows[i];
    IndexedChild child{static_cast<std::int64_t>(i), row.name, 0, {}, row.born_on, {}, {}};
    child.school = row.school ? std::string_view(*row.school) : std::string_view();
    if (row.village) {
      child.division = row.village->code;
      index.put_place(row.village->code, row.village->name);
      if (row.township) {
        index.put_place(access::parent_of(row.village->code), *row.township);
      }
    }
    index.put(child);
  }
  const SearchRights all{true, true, false, false, false, false, true, true, true};
  const SearchScope scope{access::Area{0}, all, all, {}, {}};
  const SearchAnswer answer =
      index.search(read_search(wish.text), scope, static_cast<std::size_t>(wish.limit));
  SearchPage page;
  page.total = answer.total;
  page.shows_needs = shows_needs;
  for (const SearchHit& hit : answer.hits) {
    call.saw("child", rows[static_cast<std::size_t>(hit.number)].id);
    page.items.push_back({std::move(rows[static_cast<std::size_t>(hit.number)]), hit.matches});
  }
  return page;
}

}  // namespace

core::Result<SearchPage> search_children(const access::Call& call, CountyKeeper& keeper,
                                         const SearchWish& wish) {
  const bool is_assigned = access::scope_of(call.actor.role) == access::Scope::assigned;
  const std::int64_t place = is_assigned ? 0 : own_area(call).code;
  if (const auto allowed =
          access::authorise(call.actor, access::Operation::see_children,
                            {place, access::FieldClass::personal, is_assigned, is_assigned});
      !allowed) {
    return allowed.error();
  }
  if (wish.limit < 1 || wish.limit > search_limit_max) {
    return core::invalid("limit", "list.limit", std::to_string(search_limit_max));
  }
  return is_assigned ? search_assigned(call, wish) : search_area(call, keeper, wish);
}

}  // namespace caregrid::registry
