#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "http/assets.h"
#include "http/metrics.h"
#include "http/rate_limit.h"
#include "http/route.h"
#include "http/server.h"
#include "http/site.h"
#include "http/violation.h"

namespace caregrid::http {

/// What is logged of a request: never path values, names or queries.
struct AccessLine {
  std::string_view method;
  std::string_view route;  ///< The pattern ("/api/children/{id}"), "asset" or "none".
  int status = 0;
  std::int64_t micros = 0;
  std::string account;  ///< Id, empty when nobody was signed in.
  std::string request_id;
  std::string reason = {};  ///< Of a refusal or a fault: a translation key.
  std::string detail = {};  ///< Of a fault of ours alone: what failed, for who looks after it.
};

/// What a service needs besides its site.
struct ServiceOptions {
  std::span<const Asset> assets;
  std::vector<Gauge> gauges;
  std::function<void(const AccessLine&)> log;
  Rate rate = {};                       ///< Of one account; half of it of an address without one.
  std::vector<std::string> hosts = {};  ///< Names we answer to, lower case; empty: any.
  std::function<void(const Violation&)> violation = {};  ///< Hears what browsers stopped.
};

/// Everything above the socket: a function from Request to Response.
///
/// Looks up the route, checks origin and session, runs the handler, turns failures into problems,
/// adds validators and security headers, counts and logs. Safe from any thread.
class Service final : public Handler {
 public:
  Service(const Site& site, ServiceOptions options);

  [[nodiscard]] bool takes_upload(const Request& head) const override;
  std::optional<Response> refuse_upload(const Request& head) override;
  Response answer(const Request& request) override;
  [[nodiscard]] Response busy() const override;
  [[nodiscard]] Response malformed(int status) const override;

 private:
  struct Trace;

  Response answer_route(const Request& request, Trace& trace);
  core::Result<Response> take_violation(const Request& request);
  core::Result<Response> run(const Match& match, const Request& request, Trace& trace);
  static Response refuse(const core::Error& error, Trace& trace);
  void finish(const Request& request, Response& response, const Trace& trace);
  std::string make_request_id();
  static core::Result<void> admit(RateLimit& limit, std::string_view key);

  const Site& site_;
  ServiceOptions options_;
  RouteTable table_;
  std::string document_;
  Metrics metrics_;
  RateLimit by_account_;
  RateLimit by_address_;
  RateLimit paces_;
};

/// The name of the session cookie.
std::string_view session_cookie(const Site& site);

}  // namespace caregrid::http
