#include "http/route.h"

#include <algorithm>

#include "http/url.h"

namespace caregrid::http {
namespace {

/// Cuts the next "/part" off the front.
std::string_view next_part(std::string_view& path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, end);
  path.remove_prefix(end);
  return part;
}

/// What the pattern's placeholders stand for; none when the path does not fit.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
  std::vector<std::string> values;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = next_part(pattern);
    const std::string_view part = next_part(path);
    if (expected.starts_with('{')) {
      auto value = decode_percent(part, false);
      if (!value || value->empty()) {
        return std::nullopt;
      }
      values.push_back(std::move(*value));
    } else if (expected != part) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) {
    return std::nullopt;
  }
  return values;
}

/// Patterns without placeholders come first: "/api/plans/current" is no plan's id.
bool is_better(const Match& a, const Match& b) { return a.path.size() < b.path.size(); }

}  // namespace

Found find_route(const RouteTable& table, Method method, std::string_view path) {
  const Method wanted = method == Method::head ? Method::get : method;
  Found found;
  for (std::size_t i = 0; i < table.routes.size(); ++i) {
    const Route& route = table.routes[i];
    auto values = fit(route.spec.pattern, path);
    if (!values) {
      continue;
    }
    if (route.spec.method != wanted) {
      found.allowed +=
          (found.allowed.empty() ? "" : ", ") + std::string(to_text(route.spec.method));
      continue;
    }
    Match match{&route, i, std::move(*values)};
    if (!found.match || is_better(match, *found.match)) {
      found.match = std::move(match);
    }
  }
  return found;
}

}  // namespace caregrid::http
