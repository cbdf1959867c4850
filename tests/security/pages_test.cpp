// Shows, over real sockets against the whole service, that files and cookies are what they must be,
// that framing and methods leave no room, that browsers' reports tell nothing of anybody, and that
// a fault of ours says nothing of itself. Each case names what it defends.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "security/client.h"
#include "support/databases.h"

namespace caregrid::http {
namespace {

using std::string;

const string write_headers =
    "X-CareGrid: 1\r\nIdempotency-Key: 00000000-0000-7000-8000-000000000009\r\n";

string sign_in_body() {
  return R"({"account":"county","password":")" + string(Office::password) + R"("})";
}

/// Everything a browser would keep of an answer.
std::vector<string> cookies_in(const string& answer) {
  std::vector<string> found;
  const string mark = "\r\nSet-Cookie: ";
  for (auto at = answer.find(mark); at != string::npos; at = answer.find(mark, at + 1)) {
    const auto from = at + mark.size();
    found.push_back(answer.substr(from, answer.find("\r\n", from) - from));
  }
  return found;
}

TEST_CASE("behind TLS each cookie is bound to the host, the line and our own pages") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {}, {}, {.is_behind_tls = true});
  const string answer = open.ask("POST /api/session", "X-CareGrid: 1\r\n", sign_in_body());
  REQUIRE(status_in(answer) == 200);
  const auto cookies = cookies_in(answer);
  CHECK(cookies.size() == 2);  // The session and the device.
  for (const string& cookie : cookies) {
    CAPTURE(cookie.substr(0, 30));
    CHECK(cookie.starts_with("__Host-caregrid_"));
    for (const char* part : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"}) {
      CHECK(has(cookie, part));
    }
    CHECK(!has(cookie, "Domain="));
    CHECK(cookie.size() < 4096);
  }
  // The token is nowhere else in the answer.
  const string token = cookies.front().substr(cookies.front().find('=') + 1, 64);
  CHECK(token.find_first_not_of("0123456789abcdef") == string::npos);
  CHECK(answer.find(token) == answer.rfind(token));
  CHECK(has(header_in(answer, "Strict-Transport-Security"), "max-age=31536000"));
}

TEST_CASE("no session begins but by signing in") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  for (const char* line : {"GET /", "GET /api/session", "GET /api/children", "GET /api/public",
                           "GET /health", "GET /children?caregrid_session=00", "HEAD /"}) {
    CAPTURE(line);
    CHECK(cookies_in(open.ask(line)).empty());
    CHECK(
        cookies_in(open.ask(line, "Cookie: caregrid_session=" + string(64, 'a') + "\r\n")).empty());
  }
}

TEST_CASE("only files of the build are served: no listing, no hidden file, no upload") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  std::ofstream(std::filesystem::path(open.office.folder()) / "evil.html") << "<p>evil</p>";
  for (const char* path : {"/.git/config", "/.git/", "/.svn/entries", "/assets/", "/assets/none.js",
                           "/index.html.bak", "/index.html~", "/uploads/evil.html", "/evil.html",
                           "/data.db", "/keys/kek.key", "/package.json", "/assets/../evil.html",
                           "/assets/app-1a2b.js/x.css", "/assets/app-1a2b.js.map",
                           "/schema/0001_access.sql", "/%2e%2e/evil.html", "/api/children/x.css"}) {
    CAPTURE(path);
    const string answer = open.ask(string("GET ") + path, open.cookie_of("county"));
    CHECK((status_in(answer) == 404 || status_in(answer) == 400));
    CHECK(!has(answer, "evil</p>"));
    CHECK(!has(header_in(answer, "Cache-Control"), "immutable"));
  }
  for (const char* path : {"/", "/uploads/", "/src/"}) {
    CAPTURE(path);
    CHECK(has(open.ask(string("GET ") + path), "<p>page</p>"));  // The page, never a listing.
  }
}

TEST_CASE("a script is the same for everybody and only it is kept for long") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string line = "GET /assets/app-1a2b.js";
  const auto body = [](const string& answer) { return answer.substr(answer.find("\r\n\r\n")); };
  const string plain = open.ask(line);
  CHECK(body(plain) == body(open.ask(line, open.cookie_of("county"))));
  CHECK(has(header_in(plain, "Cache-Control"), "immutable"));
  CHECK(has(header_in(plain, "Content-Type"), "javascript"));
  CHECK(header_in(open.ask("GET /"), "Cache-Control") == "no-cache");
  // No callback turns an answer into a script.
  const string answer = open.ask("GET /api/children?callback=steal", open.cookie_of("county"));
  CHECK(status_in(answer) == 422);
  CHECK(!has(answer, "steal("));
}

