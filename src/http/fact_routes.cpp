// Facts of a child: what holds on a day, the time line, entering, confirming, correcting, undoing.
#include <tuple>

#include "core/json.h"
#include "http/endpoint.h"
#include "http/fact_shape.h"
#include "http/page.h"
#include "http/routes.h"
#include "registry/reading.h"

namespace caregrid::http {
namespace {

struct StateQuery {
  std::optional<core::Date> on;
};

struct StateShape {
  core::Date on;
  std::vector<FactShape> facts;
  std::vector<FactShape> people;
};

struct TimeQuery {
  std::optional<int> limit;
  std::optional<std::string> after;
};

struct TimeLineShape {
  std::vector<TimeEventShape> items;
  std::optional<std::string> next;
};

struct EntryInput {
  std::string kind;
  registry::FactSubject subject = registry::FactSubject::child;
  core::RawJson value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  std::optional<std::string> note;
};

struct ConfirmInput {
  std::string fact;
  std::optional<std::string> note;
};

struct EndInput {
  std::string fact;
  core::Date on;
  std::optional<std::string> note;
};

struct CorrectInput {
  std::string fact;
  core::RawJson value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  std::optional<std::string> note;
};

struct UndoInput {
  std::string entry;
};

struct EntryAnswer {
  std::string entry;
};

struct WordShape {
  std::string id;
  std::string zh;
  std::string en;
};

struct MemberShape {
  std::string id;
  std::string zh;
  std::string en;
  registry::FactMemberType type = registry::FactMemberType::text;
  std::vector<WordShape> codes;
};

struct KindShape {
  std::string id;
  std::string zh;
  std::string en;
  std::vector<registry::FactSubject> subjects;
  bool dated = true;
  bool may_enter = false;
  std::vector<MemberShape> members;
};

struct Kinds {
  std::vector<KindShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::StateQuery> {
  static constexpr std::string_view name = "StateQuery";
  static constexpr auto fields =
      std::tuple{field("on", &http::StateQuery::on, "The day; today unless given")};
};

template <>
struct Describe<http::StateShape> {
  using It = http::StateShape;
  static constexpr std::string_view name = "ChildState";
  static constexpr auto fields =
      std::tuple{field("on", &It::on), field("facts", &It::facts),
                 field("people", &It::people, "Parents and carers on that day")};
};

template <>
struct Describe<http::TimeQuery> {
  using It = http::TimeQuery;
  static constexpr std::string_view name = "TimeQuery";
  static constexpr auto fields =
      std::tuple{field("limit", &It::limit, "1 to 100; 20 unless given"),
                 field("after", &It::after, "`next` of the page before")};
};

template <>
struct Describe<http::TimeLineShape> {
  using It = http::TimeLineShape;
  static constexpr std::string_view name = "TimeLine";
  static constexpr auto fields =
      std::tuple{field("items", &It::items, "Newest first"),
                 field("next", &It::next, "Cursor of the next page, null after the last")};
};

template <>
struct Describe<http::EntryInput> {
  using It = http::EntryInput;
  static constexpr std::string_view name = "NewFact";
  static constexpr auto fields =
      std::tuple{field("kind", &It::kind),
                 field("subject", &It::subject),
                 field("value", &It::value, "Members as the kind has them"),
                 field("valid_from", &It::valid_from),
                 field("valid_to", &It::valid_to, "The first day it no longer holds"),
                 field("note", &It::note)};
};

template <>
struct Describe<http::ConfirmInput> {
  using It = http::ConfirmInput;
  static constexpr std::string_view name = "FactConfirmation";
  static constexpr auto fields = std::tuple{field("fact", &It::fact), field("note", &It::note)};
};

template <>
struct Describe<http::EndInput> {
  using It = http::EndInput;
  static constexpr std::string_view name = "FactEnd";
  static constexpr auto fields =
      std::tuple{field("fact", &It::fact), field("on", &It::on, "The first day it no longer holds"),
                 field("note", &It::note)};
};

template <>
struct Describe<http::CorrectInput> {
  using It = http::CorrectInput;
  static constexpr std::string_view name = "FactCorrection";
  static constexpr auto fields =
      std::tuple{field("fact", &It::fact), field("value", &It::value, "All members, as right"),
                 field("valid_from", &It::valid_from), field("valid_to", &It::valid_to),
                 field("note", &It::note)};
};

template <>
struct Describe<http::UndoInput> {
  static constexpr std::string_view name = "FactUndo";
  static constexpr auto fields = std::tuple{field("entry", &http::UndoInput::entry)};
};

template <>
struct Describe<http::EntryAnswer> {
  static constexpr std::string_view name = "FactEntry";
  static constexpr auto fields =
      std::tuple{field("entry", &http::EntryAnswer::entry, "Names it for an undo")};
};

template <>
struct Describe<http::WordShape> {
  using It = http::WordShape;
  static constexpr std::string_view name = "FactWord";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("zh", &It::zh), field("en", &It::en)};
};

template <>
struct Describe<http::MemberShape> {
  using It = http::MemberShape;
  static constexpr std::string_view name = "FactMember";
  static constexpr auto fields =
      std::tuple{field("id", &It::id), field("zh", &It::zh), field("en", &It::en),
                 field("type", &It::type), field("codes", &It::codes)};
};

template <>
struct Describe<http::KindShape> {
  using It = http::KindShape;
  static constexpr std::string_view name = "FactKind";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),          field("zh", &It::zh),
                 field("en", &It::en),          field("subjects", &It::subjects),
                 field("dated", &It::dated),    field("may_enter", &It::may_enter),
                 field("members", &It::members)};
};

