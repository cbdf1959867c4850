// Offers: list.
#include <tuple>

#include "assessment/counts.h"
#include "http/endpoint.h"
#include "http/page.h"
#include "http/routes.h"
#include "http/shape.h"
#include "services/operations.h"

namespace caregrid::http {
namespace {

struct OfferQuery {
  std::optional<care::NeedKind> kind;
  std::optional<services::ProviderKind> provider_kind;
  std::optional<bool> cleared;
  std::optional<std::int64_t> division;
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct ClearanceShape {
  services::ClearanceResult result = services::ClearanceResult::none;
  std::optional<core::Date> queried_on;
  std::optional<core::Date> valid_to;
  bool valid_today = false;
};

struct OfferShape {
  services::OfferId id;
  std::string code;
  std::string name;
  services::ProviderKind provider_kind = services::ProviderKind::other;
  registry::Sex sex = registry::Sex::unknown;
  std::vector<std::string> kinds;
  bool online = false;
  std::optional<Place> village;
  std::optional<double> radius_km;
  std::vector<std::string> slots;
  int capacity_weekly = 0;
  std::int64_t used = 0;
  ClearanceShape clearance;
  std::optional<bool> trained;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::OfferQuery> {
  using It = http::OfferQuery;
  static constexpr std::string_view name = "OfferQuery";
  static constexpr auto fields =
      std::tuple{field("kind", &It::kind),
                 field("provider_kind", &It::provider_kind),
                 field("cleared", &It::cleared, "yes or no: valid today"),
                 field("division", &It::division, "A place and all inside it"),
                 field("limit", &It::limit, "1 to 200; 50 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct caregrid::core::Describe<caregrid::http::ClearanceShape> {
  using It = http::ClearanceShape;
  static constexpr std::string_view name = "Clearance";
  static constexpr auto fields =
      std::tuple{field("result", &It::result), field("queried_on", &It::queried_on),
                 field("valid_to", &It::valid_to, "The first day it no longer counts"),
                 field("valid_today", &It::valid_today)};
};

template <>
struct caregrid::core::Describe<caregrid::http::OfferShape> {
  using It = http::OfferShape;
  static constexpr std::string_view name = "Offer";
  static constexpr std::string_view page_name = "OfferPage";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("code", &It::code, "The office's own number"),
                 field("name", &It::name),
                 field("provider_kind", &It::provider_kind),
                 field("sex", &It::sex),
                 field("kinds", &It::kinds, "Kinds of need it serves"),
                 field("online", &It::online),
                 field("village", &It::village),
                 field("radius_km", &It::radius_km),
                 field("slots", &It::slots, "mon_am … sun_ev"),
                 field("capacity_weekly", &It::capacity_weekly, "Units a week"),
                 field("used", &It::used, "Units a week the newest plan gives it"),
                 field("clearance", &It::clearance),
                 field("trained", &It::trained)};
};

namespace caregrid::http {
namespace {

OfferShape shape_of(const services::OfferRow& row) {
  const services::Offer& offer = row.offer;
  OfferShape shape;
  shape.id = offer.id;
  shape.code = offer.code;
  shape.name = offer.name;
  shape.provider_kind = offer.provider_kind;
  shape.sex = offer.sex;
  shape.kinds = services::to_names(offer.kinds);
  shape.online = offer.is_online;
  shape.village = place_of(offer.village, row.village_name);
  if (offer.radius_m) {
    shape.radius_km = static_cast<double>(*offer.radius_m) / 1000.0;
  }
  shape.slots = care::to_names(offer.slots);
  shape.capacity_weekly = offer.capacity_weekly;
  shape.clearance = {offer.clearance.result, offer.clearance.queried_on,
                     services::valid_to(offer.clearance), row.is_cleared_today};
  shape.trained = offer.is_trained;
  return shape;
}

core::Result<Page<OfferShape>> list_offers(const access::Call& call, const Visit& visit,
                                           const OfferQuery& query) {
  const auto window = window_of(visit, "offers", query);
  if (!window) {
    return window.error();
  }
  services::OfferFilter filter;
  filter.kind = query.kind;
  filter.provider_kind = query.provider_kind;
  filter.is_cleared = query.cleared;
  filter.division = query.division;
  filter.limit = window->limit;
  filter.after = window->after;
  const auto page = services::list_offers(call, filter);
  if (!page) {
    return page.error();
  }
  auto shaped = page_of(visit, "offers", *page, [](const auto& item) { return shape_of(item); });
  std::vector<services::OfferId> ids;
  for (const OfferShape& offer : shaped.items) {
    ids.push_back(offer.id);
  }
  const auto used = assessment::count_used_units(call, ids);
  if (!used) {
    return used.error();
  }
  for (std::size_t i = 0; i < used->size(); ++i) {
    shaped.items[i].used = (*used)[i];
  }
  return shaped;
}

}  // namespace

void add_offer_routes(RouteTable& table) {
  add_read(table, {Method::get, "/api/offers", "list_offers", "Offers in order of code"},
           list_offers);
}

}  // namespace caregrid::http
