#include "care/operations.h"

#include <algorithm>
#include <utility>

#include "access/assignment.h"
#include "access/conflict_of_interest.h"
#include "access/consent.h"
#include "access/policy.h"
#include "care/store.h"
#include "registry/operations.h"

namespace caregrid::care {
namespace {

constexpr int limit_max = 200;
constexpr int units_weekly_max = 21;
constexpr std::size_t note_length_max = 2'000;

constexpr std::int64_t codes_per_county = 1'000'000;

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

core::Error forbidden_purpose() { return core::failure(core::Code::forbidden, "access.purpose"); }

/// A need the actor may see, as stored, and how much of it.
struct SeenNeed {
  NeedRow row;
  access::Views views;
};

core::Result<SeenNeed> find_seen(const access::Call& call, access::Operation operation, NeedId id) {
  const access::Resource at_best{0, personal, true, true};
  if (auto allowed = access::authorise(call.actor, operation, at_best); !allowed) {
    return allowed.error();
  }
  auto found = find_row(call, access::Area{call.county * codes_per_county}, id);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "need.not_found");
  }
  const std::int64_t division = (*found)->division;
  auto standing = registry::standing_of(call, (*found)->need.child, division);
  if (!standing) {
    return standing.error();
  }
  if (!standing->is_seen) {
    return core::failure(core::Code::not_found, "need.not_found");
  }
  if (!standing->views.shows(access::Field::need_help)) {
    return forbidden_purpose();
  }
  return SeenNeed{std::move(**found), standing->views};
}

/// A child's own needs follow the child: an assigned one is seen wherever it lives.
core::Result<NeedSelection> select(const access::Call& call, const NeedFilter& filter) {
  const std::int64_t division = filter.division.value_or(0);
  if (auto allowed =
          access::authorise(call.actor, access::Operation::see_needs, {division, personal});
      !allowed) {
    return allowed.error();
  }
  if (!NeedViews(call).shows_needs()) {
    return forbidden_purpose();
  }
  NeedSelection selection;
  selection.area = division == 0 ? call.actor.area : access::Area{division};
  if (filter.child && division == 0) {
    const auto assigned = access::is_assigned(call, filter.child->bytes);
    if (!assigned) {
      return assigned.error();
    }
    selection.area = *assigned ? access::Area{call.county * codes_per_county} : selection.area;
  }
  selection.kind = filter.kind ? std::optional(core::name_of(*filter.kind)) : std::nullopt;
  selection.tier = filter.tier;
  selection.status = filter.status ? std::optional(core::name_of(*filter.status)) : std::nullopt;
  selection.child = filter.child;
  return selection;
}

}  // namespace

std::vector<core::IdBytes> children_of(std::span<const NeedRow> rows) {
  std::vector<core::IdBytes> children;
  children.reserve(rows.size());
  for (const NeedRow& row : rows) {
    children.push_back(row.need.child.bytes);
  }
  return children;
}

NeedViews::NeedViews(const access::Call& call)
    : call_(call),
      usual_(access::views_of(call.actor, {})),
      shielded_(access::views_of(call.actor, {false, false, true})),
      is_by_consent_(!access::ceiling_of(call.actor.role, access::Operation::see_children)) {}

bool NeedViews::shows_needs() const { return usual_.shows(access::Field::need_help); }

core::Result<void> NeedViews::look_up(std::vector<core::IdBytes> children) {
  const auto conflicted = access::conflicted_children(call_);
  if (!conflicted) {
    return conflicted.error();
  }
  conflicted_.insert(conflicted->begin(), conflicted->end());
  if (is_by_consent_) {
    const auto consented = access::consented_among(call_, children, access::Purpose::ngo_sharing);
    if (!consented) {
      return consented.error();
    }
    for (std::size_t i = 0; i < children.size(); ++i) {
      if ((*consented)[i]) {
        consented_.insert(children[i]);
      }
    }
  }
  is_looked_up_ = true;
  return {};
}

bool NeedViews::is_left_out(const NeedRow& row) const {
  return conflicted_.contains(row.need.child.bytes);
}

core::Result<access::Views> NeedViews::of(const NeedRow& row) const {
  if (row.village) {
    return with_consent(usual_, row);
  }
  const auto shielded = registry::is_shielded(call_, row.need.child);
  if (!shielded) {
    return shielded.error();
  }
  return with_consent(*shielded ? shielded_ : usual_, row);
}

core::Result<access::Views> NeedViews::with_consent(const access::Views& views,
                                                    const NeedRow& row) const {
  if (!is_by_consent_) {
    return views;
  }
  const core::IdBytes& child = row.need.child.bytes;
  const auto consented = is_looked_up_
                             ? core::Result<bool>(consented_.contains(child))
                             : access::is_consented(call_, child, access::Purpose::ngo_sharing);
  if (!consented) {
    return consented.error();
  }
  access::Views narrowed = views;
  const auto view_of = [&](access::Field field) -> access::View& {
    return narrowed.by_field[static_cast<std::size_t>(field)];
  };
  if (*consented) {
    view_of(access::Field::child_first_name) = access::View::clear;
    return narrowed;
  }
  view_of(access::Field::line_place) = access::View::hidden;
  if (narrowed.shows(access::Field::need_village)) {
    view_of(access::Field::need_village) = access::View::masked;
  }
  return narrowed;
}

