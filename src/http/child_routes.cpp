// Children: list, one child, identifiers in clear, export.
#include <algorithm>
#include <tuple>

#include "assessment/counts.h"
#include "care/operations.h"
#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "registry/status_operations.h"

namespace caregrid::http {
namespace {

/// What narrows a list of children; shared by the page and the export.
struct ChildQuery {
  std::optional<std::int64_t> division;
  std::optional<registry::Sex> sex;
  std::optional<int> age_min;
  std::optional<int> age_max;
  std::optional<registry::ChildSort> sort;
  std::optional<bool> assigned;
  std::optional<std::string> status;
  std::optional<int> limit;
  std::optional<std::string> after;
};

/// The same with what is looked for, which is a name or a number of somebody: it travels in a body,
/// since addresses are kept by browsers, proxies and their logs.
struct ChildSearch : ChildQuery {
  std::string text;
};

struct UnmaskInput {
  std::string reason;
};

struct PhoneShape {
  registry::RelationRole role = registry::RelationRole::carer;
  std::string phone;
};

struct Unmasked {
  std::optional<std::string> id_number;
  std::optional<std::string> student_number;
  std::vector<PhoneShape> phones;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ChildQuery> {
  using It = http::ChildQuery;
  static constexpr std::string_view name = "ChildQuery";
  static constexpr auto fields = std::tuple{
      field("division", &It::division, "A place and all inside it"),
      field("sex", &It::sex),
      field("age_min", &It::age_min, "Completed years, inclusive"),
      field("age_max", &It::age_max, "Completed years, inclusive"),
      field("sort", &It::sort),
      field("assigned", &It::assigned, "yes: only children assigned to the actor"),
      field("status", &It::status, "SCHEME:yes, SCHEME:no or SCHEME:unknown, with commas"),
      field("limit", &It::limit, "1 to 200; 50 unless given"),
      field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::ChildSearch> {
  static constexpr std::string_view name = "ChildSearch";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple_cat(
      std::tuple{field("text", &http::ChildSearch::text, "Part of a name, or a whole number")},
      Describe<http::ChildQuery>::fields);
};

template <>
struct Describe<http::UnmaskInput> {
  static constexpr std::string_view name = "Unmask";
  static constexpr auto fields = std::tuple{field("reason", &http::UnmaskInput::reason)};
};

template <>
struct Describe<http::PhoneShape> {
  static constexpr std::string_view name = "RolePhone";
  static constexpr auto fields =
      std::tuple{field("role", &http::PhoneShape::role), field("phone", &http::PhoneShape::phone)};
};

template <>
struct Describe<http::Unmasked> {
  using It = http::Unmasked;
  static constexpr std::string_view name = "Unmasked";
  static constexpr auto fields =
      std::tuple{field("id_number", &It::id_number), field("student_number", &It::student_number),
                 field("phones", &It::phones)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

registry::ChildFilter filter_of(const ChildQuery& query) {
  registry::ChildFilter filter;
  filter.division = query.division.value_or(0);
  filter.sex = query.sex;
  filter.age_min = query.age_min;
  filter.age_max = query.age_max;
  filter.sort = query.sort.value_or(registry::ChildSort::village);
  filter.only_assigned = query.assigned.value_or(false);
  return filter;
}

core::Result<Page<ChildItem>> list(const access::Call& call, const Visit& visit,
                                   const ChildQuery& query, const std::string& text) {
  const auto window = window_of(visit, "children", query);
  if (!window) {
    return window.error();
  }
  registry::ChildFilter filter = filter_of(query);
  if (query.status) {
    const auto mask = registry::status_mask(call, visit.site.rules, *query.status);
    if (!mask) {
      return mask.error();
    }
    filter.status = *mask;
  }
  filter.query = text;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = registry::list_children(call, filter);
  if (!page) {
    return page.error();
  }
  auto shaped = page_of(visit, "children", *page, [](const auto& item) { return shape_of(item); });
  std::vector<registry::ChildId> ids;
  for (const ChildItem& item : shaped.items) {
    ids.push_back(item.id);
  }
  if (!page->shows_needs) {
    return shaped;
  }
  const auto open = assessment::count_open_needs(call, ids);
  if (!open) {
    return open.error();
  }
  for (std::size_t i = 0; i < open->size(); ++i) {
    shaped.items[i].needs_open = (*open)[i];
  }
  return shaped;
}

core::Result<Page<ChildItem>> list_children(const access::Call& call, const Visit& visit,
                                            const ChildQuery& query) {
  return list(call, visit, query, {});
}

core::Result<Page<ChildItem>> search_children(const access::Call& call, const Visit& visit,
                                              const ChildSearch& search) {
  // Signs nobody sees would be passed over, and a search for nothing lists everybody.
  if (std::ranges::any_of(search.text, [](char c) { return c >= 0 && c < ' '; })) {
    return core::invalid("text", "db.text");
  }
  return list(call, visit, search, search.text);
}

core::Result<ChildShape> show_child(const access::Call& call, const Visit& visit, const NoQuery&) {
  constexpr int needs_max = 200;
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto detail = registry::find_child(call, *id);
  if (!detail) {
    return detail.error();
  }
  const auto asked_as = detail->row.id == *id ? std::nullopt : std::optional(*id);
  if (!detail->shows_needs) {
    ChildShape shape = shape_of(*detail, {});
    shape.merged_from = asked_as;
    return shape;
  }
  care::NeedFilter filter;
  filter.child = detail->row.id;  // Another, when the one asked for was merged.
  filter.limit = needs_max;
  const auto needs = care::list_needs(call, filter);
  if (!needs) {
    return needs.error();
  }
  ChildShape shape = shape_of(*detail, needs->items);
  shape.merged_from = asked_as;
  return shape;
}

core::Result<Unmasked> unmask_child(const access::Call& call, const Visit& visit,
                                    const UnmaskInput& input) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto clear = registry::unmask_child(call, *id, input.reason);
  if (!clear) {
    return clear.error();
  }
  Unmasked unmasked{clear->identity_number, clear->student_number, {}};
  for (const auto& phone : clear->phones) {
    unmasked.phones.push_back({phone.role, phone.phone});
  }
  return unmasked;
}

}  // namespace

void add_child_routes(RouteTable& table) {
  add_read(table, {Method::get, "/api/children", "list_children", "Children of the actor's area"},
           list_children);
  add_question(table,
               {Method::post, "/api/children/search", "search_children",
                "Children of the actor's area by name or number; changes nothing"},
               search_children);
  add_read(table, {Method::get, "/api/children/{id}", "show_child", "One child, with its ETag"},
           show_child);
  add_write(table,
            {Method::post, "/api/children/{id}/unmask", "unmask_child",
             "Identifiers in clear; always journalled"},
            unmask_child);
  table.routes.back().is_paced = true;
}

}  // namespace caregrid::http