template <>
struct Describe<http::Kinds> {
  static constexpr std::string_view name = "FactKinds";
  static constexpr auto fields = std::tuple{field("items", &http::Kinds::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

constexpr int events_on_page = 20;

core::Result<StateShape> show_state(const access::Call& call, const Visit& visit,
                                    const StateQuery& query) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  const auto state = registry::state_of_child(call, *id, query.on.value_or(call.today));
  if (!state) {
    return state.error();
  }
  StateShape shape{state->on, {}, {}};
  for (const registry::DayFact& fact : state->facts) {
    shape.facts.push_back(shape_of(fact));
  }
  for (const registry::DayFact& person : state->people) {
    shape.people.push_back(shape_of(person));
  }
  return shape;
}

core::Result<TimeLineShape> show_timeline(const access::Call& call, const Visit& visit,
                                          const TimeQuery& query) {
  const auto id = visit.id<registry::ChildTag>(0);
  if (!id) {
    return id.error();
  }
  std::string after;
  if (query.after) {
    auto opened = visit.site.cursors.open("timeline", *query.after);
    if (!opened) {
      return opened.error();
    }
    after = std::move(*opened);
  }
  const auto page =
      registry::timeline_of_child(call, *id, after, query.limit.value_or(events_on_page));
  if (!page) {
    return page.error();
  }
  TimeLineShape shape{{}, seal_next(visit, "timeline", page->next)};
  for (const registry::TimeEvent& event : page->items) {
    shape.items.push_back(shape_of(event));
  }
  return shape;
}

WordShape shape_of(const registry::FactWord& word) {
  return {std::string(word.id), std::string(word.zh), std::string(word.en)};
}

MemberShape shape_of(const registry::FactMember& member) {
  const WordShape word = shape_of(member.word);
  MemberShape shape{word.id, word.zh, word.en, member.type, {}};
  for (const registry::FactWord& code : member.codes) {
    shape.codes.push_back(shape_of(code));
  }
  return shape;
}

/// The facts hold the number of a people, which nobody reads: its name comes with the kind, in both
/// languages as it stands on the child's page.
void name_peoples(MemberShape& member) {
  constexpr int last_code = 98;
  for (int code = 1; code <= last_code; ++code) {
    if (const std::string name = registry::ethnicity_name(code); !name.empty()) {
      member.codes.push_back({std::to_string(code), name, name});
    }
  }
}

core::Result<Kinds> list_kinds(const access::Call& call, const Visit&, const NoQuery&) {
  const auto offered = registry::list_fact_kinds(call);
  if (!offered) {
    return offered.error();
  }
  Kinds kinds;
  for (const registry::OfferedKind& one : *offered) {
    const WordShape word = shape_of(one.kind->word);
    KindShape shape{word.id, word.zh, word.en, {}, one.kind->is_dated, one.may_enter, {}};
    for (const auto& subject : core::Describe<registry::FactSubject>::values) {
      if (one.kind->is_about(subject.value)) {
        shape.subjects.push_back(subject.value);
      }
    }
    for (const registry::FactMember& member : one.kind->members) {
      shape.members.push_back(shape_of(member));
      if (word.id == "ethnicity") {
        name_peoples(shape.members.back());
      }
    }
    kinds.items.push_back(std::move(shape));
  }
  return kinds;
}

/// Errors: those of JSON; invalid "fact.value" for anything but an object.
core::Result<registry::FactValue> value_of(const core::RawJson& raw) {
  const auto document = core::json::Document::parse(raw.text);
  if (!document) {
    return document.error();
  }
  if (document->root().kind() != core::json::Kind::object) {
    return core::invalid("value", "fact.value");
  }
  return registry::read_value(document->root());
}

core::Result<registry::FactId> fact_of(const std::string& text) {
  const auto id = registry::read_fact_id(text);
  return id ? core::Result<registry::FactId>(*id)
            : core::failure(core::Code::not_found, "fact.not_found");
}

core::Result<EntryAnswer> answer_of(const core::Result<registry::FactId>& entry) {
  return entry ? core::Result<EntryAnswer>(EntryAnswer{registry::to_text(*entry)})
               : core::Result<EntryAnswer>(entry.error());
}

/// The child and the fact a write names.
struct Named {
  registry::ChildId child;
  registry::FactId fact;
};
core::Result<Named> named(const Visit& visit, const std::string& fact) {
  const auto child = visit.id<registry::ChildTag>(0);
  const auto id = fact_of(fact);
  if (!child || !id) {
    return child ? id.error() : child.error();
  }
  return Named{*child, *id};
}

core::Result<EntryAnswer> record(const access::Call& call, const Visit& visit,
                                 const EntryInput& input) {
  const auto child = visit.id<registry::ChildTag>(0);
  const auto value = value_of(input.value);
  if (!child || !value) {
    return child ? value.error() : child.error();
  }
  const registry::FactEntry entry{input.kind,       input.subject,  *value,
                                  input.valid_from, input.valid_to, input.note.value_or("")};
  return answer_of(registry::record_fact(call, *child, entry));
}

core::Result<EntryAnswer> confirm(const access::Call& call, const Visit& visit,
                                  const ConfirmInput& input) {
  const auto on = named(visit, input.fact);
  return on ? answer_of(registry::confirm_fact(call, on->child, on->fact, input.note.value_or("")))
            : core::Result<EntryAnswer>(on.error());
}

core::Result<EntryAnswer> end(const access::Call& call, const Visit& visit, const EndInput& input) {
  const auto on = named(visit, input.fact);
  return on ? answer_of(
                  registry::end_fact(call, on->child, on->fact, input.on, input.note.value_or("")))
            : core::Result<EntryAnswer>(on.error());
}

core::Result<EntryAnswer> correct(const access::Call& call, const Visit& visit,
                                  const CorrectInput& input) {
  const auto on = named(visit, input.fact);
  const auto value = value_of(input.value);
  if (!on || !value) {
    return on ? value.error() : on.error();
  }
  const registry::FactEntry entry{{},
                                  registry::FactSubject::child,
                                  *value,
                                  input.valid_from,
                                  input.valid_to,
                                  input.note.value_or("")};
  return answer_of(registry::correct_fact(call, on->child, on->fact, entry));
}

core::Result<EntryAnswer> undo(const access::Call& call, const Visit& visit,
                               const UndoInput& input) {
  const auto on = named(visit, input.entry);
  return on ? answer_of(registry::undo_fact_entry(call, on->child, on->fact))
            : core::Result<EntryAnswer>(on.error());
}

}  // namespace

void add_fact_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/fact-kinds", "list_fact_kinds",
            "Kinds of facts the actor may see, with their members and codes"},
           list_kinds);
  add_read(table,
           {Method::get, "/api/children/{id}/state", "show_child_state",
            "What is known of a child on a day"},
           show_state);
  add_read(table,
           {Method::get, "/api/children/{id}/timeline", "show_timeline",
            "What happened in a child's record, newest first"},
           show_timeline);
  add_write(table, {Method::post, "/api/children/{id}/facts", "record_fact", "Enters a fact"},
            record);
  add_write(table,
            {Method::post, "/api/children/{id}/facts/confirm", "confirm_fact",
             "Says that a fact holds; settles a contradiction"},
            confirm);
  add_write(
      table,
      {Method::post, "/api/children/{id}/facts/end", "end_fact", "Says when a fact no longer held"},
      end);
  add_write(table,
            {Method::post, "/api/children/{id}/facts/correct", "correct_fact",
             "Puts another fact in place of one that was never so"},
            correct);
  add_write(
      table,
      {Method::post, "/api/children/{id}/facts/undo", "undo_fact_entry", "Takes an entry back"},
      undo);
}

}  // namespace caregrid::http
