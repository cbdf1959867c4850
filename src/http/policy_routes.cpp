// The table of rights, for those who answer for it.
#include <tuple>

#include "access/access_table.h"
#include "core/json.h"
#include "http/endpoint.h"
#include "http/routes.h"

namespace caregrid::http {
namespace {

/// A line of the table: its name in the program and in both languages.
struct Label {
  std::string name;
  std::string zh;
  std::string en;
};

struct RoleLine : Label {
  std::string scope;
  std::vector<std::string> purposes;  ///< The usual one first.
};

struct PurposeLine : Label {
  std::string basis;
};

struct Ceiling {
  std::string role;
  std::string field_class;
};

struct OperationLine : Label {
  bool step_up = false;
  std::vector<Ceiling> roles;
};

struct FieldLine : Label {
  std::string operation;
  std::string field_class;
  bool masked = false;
  bool shields = false;
  std::vector<std::string> purposes;
};

struct PolicyShape {
  std::string version;
  std::vector<RoleLine> roles;
  std::vector<PurposeLine> purposes;
  std::vector<OperationLine> operations;
  std::vector<FieldLine> fields;
};

template <class It>
constexpr auto label_fields() {
  return std::tuple{core::field("name", &It::name), core::field("zh", &It::zh),
                    core::field("en", &It::en)};
}

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::RoleLine> {
  using It = http::RoleLine;
  static constexpr std::string_view name = "PolicyRole";
  static constexpr auto fields =
      std::tuple_cat(http::label_fields<It>(),
                     std::tuple{field("scope", &It::scope, "none, assigned or area"),
                                field("purposes", &It::purposes, "The usual one first")});
};

template <>
struct Describe<http::PurposeLine> {
  using It = http::PurposeLine;
  static constexpr std::string_view name = "PolicyPurpose";
  static constexpr auto fields =
      std::tuple_cat(http::label_fields<It>(),
                     std::tuple{field("basis", &It::basis, "duty, separate_consent or emergency")});
};

template <>
struct Describe<http::Ceiling> {
  using It = http::Ceiling;
  static constexpr std::string_view name = "PolicyCeiling";
  static constexpr auto fields = std::tuple{
      field("role", &It::role), field("field_class", &It::field_class, "open … shielded")};
};

template <>
struct Describe<http::OperationLine> {
  using It = http::OperationLine;
  static constexpr std::string_view name = "PolicyOperation";
  static constexpr auto fields =
      std::tuple_cat(http::label_fields<It>(),
                     std::tuple{field("step_up", &It::step_up, "Asks who one is once more"),
                                field("roles", &It::roles, "Highest class each role may touch")});
};

template <>
struct Describe<http::FieldLine> {
  using It = http::FieldLine;
  static constexpr std::string_view name = "PolicyField";
  static constexpr auto fields = std::tuple_cat(
      http::label_fields<It>(),
      std::tuple{field("operation", &It::operation, "Whose ceiling bounds it"),
                 field("field_class", &It::field_class), field("masked", &It::masked),
                 field("shields", &It::shields, "Class shielded for a shielded child"),
                 field("purposes", &It::purposes)});
};

template <>
struct Describe<http::PolicyShape> {
  using It = http::PolicyShape;
  static constexpr std::string_view name = "Policy";
  static constexpr auto fields = std::tuple{
      field("version", &It::version), field("roles", &It::roles), field("purposes", &It::purposes),
      field("operations", &It::operations), field("fields", &It::fields)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

using core::json::View;

std::string text_of(View object, std::string_view member) {
  const auto found = object.find(member);
  const auto text = found ? found->as_string() : std::nullopt;
  return std::string(text.value_or(std::string_view{}));
}

/// What a line is called; the file is part of the program, so it is there.
template <class Line>
Line labelled(View lines, std::string_view name) {
  Line line;
  line.name = name;
  if (const auto found = lines.find(name)) {
    line.zh = text_of(*found, "zh");
    line.en = text_of(*found, "en");
  }
  return line;
}

std::vector<std::string> names_of(access::PurposeBits bits) {
  std::vector<std::string> names;
  for (const auto& rule : access::purpose_rules()) {
    if ((bits & access::bit(rule.purpose)) != 0) {
      names.emplace_back(rule.name);
    }
  }
  return names;
}

void add_roles(View lines, PolicyShape& shape) {
  for (const auto& rule : access::role_rules()) {
    auto line = labelled<RoleLine>(lines, rule.name);
    line.scope = access::to_text(rule.scope);
    line.purposes = names_of(access::bit(rule.usual));
    for (std::string& name : names_of(rule.purposes & ~access::bit(rule.usual))) {
      line.purposes.push_back(std::move(name));
    }
    shape.roles.push_back(std::move(line));
  }
}

void add_operations(View lines, PolicyShape& shape) {
  for (const auto& rule : access::operation_rules()) {
    auto line = labelled<OperationLine>(lines, rule.name);
    line.step_up = rule.needs_step_up;
    for (std::size_t i = 0; i < access::role_count; ++i) {
      if (rule.ceilings[i]) {
        line.roles.push_back({std::string(access::role_rules()[i].name),
                              std::string(access::to_text(*rule.ceilings[i]))});
      }
    }
    shape.operations.push_back(std::move(line));
  }
}

void add_fields(View lines, PolicyShape& shape) {
  for (const auto& rule : access::field_rules()) {
    auto line = labelled<FieldLine>(lines, rule.name);
    line.operation = access::to_text(rule.operation);
    line.field_class = access::to_text(rule.field_class);
    line.masked = rule.is_masked;
    line.shields = rule.shields;
    line.purposes = names_of(rule.purposes);
    shape.fields.push_back(std::move(line));
  }
}

core::Result<PolicyShape> show_policy(const access::Call& call, const Visit&, const NoQuery&) {
  if (const auto allowed = access::authorise(call.actor, access::Operation::see_policy, {});
      !allowed) {
    return allowed.error();
  }
  const auto file = core::json::Document::parse(access::access_files().front().content);
  if (!file) {
    return file.error();
  }
  const auto part = [&](std::string_view name) {
    return file->root().find(name).value_or(file->root());
  };
  PolicyShape shape;
  shape.version = access::policy_version();
  add_roles(part("roles"), shape);
  for (const auto& rule : access::purpose_rules()) {
    auto line = labelled<PurposeLine>(part("purposes"), rule.name);
    line.basis = access::to_text(rule.basis);
    shape.purposes.push_back(std::move(line));
  }
  add_operations(part("operations"), shape);
  add_fields(part("fields"), shape);
  return shape;
}

}  // namespace

void add_policy_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/access/policy", "show_policy", "The table of rights in force"},
           show_policy);
}

}  // namespace caregrid::http
