// Shows, over real sockets against the whole service, what browsers are told, what is refused, how
// fast one may ask, and that the log holds nothing of anybody. Each case names what it defends.
#include <algorithm>

#include "security/client.h"
#include "support/databases.h"

namespace caregrid::http {
namespace {

using std::string;

TEST_CASE("every answer carries the browser's rules, whatever its status") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string county = open.cookie_of("county");
  const struct {
    string line;
    string headers;
    int status;
  } rows[] = {
      {"GET /", "", 200},
      {"GET /assets/app-1a2b.js", "", 200},
      {"GET /api/children", county, 200},
      {"GET /api/children", "", 401},
      {"GET /api/nowhere", county, 404},
      {"DELETE /health", "", 405},
      {"POST /api/needs", county, 403},
      {"POST /api/imports", county, 403},
      {"GET /" + string(20'000, 'x'), "", 431},
      {"POST /api/session", "X-CareGrid: 1\r\nContent-Length: 9999999\r\n", 413},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line.substr(0, 60));
    const string answer = open.ask(row.line, row.headers);
    CHECK(status_in(answer) == row.status);
    CHECK(has(answer,
              "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src "
              "'self';"));
    CHECK(has(answer,
              "require-trusted-types-for 'script'; trusted-types default; "
              "report-uri /api/violations\r\n"));
    CHECK(!has(answer, "unsafe-"));
    CHECK(has(answer, "X-Content-Type-Options: nosniff"));
    CHECK(has(answer, "Referrer-Policy: no-referrer"));
    CHECK(has(answer, "Cross-Origin-Opener-Policy: same-origin"));
    CHECK(has(answer, "Cross-Origin-Resource-Policy: same-origin"));
    CHECK(has(answer, "Permissions-Policy: camera=()"));
    CHECK(!has(answer, "Access-Control-Allow-Origin"));
    CHECK(!has(answer, "\r\nServer:"));
  }
}

TEST_CASE("what is personal is never kept by a browser or a proxy") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string county = open.cookie_of("county");
  for (const char* path :
       {"/api/children", "/api/needs", "/api/offers", "/api/session", "/api/home",
        "/api/plans/current", "/api/exports", "/api/publications"}) {
    CAPTURE(path);
    CHECK(has(open.ask(string("GET ") + path, county), "Cache-Control: no-store"));
  }
}

TEST_CASE("a write of another site is refused before anything is looked up") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string county = open.cookie_of("county");
  const string key = "Idempotency-Key: 00000000-0000-7000-8000-000000000001\r\n";
  for (const string& foreign :
       {string(), string("X-CareGrid: 1\r\nOrigin: https://evil.example\r\n"),
        string("X-CareGrid: 1\r\nOrigin: null\r\n"),
        string("X-CareGrid: 1\r\nSec-Fetch-Site: cross-site\r\n"),
        string("X-CareGrid: 1\r\nSec-Fetch-Site: same-site\r\n")}) {
    CAPTURE(foreign);
    for (const char* line : {"POST /api/needs", "POST /api/plans", "DELETE /api/session"}) {
      const string answer = open.ask(line, county + key + foreign, "{}");
      CHECK(status_in(answer) == 403);
      CHECK(has(answer, "http.origin"));
    }
  }
}

TEST_CASE("a name that is not ours is not answered to") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {}, {"county.example"});
  CHECK(status_in(open.ask("GET /health", "Host: county.example\r\n")) == 200);
  CHECK(status_in(open.ask("GET /health", "Host: localhost:1\r\n")) == 200);
  for (const char* host : {"evil.example", "county.example.evil", ""}) {
    CAPTURE(host);
    const string answer = open.ask("GET /health", "Host: " + string(host) + "\r\n");
    CHECK(status_in(answer) == 421);
    CHECK(has(answer, "http.host"));
  }
  CHECK(status_in(open.send("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")) == 421);
}

TEST_CASE("who asks too fast is told when to come back; others are not held up") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {0.001, 4});
  const string county = open.cookie_of("county");
  const string director = open.cookie_of("director");
  for (int i = 0; i < 4; ++i) {
    CHECK(status_in(open.ask("GET /api/children", county)) == 200);
  }
  const string refused = open.ask("GET /api/children", county);
  CHECK(status_in(refused) == 429);
  CHECK(has(refused, "http.rate"));
  CHECK(has(refused, "Retry-After: 1000"));
  CHECK(status_in(open.ask("GET /api/children", director)) == 200);
  CHECK(status_in(open.ask("GET /", county)) == 200);  // Pages load; only questions are counted.
}

