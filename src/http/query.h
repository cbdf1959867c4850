#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/describe.h"
#include "core/json_schema.h"
#include "core/result.h"
#include "http/route.h"
#include "http/url.h"

namespace caregrid::http {

/// A route without query parameters.
struct NoQuery {};

/// Reads one parameter's text; false when it is no such value.
inline bool read_parameter(const std::string& text, std::string& into) {
  into = text;
  return true;
}
inline bool read_parameter(const std::string& text, core::Date& into) {
  const auto date = core::parse_iso_date(text);
  into = date.value_or(into);
  return date.has_value();
}
inline bool read_parameter(const std::string& text, bool& into) {
  into = text == "yes";
  return into || text == "no";
}
template <std::integral T>
  requires(!std::same_as<T, bool>)
bool read_parameter(const std::string& text, T& into) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), into);
  return failed == std::errc() && end == text.data() + text.size();
}
template <core::DescribedEnum E>
bool read_parameter(const std::string& text, E& into) {
  const auto value = core::value_of<E>(text);
  into = value.value_or(into);
  return value.has_value();
}
template <class Tag>
bool read_parameter(const std::string& text, core::Id<Tag>& into) {
  const auto id = core::Id<Tag>::parse(text);
  into = id.value_or(into);
  return id.has_value();
}

/// Reads a described struct, all of whose members are optional, from a query string; an empty
/// parameter counts as absent.
///
/// Errors: invalid "query.unknown", "query.repeated", "query.value" with the parameter's name.
template <class Query>
core::Result<Query> read_query(std::string_view text) {
  auto pairs = parse_query(text);
  if (!pairs) {
    return pairs.error();
  }
  Query query;
  std::optional<core::Error> failed;
  for (const auto& [name, value] : *pairs) {
    bool is_known = false;
    const auto take = [&](const auto& described) {
      if (described.name != name) {
        return;
      }
      is_known = true;
      auto& member = query.*described.member;
      if (member) {
        failed = core::invalid(name, "query.repeated");
      } else if (!value.empty() && !read_parameter(value, member.emplace())) {
        failed = core::invalid(name, "query.value");
      }
    };
    core::each_field<Query>(take);
    if (!is_known) {
      return core::invalid(name, "query.unknown");
    }
    if (failed) {
      return *failed;
    }
  }
  return query;
}
template <>
inline core::Result<NoQuery> read_query<NoQuery>(std::string_view text) {
  if (!text.empty()) {
    return core::invalid("", "query.unknown");
  }
  return NoQuery{};
}

/// The parameters a query struct stands for.
template <class Query>
std::vector<Parameter> query_parameters(core::SchemaBook& book) {
  std::vector<Parameter> parameters;
  core::each_field<Query>([&](const auto& described) {
    using Member = std::remove_cvref_t<decltype(*(Query().*described.member))>;
    parameters.push_back({std::string(described.name), "query", false,
                          core::schema_of<Member>(book), std::string(described.doc)});
  });
  return parameters;
}
template <>
inline std::vector<Parameter> query_parameters<NoQuery>(core::SchemaBook&) {
  return {};
}

/// How many records a page has: 50 unless asked. Errors: invalid "limit" "list.limit".
core::Result<int> page_limit(std::optional<int> limit);

}  // namespace caregrid::http
