// Signing in through the county's identity provider: on the way there, and back.
#include <optional>
#include <string>
#include <tuple>

#include "access/provider_sign_in.h"
#include "core/messages.h"
#include "http/browser.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/service.h"
#include "http/session_answer.h"

namespace caregrid::http {
namespace {

struct ProviderStart {
  bool confirm = false;
};

struct ProviderAddress {
  std::string url;
};

struct ProviderReturn {
  std::string state;
  std::optional<std::string> code;
  std::optional<std::string> issuer;
  std::optional<std::string> error;
  std::optional<std::string> one_time_code;
};

}  // namespace
}  // namespace caregrid::http

template <>
struct caregrid::core::Describe<caregrid::http::ProviderStart> {
  static constexpr std::string_view name = "ProviderStart";
  static constexpr auto fields = std::tuple{
      field("confirm", &http::ProviderStart::confirm, "Prove anew who is signed in already")};
};

template <>
struct caregrid::core::Describe<caregrid::http::ProviderAddress> {
  static constexpr std::string_view name = "ProviderAddress";
  static constexpr auto fields =
      std::tuple{field("url", &http::ProviderAddress::url, "Where the browser goes next")};
};

template <>
struct caregrid::core::Describe<caregrid::http::ProviderReturn> {
  using It = http::ProviderReturn;
  static constexpr std::string_view name = "ProviderReturn";
  static constexpr auto fields = std::tuple{
      field("state", &It::state, "As all but the last, from the query it came back with"),
      field("code", &It::code), field("issuer", &It::issuer, "iss"), field("error", &It::error),
      field("one_time_code", &It::one_time_code,
            "One-time or recovery code, when it is asked for; then without the code")};
};

namespace caregrid::http {
namespace {

core::Result<access::ProviderSignIn*> provider_of(const Visit& visit) {
  return visit.site.provider != nullptr ? core::Result<access::ProviderSignIn*>(visit.site.provider)
                                        : core::failure(core::Code::not_found, "provider.none");
}

access::ProviderVisit visit_of(const Visit& visit) {
  const auto language = core::parse_language(visit.request.header("Accept-Language"));
  return {.origin = origin_of(visit),
          .language = language == core::Language::zh ? "zh-CN zh en" : "en zh-CN",
          .token = std::string(visit.request.cookie(provider_cookie(visit.site))),
          .from = browser_of(visit)};
}

core::Result<Response> begin_provider_sign_in(const Visit& visit) {
  const auto provider = provider_of(visit);
  const auto start = core::from_json<ProviderStart>(visit.request.body);
  if (!provider || !start) {
    return provider ? start.error() : provider.error();
  }
  const access::ProviderVisit from = visit_of(visit);
  std::optional<access::Actor> actor;
  if (start->confirm) {
    auto found = visit.site.sign_in.find_session(from.from.session_token);
    if (!found) {
      return found.error();
    }
    actor = std::move(*found);
  }
  const auto errand = (*provider)->begin(from, actor ? &*actor : nullptr);
  if (!errand) {
    return errand.error();
  }
  auto response = json_response(200, core::to_json(ProviderAddress{errand->url}));
  set_provider_cookie(visit, response, errand->token);
  return response;
}

core::Result<Response> finish_provider_sign_in(const Visit& visit) {
  const auto provider = provider_of(visit);
  const auto back = core::from_json<ProviderReturn>(visit.request.body);
  if (!provider || !back) {
    return provider ? back.error() : provider.error();
  }
  const access::ProviderAnswer answer{back->state, back->code.value_or(""),
                                      back->issuer.value_or(""), back->error.value_or(""),
                                      back->one_time_code.value_or("")};
  auto response = describe_grant(visit, (*provider)->finish(answer, visit_of(visit)));
  if (response) {
    set_provider_cookie(visit, *response, {});
  }
  return response;
}

core::Result<Response> find_provider_end(const Visit& visit) {
  const auto provider = provider_of(visit);
  if (!provider) {
    return provider.error();
  }
  const auto url = (*provider)->end_url(visit_of(visit));
  if (!url) {
    return url.error();
  }
  return json_response(200, core::to_json(ProviderAddress{*url}));
}

}  // namespace

void add_provider_routes(RouteTable& table) {
  Route& begin = add_raw(table,
                         {Method::post, "/api/session/provider", "begin_provider_sign_in",
                          "Where to sign in at the county's identity provider"},
                         begin_provider_sign_in);
  begin.who = Who::everyone;
  begin.request_schema = core::schema_of<ProviderStart>(table.schemas);
  begin.response_schema = core::schema_of<ProviderAddress>(table.schemas);
  Route& finish = add_raw(table,
                          {Method::post, "/api/session/provider/return", "finish_provider_sign_in",
                           "Sign in with what the identity provider gave the browser"},
                          finish_provider_sign_in);
  finish.who = Who::everyone;
  finish.request_schema = core::schema_of<ProviderReturn>(table.schemas);
  finish.response_schema = session_schema(table.schemas);
  Route& end = add_raw(table,
                       {Method::post, "/api/session/provider/end", "find_provider_end",
                        "Where to sign out of the identity provider as well"},
                       find_provider_end);
  end.who = Who::everyone;
  end.response_schema = core::schema_of<ProviderAddress>(table.schemas);
}

}  // namespace caregrid::http