TEST_CASE("nobody is sent elsewhere") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  for (const char* line :
       {"GET //evil.example/", "GET /\\evil.example", "GET /?next=https://evil.example",
        "GET /api/session?redirect=//evil.example", "GET https://evil.example/"}) {
    CAPTURE(line);
    const string answer = open.ask(line, open.cookie_of("county"));
    CHECK((status_in(answer) < 300 || status_in(answer) >= 400));
    CHECK(header_in(answer, "Location").empty());
  }
}

TEST_CASE("a length is the length of what follows") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string county = open.cookie_of("county");
  for (const char* line : {"GET /", "GET /health", "GET /api/children", "GET /api/nowhere",
                           "DELETE /health", "GET /assets/app-1a2b.js", "POST /api/needs"}) {
    CAPTURE(line);
    const string answer = open.ask(line, county);
    const std::size_t end = answer.find("\r\n\r\n") + 4;
    CHECK(header_in(answer, "Content-Length") == std::to_string(answer.size() - end));
    CHECK(header_in(answer, "Transfer-Encoding").empty());
    CHECK(answer.find("\r\nContent-Length:") == answer.rfind("\r\nContent-Length:"));
  }
  const string head = open.ask("HEAD /health");
  CHECK(head.size() == head.find("\r\n\r\n") + 4);
}

TEST_CASE("every body says its type, and text its signs") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  for (const char* line :
       {"GET /", "GET /health", "GET /metrics", "GET /api/children", "GET /api/nowhere",
        "GET /assets/app-1a2b.js", "GET /api/openapi.json"}) {
    CAPTURE(line);
    const string type = header_in(open.ask(line, open.cookie_of("county")), "Content-Type");
    CHECK(!type.empty());
    // JSON is UTF-8 by its standard (RFC 8259) and has no such parameter.
    CHECK((has(type, "json") || has(type, "charset=utf-8")));
  }
}

TEST_CASE("a request whose end can be read in two ways is refused") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string hidden = "GET /api/children HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (const string& framing :
       {string("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n"),
        string("Transfer-Encoding: chunked\r\nContent-Length: 6\r\n"),
        string("Content-Length: 5\r\nContent-Length: 6\r\n"), string("Content-Length: +6\r\n"),
        string("Content-Length: 0x6\r\n"), string("Content-Length : 6\r\n"),
        string("Transfer-Encoding: xchunked\r\nContent-Length: 6\r\n")}) {
    CAPTURE(framing);
    const string answer = open.send("POST /api/needs HTTP/1.1\r\nHost: localhost\r\n" + framing +
                                    "\r\n0\r\n\r\n" + hidden);
    CHECK(answer.find("HTTP/1.1 ") == answer.rfind("HTTP/1.1 "));  // Nothing hidden is answered.
    CHECK(status_in(answer) >= 400);
  }
}

TEST_CASE("methods nobody needs are refused") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  for (const char* method : {"TRACE", "TRACK", "CONNECT", "OPTIONS", "PROPFIND", "PUT", "PATCH"}) {
    CAPTURE(method);
    const string answer = open.ask(string(method) + " /api/children",
                                   open.cookie_of("county") + "X-Echo: canary\r\n");
    CHECK(status_in(answer) >= 400);
    CHECK(status_in(answer) < 500);
    CHECK(!has(answer, "canary"));
  }
}

TEST_CASE("a browser's report leaves two words, and no other site may send one") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {0.001, 6});
  const string report = R"({"csp-report":{"document-uri":"http://localhost/children/canary",)"
                        R"("effective-directive":"script-src-elem","script-sample":"canary",)"
                        R"("blocked-uri":"https://evil.example/canary"}})";
  const string line = "POST /api/violations";
  const string type = "Content-Type: application/csp-report\r\n";
  const string taken = open.ask(line, type + "Sec-Fetch-Site: same-origin\r\n", report);
  CHECK(status_in(taken) == 204);
  REQUIRE(open.office.violations().size() == 1);
  CHECK(open.office.violations().front() == Violation{"script-src-elem", "foreign"});
  CHECK(status_in(open.ask(line, type + "Sec-Fetch-Site: cross-site\r\n", report)) == 403);
  CHECK(status_in(open.ask(line, type, "{\"canary\":1}")) == 422);
  CHECK(status_in(open.ask(line, type, "canary")) == 400);
  CHECK(status_in(open.ask(line, type, report)) == 429);  // Half the burst is for nobody known.
  CHECK(open.office.violations().size() == 1);
  for (const AccessLine& each : open.office.log()) {
    CHECK(each.route == "/api/violations");
  }
}

