#include "http/violation.h"

#include <algorithm>
#include <array>

#include "core/json.h"

namespace caregrid::http {
namespace {

constexpr std::array<std::string_view, 17> directives{
    "default-src",  "script-src",     "script-src-elem", "script-src-attr",
    "style-src",    "style-src-elem", "style-src-attr",  "img-src",
    "connect-src",  "font-src",       "worker-src",      "manifest-src",
    "base-uri",     "form-action",    "frame-ancestors", "require-trusted-types-for",
    "trusted-types"};

/// The constant of the same text, so that nothing of the report outlives it.
std::string_view known(std::string_view directive) {
  const std::string_view name = directive.substr(0, directive.find(' '));
  const auto found = std::ranges::find(directives, name);
  return found == directives.end() ? "other" : *found;
}

std::string_view kind_of(std::string_view blocked, std::string_view own_host) {
  for (const std::string_view word : {"inline", "eval", "data"}) {
    if (blocked == word || (word == "eval" && blocked == "wasm-eval")) {
      return word;
    }
  }
  const std::size_t start = blocked.find("://");
  if (start == std::string_view::npos) {
    return "foreign";
  }
  const std::string_view rest = blocked.substr(start + 3);
  return rest.substr(0, rest.find('/')) == own_host ? "own" : "foreign";
}

std::string_view text_of(const core::json::View& report, std::string_view name) {
  const auto member = report.find(name);
  return member ? member->as_string().value_or("") : "";
}

}  // namespace

core::Result<Violation> read_violation(std::string_view body, std::string_view own_host) {
  constexpr core::json::Limits limits{std::size_t{16} << 10U, 4, 64};
  const auto document = core::json::Document::parse(body, limits);
  if (!document) {
    return document.error();
  }
  const auto report = document->root().find("csp-report");
  if (!report || report->kind() != core::json::Kind::object) {
    return core::invalid("csp-report", "http.report");
  }
  const std::string_view effective = text_of(*report, "effective-directive");
  return Violation{known(effective.empty() ? text_of(*report, "violated-directive") : effective),
                   kind_of(text_of(*report, "blocked-uri"), own_host)};
}

}  // namespace caregrid::http
