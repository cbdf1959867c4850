// What the rules say of children: of one with reasons, of a county as counts and worklists.
#include <tuple>

#include "http/child_shape.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "http/status_shape.h"

namespace caregrid::http {
namespace {

struct StatusQuery {
  std::optional<core::Date> on;
  std::optional<std::string> scheme;
};

struct OfferedShape : SchemeShape {
  bool listed = false;
};

struct OfferedSchemes {
  std::vector<OfferedShape> items;
};

struct CountQuery {
  std::optional<std::string> group;
  std::optional<std::int64_t> division;
};

struct CountShape {
  SchemeShape scheme;
  bool on_file = true;
  std::optional<std::int64_t> yes;
  std::optional<std::int64_t> no;
  std::optional<std::int64_t> unknown;
};

struct OverlapShape {
  std::string in;
  std::string other;
  std::optional<std::int64_t> yes;
  std::optional<std::int64_t> no;
  std::optional<std::int64_t> unknown;
};

struct CountsShape {
  core::Date day;
  std::int64_t children = 0;
  std::int64_t waiting = 0;
  bool blurred = false;
  std::vector<CountShape> schemes;
  std::vector<OverlapShape> overlaps;
};

struct UnsettledQuery {
  std::optional<std::string> scheme;
  std::optional<std::int64_t> division;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct UnsettledItem {
  ChildItem child;
  std::vector<QuestionShape> questions;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::StatusQuery> {
  using It = http::StatusQuery;
  static constexpr std::string_view name = "StatusQuery";
  static constexpr auto fields = std::tuple{
      field("on", &It::on, "The day; today unless given"),
      field("scheme", &It::scheme, "One scheme, with what would turn it and its history")};
};

template <>
struct Describe<http::OfferedShape> {
  static constexpr std::string_view name = "OfferedScheme";
  static constexpr auto fields = std::tuple_cat(
      Describe<http::SchemeShape>::fields,
      std::tuple{field("listed", &http::OfferedShape::listed, "Children can be listed by it")});
};

template <>
struct Describe<http::OfferedSchemes> {
  static constexpr std::string_view name = "OfferedSchemes";
  static constexpr auto fields = std::tuple{field("items", &http::OfferedSchemes::items)};
};

template <>
struct Describe<http::CountQuery> {
  using It = http::CountQuery;
  static constexpr std::string_view name = "StatusCountQuery";
  static constexpr auto fields = std::tuple{
      field("group", &It::group, "left_behind, migrant, difficulty, …; all unless given"),
      field("division", &It::division, "A place and all inside it")};
};

template <>
struct Describe<http::CountShape> {
  using It = http::CountShape;
  static constexpr std::string_view name = "StatusCount";
  static constexpr auto fields =
      std::tuple{field("scheme", &It::scheme),
                 field("on_file", &It::on_file, "no: no rule of it binds in the county"),
                 field("yes", &It::yes, "Null: fewer than ten"), field("no", &It::no),
                 field("unknown", &It::unknown)};
};

template <>
struct Describe<http::OverlapShape> {
  using It = http::OverlapShape;
  static constexpr std::string_view name = "StatusOverlap";
  static constexpr auto fields =
      std::tuple{field("in", &It::in, "Of those this scheme says yes of"),
                 field("other", &It::other, "what this one says"), field("yes", &It::yes),
                 field("no", &It::no), field("unknown", &It::unknown)};
};

template <>
struct Describe<http::CountsShape> {
  using It = http::CountsShape;
  static constexpr std::string_view name = "StatusCounts";
  static constexpr auto fields =
      std::tuple{field("day", &It::day, "As of which"),
                 field("children", &It::children, "Counted; shielded ones are not"),
                 field("waiting", &It::waiting, "Children not asked about yet"),
                 field("blurred", &It::blurred, "Rounded to tens; fewer than ten are null"),
                 field("schemes", &It::schemes),
                 field("overlaps", &It::overlaps)};
};

template <>
struct Describe<http::UnsettledQuery> {
  using It = http::UnsettledQuery;
  static constexpr std::string_view name = "UnsettledQuery";
  static constexpr auto fields =
      std::tuple{field("scheme", &It::scheme, "Must be given"),
                 field("division", &It::division, "A place and all inside it"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::UnsettledItem> {
  using It = http::UnsettledItem;
  static constexpr std::string_view name = "UnsettledChild";
  static constexpr std::string_view page_name = "UnsettledPage";
  static constexpr auto fields =
      std::tuple{field("child", &It::child),
                 field("questions", &It::questions, "What would have to be found out")};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

core::Result<StatusesShape> show_statuses(const access::Call& call, const Visit& visit,
                                          const StatusQuery& query) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const core::Date on = query.on.value_or(call.today);
  const auto statuses =
      query.scheme ? registry::status_in_detail(call, visit.site.rules, *id, on, *query.scheme)
                   : registry::statuses_of(call, visit.site.rules, *id, on);
  return statuses ? core::Result<StatusesShape>(shape_of(*statuses))
                  : core::Result<StatusesShape>(statuses.error());
}

core::Result<OfferedSchemes> list_schemes(const access::Call& call, const Visit& visit,
                                          const NoQuery&) {
  const auto offered = registry::list_schemes(call, visit.site.rules);
  if (!offered) {
    return offered.error();
  }
  OfferedSchemes schemes;
  for (const registry::OfferedScheme& one : *offered) {
    OfferedShape shape;
    static_cast<SchemeShape&>(shape) = shape_of(*one.scheme);
    shape.listed = one.is_listed;
    schemes.items.push_back(std::move(shape));
  }
  return schemes;
}

core::Result<CountsShape> count_statuses(const access::Call& call, const Visit& visit,
                                         const CountQuery& query) {
  const auto counts = registry::count_statuses(
      call, visit.site.rules, query.group.value_or(std::string()), query.division.value_or(0));
  if (!counts) {
    return counts.error();
  }
  CountsShape shape{counts->day, counts->children, counts->waiting, counts->is_blurred, {}, {}};
  for (const registry::SchemeCount& one : counts->schemes) {
    shape.schemes.push_back({shape_of(*one.scheme), one.is_on_file, one.yes, one.no, one.unknown});
  }
  for (const registry::SchemeOverlap& one : counts->overlaps) {
    shape.overlaps.push_back({one.in->id, one.other->id, one.yes, one.no, one.unknown});
  }
  return shape;
}

core::Result<Page<UnsettledItem>> list_unsettled(const access::Call& call, const Visit& visit,
                                                 const UnsettledQuery& query) {
  const std::string scheme = query.scheme.value_or(std::string());
  const auto window = window_of(visit, "unsettled", query);
  const auto mask = registry::status_mask(call, visit.site.rules, scheme + ":unknown");
  if (!window || !mask) {
    return window ? mask.error() : window.error();
  }
  registry::ChildFilter filter;
  filter.division = query.division.value_or(0);
  filter.status = *mask;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = registry::list_children(call, filter);
  if (!page) {
    return page.error();
  }
  auto shaped = page_of(visit, "unsettled", *page, [](const registry::ChildRow& row) {
    return UnsettledItem{shape_of(row), {}};
  });
  std::vector<registry::ChildId> ids;
  for (const UnsettledItem& item : shaped.items) {
    ids.push_back(item.child.id);
  }
  const auto questions = registry::open_questions(call, visit.site.rules, scheme, ids);
  if (!questions) {
    return questions.error();
  }
  for (std::size_t i = 0; i < questions->size(); ++i) {
    for (const registry::FactQuestion& question : (*questions)[i]) {
      shaped.items[i].questions.push_back(shape_of(question));
    }
  }
  return shaped;
}

}  // namespace

void add_status_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/children/{id}/statuses", "show_statuses",
            "What the rules say of a child on a day, and why"},
           show_statuses);
  add_read(table,
           {Method::get, "/api/schemes", "list_schemes", "The schemes of the rules in force"},
           list_schemes);
  add_read(table,
           {Method::get, "/api/status-counts", "count_statuses",
            "How many children each scheme says what of, and where schemes differ"},
           count_statuses);
  add_read(table,
           {Method::get, "/api/unsettled-children", "list_unsettled",
            "Children a scheme cannot decide yet, with the questions that would settle it"},
           list_unsettled);
}

}  // namespace caregrid::http
