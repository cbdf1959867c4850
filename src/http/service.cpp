#include "http/service.h"

#include <array>
#include <chrono>
#include <exception>
#include <utility>

#include "access/policy.h"
#include "core/bytes.h"
#include "http/guard.h"
#include "http/openapi.h"
#include "http/problem.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

constexpr std::size_t etag_bytes_max = 8192;

/// Whoever opens a record's numbers reads them before the next: three at once, then one in two
/// seconds. A program that empties a list is stopped at its fourth. Source: OWASP ASVS 5.0 2.4.2.
constexpr Rate human_pace{0.5, 3};

bool is_read(Method method) { return method == Method::get || method == Method::head; }

bool is_ours(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || path == "/health" || path == "/metrics";
}

/// Sets what the call is for when it says so; whether the role may work for that, the policy says.
core::Result<void> name_purpose(const Request& request, access::Actor& actor) {
  const std::string_view text = request.header(purpose_header);
  if (text.empty()) {
    return {};
  }
  const auto purpose = access::parse_purpose(text);
  if (!purpose) {
    return core::invalid(purpose_header, "access.purpose_unknown");
  }
  actor.purpose = *purpose;
  return {};
}

std::vector<std::string> patterns_of(const RouteTable& table) {
  std::vector<std::string> patterns;
  for (const Route& route : table.routes) {
    patterns.push_back(std::string(to_text(route.spec.method)) + " " +
                       std::string(route.spec.pattern));
  }
  patterns.emplace_back("asset");
  return patterns;
}

}  // namespace

/// What is known of a request for its log line.
struct Service::Trace {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::string_view route = "none";
  std::size_t index = 0;
  std::string account;
  std::string request_id;
  std::string reason;
  std::string detail;
};

Service::Service(const Site& site, ServiceOptions options)
    : site_(site),
      options_(std::move(options)),
      table_(all_routes()),
      document_(openapi_document(table_, site.version)),
      metrics_(patterns_of(table_), std::move(options_.gauges)),
      by_account_(options_.rate),
      // Nobody needs much before signing in, and whoever guesses passwords is somebody like that.
      by_address_({options_.rate.per_second / 2, options_.rate.burst / 2}),
      paces_(options_.rate.per_second > 0 ? human_pace : Rate{}) {}

core::Result<void> Service::admit(RateLimit& limit, std::string_view key) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const auto now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const int wait_seconds = limit.take(key, now_ms);
  if (wait_seconds > 0) {
    return core::failure(core::Code::limited, "http.rate", std::to_string(wait_seconds));
  }
  return {};
}

bool Service::takes_upload(const Request& head) const {
  const Found found = find_route(table_, head.method, head.path);
  return found.match && found.match->route->takes_upload;
}

std::optional<Response> Service::refuse_upload(const Request& head) {
  auto allowed = check_origin(head);
  core::Result<void> signed_in;
  if (allowed) {
    const auto actor = site_.sign_in.find_session(head.cookie(session_cookie(site_)));
    allowed = actor ? access::authorise(*actor, access::Operation::import_records, {})
                    : core::Result<void>(actor.error());
  }
  if (allowed) {
    return std::nullopt;
  }
  Response response = problem(allowed.error());
  secure(response, site_.is_behind_tls);
  return response;
}

core::Result<Response> Service::run(const Match& match, const Request& request, Trace& trace) {
  const Route& route = *match.route;
  trace.route = route.spec.pattern;
  trace.index = match.index;
  if (!is_read(request.method)) {
    if (const auto done = check_origin(request); !done) {
      return done.error();
    }
  }
  Visit visit{site_, request, nullptr, match.path};
  const std::string_view client = client_of(request, site_.is_behind_tls);
  if (route.who == Who::everyone) {
    const auto admitted = admit(by_address_, client);
    return admitted ? route.handle(visit) : core::Result<Response>(admitted.error());
  }
  auto actor = site_.sign_in.find_session(request.cookie(session_cookie(site_)));
  if (!actor) {
    const auto admitted = admit(by_address_, client);
    return admitted ? actor.error() : admitted.error();
  }
  trace.account = actor->account.text();
  if (const auto admitted = admit(by_account_, trace.account); !admitted) {
    return admitted.error();
  }
  if (route.is_paced) {
    if (const auto admitted = admit(paces_, trace.account); !admitted) {
      return admitted.error();
    }
  }
  if (const auto named = name_purpose(request, *actor); !named) {
    return named.error();
  }
  visit.actor = &*actor;
  return route.handle(visit);
}

