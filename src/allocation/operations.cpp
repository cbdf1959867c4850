#include "allocation/operations.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "access/conflict_of_interest.h"
#include "access/policy.h"
#include "allocation/figures.h"
#include "allocation/list_store.h"
#include "allocation/store.h"
#include "care/operations.h"

namespace caregrid::allocation {
namespace {

constexpr int limit_max = 200;
constexpr std::size_t note_length_max = 2'000;

constexpr access::FieldClass personal = access::FieldClass::personal;

core::Result<void> may_see(const access::Call& call, std::int64_t division = 0) {
  const auto allowed =
      access::authorise(call.actor, access::Operation::see_plan, {division, personal});
  if (allowed && !care::NeedViews(call).shows_needs()) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  return allowed;
}

/// Cuts a row of a plan to what the actor sees.
core::Result<void> cut(const care::NeedViews& views, PlanLine& line) {
  const auto seen = views.of(line.need);
  if (!seen) {
    return seen.error();
  }
  if (!seen->shows(access::Field::line_place)) {
    line.child_village.reset();
    line.distance_m.reset();
  }
  if (!seen->shows(access::Field::line_reasons)) {
    line.reasons.clear();
  }
  return views.cut(*seen, line.need);
}

core::Result<void> cut(const care::NeedViews& views, Unmet& unmet) {
  const auto seen = views.of(unmet.need);
  if (!seen) {
    return seen.error();
  }
  if (!seen->shows(access::Field::line_reasons)) {
    unmet.values.clear();
    unmet.would_help.clear();
  }
  return views.cut(*seen, unmet.need);
}

/// The views of a page of a plan, with all its children looked up at once.
template <class Row, class NeedOf>
core::Result<care::NeedViews> views_for(const access::Call& call, const std::vector<Row>& rows,
                                        NeedOf need_of) {
  std::vector<core::IdBytes> children;
  children.reserve(rows.size());
  for (const Row& row : rows) {
    children.push_back(need_of(row)->need.child.bytes);
  }
  care::NeedViews views(call);
  if (const auto done = views.look_up(std::move(children)); !done) {
    return done.error();
  }
  return views;
}

core::Result<StoredPlan> require_plan(const access::Call& call, PlanId id) {
  const auto stored = find_stored(call, id);
  if (!stored) {
    return stored.error();
  }
  if (!*stored) {
    return core::failure(core::Code::not_found, "plan.not_found");
  }
  return **stored;
}

/// A filter of lines or unmet rows as the store takes it.
template <class Filter>
core::Result<PlanSelection> select(const access::Call& call, PlanId plan, const Filter& filter) {
  if (auto allowed = may_see(call, filter.division.value_or(0)); !allowed) {
    return allowed.error();
  }
  if (auto found = require_plan(call, plan); !found) {
    return found.error();
  }
  PlanSelection selection;
  selection.plan = plan;
  selection.area = filter.division ? access::Area{*filter.division} : call.actor.area;
  selection.kind = filter.kind ? std::optional(core::name_of(*filter.kind)) : std::nullopt;
  selection.tier = filter.tier;
  return selection;
}

/// Cuts the row read beyond the page and says where the next one starts.
template <class Found>
std::optional<std::string> cut_page(std::vector<Found>& rows, int limit) {
  if (rows.size() <= static_cast<std::size_t>(limit)) {
    return std::nullopt;
  }
  rows.pop_back();
  return care::to_text(rows.back().key);
}

core::Result<FoundLine> require_line(const access::Call& call, PlanId plan, LineId line) {
  call.seeks("plan_line", line);
  PlanSelection selection;
  selection.plan = plan;
  selection.area = call.actor.area;
  selection.line = line;
  selection.only_cleared = false;
  auto rows = list_line_rows(call, selection, {}, 1);
  if (!rows) {
    return rows.error();
  }
  const core::Error missing = core::failure(core::Code::not_found, "plan.line_not_found");
  if (rows->empty()) {
    return missing;
  }
  const auto conflicted = access::has_conflict(call, rows->front().line.need.need.child.bytes);
  if (!conflicted) {
    return conflicted.error();
  }
  if (*conflicted) {
    return missing;
  }
  return std::move(rows->front());
}

core::Result<void> require_newest(const access::Call& call, PlanId plan) {
  const auto newest = find_newest(call);
  if (!newest) {
    return newest.error();
  }
  if (!*newest || (*newest)->id != plan) {
    return core::failure(core::Code::conflict, "plan.superseded");
  }
  return {};
}

LineState state_after(Decision decision) {
  switch (decision) {
    case Decision::accept:
      return LineState::accepted;
    case Decision::refuse:
      return LineState::refused;
    case Decision::pin:
      return LineState::pinned;
    case Decision::reset:
      return LineState::proposed;
  }
  return LineState::proposed;
}

/// A refused pair is remembered, and its units become unmet in this plan.
core::Result<void> store_refusal(const access::Call& call, PlanId plan, const FoundLine& found) {
  const care::Need& need = found.line.need.need;
  if (auto done = insert_refusal(call, {need.id, found.line.offer.id}); !done) {
    return done;
  }
  DraftUnmet unmet;
  unmet.units = found.line.units;
  unmet.reason = UnmetReason::refused;
  const UnmetKeys keys{found.line.id.bytes,
                       {need.id, static_cast<int>(found.key.first), need.kind, found.key.second}};
  return insert_unmet(call, plan, keys, unmet);
}

core::Result<void> forget_refusal(const access::Call& call, PlanId plan, const FoundLine& found) {
  const RefusedPair pair{found.line.need.need.id, found.line.offer.id};
  if (auto done = delete_refusal(call, pair); !done) {
    return done;
  }
  return delete_unmet(call, plan, found.line.id.bytes);
}

core::Result<void> store_decision(const access::Call& call, PlanId plan, const FoundLine& found,
                                  LineState state, const std::string& note) {
  if (found.line.state == LineState::refused) {
    if (auto done = forget_refusal(call, plan, found); !done) {
      return done;
    }
  }
  if (state == LineState::refused) {
    if (auto done = store_refusal(call, plan, found); !done) {
      return done;
    }
  }
  if (auto done = update_line(call, plan, found.line.id, state); !done) {
    return done;
  }
  if (auto done = put_decision_note(call, plan, found.line, note); !done) {
    return done;
  }
  return update_revision(call, plan);
}

}  // namespace

core::Result<std::optional<PlanSummary>> current_plan(const access::Call& call) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_counts, {}); !allowed) {
    return allowed.error();
  }
  const auto newest = find_newest(call);
  if (!newest) {
    return newest.error();
  }
  if (!*newest) {
    return std::optional<PlanSummary>();
  }
  auto summary = summarise(call, **newest);
  if (!summary) {
    return summary.error();
  }
  return std::optional(std::move(*summary));
}

