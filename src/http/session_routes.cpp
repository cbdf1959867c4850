// Signing in and out, and who is signed in.
#include <tuple>

#include "access/settings.h"
#include "assessment/counts.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/service.h"
#include "http/shape.h"

namespace caregrid::http {
namespace {

struct Credentials {
  std::string account;
  std::string password;
};

struct SessionShape {
  std::string account;
  std::string name;
  std::string role;
  Place area;
  Place county;
  bool synthetic = false;
  core::Date today;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::Credentials> {
  static constexpr std::string_view name = "Credentials";
  static constexpr auto fields = std::tuple{field("account", &http::Credentials::account),
                                            field("password", &http::Credentials::password)};
};

template <>
struct caregrid::core::Describe<caregrid::http::SessionShape> {
  using It = http::SessionShape;
  static constexpr std::string_view name = "Session";
  static constexpr auto fields = std::tuple{
      field("account", &It::account, "Id of the account"),
      field("name", &It::name),
      field("role", &It::role, "director, supervisor, county, ngo_coordinator, administrator"),
      field("area", &It::area),
      field("county", &It::county),
      field("synthetic", &It::synthetic, "The county's people are invented"),
      field("today", &It::today)};
};

namespace caregrid::http {
namespace {

core::Result<SessionShape> shape_of(const access::Call& call) {
  const access::Actor& actor = call.actor;
  SessionShape shape;
  shape.account = actor.account.text();
  shape.name = actor.name;
  shape.role = access::to_text(actor.role);
  shape.today = call.today;
  shape.area.code = actor.area.code;
  shape.county.code = call.county * 1'000'000;
  for (Place* place : {&shape.area, &shape.county}) {
    auto name = assessment::find_place_name(call, place->code);
    if (!name) {
      return name.error();
    }
    place->name = std::move(*name);
  }
  const auto setting = access::county_setting(call, access::synthetic_setting);
  if (!setting) {
    return setting.error();
  }
  shape.synthetic = *setting == "1";
  return shape;
}

core::Result<Response> describe_session(const Visit& visit, const access::Actor& actor) {
  std::string body;
  const auto done =
      visit.site.door.read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto shape = shape_of(call);
        if (!shape) {
          return shape.error();
        }
        body = core::to_json(*shape);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return json_response(200, std::move(body));
}

void set_cookie(const Visit& visit, Response& response, std::string_view token) {
  std::string cookie(session_cookie(visit.site));
  cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (token.empty()) {
    cookie += "; Max-Age=0";
  }
  if (visit.site.is_behind_tls) {
    cookie += "; Secure";
  }
  response.set("Set-Cookie", std::move(cookie));
}

core::Result<Response> sign_in(const Visit& visit) {
  const auto credentials = core::from_json<Credentials>(visit.request.body);
  if (!credentials) {
    return credentials.error();
  }
  const auto grant = visit.site.sign_in.sign_in(credentials->account, credentials->password);
  if (!grant) {
    return grant.error();
  }
  auto response = describe_session(visit, grant->actor);
  if (response) {
    set_cookie(visit, *response, grant->token);
  }
  return response;
}

core::Result<Response> show_session(const Visit& visit) {
  return describe_session(visit, *visit.actor);
}

core::Result<Response> sign_out(const Visit& visit) {
  const auto done = visit.site.sign_in.sign_out(visit.request.cookie(session_cookie(visit.site)));
  if (!done) {
    return done.error();
  }
  Response response;
  response.status = 204;
  set_cookie(visit, response, {});
  return response;
}

}  // namespace

void add_session_routes(RouteTable& table) {
  Route& enter = add_raw(table, {Method::post, "/api/session", "sign_in", "Sign in"}, sign_in);
  enter.who = Who::everyone;
  enter.request_schema = core::schema_of<Credentials>(table.schemas);
  enter.response_schema = core::schema_of<SessionShape>(table.schemas);
  Route& show = add_raw(table, {Method::get, "/api/session", "show_session", "Who is signed in"},
                        show_session);
  show.response_schema = core::schema_of<SessionShape>(table.schemas);
  add_raw(table, {Method::remove, "/api/session", "sign_out", "Sign out", 204}, sign_out);
}

}  // namespace caregrid::http
