#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/describe.h"
#include "core/json_codec.h"
#include "http/shape.h"
#include "registry/fact_operations.h"

namespace caregrid::http {

/// Who said something.
struct OriginShape {
  std::string file;
  std::string account;
  core::Instant at;
};

/// A fact on a day.
struct FactShape {
  std::string id;
  std::string kind;
  registry::FactSubject subject = registry::FactSubject::child;
  core::RawJson value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  core::Date known_from;
  std::string source;
  core::Instant recorded_at;
  std::vector<OriginShape> origins;
  std::optional<OriginShape> confirmed;
  bool contested = false;
};

struct TimeEventShape {
  std::string id;
  registry::TimeEventKind kind = registry::TimeEventKind::began;
  core::Date on;
  bool day_known = true;
  std::optional<std::string> fact;
  std::optional<std::string> fact_kind;
  std::optional<registry::FactSubject> subject;
  core::RawJson value;
  std::optional<core::RawJson> before;
  OriginShape origin;
  std::string note;
};

OriginShape shape_of(const registry::FactOrigin& origin);
FactShape shape_of(const registry::DayFact& fact);
TimeEventShape shape_of(const registry::TimeEvent& event);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::OriginShape> {
  using It = http::OriginShape;
  static constexpr std::string_view name = "FactOrigin";
  static constexpr auto fields = std::tuple{
      field("file", &It::file, "Empty: a person entered it"),
      field("account", &It::account, "Who imported or entered it"), field("at", &It::at)};
};

template <>
struct Describe<http::FactShape> {
  using It = http::FactShape;
  static constexpr std::string_view name = "Fact";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("kind", &It::kind, "As stored: father_absence for the father's absence"),
                 field("subject", &It::subject),
                 field("value", &It::value),
                 field("valid_from", &It::valid_from, "As stated"),
                 field("valid_to", &It::valid_to, "The first day it no longer holds"),
                 field("known_from", &It::known_from, "Before this day nothing is known"),
                 field("source", &It::source, "File name; empty: a person entered it"),
                 field("recorded_at", &It::recorded_at, "When it was said last"),
                 field("origins", &It::origins, "Newest first"),
                 field("confirmed", &It::confirmed, "The last confirmation by a person"),
                 field("contested", &It::contested, "Another source says otherwise")};
};

template <>
struct Describe<http::TimeEventShape> {
  using It = http::TimeEventShape;
  static constexpr std::string_view name = "TimeEvent";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("kind", &It::kind),
                 field("on", &It::on),
                 field("day_known", &It::day_known, "no: it happened at some time until that day"),
                 field("fact", &It::fact),
                 field("fact_kind", &It::fact_kind),
                 field("subject", &It::subject),
                 field("value", &It::value),
                 field("before", &It::before, "What it was, or what the other source says"),
                 field("origin", &It::origin),
                 field("note", &It::note)};
};

}  // namespace caregrid::core
