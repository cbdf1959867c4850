// Children: list, one child, identifiers in clear, export.
#include <tuple>

#include "assessment/counts.h"
#include "assessment/exports.h"
#include "care/operations.h"
#include "core/bytes.h"
#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"

namespace caregrid::core {

template <>
struct Describe<registry::ChildSort> {
  using It = registry::ChildSort;
  static constexpr std::string_view name = "ChildSort";
  static constexpr std::array values = {ValueOf{It::name, "name"}, ValueOf{It::village, "village"},
                                        ValueOf{It::born_on, "born_on"}};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

/// What narrows a list of children; shared by the page and the export.
struct ChildQuery {
  std::optional<std::string> query;
  std::optional<std::int64_t> division;
  std::optional<registry::Sex> sex;
  std::optional<int> age_min;
  std::optional<int> age_max;
  std::optional<registry::ChildSort> sort;
  std::optional<int> limit;
  std::optional<std::string> after;
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
  static constexpr auto fields =
      std::tuple{field("query", &It::query, "Part of a name, or a whole number"),
                 field("division", &It::division, "A place and all inside it"),
                 field("sex", &It::sex),
                 field("age_min", &It::age_min, "Completed years, inclusive"),
                 field("age_max", &It::age_max, "Completed years, inclusive"),
                 field("sort", &It::sort),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
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
  filter.query = query.query.value_or(std::string());
  filter.division = query.division.value_or(0);
  filter.sex = query.sex;
  filter.age_min = query.age_min;
  filter.age_max = query.age_max;
  filter.sort = query.sort.value_or(registry::ChildSort::village);
  return filter;
}

core::Result<Page<ChildItem>> list_children(const access::Call& call, const Visit& visit,
                                            const ChildQuery& query) {
  const auto window = window_of(visit, "children", query);
  if (!window) {
    return window.error();
  }
  registry::ChildFilter filter = filter_of(query);
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
  const auto open = assessment::count_open_needs(call, ids);
  if (!open) {
    return open.error();
  }
  for (std::size_t i = 0; i < open->size(); ++i) {
    shaped.items[i].needs_open = (*open)[i];
  }
  return shaped;
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
  care::NeedFilter filter;
  filter.child = *id;
  filter.limit = needs_max;
  const auto needs = care::list_needs(call, filter);
  if (!needs) {
    return needs.error();
  }
  return shape_of(*detail, needs->items);
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

/// Writes the list to a file of its own that is removed once it is sent.
core::Result<Response> export_children(const Visit& visit, assessment::TableFormat format) {
  const auto query = read_query<ChildQuery>(visit.request.query);
  if (!query) {
    return query.error();
  }
  std::array<std::byte, 16> name{};
  visit.site.rng.fill(name);
  const auto path = visit.site.exports_folder / core::to_hex(name);
  const assessment::ExportFile file{path.string(), format,
                                    core::parse_language(visit.request.header("Accept-Language"))};
  const auto done =
      visit.site.door.read(*visit.actor, [&](const access::Call& call) -> core::Result<void> {
        const auto rows = assessment::export_children(call, filter_of(*query), file);
        return rows ? core::Result<void>() : core::Result<void>(rows.error());
      });
  if (!done) {
    return done.error();
  }
  const std::string_view ending = assessment::ending_of(format);
  Response response;
  response.set("Content-Type", std::string(assessment::type_of(format)));
  response.set("Content-Disposition",
               "attachment; filename=\"children." + std::string(ending) + "\"");
  response.file = FileBody{path, true};
  return response;
}

void add_export_route(RouteTable& table, const Spec& spec, assessment::TableFormat format) {
  Route& route =
      add_raw(table, spec, [format](const Visit& visit) { return export_children(visit, format); });
  route.parameters = query_parameters<ChildQuery>(table.schemas);
  route.response_type = assessment::type_of(format);
}

}  // namespace

void add_child_routes(RouteTable& table) {
  add_read(table, {Method::get, "/api/children", "list_children", "Children of the actor's area"},
           list_children);
  add_export_route(table,
                   {Method::get, "/api/children/export.csv", "export_children_csv",
                    "The same list as a CSV file"},
                   assessment::TableFormat::csv);
  add_export_route(table,
                   {Method::get, "/api/children/export.xlsx", "export_children_xlsx",
                    "The same list as a workbook"},
                   assessment::TableFormat::xlsx);
  add_read(table, {Method::get, "/api/children/{id}", "show_child", "One child, with its ETag"},
           show_child);
  add_write(table,
            {Method::post, "/api/children/{id}/unmask", "unmask_child",
             "Identifiers in clear; always journalled"},
            unmask_child);
}

}  // namespace caregrid::http
