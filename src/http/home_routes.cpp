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
  const std::string question = "home " + std::to_string(pending.import_rejects);
  return read_cached(visit, question, [&](const access::Call& call) -> core::Result<std::string> {
    const auto home = assessment::show_home(call, pending);
    return home ? core::Result<std::string>(core::to_json(*home))
                : core::Result<std::string>(home.error());
  });
}

}  // namespace

void add_home_routes(RouteTable& table) {
  Route& home =
      add_raw(table, {Method::get, "/api/home", "show_home", "The county in numbers"}, show_home);
  home.response_schema = core::schema_of<assessment::Home>(table.schemas);
}

}  // namespace caregrid::http
