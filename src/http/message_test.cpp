// Shows how headers and cookies are found. Rows: cookie header and name → value.
#include "http/message.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

TEST_CASE("header names have no case") {
  Request request;
  request.headers = {{"X-CareGrid", "1"}, {"content-type", "a"}};
  CHECK(request.header("x-caregrid") == "1");
  CHECK(request.header("Content-Type") == "a");
  CHECK(request.header("Host").empty());
}

TEST_CASE("a cookie is found by its whole name") {
  struct Row {
    std::string_view header;
    std::string_view value;
  };
  const Row rows[] = {
      {"session=1", "1"},
      {"a=2; session=1; b=3", "1"},
      {"xsession=2; session=1", "1"},
      {"session_old=2", ""},
      {"session", ""},
      {"", ""},
      {"a=session=3;session=4", "4"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.header);
    Request request;
    request.headers = {{"Cookie", std::string(row.header)}};
    CHECK(request.cookie("session") == row.value);
  }
}

}  // namespace
}  // namespace caregrid::http