TEST_CASE("a fault of ours says nothing of itself, and the service goes on") {
  auto databases = support::every_database();
  Surroundings around;
  around.gauges.push_back({"broken", "A gauge that fails", "gauge", []() -> double {
                             throw std::runtime_error("secret at /var/lib/caregrid SELECT *");
                           }});
  OpenOffice open(*databases.front(), {}, {}, std::move(around));
  const string answer = open.ask("GET /metrics");
  CHECK(status_in(answer) == 500);
  CHECK(has(answer, "http.internal"));
  for (const char* told : {"secret", "SELECT", "/var", "runtime_error", "what()"}) {
    CHECK(!has(answer, told));
  }
  CHECK(status_in(open.ask("GET /health")) == 200);
  REQUIRE(!open.office.log().empty());
  CHECK(open.office.log().front().status == 500);
  CHECK(open.office.log().front().reason == "http.internal");
}

TEST_CASE("numbers are opened no faster than a person reads them") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front(), {10, 50});
  const string county = open.cookie_of("county");
  const string listed = open.ask("GET /api/children", county);
  const std::size_t at = listed.find("\"id\":\"") + 6;
  const string path = "/api/children/" + listed.substr(at, 36);
  const auto unmask = [&](int number) {
    return open.ask("POST " + path + "/unmask",
                    county +
                        "X-CareGrid: 1\r\nIdempotency-Key: 00000000-0000-7000-8000-0000000001" +
                        std::to_string(10 + number) + "\r\n",
                    R"({"reason":"a call at the door"})");
  };
  constexpr int many = 40;  // Were each let through, this would take a person over a minute.
  int opened = 0;
  string refused;
  for (; opened < many && refused.empty(); ++opened) {
    const string answer = unmask(opened);
    refused = status_in(answer) == 200 ? string() : answer;
  }
  CHECK(opened > 3);
  CHECK(opened < many);
  CHECK(status_in(refused) == 429);
  CHECK(!header_in(refused, "Retry-After").empty());
  CHECK(status_in(open.ask("GET " + path, county)) == 200);  // Only this step waits.
}

TEST_CASE("what would break out of SQL, a header, a path or a template stays text") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string county = open.cookie_of("county");
  const string before = open.ask("GET /api/children?sort=name", county);
  for (const string& text :
       {string("' OR 1=1--"), string("x'; DROP TABLE child; --"), string("%' OR name LIKE '%"),
        string("{{7*7}} ${7*7} <%= 7*7 %>"), string("../../../../etc/passwd"),
        string("\\r\\nX-Evil: 1"), string("=HYPERLINK(1)"), string("\\u0000")}) {
    CAPTURE(text);
    const string found = open.ask("POST /api/children/search", county + "X-CareGrid: 1\r\n",
                                  R"({"text":")" + text + R"("})");
    CHECK((status_in(found) == 200 || status_in(found) == 422 || status_in(found) == 400));
    CHECK((status_in(found) != 200 || has(found, R"("items":[])")));
    CHECK(header_in(found, "X-Evil").empty());
    const string body = found.substr(found.find("\r\n\r\n"));
    CHECK(!has(body, "49"));
    CHECK(!has(body, "root:"));
  }
  CHECK(status_in(open.ask("GET /api/children", county + "X-A: b\r\n X-Evil: 1\r\n")) < 500);
  const string after = open.ask("GET /api/children?sort=name", county);
  CHECK(header_in(after, "ETag") == header_in(before, "ETag"));  // Nothing was changed or dropped.
}

TEST_CASE("a session taken to another program is worth no more than its owner lets it") {
  auto databases = support::every_database();
  OpenOffice open(*databases.front());
  const string answer = open.ask("POST /api/session", "X-CareGrid: 1\r\n", sign_in_body());
  const string cookie = cookies_in(answer).front();
  const string stolen = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  CHECK(status_in(open.ask("GET /api/session", stolen)) == 200);
  // A password alone shows nobody, wherever the session was taken.
  CHECK(status_in(open.ask("GET /api/children", stolen)) == 403);
  // A page elsewhere that has it sent along cannot write with it.
  CHECK(status_in(open.ask("POST /api/plans", stolen + "Origin: https://evil.example\r\n", "{}")) ==
        403);
  // Its owner signs out: from then on it is nothing.
  CHECK(status_in(open.ask("DELETE /api/session", stolen + write_headers)) < 300);
  CHECK(status_in(open.ask("GET /api/session", stolen)) == 401);
  CHECK(status_in(open.ask("GET /api/children", stolen)) == 401);
}

}  // namespace
}  // namespace caregrid::http
