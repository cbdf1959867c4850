#include "registry/worklist.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "access/policy.h"
#include "core/json.h"
#include "registry/standing.h"
#include "registry/text.h"
#include "registry/worklist_store.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr std::size_t name_length_max = 60;
constexpr std::size_t value_length_max = 64;
constexpr std::int64_t own_max = 50;

core::Result<void> may_keep(const access::Call& call) {
  return access::authorise(call.actor, Operation::keep_worklists, {0, FieldClass::internal});
}

core::Error wrong_filter() { return core::invalid("filter", "worklist.filter"); }

/// A plain value as text; none for anything else.
std::optional<std::string> text_of(core::json::View value) {
  if (const auto text = value.as_string()) {
    return std::string(*text);
  }
  if (const auto number = value.as_integer()) {
    return std::to_string(*number);
  }
  if (const auto yes = value.as_bool()) {
    return std::string(*yes ? "yes" : "no");
  }
  return std::nullopt;
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = failed == std::errc{} && end == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

std::optional<ChildSort> sort_of(std::string_view text) {
  if (text == "name") {
    return ChildSort::name;
  }
  if (text == "born_on") {
    return ChildSort::born_on;
  }
  return text == "village" ? std::optional(ChildSort::village) : std::nullopt;
}

/// Puts one key of a saved filter into what the list knows; false when it does not know it.
bool apply(ChildFilter& filter, std::string_view key, std::string_view text) {
  const auto number = number_of(text);
  if (key == "division" && number) {
    filter.division = *number;
  } else if (key == "age_min" && number && *number >= 0 && *number < 200) {
    filter.age_min = static_cast<int>(*number);
  } else if (key == "age_max" && number && *number >= 0 && *number < 200) {
    filter.age_max = static_cast<int>(*number);
  } else if (key == "assigned") {
    filter.only_assigned = text == "yes";
  } else if (key == "sex") {
    filter.sex = core::value_of<Sex>(text);
    return filter.sex.has_value();
  } else if (key == "sort") {
    const auto sort = sort_of(text);
    filter.sort = sort.value_or(ChildSort::village);
    return sort.has_value();
  } else {
    return false;
  }
  return true;
}

/// Whether a list is shared with the actor: its role, and an area that touches the place.
bool is_shared_with(const access::Call& call, const Worklist& list) {
  if (!list.share || (list.share->role && *list.share->role != call.actor.role)) {
    return false;
  }
  const access::Area place{list.share->area};
  const access::Area own = own_area(call);
  return place.covers(own.code) || own.covers(place.code);
}

/// What cannot be counted for this reader (a place outside the area, a hidden field) has no count.
core::Result<void> add_count(const access::Call& call, Worklist& list) {
  const auto filter = child_filter_of(list.filter);
  if (!filter) {
    return {};
  }
  const auto count = count_children(call, *filter);
  if (count) {
    list.children = *count;
    return {};
  }
  const core::Code code = count.error().code;
  const bool is_refused =
      code == core::Code::forbidden || code == core::Code::not_found || code == core::Code::invalid;
  return is_refused ? core::Result<void>() : core::Result<void>(count.error());
}

core::Result<void> check_name(const access::Call& call, std::string_view name) {
  if (name.empty() || name.size() > name_length_max) {
    return core::invalid("name", "worklist.name", std::to_string(name_length_max));
  }
  const auto is_childs = worklist_store::is_name_of_child(call, name);
  if (!is_childs) {
    return is_childs.error();
  }
  return *is_childs ? core::Result<void>(core::invalid("name", "worklist.names_child"))
                    : core::Result<void>();
}

core::Result<Worklist> find_own(const access::Call& call, const WorklistId& id) {
  auto found = worklist_store::find_worklist(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found || ((*found)->account != call.actor.account && !is_shared_with(call, **found))) {
    return core::failure(core::Code::not_found, "worklist.not_found");
  }
  if ((*found)->account != call.actor.account) {
    return core::failure(core::Code::forbidden, "worklist.not_yours");
  }
  return std::move(**found);
}

}  // namespace