TEST_CASE("without a session one may ask half as fast, by address") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {0.001, 4});
  const string guess = R"({"account":"county","password":"not the one"})";
  CHECK(status_in(open.ask("POST /api/session", "X-CareGrid: 1\r\n", guess)) == 401);
  CHECK(status_in(open.ask("GET /api/children", "Cookie: caregrid_session=00\r\n")) == 401);
  CHECK(status_in(open.ask("POST /api/session", "X-CareGrid: 1\r\n", guess)) == 429);
  CHECK(status_in(open.ask("GET /api/children", "Cookie: caregrid_session=00\r\n")) == 429);
  // A forwarded address is nobody's word but the proxy's, and here is none.
  CHECK(status_in(open.ask("GET /health", "X-Forwarded-For: 1.2.3.4\r\n")) == 429);
  CHECK(status_in(open.ask("GET /api/children", open.cookie_of("county"))) == 200);
}

TEST_CASE("bodies are held to their size, depth and number of members") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string headers = open.cookie_of("county") + "X-CareGrid: 1\r\n" +
                         "Idempotency-Key: 00000000-0000-7000-8000-000000000002\r\n";
  string members = "{";
  for (int i = 0; i <= 10'000; ++i) {
    members += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  }
  const struct {
    string body;
    int status;
    std::string_view reason;
  } rows[] = {{string(33, '[') + string(33, ']'), 400, "json.syntax"},
              {members + "}", 413, "json.too_many"},
              {string((1U << 20U) + 1, ' '), 413, "http.too_large"},
              {"{\"child\":", 400, "json.syntax"}};
  for (const auto& row : rows) {
    CAPTURE(row.body.substr(0, 20));
    const string answer = open.ask("POST /api/needs", headers, row.body);
    CHECK(status_in(answer) == row.status);
    CHECK(has(answer, row.reason));
  }
}

TEST_CASE("the log knows routes, not people") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const std::string_view canaries[] = {"canary-name", "990101201001010010", "13800000000",
                                       "canary-password", "canary-cookie"};
  const string county = open.cookie_of("county");
  const string answers =
      open.ask("GET /api/children?q=canary-name&id_number=990101201001010010", county) +
      open.ask("POST /api/children/search", county + "X-CareGrid: 1\r\n",
               R"({"text":"canary-name"})") +
      open.ask("GET /api/children/canary-name", county) +
      open.ask("GET /canary-name/13800000000?phone=13800000000", county) +
      open.ask("GET /api/children", "Cookie: caregrid_session=canary-cookie\r\n") +
      open.ask("POST /api/session", "X-CareGrid: 1\r\nX-Name: canary-name\r\n",
               R"({"account":"canary-name","password":"canary-password"})");
  CHECK(!has(answers, "canary"));  // Nor do the answers say anything back.
  REQUIRE(open.office.log().size() >= 5);
  for (const AccessLine& line : open.office.log()) {
    const string text = string(line.method) + " " + string(line.route) + " " + line.account + " " +
                        line.request_id + " " + line.reason + " " + line.detail;
    CAPTURE(text);
    CHECK(std::ranges::none_of(canaries, [&](auto canary) { return has(text, canary); }));
    CHECK(!has(text, open.office.cookie_of("county")));
    CHECK(!has(text, "?"));
  }
}

TEST_CASE("an answer to bad input tells nothing of what was sent") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  for (const string& line : {string("GET /api/children/%3Cscript%3E"), string("GET /%00"),
                             string("GET /api/../../etc/passwd"), string("GET /..%2f..%2fetc"),
                             string("GET /api/children?sort=%27%3B--")}) {
    CAPTURE(line);
    const string answer = open.ask(line, open.cookie_of("county"));
    CHECK((status_in(answer) >= 400 || has(answer, "<p>page</p>")));  // Or simply the page.
    CHECK(!has(answer, "<script"));
    CHECK(!has(answer, "root:"));
  }
}

}  // namespace
}  // namespace caregrid::http
