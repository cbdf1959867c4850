// The plan: make, read, decide.
#include <tuple>

#include "access/policy.h"
#include "assessment/plan_description.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/plan_shape.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

using allocation::PlanTag;

struct PlanStart {
  allocation::PlanId plan;
  intake::JobId job;
};

struct PartQuery {
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct LineQuery {
  std::optional<allocation::LineState> state;
  std::optional<care::NeedKind> kind;
  std::optional<int> tier;
  std::optional<std::int64_t> division;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct UnmetQuery {
  std::optional<allocation::UnmetReason> reason;
  std::optional<care::NeedKind> kind;
  std::optional<int> tier;
  std::optional<std::int64_t> division;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct LineDecision {
  allocation::Decision decision = allocation::Decision::accept;
  std::optional<std::string> note;
};

struct PlanPart {
  std::vector<allocation::PlanSummary> items;
  std::optional<std::string> next;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::PlanStart> {
  static constexpr std::string_view name = "PlanStart";
  static constexpr auto fields =
      std::tuple{field("plan", &http::PlanStart::plan), field("job", &http::PlanStart::job)};
};

template <>
struct Describe<http::PartQuery> {
  static constexpr std::string_view name = "PartQuery";
  static constexpr auto fields =
      std::tuple{field("limit", &http::PartQuery::limit, "1 to 200; 50 unless given"),
                 field("after", &http::PartQuery::after, "`next` of the page before")};
};

template <>
struct Describe<http::LineQuery> {
  using It = http::LineQuery;
  static constexpr std::string_view name = "LineQuery";
  static constexpr auto fields =
      std::tuple{field("state", &It::state),
                 field("kind", &It::kind),
                 field("tier", &It::tier),
                 field("division", &It::division, "Of the child's village"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::UnmetQuery> {
  using It = http::UnmetQuery;
  static constexpr std::string_view name = "UnmetQuery";
  static constexpr auto fields =
      std::tuple{field("reason", &It::reason),
                 field("kind", &It::kind),
                 field("tier", &It::tier),
                 field("division", &It::division, "Of the child's village"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::LineDecision> {
  static constexpr std::string_view name = "LineDecision";
  static constexpr bool is_input = true;
  static constexpr auto fields = std::tuple{field("decision", &http::LineDecision::decision),
                                            field("note", &http::LineDecision::note)};
};

template <>
struct Describe<http::PlanPart> {
  static constexpr std::string_view name = "PlanPage";
  static constexpr auto fields =
      std::tuple{field("items", &http::PlanPart::items), field("next", &http::PlanPart::next)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

constexpr Spec start_spec{Method::post, "/api/plans", "start_plan", "Make this week's plan", 202};

/// Queues the making of a plan; its id follows from the command's, so that a resend plans once.
core::Result<PlanStart> queue_plan(const access::Call& call, const Visit& visit) {
  if (auto allowed = access::authorise(call.actor, access::Operation::make_plan, {}); !allowed) {
    return allowed.error();
  }
  const auto command = command_id(visit.request);
  if (!command) {
    return command.error();
  }
  const PlanStart start{allocation::PlanId::derive("plan " + command->text()),
                        intake::JobId::make(call.now, visit.site.rng)};
  const auto queued =
      visit.site.jobs.enqueue(call, {start.job, "plan", start.plan.text(), "{}", "steps"});
  if (!queued) {
    return queued.error();
  }
  return start;
}

/// Workers are woken after the commit: before it, there is no job for them to see.
core::Result<Response> start_plan(const Visit& visit) {
  if (const auto input = core::from_json<Nothing>(visit.request.body); !input) {
    return input.error();
  }
  auto body = submit(visit, start_spec, "{}", nullptr,
                     [&](const access::Call& call) -> core::Result<std::string> {
                       const auto start = queue_plan(call, visit);
                       return start ? core::Result<std::string>(core::to_json(*start))
                                    : core::Result<std::string>(start.error());
                     });
  if (!body) {
    return body.error();
  }
  visit.site.jobs.wake();
  return written(start_spec, std::move(*body));
}

core::Result<Response> current_plan(const Visit& visit) {
  return read_cached(visit, "plan", [](const access::Call& call) -> core::Result<std::string> {
    const auto plan = allocation::current_plan(call);
    if (!plan) {
      return plan.error();
    }
    if (!*plan) {
      return core::failure(core::Code::not_found, "plan.none");
    }
    return core::to_json(**plan);
  });
}

core::Result<PlanPart> list_plans(const access::Call& call, const Visit& visit,
                                  const PartQuery& query) {
  const auto window = window_of(visit, "plans", query);
  if (!window) {
    return window.error();
  }
  auto page = allocation::list_plans(call, window->limit, window->after);
  if (!page) {
    return page.error();
  }
  return PlanPart{std::move(page->items), seal_next(visit, "plans", page->next)};
}

core::Result<allocation::PlanSummary> show_plan(const access::Call& call, const Visit& visit,
                                                const NoQuery&) {
  const auto id = visit.id<PlanTag>(0);
  return id ? allocation::find_plan(call, *id) : core::Result<allocation::PlanSummary>(id.error());
}

core::Result<Page<LineShape>> list_lines(const access::Call& call, const Visit& visit,
                                         const LineQuery& query) {
  const auto id = visit.id<PlanTag>(0);
  const auto window = window_of(visit, "lines", query);
  if (!id || !window) {
    return id ? window.error() : id.error();
  }
  allocation::LineFilter filter;
  filter.state = query.state;
  filter.kind = query.kind;
  filter.tier = query.tier;
  filter.division = query.division;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = allocation::list_lines(call, *id, filter);
  if (!page) {
    return page.error();
  }
  return page_of(visit, "lines", *page, [](const auto& item) { return shape_of(item); });
}

core::Result<Page<UnmetShape>> list_unmet(const access::Call& call, const Visit& visit,
                                          const UnmetQuery& query) {
  const auto id = visit.id<PlanTag>(0);
  const auto window = window_of(visit, "unmet", query);
  if (!id || !window) {
    return id ? window.error() : id.error();
  }
  allocation::UnmetFilter filter;
  filter.reason = query.reason;
  filter.kind = query.kind;
  filter.tier = query.tier;
  filter.division = query.division;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = allocation::list_unmet(call, *id, filter);
  if (!page) {
    return page.error();
  }
  return page_of(visit, "unmet", *page, [](const auto& item) { return shape_of(item); });
}

core::Result<PlanMap> map_plan(const access::Call& call, const Visit& visit, const NoQuery&) {
  const auto id = visit.id<PlanTag>(0);
  if (!id) {
    return id.error();
  }
  const auto lines = allocation::list_map_lines(call, *id);
  if (!lines) {
    return lines.error();
  }
  PlanMap map;
  for (const auto& line : *lines) {
    map.lines.push_back(shape_of(line));
  }
  return map;
}

// [decide-route]
core::Result<LineShape> decide_line(const access::Call& call, const Visit& visit,
                                    const LineDecision& input) {
  const auto plan = visit.id<PlanTag>(0);
  const auto id = visit.id<allocation::LineTag>(1);
  if (!plan || !id) {
    return plan ? id.error() : plan.error();
  }
  const auto line =
      allocation::decide_line(call, *plan, *id, input.decision, input.note.value_or(std::string()));
  if (!line) {
    return line.error();
  }
  return shape_of(*line);
}
// [/decide-route]

core::Result<allocation::PlanSummary> accept_plan(const access::Call& call, const Visit& visit,
                                                  const Nothing&) {
  const auto plan = visit.id<PlanTag>(0);
  return plan ? allocation::accept_all(call, *plan)
              : core::Result<allocation::PlanSummary>(plan.error());
}

}  // namespace

void add_plan_routes(RouteTable& table) {
  Route& start = add_raw(table, start_spec, start_plan);
  start.parameters = write_parameters(false);
  start.request_schema = core::schema_of<Nothing>(table.schemas);
  start.response_schema = core::schema_of<PlanStart>(table.schemas);
  add_read(table, {Method::get, "/api/plans", "list_plans", "Plans, newest first"}, list_plans);
  Route& current = add_raw(
      table, {Method::get, "/api/plans/current", "current_plan", "The newest plan"}, current_plan);
  current.response_schema = core::schema_of<allocation::PlanSummary>(table.schemas);
  add_read(table, {Method::get, "/api/plans/{id}", "show_plan", "One plan in numbers"}, show_plan);
  add_read(table, {Method::get, "/api/plans/{id}/lines", "list_lines", "Who helps whom"},
           list_lines);
  add_read(table, {Method::get, "/api/plans/{id}/unmet", "list_unmet", "Who is left out, and why"},
           list_unmet);
  add_read(table, {Method::get, "/api/plans/{id}/map", "map_plan", "Lines for the map"}, map_plan);
  add_write(table,
            {Method::post, "/api/plans/{id}/lines/{line}/decision", "decide_line",
             "Accept, refuse, pin or reset one line"},
            decide_line);
  add_write(
      table,
      {Method::post, "/api/plans/{id}/accept", "accept_plan", "Accept every line still proposed"},
      accept_plan);
}

}  // namespace caregrid::http
