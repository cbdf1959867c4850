// Shows which requests count as our own, and what every answer carries into the browser.
#include "http/guard.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

Request request_with(std::vector<Header> headers) {
  Request request;
  request.headers = std::move(headers);
  request.peer = "10.0.0.9";
  return request;
}

TEST_CASE("writes come from our own pages") {
  const struct {
    std::vector<Header> headers;
    bool is_ours;
  } rows[] = {
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}}, true},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Origin", "https://c.example"}}, true},
      {{{"Host", "c.example:8"}, {"X-CareGrid", "1"}, {"Origin", "http://c.example:8"}}, true},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Sec-Fetch-Site", "same-origin"}}, true},
      {{{"Host", "c.example"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "0"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Origin", "https://evil.example"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Origin", "null"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Origin", "https://c.example.evil"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Sec-Fetch-Site", "cross-site"}}, false},
      {{{"Host", "c.example"}, {"X-CareGrid", "1"}, {"Sec-Fetch-Site", "same-site"}}, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.headers.back().value);
    CHECK(check_origin(request_with(row.headers)).ok() == row.is_ours);
  }
}

TEST_CASE("a host is one of our names, this machine, or a bare address") {
  const std::vector<std::string> names{"county.example", "caregrid.lan"};
  const struct {
    std::string_view host;
    bool is_ours;
  } rows[] = {{"county.example", true},   {"County.Example:8443", true},
              {"caregrid.lan", true},     {"localhost:8080", true},
              {"127.0.0.1:8080", true},   {"192.168.1.20", true},
              {"[::1]:8080", true},       {"", false},
              {"evil.example", false},    {"county.example.evil", false},
              {"evil.example:80", false}, {"127.0.0.1.evil.example", false},
              {"[evil", false},           {"localhost.evil.example", false}};
  for (const auto& row : rows) {
    CAPTURE(row.host);
    CHECK(is_own_host(row.host, names) == row.is_ours);
    CHECK(is_own_host(row.host, {}));
  }
}

TEST_CASE("the proxy's word counts only where there is a proxy, and only its own word") {
  CHECK(client_of(request_with({{"X-Forwarded-For", "1.2.3.4"}}), false) == "10.0.0.9");
  CHECK(client_of(request_with({}), true) == "10.0.0.9");
  CHECK(client_of(request_with({{"X-Forwarded-For", "1.2.3.4"}}), true) == "1.2.3.4");
  CHECK(client_of(request_with({{"X-Forwarded-For", "6.6.6.6, 1.2.3.4"}}), true) == "1.2.3.4");
}

TEST_CASE("metrics are for this machine") {
  for (const char* client : {"", "127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"}) {
    CHECK(is_this_machine(client));
  }
  for (const char* client : {"10.0.0.9", "192.168.1.20", "::", "fe80::1", "1.127.0.0"}) {
    CHECK(!is_this_machine(client));
  }
}

TEST_CASE("every answer carries the rules of the browser") {
  Response response;
  secure(response, false);
  const std::string_view policy = response.header("Content-Security-Policy");
  for (const char* rule : {"default-src 'none'", "script-src 'self'", "style-src 'self'",
                           "worker-src 'self'", "frame-ancestors 'none'", "base-uri 'none'",
                           "form-action 'self'", "require-trusted-types-for 'script'",
                           "trusted-types default", "report-uri /api/violations"}) {
    CAPTURE(rule);
    CHECK(policy.find(rule) != std::string_view::npos);
  }
  CHECK(policy.find("unsafe") == std::string_view::npos);
  CHECK(policy.find("http") == std::string_view::npos);
  CHECK(policy.find('*') == std::string_view::npos);
  CHECK(response.header("X-Content-Type-Options") == "nosniff");
  CHECK(response.header("Referrer-Policy") == "no-referrer");
  CHECK(response.header("Cross-Origin-Opener-Policy") == "same-origin");
  CHECK(response.header("Cross-Origin-Resource-Policy") == "same-origin");
  CHECK(response.header("Permissions-Policy").find("geolocation=()") != std::string_view::npos);
  CHECK(response.header("Strict-Transport-Security").empty());
  Response over_tls;
  secure(over_tls, true);
  CHECK(over_tls.header("Strict-Transport-Security") == "max-age=31536000; includeSubDomains");
}

}  // namespace
}  // namespace caregrid::http
