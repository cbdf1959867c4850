// Password, one-time codes, recovery codes and passkeys, looked after by oneself. Their secrets are
// shown once and never kept as the answer of a command, so these routes speak to the door by
// themselves.
#include <tuple>

#include "http/browser.h"
#include "http/endpoint.h"
#include "http/passkey_shape.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

struct CodeInput {
  std::string code;
};

struct Enrolment {
  std::string secret;
  std::string uri;
};

struct RecoveryCodes {
  std::vector<std::string> codes;
};

struct NewPasskey {
  std::string name;
  access::PasskeyAnswer answer;
};

struct NewPassword {
  std::string present;
  std::string next;
};

struct PasskeyName {
  std::string name;
};

struct Offer {
  std::string challenge;
  std::string host;
  std::string user_id;
  std::string user_name;
  std::string display_name;
  std::vector<std::string> known;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::CodeInput> {
  static constexpr std::string_view name = "CodeInput";
  static constexpr auto fields =
      std::tuple{field("code", &http::CodeInput::code, "Six digits from the app")};
};

template <>
struct caregrid::core::Describe<caregrid::http::Enrolment> {
  static constexpr std::string_view name = "CodeEnrolment";
  static constexpr auto fields =
      std::tuple{field("secret", &http::Enrolment::secret, "Base 32, for typing"),
                 field("uri", &http::Enrolment::uri, "otpauth://, for the picture")};
};

template <>
struct caregrid::core::Describe<caregrid::http::RecoveryCodes> {
  static constexpr std::string_view name = "RecoveryCodes";
  static constexpr auto fields =
      std::tuple{field("codes", &http::RecoveryCodes::codes, "Shown once")};
};

template <>
struct caregrid::core::Describe<caregrid::http::NewPasskey> {
  static constexpr std::string_view name = "NewPasskey";
  static constexpr auto fields = std::tuple{field("name", &http::NewPasskey::name),
                                            field("answer", &http::NewPasskey::answer)};
};

template <>
struct caregrid::core::Describe<caregrid::http::NewPassword> {
  static constexpr std::string_view name = "NewPassword";
  static constexpr auto fields = std::tuple{field("present", &http::NewPassword::present),
                                            field("next", &http::NewPassword::next)};
};

template <>
struct caregrid::core::Describe<caregrid::http::PasskeyName> {
  static constexpr std::string_view name = "PasskeyName";
  static constexpr auto fields = std::tuple{field("name", &http::PasskeyName::name)};
};

template <>
struct caregrid::core::Describe<caregrid::http::Offer> {
  using It = http::Offer;
  static constexpr std::string_view name = "PasskeyOffer";
  static constexpr auto fields =
      std::tuple{field("challenge", &It::challenge, "base64url"),
                 field("host", &It::host, "What the passkey will be bound to"),
                 field("user_id", &It::user_id, "base64url"),
                 field("user_name", &It::user_name),
                 field("display_name", &It::display_name),
                 field("known", &It::known, "Credentials there are already, base64url")};
};

namespace caregrid::http {
namespace {

core::Result<Response> nothing_or(const core::Result<void>& done) {
  return done ? core::Result<Response>(json_response(200, "{}"))
              : core::Result<Response>(done.error());
}

core::Result<Response> codes_or_error(const core::Result<std::vector<std::string>>& codes) {
  if (!codes) {
    return codes.error();
  }
  return json_response(200, core::to_json(RecoveryCodes{*codes}));
}

core::Result<Response> enrol_codes(const Visit& visit) {
  const auto enrolment = visit.site.sign_in.factors().enrol(*visit.actor);
  if (!enrolment) {
    return enrolment.error();
  }
  return json_response(200, core::to_json(Enrolment{enrolment->secret, enrolment->uri}));
}

core::Result<Response> turn_on_codes(const Visit& visit) {
  const auto input = core::from_json<CodeInput>(visit.request.body);
  if (!input) {
    return input.error();
  }
  const auto on = visit.site.sign_in.turn_on_codes(input->code, browser_of(visit));
  if (!on) {
    return on.error();
  }
  Response response = json_response(200, core::to_json(RecoveryCodes{on->recovery_codes}));
  set_cookies(visit, response, on->grant);
  return response;
}

core::Result<Response> turn_off_codes(const Visit& visit) {
  return nothing_or(visit.site.sign_in.factors().turn_off(*visit.actor));
}

core::Result<Response> make_recovery_codes(const Visit& visit) {
  return codes_or_error(visit.site.sign_in.factors().make_recovery_codes(*visit.actor));
}

core::Result<Response> offer_passkey(const Visit& visit) {
  const auto party = access::relying_party(origin_of(visit));
  if (!party) {
    return party.error();
  }
  const auto offer = visit.site.sign_in.passkeys().offer(*visit.actor);
  if (!offer) {
    return offer.error();
  }
  return json_response(
      200, core::to_json(Offer{offer->challenge, party->id, offer->user_id, offer->user_name,
                               offer->display_name, offer->known}));
}

core::Result<Response> add_passkey(const Visit& visit) {
  const auto input = core::from_json<NewPasskey>(visit.request.body);
  const auto party = access::relying_party(origin_of(visit));
  if (!input || !party) {
    return input ? party.error() : input.error();
  }
  const auto grant =
      visit.site.sign_in.add_passkey(input->answer, input->name, *party, browser_of(visit));
  if (!grant) {
    return grant.error();
  }
  Response response = json_response(200, "{}");
  set_cookies(visit, response, *grant);
  return response;
}

core::Result<Response> change_password(const Visit& visit) {
  const auto input = core::from_json<NewPassword>(visit.request.body);
  if (!input) {
    return input.error();
  }
  return nothing_or(
      visit.site.sign_in.change_password(input->present, input->next, browser_of(visit)));
}

core::Result<Nothing> rename_passkey(const access::Call& call, const Visit& visit,
                                     const PasskeyName& input) {
  const auto id = visit.id<access::PasskeyTag>(0);
  if (!id) {
    return id.error();
  }
  const auto done = access::rename_own_passkey(call, *id, input.name);
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<Nothing> remove_passkey(const access::Call& call, const Visit& visit,
                                     const Nothing& /*input*/) {
  const auto id = visit.id<access::PasskeyTag>(0);
  if (!id) {
    return id.error();
  }
  const auto done = access::remove_own_passkey(call, *id);
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

}  // namespace

void add_factor_routes(RouteTable& table) {
  add_raw(table,
          {Method::post, "/api/security/codes/enrol", "enrol_codes",
           "A secret for an authenticator app, shown once"},
          enrol_codes)
      .response_schema = core::schema_of<Enrolment>(table.schemas);
  Route& on = add_raw(table,
                      {Method::post, "/api/security/codes/turn-on", "turn_on_codes",
                       "Ask for one-time codes from now on; recovery codes come back"},
                      turn_on_codes);
  on.request_schema = core::schema_of<CodeInput>(table.schemas);
  on.response_schema = core::schema_of<RecoveryCodes>(table.schemas);
  add_raw(table,
          {Method::post, "/api/security/codes/turn-off", "turn_off_codes",
           "Ask for one-time codes no more"},
          turn_off_codes)
      .response_schema = core::schema_of<Nothing>(table.schemas);
  add_raw(table,
          {Method::post, "/api/security/recovery-codes", "make_recovery_codes",
           "Ten fresh recovery codes instead of the earlier ones"},
          make_recovery_codes)
      .response_schema = core::schema_of<RecoveryCodes>(table.schemas);
  add_raw(table,
          {Method::post, "/api/security/passkeys/offer", "offer_passkey",
           "What a browser needs to make a passkey"},
          offer_passkey)
      .response_schema = core::schema_of<Offer>(table.schemas);
  Route& add = add_raw(
      table, {Method::post, "/api/security/passkeys", "add_passkey", "Add a passkey"}, add_passkey);
  add.request_schema = core::schema_of<NewPasskey>(table.schemas);
  add.response_schema = core::schema_of<Nothing>(table.schemas);
  Route& change = add_raw(table,
                          {Method::post, "/api/security/password", "change_own_password",
                           "Change one's password; all other sessions end"},
                          change_password);
  change.request_schema = core::schema_of<NewPassword>(table.schemas);
  change.response_schema = core::schema_of<Nothing>(table.schemas);
  add_write<PasskeyName, Nothing>(table,
                                  {Method::post, "/api/security/passkeys/{id}/rename",
                                   "rename_passkey", "Give a passkey another name"},
                                  rename_passkey);
  add_write<Nothing, Nothing>(
      table,
      {Method::post, "/api/security/passkeys/{id}/remove", "remove_passkey", "Remove a passkey"},
      remove_passkey);
}

}  // namespace caregrid::http
