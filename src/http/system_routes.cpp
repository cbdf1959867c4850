// Routes about the program itself: is it well, how much does it do, what can it do.
#include <optional>
#include <string>
#include <tuple>

#include "access/accounts.h"
#include "access/settings.h"
#include "db/database.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/violation.h"

namespace caregrid::http {
namespace {

struct Health {
  std::string status;
};

struct PublicFace {
  std::string name;
  std::string version;
  bool synthetic = false;
  std::optional<std::string> provider;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::Health> {
  static constexpr std::string_view name = "Health";
  static constexpr auto fields = std::tuple{field("status", &http::Health::status, "\"ok\"")};
};

template <>
struct caregrid::core::Describe<caregrid::http::PublicFace> {
  using It = http::PublicFace;
  static constexpr std::string_view name = "Public";
  static constexpr auto fields =
      std::tuple{field("name", &It::name), field("version", &It::version),
                 field("synthetic", &It::synthetic, "The county's people are invented"),
                 field("provider", &It::provider, "Name of the identity provider one may use")};
};

namespace caregrid::http {
namespace {

/// Somebody without a session: may read nothing but what stands on the sign-in page.
access::Actor visitor_of(std::int64_t county) {
  return access::make_actor({}, access::least_role, access::Area{county * 1'000'000}, {});
}

core::Result<Response> health(const Visit& visit) {
  const auto done =
      visit.site.door.database().read([](db::Transaction& transaction) -> core::Result<void> {
        const auto counties = access::known_counties(transaction);
        return counties ? core::Result<void>() : core::Result<void>(counties.error());
      });
  if (!done) {
    return core::failure(core::Code::unavailable, "db.gone");
  }
  return json_response(200, core::to_json(Health{"ok"}));
}

/// Whether any county of this database is invented.
core::Result<bool> is_synthetic(const Visit& visit) {
  std::vector<std::int64_t> counties;
  const auto listed =
      visit.site.door.database().read([&](db::Transaction& transaction) -> core::Result<void> {
        auto known = access::known_counties(transaction);
        if (!known) {
          return known.error();
        }
        counties = std::move(*known);
        return {};
      });
  if (!listed) {
    return listed.error();
  }
  bool found = false;
  for (const std::int64_t county : counties) {
    const auto done = visit.site.door.read(
        visitor_of(county), [&](const access::Call& call) -> core::Result<void> {
          const auto setting = access::county_setting(call, access::synthetic_setting);
          if (!setting) {
            return setting.error();
          }
          found = found || *setting == "1";
          return {};
        });
    if (!done) {
      return done.error();
    }
  }
  return found;
}

core::Result<Response> public_face(const Visit& visit) {
  const auto synthetic = is_synthetic(visit);
  if (!synthetic) {
    return synthetic.error();
  }
  PublicFace face{"CareGrid", visit.site.version, *synthetic, std::nullopt};
  if (visit.site.provider != nullptr) {
    face.provider = visit.site.provider->name();
  }
  return json_response(200, core::to_json(face));
}

/// The service answers these itself, since they tell of all routes or of the service.
core::Result<Response> answered_by_service(const Visit&) {
  return core::failure(core::Code::internal, "http.internal");
}

}  // namespace

void add_system_routes(RouteTable& table) {
  Route& well = add_raw(
      table, {Method::get, "/health", "health", "Whether the program and its database are well"},
      health);
  well.who = Who::everyone;
  well.response_schema = core::schema_of<Health>(table.schemas);
  Route& metrics = add_raw(table, {Method::get, "/metrics", "metrics", "Prometheus metrics"},
                           answered_by_service);
  metrics.who = Who::everyone;
  metrics.response_type = "text/plain";
  Route& document = add_raw(table, {Method::get, "/api/openapi.json", "openapi", "This document"},
                            answered_by_service);
  document.who = Who::everyone;
  document.response_schema = R"({"type":"object"})";
  Route& violation =
      add_raw(table,
              {Method::post, violation_path, "report_violation",
               "What a browser stopped by our policy; two words of it are logged", 204},
              answered_by_service);
  violation.who = Who::everyone;
  violation.request_schema = R"({"type":"object"})";
  violation.request_type = "application/csp-report";
  Route& face = add_raw(table, {Method::get, "/api/public", "public_face", "For the sign-in page"},
                        public_face);
  face.who = Who::everyone;
  face.response_schema = core::schema_of<PublicFace>(table.schemas);
}

}  // namespace caregrid::http