core::Result<PlanSummary> find_plan(const access::Call& call, PlanId id) {
  if (auto allowed = may_see(call); !allowed) {
    return allowed.error();
  }
  const auto stored = require_plan(call, id);
  return stored ? summarise(call, *stored) : stored.error();
}

core::Result<PlanPage> list_plans(const access::Call& call, int limit, const std::string& after) {
  if (auto allowed = may_see(call); !allowed) {
    return allowed.error();
  }
  std::int64_t below = std::numeric_limits<std::int64_t>::max();
  if (!after.empty()) {
    const char* end = after.data() + after.size();
    const auto [stop, error] = std::from_chars(after.data(), end, below);
    if (error != std::errc() || stop != end) {
      return core::invalid("after", "list.cursor");
    }
  }
  limit = std::clamp(limit, 1, limit_max);
  auto stored = list_stored(call, below, limit + 1);
  if (!stored) {
    return stored.error();
  }
  PlanPage page;
  if (stored->size() > static_cast<std::size_t>(limit)) {
    stored->pop_back();
    page.next = std::to_string(stored->back().number);
  }
  for (const StoredPlan& plan : *stored) {
    auto summary = summarise(call, plan);
    if (!summary) {
      return summary.error();
    }
    page.items.push_back(std::move(*summary));
  }
  return page;
}

core::Result<LinePage> list_lines(const access::Call& call, PlanId plan, const LineFilter& filter) {
  auto selection = select(call, plan, filter);
  const auto after = care::parse_page_key(filter.after);
  if (!selection || !after) {
    return selection ? core::invalid("after", "list.cursor") : selection.error();
  }
  if (filter.state) {
    selection->state = core::name_of(*filter.state);
  }
  const int limit = std::clamp(filter.limit, 1, limit_max);
  auto rows = list_line_rows(call, *selection, *after, limit + 1);
  const auto total = count_line_rows(call, *selection);
  if (!rows || !total) {
    return rows ? total.error() : rows.error();
  }
  LinePage page;
  page.next = cut_page(*rows, limit);
  page.total = *total;
  auto views = views_for(call, *rows, [](const FoundLine& found) { return &found.line.need; });
  if (!views) {
    return views.error();
  }
  for (FoundLine& found : *rows) {
    if (views->is_left_out(found.line.need)) {
      continue;
    }
    if (const auto done = cut(*views, found.line); !done) {
      return done.error();
    }
    call.saw("child", found.line.need.need.child);
    page.items.push_back(std::move(found.line));
  }
  return page;
}