core::Result<void> NeedViews::cut(const access::Views& views, NeedRow& row) const {
  const bool is_township_only =
      row.village && views.of(access::Field::need_village) == access::View::masked;
  show_as_allowed(views, row);
  if (!is_township_only) {
    return {};
  }
  row.village = access::parent_of(*row.village);
  auto name = find_place_name(call_, *row.village);
  if (!name) {
    return name.error();
  }
  row.village_name = std::move(*name);
  return {};
}

void show_as_allowed(const access::Views& views, NeedRow& row) {
  row.child_name = access::shown_name(views, row.child_name);
  if (!views.shows(access::Field::need_village)) {
    row.village.reset();
    row.village_name.clear();
  }
  if (!views.shows(access::Field::need_note)) {
    row.need.note.clear();
    row.need.previous_helper.clear();
  }
}

core::Result<NeedPage> list_needs(const access::Call& call, const NeedFilter& filter) {
  const auto selection = select(call, filter);
  if (!selection) {
    return selection.error();
  }
  const auto after = parse_page_key(filter.after);
  if (!after) {
    return core::invalid("after", "list.cursor");
  }
  const int limit = std::clamp(filter.limit, 1, limit_max);
  auto rows = list_rows(call, *selection, *after, limit + 1);
  auto total = count_rows(call, *selection);
  if (!rows || !total) {
    return rows ? total.error() : rows.error();
  }
  NeedPage page{std::move(*rows), std::nullopt, *total};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    const Need& last = page.items.back().need;
    page.next = to_text(PageKey{last.tier, last.opened_on.days, last.id.bytes});
  }
  NeedViews views(call);
  if (const auto done = views.look_up(children_of(page.items)); !done) {
    return done.error();
  }
  std::erase_if(page.items, [&](const NeedRow& row) { return views.is_left_out(row); });
  for (NeedRow& row : page.items) {
    const auto seen = views.of(row);
    if (!seen) {
      return seen.error();
    }
    if (const auto done = views.cut(*seen, row); !done) {
      return done.error();
    }
    call.saw("child", row.need.child);
  }
  return page;
}

core::Result<NeedRow> find_need(const access::Call& call, NeedId id) {
  call.seeks("need", id);
  auto seen = find_seen(call, access::Operation::see_needs, id);
  if (!seen) {
    return seen.error();
  }
  const NeedViews views(call);
  const auto shown = views.with_consent(seen->views, seen->row);
  if (!shown) {
    return shown.error();
  }
  if (const auto done = views.cut(*shown, seen->row); !done) {
    return done.error();
  }
  call.saw("child", seen->row.need.child);
  return std::move(seen->row);
}

core::Result<NeedRow> open_need(const access::Call& call, const NewNeed& wish) {
  if (auto allowed = access::authorise(call.actor, access::Operation::change_needs, {0, personal});
      !allowed) {
    return allowed.error();
  }
  if (auto checked = check_wish(wish); !checked) {
    return checked.error();
  }
  const auto child = registry::find_child(call, wish.child);
  if (!child) {
    return child.error();
  }
  const auto earlier = find_stored(call, wish.id);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return core::failure(core::Code::conflict, "need.id_taken");
  }
  Need need = need_of(wish, call.today);
  need.child = child->row.id;  // Another, when the one asked for was merged.
  if (auto stored = insert_need(call, need); !stored) {
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
  auto seen = find_seen(call, access::Operation::change_needs, id);
  if (!seen) {
    return seen.error();
  }
  Need& need = seen->row.need;  // As stored: what is hidden from the actor must not be lost.
  if (!wants_help(need.status)) {
    return core::failure(core::Code::conflict, "need.closed");
  }
  need.status = NeedStatus::withdrawn;
  need.note += (need.note.empty() ? "" : "\n") + reason;
  if (auto stored = update_need(call, need); !stored) {
    return stored.error();
  }
  call.changed("need", id);
  show_as_allowed(seen->views, seen->row);
  return std::move(seen->row);
}

core::Result<std::int64_t> forget_child(const access::Call& call, const ChildId& child) {
  return delete_needs(call, child);
}

core::Result<void> leave_child(const access::Call& call, const ChildId& child) {
  return withdraw_needs(call, child);
}

core::Result<void> follow_merge(const access::Call& call, const registry::Following& following) {
  if (following.is_undo) {
    const auto moved = registry::take_followed(call, following.merge, "need");
    return moved ? move_needs(call, *moved, following.merged) : core::Result<void>(moved.error());
  }
  const auto needs = list_need_ids(call, following.merged);
  if (!needs) {
    return needs.error();
  }
  for (const core::IdBytes& need : *needs) {
    if (auto noted = registry::log_followed(call, following.merge, "need", need); !noted) {
      return noted;
    }
  }
  return move_needs(call, *needs, following.kept);
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
