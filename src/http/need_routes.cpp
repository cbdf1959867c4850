// Needs: list, open, withdraw.
#include <tuple>

#include "care/operations.h"
#include "http/endpoint.h"
#include "http/need_shape.h"
#include "http/page.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

struct NeedQuery {
  std::optional<care::NeedKind> kind;
  std::optional<int> tier;
  std::optional<care::NeedStatus> status;
  std::optional<std::int64_t> division;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct OpenNeed {
  care::ChildId child;
  care::NeedKind kind = care::NeedKind::mentor;
  int tier = care::tier_count;
  int units_weekly = 1;
  std::vector<std::string> slots;
  care::SexRule sex_rule = care::SexRule::any;
};

struct Withdrawal {
  std::string reason;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::NeedQuery> {
  using It = http::NeedQuery;
  static constexpr std::string_view name = "NeedQuery";
  static constexpr auto fields =
      std::tuple{field("kind", &It::kind),
                 field("tier", &It::tier),
                 field("status", &It::status),
                 field("division", &It::division, "A place and all inside it"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct caregrid::core::Describe<caregrid::http::OpenNeed> {
  using It = http::OpenNeed;
  static constexpr std::string_view name = "OpenNeed";
  static constexpr auto fields =
      std::tuple{field("child", &It::child),
                 field("kind", &It::kind),
                 field("tier", &It::tier, "1 most urgent … 4"),
                 field("units_weekly", &It::units_weekly, "Times a week"),
                 field("slots", &It::slots, "mon_am … sun_ev"),
                 field("sex_rule", &It::sex_rule)};
};

template <>
struct caregrid::core::Describe<caregrid::http::Withdrawal> {
  static constexpr std::string_view name = "Withdrawal";
  static constexpr auto fields = std::tuple{field("reason", &http::Withdrawal::reason)};
};

namespace caregrid::http {
namespace {

core::Result<Page<NeedShape>> list_needs(const access::Call& call, const Visit& visit,
                                         const NeedQuery& query) {
  const auto window = window_of(visit, "needs", query);
  if (!window) {
    return window.error();
  }
  care::NeedFilter filter;
  filter.kind = query.kind;
  filter.tier = query.tier;
  filter.status = query.status;
  filter.division = query.division;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = care::list_needs(call, filter);
  if (!page) {
    return page.error();
  }
  return page_of(visit, "needs", *page, [](const auto& item) { return shape_of(item); });
}

core::Result<NeedShape> shaped(const core::Result<care::NeedRow>& row) {
  return row ? core::Result<NeedShape>(shape_of(*row)) : core::Result<NeedShape>(row.error());
}

core::Result<NeedShape> show_need(const access::Call& call, const Visit& visit, const NoQuery&) {
  const auto id = visit.id<care::NeedTag>(0);
  return id ? shaped(care::find_need(call, *id)) : core::Result<NeedShape>(id.error());
}

core::Result<std::string> current_need(const access::Call& call, const Visit& visit) {
  const auto shape = show_need(call, visit, {});
  return shape ? core::Result<std::string>(core::to_json(*shape))
               : core::Result<std::string>(shape.error());
}

/// The new need's id follows from the command's, so that a resend cannot open a second one.
core::Result<NeedShape> open_need(const access::Call& call, const Visit& visit,
                                  const OpenNeed& input) {
  const auto slots = care::slots_of_names(input.slots);
  if (!slots) {
    return core::invalid("slots", "need.slots");
  }
  care::NewNeed wish;
  wish.id = care::NeedId::derive("need " + std::string(visit.request.header("Idempotency-Key")));
  wish.child = input.child;
  wish.kind = input.kind;
  wish.tier = input.tier;
  wish.units_weekly = input.units_weekly;
  wish.slots = *slots;
  wish.sex_rule = input.sex_rule;
  return shaped(care::open_need(call, wish));
}

core::Result<NeedShape> withdraw_need(const access::Call& call, const Visit& visit,
                                      const Withdrawal& input) {
  const auto id = visit.id<care::NeedTag>(0);
  return id ? shaped(care::withdraw_need(call, *id, input.reason))
            : core::Result<NeedShape>(id.error());
}

}  // namespace

void add_need_routes(RouteTable& table) {
  add_read(table, {Method::get, "/api/needs", "list_needs", "Needs, most urgent first"},
           list_needs);
  add_read(table, {Method::get, "/api/needs/{id}", "show_need", "One need, with its ETag"},
           show_need);
  add_write(table, {Method::post, "/api/needs", "open_need", "Open a need today", 201}, open_need);
  add_write(
      table,
      {Method::post, "/api/needs/{id}/withdraw", "withdraw_need", "Close a need with a reason"},
      withdraw_need, current_need);
}

}  // namespace caregrid::http
