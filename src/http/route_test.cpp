// Shows which route a request finds. Rows: method and path → operation id, or what is allowed.
#include "http/route.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

RouteTable small_table() {
  RouteTable table;
  const auto add = [&](Method method, std::string_view pattern, std::string_view id) {
    table.routes.emplace_back().spec = {method, pattern, id, {}, 200};
  };
  add(Method::get, "/api/plans/{id}", "show");
  add(Method::get, "/api/plans/current", "current");
  add(Method::post, "/api/plans", "make");
  add(Method::post, "/api/plans/{id}/lines/{line}/decision", "decide");
  return table;
}

TEST_CASE("a request finds its route") {
  struct Row {
    Method method;
    std::string_view path;
    std::string_view id;
    std::vector<std::string> values;
    std::string_view allowed;
  };
  const Row rows[] = {
      {Method::get, "/api/plans/7", "show", {"7"}, ""},
      {Method::head, "/api/plans/7", "show", {"7"}, ""},
      {Method::get, "/api/plans/current", "current", {}, ""},
      {Method::get, "/api/plans/a%20b", "show", {"a b"}, ""},
      {Method::post, "/api/plans", "make", {}, ""},
      {Method::get, "/api/plans", "", {}, "POST"},
      {Method::post, "/api/plans/7/lines/8/decision", "decide", {"7", "8"}, ""},
      {Method::get, "/api/plans/", "", {}, ""},
      {Method::get, "/api/plans/7/", "", {}, ""},
      {Method::get, "/api", "", {}, ""},
      {Method::get, "/api/plans/%FF", "", {}, ""},
      {Method::get, "", "", {}, ""},
  };
  const RouteTable table = small_table();
  for (const auto& row : rows) {
    CAPTURE(row.path);
    const Found found = find_route(table, row.method, row.path);
    CHECK(found.match.has_value() == !row.id.empty());
    if (found.match && !row.id.empty()) {
      CHECK(found.match->route->spec.id == row.id);
      CHECK(found.match->path == row.values);
    }
    if (row.id.empty()) {
      CHECK(found.allowed == row.allowed);
    }
  }
}

}  // namespace
}  // namespace caregrid::http