core::Result<UnmetPage> list_unmet(const access::Call& call, PlanId plan,
                                   const UnmetFilter& filter) {
  auto selection = select(call, plan, filter);
  const auto after = care::parse_page_key(filter.after);
  if (!selection || !after) {
    return selection ? core::invalid("after", "list.cursor") : selection.error();
  }
  if (filter.reason) {
    selection->state = core::name_of(*filter.reason);
  }
  const int limit = std::clamp(filter.limit, 1, limit_max);
  auto rows = list_unmet_rows(call, *selection, *after, limit + 1);
  const auto total = count_unmet_rows(call, *selection);
  if (!rows || !total) {
    return rows ? total.error() : rows.error();
  }
  UnmetPage page;
  page.next = cut_page(*rows, limit);
  page.total = *total;
  auto views = views_for(call, *rows, [](const FoundUnmet& found) { return &found.unmet.need; });
  if (!views) {
    return views.error();
  }
  for (FoundUnmet& found : *rows) {
    if (views->is_left_out(found.unmet.need)) {
      continue;
    }
    if (const auto done = cut(*views, found.unmet); !done) {
      return done.error();
    }
    call.saw("child", found.unmet.need.need.child);
    page.items.push_back(std::move(found.unmet));
  }
  return page;
}

core::Result<std::vector<MapLine>> list_map_lines(const access::Call& call, PlanId plan) {
  if (auto allowed = may_see(call); !allowed) {
    return allowed.error();
  }
  const auto found = require_plan(call, plan);
  return found ? list_map_rows(call, plan, call.actor.area) : found.error();
}

core::Result<std::vector<Released>> list_released(const access::Call& call, PlanId plan) {
  if (auto allowed = may_see(call); !allowed) {
    return allowed.error();
  }
  return list_release_rows(call, plan);
}

core::Result<std::vector<OfferLoad>> list_loads(const access::Call& call, PlanId plan) {
  if (auto allowed = may_see(call); !allowed) {
    return allowed.error();
  }
  return list_load_rows(call, plan);
}

// [decide-operation]
core::Result<PlanLine> decide_line(const access::Call& call, PlanId plan, LineId line,
                                   Decision decision, const std::string& note) {
  if (auto allowed = access::authorise(call.actor, access::Operation::decide_plan, {0, personal});
      !allowed) {
    return allowed.error();
  }
  if (note.size() > note_length_max) {
    return core::invalid("note", "text.too_long", std::to_string(note_length_max));
  }
  auto found = require_line(call, plan, line);
  if (!found) {
    return found.error();
  }
  if (auto newest = require_newest(call, plan); !newest) {
    return newest.error();
  }
  const LineState state = state_after(decision);
  const bool keeps = state == LineState::accepted || state == LineState::pinned;
  if (keeps && !found->is_cleared) {
    return core::failure(core::Code::conflict, "plan.not_cleared");
  }
  if (state != found->line.state) {
    if (auto done = store_decision(call, plan, *found, state, note); !done) {
      return done.error();
    }
    call.changed("plan_line", line);
    found->line.state = state;
  }
  call.saw("child", found->line.need.need.child);
  if (const auto done = cut(care::NeedViews(call), found->line); !done) {
    return done.error();
  }
  return std::move(found->line);
}
// [/decide-operation]

core::Result<PlanSummary> accept_all(const access::Call& call, PlanId plan) {
  if (auto allowed = access::authorise(call.actor, access::Operation::decide_plan, {0, personal});
      !allowed) {
    return allowed.error();
  }
  if (auto stored = require_plan(call, plan); !stored) {
    return stored.error();
  }
  if (auto newest = require_newest(call, plan); !newest) {
    return newest.error();
  }
  if (auto done = update_proposed(call, plan, call.actor.area); !done) {
    return done.error();
  }
  if (auto done = update_revision(call, plan); !done) {
    return done.error();
  }
  call.changed("plan", plan);
  return find_plan(call, plan);
}

core::Result<std::vector<VillageShare>> list_village_shares(const access::Call& call, PlanId plan) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_counts, {}); !allowed) {
    return allowed.error();
  }
  return sum_villages(call, plan);
}

}  // namespace caregrid::allocation
