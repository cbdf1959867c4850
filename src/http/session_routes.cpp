// Signing in and out, and who is signed in.
#include <optional>
#include <tuple>

#include "access/access_table.h"
#include "access/session.h"
#include "access/settings.h"
#include "access/sign_in_notice.h"
#include "assessment/counts.h"
#include "http/browser.h"
#include "http/endpoint.h"
#include "http/passkey_shape.h"
#include "http/routes.h"
#include "http/service.h"
#include "http/session_answer.h"
#include "http/shape.h"

namespace caregrid::http {
namespace {

struct Credentials {
  std::string account;
  std::string password;
  std::optional<std::string> code;
};

struct Confirmation {
  std::optional<std::string> password;
  std::optional<std::string> code;
  std::optional<access::PasskeyAnswer> passkey;
};

struct PasswordReset {
  std::string account;
  std::string code;
  std::string password;
};

struct FactorReset {
  std::string account;
  std::string password;
  std::string code;
};

struct PasskeyQuestion {
  std::string challenge;
  std::string host;
};

struct SessionShape {
  std::string account;
  std::string name;
  std::string role;
  Place area;
  Place county;
  bool synthetic = false;
  core::Date today;
  bool second_factor_due = false;
  std::int64_t notices = 0;
  std::vector<std::string> operations;
  std::vector<std::string> purposes;
  std::string method;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::Credentials> {
  static constexpr std::string_view name = "Credentials";
  static constexpr auto fields = std::tuple{
      field("account", &http::Credentials::account),
      field("password", &http::Credentials::password),
      field("code", &http::Credentials::code, "One-time or recovery code, when it is asked for")};
};

template <>
struct caregrid::core::Describe<caregrid::http::Confirmation> {
  static constexpr std::string_view name = "Confirmation";
  static constexpr auto fields =
      std::tuple{field("password", &http::Confirmation::password, "Enough without a second factor"),
                 field("code", &http::Confirmation::code, "One-time or recovery code"),
                 field("passkey", &http::Confirmation::passkey)};
};

template <>
struct caregrid::core::Describe<caregrid::http::PasswordReset> {
  static constexpr std::string_view name = "PasswordReset";
  static constexpr auto fields =
      std::tuple{field("account", &http::PasswordReset::account),
                 field("code", &http::PasswordReset::code, "As the administrator gave it"),
                 field("password", &http::PasswordReset::password, "One's own choice")};
};

template <>
struct caregrid::core::Describe<caregrid::http::FactorReset> {
  static constexpr std::string_view name = "FactorReset";
  static constexpr auto fields =
      std::tuple{field("account", &http::FactorReset::account),
                 field("password", &http::FactorReset::password),
                 field("code", &http::FactorReset::code, "As the administrator gave it")};
};

template <>
struct caregrid::core::Describe<caregrid::http::PasskeyQuestion> {
  static constexpr std::string_view name = "PasskeyQuestion";
  static constexpr auto fields =
      std::tuple{field("challenge", &http::PasskeyQuestion::challenge, "base64url"),
                 field("host", &http::PasskeyQuestion::host, "What passkeys are bound to")};
};

template <>
struct caregrid::core::Describe<caregrid::http::SessionShape> {
  using It = http::SessionShape;
  static constexpr std::string_view name = "Session";
  static constexpr auto fields = std::tuple{
      field("account", &It::account, "Id of the account"),
      field("name", &It::name),
      field("role", &It::role, "One of the table of rights: director, school …"),
      field("area", &It::area),
      field("county", &It::county),
      field("synthetic", &It::synthetic, "The county's people are invented"),
      field("today", &It::today),
      field("second_factor_due", &It::second_factor_due,
            "Set up a passkey or codes first: until then nothing about people is shown"),
      field("notices", &It::notices, "What one has not yet acknowledged about one's sign-in"),
      field("operations", &It::operations, "What the role may do: names of the table of rights"),
      field("purposes", &It::purposes, "What it may look at personal data for"),
      field("method", &It::method, "How one signed in: password, passkey, provider …")};
};

namespace caregrid::http {
namespace {

/// The pages offer what is listed here; each operation still asks the policy itself.
void add_rights(const access::Actor& actor, SessionShape& shape) {
  for (const auto& rule : access::operation_rules()) {
    if (rule.ceilings[static_cast<std::size_t>(actor.role)]) {
      shape.operations.emplace_back(rule.name);
    }
  }
  for (const auto& rule : access::purpose_rules()) {
    if (access::has_purpose(actor.role, rule.purpose)) {
      shape.purposes.emplace_back(rule.name);
    }
  }
}

core::Result<SessionShape> shape_of(const access::Call& call) {
  const access::Actor& actor = call.actor;
  SessionShape shape;
  shape.account = actor.account.text();
  shape.name = actor.name;
  shape.role = access::to_text(actor.role);
  shape.today = call.today;
  add_rights(actor, shape);
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
  shape.second_factor_due = actor.lacks_second_factor && access::needs_second_factor(actor.role);
  const auto notices = access::count_own_notices(call);
  if (!notices) {
    return notices.error();
  }
  shape.notices = *notices;
  auto method = access::own_method(call);
  if (!method) {
    return method.error();
  }
  shape.method = std::move(*method);
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

}  // namespace

core::Result<Response> describe_grant(const Visit& visit,
                                      const core::Result<access::SessionGrant>& grant) {
  if (!grant) {
    return grant.error();
  }
  auto response = describe_session(visit, grant->actor);
  if (response) {
    set_cookies(visit, *response, *grant);
  }
  return response;
}

std::string session_schema(core::SchemaBook& schemas) {
  return core::schema_of<SessionShape>(schemas);
}

namespace {

core::Result<Response> sign_in(const Visit& visit) {
  const auto credentials = core::from_json<Credentials>(visit.request.body);
  if (!credentials) {
    return credentials.error();
  }
  return describe_grant(
      visit, visit.site.sign_in.sign_in(credentials->account, credentials->password,
                                        browser_of(visit), credentials->code.value_or("")));
}

core::Result<Response> reset_password(const Visit& visit) {
  const auto reset = core::from_json<PasswordReset>(visit.request.body);
  if (!reset) {
    return reset.error();
  }
  const auto done = visit.site.sign_in.reset_password(reset->account, reset->code, reset->password,
                                                      browser_of(visit));
  if (!done) {
    return done.error();
  }
  Response response;
  response.status = 204;
  return response;
}

core::Result<Response> reset_factors(const Visit& visit) {
  const auto reset = core::from_json<FactorReset>(visit.request.body);
  if (!reset) {
    return reset.error();
  }
  const auto done = visit.site.sign_in.reset_factors({reset->account, reset->password, reset->code},
                                                     browser_of(visit));
  if (!done) {
    return done.error();
  }
  Response response;
  response.status = 204;
  return response;
}

core::Result<Response> ask_passkey(const Visit& visit) {
  const auto party = access::relying_party(origin_of(visit));
  if (!party) {
    return party.error();
  }
  const auto challenge = visit.site.sign_in.passkeys().ask();
  if (!challenge) {
    return challenge.error();
  }
  return json_response(200, core::to_json(PasskeyQuestion{*challenge, party->id}));
}

core::Result<Response> sign_in_by_passkey(const Visit& visit) {
  const auto answer = core::from_json<access::PasskeyAnswer>(visit.request.body);
  const auto party = access::relying_party(origin_of(visit));
  if (!answer || !party) {
    return answer ? party.error() : answer.error();
  }
  return describe_grant(visit,
                        visit.site.sign_in.sign_in_by_passkey(*answer, *party, browser_of(visit)));
}

core::Result<Response> confirm_session(const Visit& visit) {
  const auto proof = core::from_json<Confirmation>(visit.request.body);
  if (!proof) {
    return proof.error();
  }
  access::SignIn& sign_in = visit.site.sign_in;
  if (!proof->passkey) {
    return describe_grant(visit, sign_in.confirm(proof->password.value_or(""),
                                                 proof->code.value_or(""), browser_of(visit)));
  }
  const auto party = access::relying_party(origin_of(visit));
  if (!party) {
    return party.error();
  }
  return describe_grant(visit,
                        sign_in.confirm_by_passkey(*proof->passkey, *party, browser_of(visit)));
}

/// Before a file is fetched by a link, which cannot ask: says whether a proof is fresh.
core::Result<Response> check_confirmation(const Visit& visit) {
  if (!visit.actor->is_confirmed) {
    return core::failure(core::Code::forbidden, "session.step_up");
  }
  Response response;
  response.status = 204;
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
  clear_session(visit, response);
  return response;
}

void add_reset_routes(RouteTable& table) {
  Route& password = add_raw(
      table,
      {Method::post, "/api/session/reset", "reset_password", "Set a password by a reset code", 204},
      reset_password);
  password.who = Who::everyone;
  password.request_schema = core::schema_of<PasswordReset>(table.schemas);
  Route& factors = add_raw(table,
                           {Method::post, "/api/session/reset-factors", "reset_factors",
                            "Remove lost second factors by a reset code and the password", 204},
                           reset_factors);
  factors.who = Who::everyone;
  factors.request_schema = core::schema_of<FactorReset>(table.schemas);
}

}  // namespace

void add_session_routes(RouteTable& table) {
  add_reset_routes(table);
  Route& enter = add_raw(table, {Method::post, "/api/session", "sign_in", "Sign in"}, sign_in);
  enter.who = Who::everyone;
  enter.request_schema = core::schema_of<Credentials>(table.schemas);
  enter.response_schema = core::schema_of<SessionShape>(table.schemas);
  Route& show = add_raw(table, {Method::get, "/api/session", "show_session", "Who is signed in"},
                        show_session);
  show.response_schema = core::schema_of<SessionShape>(table.schemas);
  Route& ask = add_raw(table,
                       {Method::post, "/api/session/passkey/ask", "ask_passkey",
                        "A challenge for a passkey, taken once within five minutes"},
                       ask_passkey);
  ask.who = Who::everyone;
  ask.response_schema = core::schema_of<PasskeyQuestion>(table.schemas);
  Route& by_passkey = add_raw(
      table, {Method::post, "/api/session/passkey", "sign_in_by_passkey", "Sign in with a passkey"},
      sign_in_by_passkey);
  by_passkey.who = Who::everyone;
  by_passkey.request_schema = core::schema_of<access::PasskeyAnswer>(table.schemas);
  by_passkey.response_schema = core::schema_of<SessionShape>(table.schemas);
  Route& confirm = add_raw(table,
                           {Method::post, "/api/session/confirm", "confirm_session",
                            "Prove once more who one is, for a sensitive operation"},
                           confirm_session);
  confirm.request_schema = core::schema_of<Confirmation>(table.schemas);
  confirm.response_schema = core::schema_of<SessionShape>(table.schemas);
  add_raw(table,
          {Method::post, "/api/session/check", "check_confirmation",
           "Whether one has proved within ten minutes who one is", 204},
          check_confirmation);
  add_raw(table, {Method::remove, "/api/session", "sign_out", "Sign out", 204}, sign_out);
}

}  // namespace caregrid::http
