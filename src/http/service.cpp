#include "http/service.h"

#include <array>
#include <chrono>
#include <exception>
#include <utility>

#include "access/policy.h"
#include "core/bytes.h"
#include "http/openapi.h"
#include "http/problem.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

// Source: reliability handbook 2.3 (browser). Mantine sets style attributes from JavaScript, which
// needs no 'unsafe-inline'; its one <style> element does.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; worker-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

void secure(Response& response) {
  response.set("Content-Security-Policy", std::string(content_policy));
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
}

constexpr std::size_t etag_bytes_max = 8192;

bool is_read(Method method) { return method == Method::get || method == Method::head; }

bool is_ours(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || path == "/health" || path == "/metrics";
}

/// The host of an origin: "https://county.example:8443" → "county.example:8443".
std::string_view host_of(std::string_view origin) {
  const std::size_t start = origin.find("://");
  return start == std::string_view::npos ? origin : origin.substr(start + 3);
}

/// A write must come from our own pages: a header other sites cannot send without asking first,
/// and, where the browser says so, our own origin.
core::Result<void> check_origin(const Request& request) {
  const std::string_view origin = request.header("Origin");
  const std::string_view site = request.header("Sec-Fetch-Site");
  const bool is_foreign = (!origin.empty() && host_of(origin) != request.header("Host")) ||
                          (!site.empty() && site != "same-origin" && site != "none");
  if (request.header("X-CareGrid") != "1" || is_foreign) {
    return core::failure(core::Code::forbidden, "http.origin");
  }
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
};

Service::Service(const Site& site, ServiceOptions options)
    : site_(site),
      options_(std::move(options)),
      table_(all_routes()),
      document_(openapi_document(table_, site.version)),
      metrics_(patterns_of(table_), std::move(options_.gauges)) {}

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
  secure(response);
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
  if (route.who == Who::everyone) {
    return route.handle(visit);
  }
  const auto actor = site_.sign_in.find_session(request.cookie(session_cookie(site_)));
  if (!actor) {
    return actor.error();
  }
  trace.account = actor->account.text();
  visit.actor = &*actor;
  return route.handle(visit);
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
  if (id == "openapi" || id == "metrics") {  // These two tell of the service itself.
    trace.route = found.match->route->spec.pattern;
    trace.index = found.match->index;
    Response response = json_response(200, id == "openapi" ? document_ : metrics_.text());
    if (id == "metrics") {
      response.headers.clear();
      response.set("Content-Type", "text/plain; version=0.0.4");
    }
    return response;
  }
  auto done = run(*found.match, request, trace);
  return done ? std::move(*done) : problem(done.error());
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
  secure(response);
  const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - trace.start);
  metrics_.count(trace.index, response.status, spent.count());
  if (options_.log) {
    options_.log({to_text(request.method), trace.route, response.status, spent.count(),
                  trace.account, trace.request_id});
  }
}

Response Service::answer(const Request& request) {
  Trace trace;
  trace.request_id = make_request_id();
  trace.index = table_.routes.size() + 1;
  Response response;
  try {
    if (is_ours(request.path)) {
      response = answer_route(request, trace);
    } else {
      trace.route = "asset";
      trace.index = table_.routes.size();
      response = answer_asset(options_.assets, request);
    }
  } catch (const std::exception&) {  // Out of memory, or a library that throws.
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
  secure(response);
  return response;
}

Response Service::malformed(int status) const {
  const char* reason = status == 413   ? "http.too_large"
                       : status == 431 ? "http.headers_too_large"
                       : status == 507 ? "http.no_space"
                       : status == 408 ? "http.too_slow"
                                       : "http.malformed";
  Response response = problem(status, reason);
  secure(response);
  return response;
}

std::string_view session_cookie(const Site& site) {
  return site.is_behind_tls ? "__Host-caregrid_session" : "caregrid_session";
}

}  // namespace caregrid::http
