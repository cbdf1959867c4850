#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/describe.h"
#include "core/json_codec.h"
#include "http/fact_shape.h"
#include "http/need_shape.h"
#include "http/shape.h"
#include "registry/operations.h"

namespace caregrid::http {

/// A child as a list shows it.
struct ChildItem {
  registry::ChildId id;
  std::string name;
  registry::Sex sex = registry::Sex::unknown;
  std::optional<core::Date> born_on;
  std::optional<int> age;
  std::optional<Place> village;
  std::optional<std::string> township;
  std::optional<std::string> school;
  std::optional<std::string> grade;
  std::optional<std::string> id_number_masked;
  std::optional<std::int64_t> needs_open;
  bool shielded = false;
};

struct RelationShape {
  registry::RelationRole role = registry::RelationRole::carer;
  std::string name;
  std::optional<std::string> phone_masked;
  std::optional<std::string> place;
  std::optional<std::string> relation;
  std::string source;
};

struct SourceShape {
  std::string file;
  std::string sheet;
  std::int64_t row = 0;
  core::Instant at;
};

/// Everything known about one child: a `ChildItem` and more.
struct ChildShape : ChildItem {
  std::optional<std::string> student_number_masked;
  std::optional<std::string> ethnicity;
  std::vector<RelationShape> relations;
  std::vector<FactShape> facts;
  std::vector<NeedShape> needs;
  std::vector<SourceShape> sources;
  std::vector<std::string> conflicts;
  std::vector<std::string> withheld;
  std::optional<registry::ChildId> merged_from;
};

ChildItem shape_of(const registry::ChildRow& row);
ChildShape shape_of(const registry::ChildDetail& detail, const std::vector<care::NeedRow>& needs);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::ChildItem> {
  using It = http::ChildItem;
  static constexpr std::string_view name = "ChildRow";
  static constexpr std::string_view page_name = "ChildPage";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("name", &It::name),
                 field("sex", &It::sex),
                 field("born_on", &It::born_on),
                 field("age", &It::age, "Completed years today"),
                 field("village", &It::village),
                 field("township", &It::township),
                 field("school", &It::school),
                 field("grade", &It::grade),
                 field("id_number_masked", &It::id_number_masked),
                 field("needs_open", &It::needs_open, "Null when withheld"),
                 field("shielded", &It::shielded, "Where the child is must not be known")};
};

template <>
struct Describe<http::RelationShape> {
  using It = http::RelationShape;
  static constexpr std::string_view name = "Relation";
  static constexpr auto fields =
      std::tuple{field("role", &It::role),
                 field("name", &It::name),
                 field("phone_masked", &It::phone_masked),
                 field("place", &It::place),
                 field("relation", &It::relation, "To the child, as written"),
                 field("source", &It::source, "File name")};
};

template <>
struct Describe<http::SourceShape> {
  using It = http::SourceShape;
  static constexpr std::string_view name = "SourceRow";
  static constexpr auto fields = std::tuple{field("file", &It::file), field("sheet", &It::sheet),
                                            field("row", &It::row), field("at", &It::at)};
};

template <>
struct Describe<http::ChildShape> {
  using It = http::ChildShape;
  static constexpr std::string_view name = "Child";
  static constexpr auto fields = std::tuple_cat(
      Describe<http::ChildItem>::fields,
      std::tuple{field("student_number_masked", &It::student_number_masked),
                 field("ethnicity", &It::ethnicity), field("relations", &It::relations),
                 field("facts", &It::facts, "What holds today; contradicting values side by side"),
                 field("needs", &It::needs), field("sources", &It::sources),
                 field("conflicts", &It::conflicts, "Fields in which sources contradict"),
                 field("withheld", &It::withheld, "Fields not shown for role and purpose"),
                 field("merged_from", &It::merged_from,
                       "The id asked for, when it is of a record shown in this one")});
};

}  // namespace caregrid::core
