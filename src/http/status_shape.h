#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/describe.h"
#include "http/fact_shape.h"
#include "registry/status_operations.h"

namespace caregrid::http {

/// A scheme's names.
struct SchemeShape {
  std::string id;
  std::string zh;
  std::string en;
  std::string group;
};

struct QuestionShape {
  std::string kind;
  registry::FactSubject subject = registry::FactSubject::child;
  std::string member;
};

struct TurnChangeShape : QuestionShape {
  std::string value;
  bool since_long = true;
};

struct TurnShape {
  rules::Truth answer = rules::Truth::unknown;
  std::vector<TurnChangeShape> changes;
};

struct CitationShape {
  std::string title;
  std::string document;
  std::string article;
  std::string url;
};

struct StatusRuleShape {
  std::string id;
  std::string zh;
  std::string en;
  std::string jurisdiction;
  core::Date valid_from;
  std::optional<core::Date> valid_to;
  std::string version;
  bool confirmed = false;
  std::string note;
  CitationShape citation;
  rules::Truth answer = rules::Truth::unknown;
  std::vector<std::string> because;
};

struct StatusEventShape {
  core::Date on;
  rules::Truth before = rules::Truth::unknown;
  rules::Truth after = rules::Truth::unknown;
  std::vector<std::string> because;
};

struct StatusShape {
  SchemeShape scheme;
  rules::Truth answer = rules::Truth::unknown;
  std::optional<std::int64_t> number;
  std::string unit;
  bool may_be_stricter = false;
  bool on_file = true;
  std::vector<std::string> because;
  std::vector<QuestionShape> missing;
  std::vector<StatusRuleShape> rules;
  std::vector<TurnShape> turns;
  std::vector<StatusEventShape> history;
};

struct StatusesShape {
  core::Date on;
  std::vector<StatusShape> items;
  std::vector<SchemeShape> withheld;
  std::vector<FactShape> facts;
};

SchemeShape shape_of(const rules::Scheme& scheme);
QuestionShape shape_of(const registry::FactQuestion& question);
StatusesShape shape_of(const registry::ChildStatuses& statuses);

}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<rules::Truth> {
  using enum rules::Truth;
  static constexpr std::string_view name = "RuleAnswer";
  static constexpr std::array values = {ValueOf{no, "no"}, ValueOf{unknown, "unknown"},
                                        ValueOf{yes, "yes"}};
};

template <>
struct Describe<http::SchemeShape> {
  using It = http::SchemeShape;
  static constexpr std::string_view name = "Scheme";
  static constexpr auto fields = std::tuple{
      field("id", &It::id), field("zh", &It::zh), field("en", &It::en),
      field("group", &It::group, "What it stands beside: left_behind, migrant, difficulty, …")};
};

template <>
struct Describe<http::QuestionShape> {
  using It = http::QuestionShape;
  static constexpr std::string_view name = "FactQuestion";
  static constexpr auto fields = std::tuple{
      field("kind", &It::kind), field("subject", &It::subject), field("member", &It::member)};
};

template <>
struct Describe<http::TurnChangeShape> {
  using It = http::TurnChangeShape;
  static constexpr std::string_view name = "TurnChange";
  static constexpr auto fields = std::tuple_cat(
      Describe<http::QuestionShape>::fields,
      std::tuple{field("value", &It::value, "A code, yes or no, a day, digits"),
                 field("since_long", &It::since_long, "no: beginning on the day asked about")});
};

template <>
struct Describe<http::TurnShape> {
  using It = http::TurnShape;
  static constexpr std::string_view name = "Turn";
  static constexpr auto fields =
      std::tuple{field("answer", &It::answer, "What it would then be"),
                 field("changes", &It::changes, "All of these together")};
};

template <>
struct Describe<http::CitationShape> {
  using It = http::CitationShape;
  static constexpr std::string_view name = "Citation";
  static constexpr auto fields =
      std::tuple{field("title", &It::title), field("document", &It::document),
                 field("article", &It::article), field("url", &It::url)};
};

template <>
struct Describe<http::StatusRuleShape> {
  using It = http::StatusRuleShape;
  static constexpr std::string_view name = "StatusRule";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("zh", &It::zh),
                 field("en", &It::en),
                 field("jurisdiction", &It::jurisdiction, "First digits of a division; empty: all"),
                 field("valid_from", &It::valid_from),
                 field("valid_to", &It::valid_to, "The last day"),
                 field("version", &It::version),
                 field("confirmed", &It::confirmed, "A person has checked it against its source"),
                 field("note", &It::note, "What is uncertain about it"),
                 field("citation", &It::citation),
                 field("answer", &It::answer),
                 field("because", &It::because, "Ids of `facts`")};
};

template <>
struct Describe<http::StatusEventShape> {
  using It = http::StatusEventShape;
  static constexpr std::string_view name = "StatusEvent";
  static constexpr auto fields =
      std::tuple{field("on", &It::on), field("before", &It::before), field("after", &It::after),
                 field("because", &It::because, "Ids of `facts`")};
};

template <>
struct Describe<http::StatusShape> {
  using It = http::StatusShape;
  static constexpr std::string_view name = "ChildStatus";
  static constexpr auto fields = std::tuple{
      field("scheme", &It::scheme),
      field("answer", &It::answer, "unknown: too little is on file, never a no"),
      field("number", &It::number, "Of a scheme that gives one"),
      field("unit", &It::unit),
      field("may_be_stricter", &It::may_be_stricter),
      field("on_file", &It::on_file, "no: no rule binds here on this day"),
      field("because", &It::because, "Ids of `facts`"),
      field("missing", &It::missing, "What would have to be found out"),
      field("rules", &It::rules),
      field("turns", &It::turns, "What would turn the answer; when one scheme is asked for"),
      field("history", &It::history, "Newest first; when one scheme is asked for")};
};

template <>
struct Describe<http::StatusesShape> {
  using It = http::StatusesShape;
  static constexpr std::string_view name = "ChildStatuses";
  static constexpr auto fields = std::tuple{
      field("on", &It::on), field("items", &It::items),
      field("withheld", &It::withheld, "They rest on facts not shown for role and purpose"),
      field("facts", &It::facts, "What the answers rest on, each once")};
};

}  // namespace caregrid::core
