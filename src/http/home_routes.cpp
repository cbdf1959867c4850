// The home page.
#include "assessment/home.h"
#include "http/endpoint.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

/// Rows given back by the imports that were done lately; 0 for those who do not import.
std::int64_t recent_rejects(const Visit& visit) {
  constexpr int imports_looked_at = 20;
  const auto page = visit.site.imports.list(*visit.actor, std::nullopt, imports_looked_at);
  std::int64_t rejected = 0;
  if (page) {
    for (const auto& import : page->items) {
      rejected += import.state == intake::ImportState::done ? import.counts.rejected : 0;
    }
  }
  return rejected;
}

core::Result<Response> show_home(const Visit& visit) {
  const assessment::Pending pending{recent_rejects(visit)};
  std::string body;
  const auto done =
      visit.site.door.read(*visit.actor, [&](const access::Call& call) -> core::Result<void> {
        const auto home = assessment::show_home(call, pending);
        if (!home) {
          return home.error();
        }
        body = core::to_json(*home);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return json_response(200, std::move(body));
}

}  // namespace

void add_home_routes(RouteTable& table) {
  Route& home =
      add_raw(table, {Method::get, "/api/home", "show_home", "The county in numbers"}, show_home);
  home.response_schema = core::schema_of<assessment::Home>(table.schemas);
}

}  // namespace caregrid::http
