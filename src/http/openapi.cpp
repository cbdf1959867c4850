#include "http/openapi.h"

#include <algorithm>
#include <map>
#include <vector>

#include "access/access_table.h"
#include "core/json.h"

namespace caregrid::http {
namespace {

using core::json::Writer;

constexpr std::string_view problem_schema =
    R"({"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},)"
    R"("status":{"type":"integer"},"reason":{"description":"Translation key","type":"string"},)"
    R"("field":{"description":"Path into the input","type":"string"},"detail":{"type":"string"}},)"
    R"("required":["type","title","status","reason"]})";

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

void write_parameter(Writer& writer, const Parameter& parameter) {
  writer.begin_object().member("name", parameter.name).member("in", parameter.place);
  writer.key("required").boolean(parameter.is_required);
  if (!parameter.doc.empty()) {
    writer.member("description", parameter.doc);
  }
  writer.key("schema").raw(parameter.schema).end_object();
}

/// Each `{name}` of a pattern.
std::vector<std::string> placeholders(std::string_view pattern) {
  std::vector<std::string> names;
  for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
       at = pattern.find('{', at + 1)) {
    names.emplace_back(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
  }
  return names;
}

void write_parameters(Writer& writer, const Route& route) {
  writer.key("parameters").begin_array();
  for (const std::string& name : placeholders(route.spec.pattern)) {
    write_parameter(writer, {name, "path", true, core::plain_schema("string", "uuid"), {}});
  }
  for (const Parameter& parameter : route.parameters) {
    write_parameter(writer, parameter);
  }
  if (route.who == Who::signed_in) {
    write_parameter(writer, {purpose_header, "header", false, core::schema_reference("Purpose"),
                             "What personal data is looked at for; the role's usual purpose unless "
                             "given. Never widens rights"});
  }
  writer.end_array();
}

void write_content(Writer& writer, std::string_view type, const std::string& schema) {
  writer.key("content").begin_object().key(type).begin_object();
  if (!schema.empty()) {
    writer.key("schema").raw(schema);
  }
  writer.end_object().end_object();
}

/// The closed list of purposes.
std::string purpose_schema() {
  Writer writer;
  writer.begin_object().member("type", "string").key("enum").begin_array();
  for (const access::PurposeRule& rule : access::purpose_rules()) {
    writer.string(rule.name);
  }
  writer.end_array().end_object();
  return writer.take();
}

void write_operation(Writer& writer, const Route& route) {
  writer.key(lower_case(to_text(route.spec.method))).begin_object();
  writer.member("operationId", route.spec.id).member("summary", route.spec.summary);
  if (route.who == Who::everyone) {
    writer.key("security").begin_array().end_array();
  }
  write_parameters(writer, route);
  if (!route.request_schema.empty()) {
    writer.key("requestBody").begin_object().key("required").boolean(true);
    write_content(writer, route.request_type, route.request_schema);
    writer.end_object();
  }
  writer.key("responses").begin_object();
  writer.key(std::to_string(route.spec.status)).begin_object().member("description", "Done");
  if (!route.response_schema.empty() || route.response_type != "application/json") {
    write_content(writer, route.response_type, route.response_schema);
  }
  writer.end_object().key("default").begin_object().member("description", "Not done, and why");
  write_content(writer, "application/problem+json", core::schema_reference("Problem"));
  writer.end_object().end_object().end_object();
}

/// Paths in the order of the table, methods of one path together.
std::vector<std::vector<const Route*>> by_path(const RouteTable& table) {
  std::vector<std::vector<const Route*>> groups;
  for (const Route& route : table.routes) {
    const auto same = std::ranges::find_if(groups, [&](const auto& group) {
      return group.front()->spec.pattern == route.spec.pattern;
    });
    if (same == groups.end()) {
      groups.push_back({&route});
    } else {
      same->push_back(&route);
    }
  }
  return groups;
}

}  // namespace

std::string openapi_document(const RouteTable& table, std::string_view version) {
  Writer writer;
  writer.begin_object().member("openapi", "3.1.0");
  writer.key("info").begin_object().member("title", "CareGrid").member("version", version);
  writer.key("license").begin_object().member("name", "Apache-2.0");
  writer.member("identifier", "Apache-2.0").end_object().end_object();
  writer.key("security").begin_array().begin_object().key("session").begin_array().end_array();
  writer.end_object().end_array();
  writer.key("paths").begin_object();
  for (const auto& group : by_path(table)) {
    writer.key(group.front()->spec.pattern).begin_object();
    for (const Route* route : group) {
      write_operation(writer, *route);
    }
    writer.end_object();
  }
  writer.end_object().key("components").begin_object();
  writer.key("securitySchemes").begin_object().key("session").begin_object();
  writer.member("type", "apiKey").member("in", "cookie").member("name", "caregrid_session");
  writer.end_object().end_object().key("schemas").begin_object();
  writer.key("Problem").raw(problem_schema);
  writer.key("Purpose").raw(purpose_schema());
  for (const auto& [name, schema] : table.schemas.text) {
    writer.key(name).raw(schema);
  }
  writer.end_object().end_object().end_object();
  return writer.take();
}

}  // namespace caregrid::http