/// A browser sends these by itself, without the header of our pages; they change nothing but the
/// log.
core::Result<Response> Service::take_violation(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin") {
    return core::failure(core::Code::forbidden, "http.origin");
  }
  if (const auto admitted = admit(by_address_, client_of(request, site_.is_behind_tls));
      !admitted) {
    return admitted.error();
  }
  const auto violation = read_violation(request.body, request.header("Host"));
  if (!violation) {
    return violation.error();
  }
  if (options_.violation) {
    options_.violation(*violation);
  }
  Response response;
  response.status = 204;
  return response;
}

Response Service::answer_route(const Request& request, Trace& trace) {
  const Found found = find_route(table_, request.method, request.path);
  if (!found.match) {
    Response response = found.allowed.empty() ? problem(404, "http.not_found")
                                              : problem(405, "http.method", found.allowed);
    if (!found.allowed.empty()) {
      response.set("Allow", found.allowed);
    }
    return response;
  }
  const std::string_view id = found.match->route->spec.id;
  if (id == "report_violation") {
    trace.route = found.match->route->spec.pattern;
    trace.index = found.match->index;
    auto taken = take_violation(request);
    return taken ? std::move(*taken) : refuse(taken.error(), trace);
  }
  if (id == "metrics" && !is_this_machine(client_of(request, site_.is_behind_tls))) {
    return problem(404, "http.not_found");
  }
  if (id == "openapi" || id == "metrics") {  // These two tell of the service itself.
    trace.route = found.match->route->spec.pattern;
    trace.index = found.match->index;
    Response response = json_response(200, id == "openapi" ? document_ : metrics_.text());
    if (id == "metrics") {
      response.headers.clear();
      response.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    }
    return response;
  }
  auto done = run(*found.match, request, trace);
  return done ? std::move(*done) : refuse(done.error(), trace);
}

/// The answer to a failure; its reason goes to the log, and what failed inside goes there alone.
Response Service::refuse(const core::Error& error, Trace& trace) {
  Response response = problem(error);
  trace.reason = error.reason;
  if (response.status >= 500) {
    trace.detail = error.detail;
  }
  return response;
}

void Service::finish(const Request& request, Response& response, const Trace& trace) {
  if (is_ours(request.path)) {
    response.set("Cache-Control", "no-store");
    const std::string_view known = request.header("If-None-Match");
    // A record gets a validator; a long list costs a tenth of its time to hash, and only for those
    // who come back with one.
    const bool is_wanted = response.body.size() <= etag_bytes_max || !known.empty();
    if (is_read(request.method) && response.status == 200 && !response.body.empty() && is_wanted &&
        response.header("ETag").empty()) {
      response.set("ETag", etag_of(response.body));
    }
    if (is_read(request.method) && !known.empty() && !response.header("ETag").empty() &&
        names_etag(known, response.header("ETag"))) {
      response.status = 304;
      response.body.clear();
    }
  }
  response.set("X-Request-Id", trace.request_id);
  secure(response, site_.is_behind_tls);
  const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - trace.start);
  metrics_.count(trace.index, response.status, spent.count());
  if (options_.log) {
    options_.log({to_text(request.method), trace.route, response.status, spent.count(),
                  trace.account, trace.request_id, trace.reason, trace.detail});
  }
}

Response Service::answer(const Request& request) {
  Trace trace;
  trace.request_id = make_request_id();
  trace.index = table_.routes.size() + 1;
  Response response;
  try {
    if (!is_own_host(request.header("Host"), options_.hosts)) {
      trace.reason = "http.host";
      response = problem(421, "http.host");
    } else if (is_ours(request.path)) {
      response = answer_route(request, trace);
    } else {
      trace.route = "asset";
      trace.index = table_.routes.size();
      response = answer_asset(options_.assets, request);
    }
  } catch (const std::exception&) {  // Out of memory, or a library that throws.
    trace.reason = "http.internal";
    response = problem(500, "http.internal");
  }
  finish(request, response, trace);
  return response;
}

std::string Service::make_request_id() {
  std::array<std::byte, 8> bytes{};
  site_.rng.fill(bytes);
  return core::to_hex(bytes);
}

Response Service::busy() const {
  Response response = problem(503, "http.busy", "1");
  secure(response, site_.is_behind_tls);
  return response;
}

Response Service::malformed(int status) const {
  const char* reason = status == 413   ? "http.too_large"
                       : status == 431 ? "http.headers_too_large"
                       : status == 507 ? "http.no_space"
                       : status == 408 ? "http.too_slow"
                                       : "http.malformed";
  Response response = problem(status, reason);
  secure(response, site_.is_behind_tls);
  return response;
}

std::string_view session_cookie(const Site& site) {
  return site.is_behind_tls ? "__Host-caregrid_session" : "caregrid_session";
}

}  // namespace caregrid::http