core::Result<std::string> canonical_filter(std::string_view json) {
  const auto document = core::json::Document::parse(json, {4096, 2, 64});
  if (!document || document->root().kind() != core::json::Kind::object) {
    return wrong_filter();
  }
  core::json::Writer writer;
  writer.begin_object();
  for (const std::string_view key : filter_keys) {
    const auto value = document->root().find(key);
    if (!value || value->kind() == core::json::Kind::null) {
      continue;
    }
    const auto text = text_of(*value);
    if (!text || text->size() > value_length_max) {
      return wrong_filter();
    }
    if (!text->empty()) {
      writer.member(key, *text);
    }
  }
  return writer.end_object().take();
}

std::optional<ChildFilter> child_filter_of(std::string_view canonical) {
  const auto document = core::json::Document::parse(canonical);
  if (!document) {
    return std::nullopt;
  }
  ChildFilter filter;
  bool is_known = true;
  document->root().each_member([&](std::string_view key, core::json::View value) {
    is_known = is_known && apply(filter, key, value.as_string().value_or(std::string_view()));
  });
  return is_known ? std::optional(std::move(filter)) : std::nullopt;
}

core::Result<std::vector<Worklist>> list_worklists(const access::Call& call) {
  if (const auto allowed = may_keep(call); !allowed) {
    return allowed.error();
  }
  auto lists = worklist_store::list_worklists(call);
  if (!lists) {
    return lists;
  }
  std::erase_if(*lists, [&](const Worklist& list) {
    return list.account != call.actor.account && !is_shared_with(call, list);
  });
  for (Worklist& list : *lists) {
    list.is_mine = list.account == call.actor.account;
    if (const auto counted = add_count(call, list); !counted) {
      return counted.error();
    }
  }
  return lists;
}

core::Result<Worklist> save_worklist(const access::Call& call, const Worklist& wish) {
  if (const auto allowed = may_keep(call); !allowed) {
    return allowed.error();
  }
  Worklist list = wish;
  list.name = tidy(wish.name);
  if (const auto checked = check_name(call, list.name); !checked) {
    return checked.error();
  }
  auto filter = canonical_filter(wish.filter);
  if (!filter) {
    return filter.error();
  }
  list.filter = std::move(*filter);
  if (list.share && list.share->area == 0) {
    list.share->area = own_area(call).code;
  }
  if (list.share && !own_area(call).covers(list.share->area)) {
    return core::failure(core::Code::not_found, "access.not_found");
  }
  const auto stored = worklist_store::find_worklist(call, wish.id);
  if (!stored) {
    return stored.error();
  }
  if (*stored && (*stored)->account != call.actor.account) {
    return core::failure(core::Code::forbidden, "worklist.not_yours");
  }
  const auto kept = worklist_store::count_own(call);
  if (!kept) {
    return kept.error();
  }
  if (!*stored && *kept >= own_max) {
    return core::failure(core::Code::conflict, "worklist.too_many", std::to_string(own_max));
  }
  list.account = call.actor.account;
  list.is_mine = true;
  if (const auto done = worklist_store::put_worklist(call, list); !done) {
    return done.error();
  }
  call.changed("worklist", list.id);
  return list;
}

core::Result<Worklist> set_worklist_deleted(const access::Call& call, const WorklistId& id,
                                            bool is_deleted) {
  if (const auto allowed = may_keep(call); !allowed) {
    return allowed.error();
  }
  auto list = find_own(call, id);
  if (!list) {
    return list;
  }
  list->is_deleted = is_deleted;
  list->is_mine = true;
  if (const auto done = worklist_store::put_worklist(call, *list); !done) {
    return done.error();
  }
  call.changed("worklist", id);
  return list;
}

}  // namespace caregrid::registry
