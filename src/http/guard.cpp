#include "http/guard.h"

#include <algorithm>
#include <array>
#include <utility>

namespace caregrid::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> browser_rules{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
     "connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
     // The one policy lets nothing become HTML; see web/src/core/trusted.ts.
     "require-trusted-types-for 'script'; trusted-types default; report-uri /api/violations"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
}};

/// The host of an origin: "https://county.example:8443" → "county.example:8443".
std::string_view host_of(std::string_view origin) {
  const std::size_t start = origin.find("://");
  return start == std::string_view::npos ? origin : origin.substr(start + 3);
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return made;
}

bool consists_of(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

}  // namespace

void secure(Response& response, bool is_behind_tls) {
  for (const auto& [name, value] : browser_rules) {
    response.set(std::string(name), std::string(value));
  }
  if (is_behind_tls) {
    response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  }
}

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

bool is_own_host(std::string_view host, const std::vector<std::string>& names) {
  if (names.empty()) {
    return true;
  }
  const bool is_ipv6 = host.starts_with("[");
  const std::size_t end = is_ipv6 ? host.find(']') : host.find(':');
  const std::string_view name = host.substr(0, end);
  if (is_ipv6) {
    return end != std::string_view::npos && consists_of(name.substr(1), "0123456789abcdefABCDEF:.");
  }
  const std::string plain = lower(name);
  return consists_of(plain, "0123456789.") || plain == "localhost" ||
         std::ranges::find(names, plain) != names.end();
}

std::string_view client_of(const Request& request, bool is_behind_proxy) {
  std::string_view told = request.header("X-Forwarded-For");
  if (!is_behind_proxy || told.empty()) {
    return request.peer;
  }
  const std::size_t comma = told.rfind(',');
  told.remove_prefix(comma == std::string_view::npos ? 0 : comma + 1);
  told.remove_prefix(std::min(told.find_first_not_of(' '), told.size()));
  return told;
}

bool is_this_machine(std::string_view client) {
  return client.empty() || client.starts_with("127.") || client == "::1" ||
         client.starts_with("::ffff:127.");
}

}  // namespace caregrid::http
