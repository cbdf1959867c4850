// Shows what is kept of a browser's report of a violation: rows of reports, and the words they
// become.

#include "http/violation.h"

#include <doctest/doctest.h>

#include <string>

namespace caregrid::http {
namespace {

TEST_CASE("a report becomes two words of ours, whatever it holds") {
  const struct {
    std::string body;
    std::string_view directive;
    std::string_view blocked;
  } rows[] = {
      {R"({"csp-report":{"effective-directive":"script-src-elem","blocked-uri":"inline"}})",
       "script-src-elem", "inline"},
      {R"({"csp-report":{"violated-directive":"img-src 'self' data:","blocked-uri":"data"}})",
       "img-src", "data"},
      {R"({"csp-report":{"effective-directive":"connect-src",)"
       R"("blocked-uri":"https://evil.example/x?name=canary","script-sample":"canary",)"
       R"("document-uri":"https://county.example/children/canary"}})",
       "connect-src", "foreign"},
      {R"({"csp-report":{"effective-directive":"worker-src",)"
       R"("blocked-uri":"https://county.example/assets/a.js"}})",
       "worker-src", "own"},
      {R"({"csp-report":{"effective-directive":"script-src","blocked-uri":"wasm-eval"}})",
       "script-src", "eval"},
      {R"({"csp-report":{"effective-directive":"canary\n{\"level\":1}","blocked-uri":"canary"}})",
       "other", "foreign"},
      {R"({"csp-report":{"effective-directive":7,"blocked-uri":["x"]}})", "other", "foreign"},
      {R"({"csp-report":{}})", "other", "foreign"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.body);
    const auto read = read_violation(row.body, "county.example");
    REQUIRE(read.ok());
    CHECK(read->directive == row.directive);
    CHECK(read->blocked == row.blocked);
  }
}

TEST_CASE("what is no report is refused") {
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string(R"({"csp-report":"x"})"), std::string("[1]"),
        std::string(R"({"csp-report":{"a":{"b":{"c":{"d":1}}}}})"), std::string(20'000, ' ')}) {
    CAPTURE(body.substr(0, 20));
    CHECK(!read_violation(body, "county.example").ok());
  }
}

}  // namespace
}  // namespace caregrid::http
