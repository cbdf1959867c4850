#include "care/operations.h"

#include <algorithm>
#include <utility>

#include "access/policy.h"
#include "care/store.h"
#include "registry/operations.h"

namespace caregrid::care {
namespace {

constexpr int limit_max = 200;
constexpr int units_weekly_max = 21;
constexpr std::size_t note_length_max = 2'000;

constexpr access::FieldClass personal = access::FieldClass::personal;

core::Result<void> check_wish(const NewNeed& wish) {
  if (wish.tier < 1 || wish.tier > tier_count) {
    return core::invalid("tier", "need.tier", "1-4");
  }
  if (wish.units_weekly < 1 || wish.units_weekly > units_weekly_max) {
    return core::invalid("units_weekly", "need.units", "1-21");
  }
  if (wish.slots.empty()) {
    return core::invalid("slots", "need.slots_empty");
  }
  if (wish.note.size() > note_length_max) {
    return core::invalid("note", "text.too_long", std::to_string(note_length_max));
  }
  return {};
}

Need need_of(const NewNeed& wish, core::Date today) {
  Need need;
  need.id = wish.id;
  need.child = wish.child;
  need.kind = wish.kind;
  need.tier = wish.tier;
  need.units_weekly = wish.units_weekly;
  need.slots = wish.slots;
  need.sex_rule = wish.sex_rule;
  need.language = wish.language;
  need.opened_on = today;
  need.note = wish.note;
  return need;
}

}  // namespace

core::Result<NeedPage> list_needs(const access::Call& call, const NeedFilter& filter) {
  const std::int64_t division = filter.division.value_or(0);
  if (auto allowed =
          access::authorise(call.actor, access::Operation::see_needs, {division, personal});
      !allowed) {
    return allowed.error();
  }
  const auto after = parse_page_key(filter.after);
  if (!after) {
    return core::invalid("after", "list.cursor");
  }
  NeedSelection selection;
  selection.area = division == 0 ? call.actor.area : access::Area{division};
  selection.kind = filter.kind ? std::optional(core::name_of(*filter.kind)) : std::nullopt;
  selection.tier = filter.tier;
  selection.status = filter.status ? std::optional(core::name_of(*filter.status)) : std::nullopt;
  selection.child = filter.child;
  const int limit = std::clamp(filter.limit, 1, limit_max);
  auto rows = list_rows(call, selection, *after, limit + 1);
  auto total = count_rows(call, selection);
  if (!rows || !total) {
    return rows ? total.error() : rows.error();
  }
  NeedPage page{std::move(*rows), std::nullopt, *total};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const Need& last = page.items.back().need;
    page.next = to_text(PageKey{last.tier, last.opened_on.days, last.id.bytes});
  }
  for (NeedRow& row : page.items) {
    show_name_as_allowed(call.actor, row);
  }
  return page;
}

void show_name_as_allowed(const access::Actor& actor, NeedRow& row) {
  row.child_name = access::shown_name(actor, row.child_name);
}

core::Result<NeedRow> find_need(const access::Call& call, NeedId id) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_needs, {0, personal});
      !allowed) {
    return allowed.error();
  }
  auto found = find_row(call, call.actor.area, id);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "need.not_found");
  }
  show_name_as_allowed(call.actor, **found);
  return std::move(**found);
}

core::Result<NeedRow> open_need(const access::Call& call, const NewNeed& wish) {
  if (auto allowed = access::authorise(call.actor, access::Operation::change_needs, {0, personal});
      !allowed) {
    return allowed.error();
  }
  if (auto checked = check_wish(wish); !checked) {
    return checked.error();
  }
  if (auto child = registry::find_child(call, wish.child); !child) {
    return child.error();
  }
  const auto earlier = find_stored(call, wish.id);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return core::failure(core::Code::conflict, "need.id_taken");
  }
  if (auto stored = insert_need(call, need_of(wish, call.today)); !stored) {
    return stored.error();
  }
  call.changed("need", wish.id);
  return find_need(call, wish.id);
}

core::Result<NeedRow> withdraw_need(const access::Call& call, NeedId id,
                                    const std::string& reason) {
  if (auto allowed = access::authorise(call.actor, access::Operation::change_needs, {0, personal});
      !allowed) {
    return allowed.error();
  }
  if (reason.empty() || reason.size() > note_length_max) {
    return core::invalid("reason", "need.reason_missing");
  }
  auto row = find_need(call, id);
  if (!row) {
    return row;
  }
  if (!wants_help(row->need.status)) {
    return core::failure(core::Code::conflict, "need.closed");
  }
  row->need.status = NeedStatus::withdrawn;
  row->need.note += (row->need.note.empty() ? "" : "\n") + reason;
  if (auto stored = update_need(call, row->need); !stored) {
    return stored.error();
  }
  call.changed("need", id);
  return row;
}

core::Result<std::vector<NeedCount>> count_needs(const access::Call& call) {
  if (auto allowed = access::authorise(call.actor, access::Operation::see_counts, {}); !allowed) {
    return allowed.error();
  }
  return count_open(call, call.actor.area);
}

core::Result<std::vector<NeedRow>> list_wanting(const access::Call& call) {
  return list_wanting_rows(call);
}

}  // namespace caregrid::care
