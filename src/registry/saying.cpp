#include "registry/saying.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "access/area.h"
#include "core/json.h"
#include "registry/fact_kinds.h"

namespace caregrid::registry {
namespace {

using core::json::Kind;
using core::json::View;
using core::json::Writer;

constexpr int china_minutes = 480;
constexpr std::string_view entry_member = "entry";
constexpr std::string_view place_member = "division";

std::int64_t code_of(std::string_view json) {
  std::int64_t code = 0;
  std::from_chars(json.data(), json.data() + json.size(), code);
  return code;
}

bool covers(std::string_view large, std::string_view small) {
  return code_of(large) != 0 && code_of(small) != 0 &&
         access::Area{code_of(large)}.covers(code_of(small));
}

bool is_inside_each_other(std::string_view a, std::string_view b) {
  return covers(a, b) || covers(b, a);
}

std::optional<core::Date> date_in(View object, std::string_view member) {
  const auto found = object.find(member);
  const auto text = found ? found->as_string() : std::nullopt;
  return text ? core::parse_iso_date(*text) : std::nullopt;
}

std::string_view text_in(View object, std::string_view member) {
  const auto found = object.find(member);
  return (found ? found->as_string() : std::nullopt).value_or(std::string_view{});
}

/// The JSON text of a plain value or of a list of texts; empty for anything else.
std::string json_of(View value) {
  Writer json;
  switch (value.kind()) {
    case Kind::boolean:
      json.boolean(value.as_bool().value_or(false));
      break;
    case Kind::number:
      json.raw(value.to_text());
      break;
    case Kind::string:
      json.string(value.as_string().value_or(std::string_view{}));
      break;
    case Kind::array: {
      // A set of codes: its order says nothing, so that equal sets must read alike.
      std::vector<std::string_view> texts;
      for (std::size_t i = 0; i < value.size(); ++i) {
        texts.push_back(value.at(i).as_string().value_or(std::string_view{}));
      }
      std::ranges::sort(texts);
      json.begin_array();
      for (const std::string_view text : texts) {
        json.string(text);
      }
      json.end_array();
      break;
    }
    case Kind::object:
    case Kind::null:
      break;
  }
  return json.take();
}

std::string json_text(std::string_view text) {
  Writer json;
  json.string(text);
  return json.take();
}

FactSubject subject_of(RelationRole role) {
  switch (role) {
    case RelationRole::father:
      return FactSubject::father;
    case RelationRole::mother:
      return FactSubject::mother;
    case RelationRole::guardian:
      return FactSubject::guardian;
    case RelationRole::carer:
      break;
  }
  return FactSubject::carer;
}

std::optional<Saying> read_entry(const FactStatement& statement, View entry) {
  Saying saying;
  const auto act = core::value_of<FactAct>(text_in(entry, "act"));
  const auto subject = core::value_of<FactSubject>(text_in(entry, "subject"));
  if (!act || !subject || *act == FactAct::state) {
    return std::nullopt;
  }
  saying.id = {statement.ordinal, std::string(text_in(entry, "kind")), *subject};
  saying.act = *act;
  if (const auto value = entry.find("value")) {
    saying.value = read_value(*value);
  }
  saying.valid_from = date_in(entry, "from");
  saying.valid_to = date_in(entry, "to");
  saying.about = read_fact_id(text_in(entry, "about"));
  saying.note = text_in(entry, "note");
  saying.origin = statement.origin;
  return saying;
}

Saying stated(const FactStatement& statement, std::string_view kind, FactSubject subject) {
  Saying saying;
  saying.id = {statement.ordinal, std::string(kind), subject};
  saying.origin = statement.origin;
  return saying;
}

void add_relations(const FactStatement& statement, std::vector<Saying>& sayings) {
  for (const StatedRelation& relation : statement.relations) {
    const FactSubject subject = subject_of(relation.role);
    const bool is_parent = subject == FactSubject::father || subject == FactSubject::mother;
    if (!relation.name.empty()) {
      Saying person = stated(statement, person_kind, subject);
      person.value["name"] = json_text(relation.name);
      if (!relation.relation.empty()) {
        person.value["relation"] = json_text(relation.relation);
      }
      sayings.push_back(std::move(person));
    }
    if (is_parent && !relation.place.empty()) {
      Saying absence = stated(statement, absence_kind, subject);
      absence.value["text"] = json_text(relation.place);
      sayings.push_back(std::move(absence));
    }
  }
}

/// Free text of a list may hold a phone or an official number; those are opened with a reason only
/// (`unmask_child`), so all but the first three of seven or more digits in a row become stars.
void hide_numbers(FactValue& value) {
  constexpr std::size_t kept = 3;
  constexpr std::size_t shortest = 7;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (auto& [name, json] : value) {
    for (auto begin = std::ranges::find_if(json, is_digit); begin != json.end();
         begin = std::find_if(begin, json.end(), is_digit)) {
      const auto end = std::find_if_not(begin, json.end(), is_digit);
      if (static_cast<std::size_t>(end - begin) >= shortest) {
        std::fill(begin + kept, end, '*');
      }
      begin = end;
    }
  }
}

bool is_free_text(std::string_view kind) {
  return kind == "other" || kind == "unread" || kind == "note" || kind == "income";
}

}  // namespace

std::string to_text(const FactId& id) {
  return std::to_string(id.ordinal) + "." + id.kind + "." + std::string(core::name_of(id.subject));
}

std::optional<FactId> read_fact_id(std::string_view text) {
  FactId id;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id.ordinal);
  const auto first = static_cast<std::size_t>(end - text.data());
  const std::size_t last = text.rfind('.');
  if (failed != std::errc{} || id.ordinal < 0 || first >= text.size() || text[first] != '.' ||
      last <= first + 1) {
    return std::nullopt;
  }
  const auto subject = core::value_of<FactSubject>(text.substr(last + 1));
  if (!subject) {
    return std::nullopt;
  }
  id.kind = text.substr(first + 1, last - first - 1);
  id.subject = *subject;
  return id;
}

FactValue read_value(View object) {
  FactValue value;
  object.each_member([&](std::string_view name, View member) {
    std::string json = json_of(member);
    if (!json.empty()) {
      value.emplace(name, std::move(json));
    }
  });
  return value;
}

std::string to_json(const FactValue& value) {
  Writer json;
  json.begin_object();
  for (const auto& [name, member] : value) {
    json.key(name).raw(member);
  }
  json.end_object();
  return json.take();
}

bool is_compatible(const FactValue& a, const FactValue& b) {
  bool shares_code = false;
  bool differs_in_code = false;
  bool differs_in_writing = false;
  for (const auto& [name, member] : a) {
    const auto other = b.find(name);
    if (other == b.end()) {
      continue;
    }
    const bool is_writing = name == "text" || name == "care_text";
    const bool is_same = other->second == member ||
                         (name == place_member && is_inside_each_other(member, other->second));
    shares_code = shares_code || !is_writing;
    differs_in_code = differs_in_code || (!is_writing && !is_same);
    differs_in_writing = differs_in_writing || (is_writing && !is_same);
  }
  return !differs_in_code && (shares_code || !differs_in_writing);
}

void merge_value(FactValue& value, const FactValue& other) {
  value.insert(other.begin(), other.end());
  const auto mine = value.find(std::string(place_member));
  const auto theirs = other.find(std::string(place_member));
  if (theirs != other.end() && covers(mine->second, theirs->second)) {
    mine->second = theirs->second;
  }
}

core::Date day_of(const FactOrigin& origin) { return core::date_of(origin.row.at, china_minutes); }

std::vector<Saying> sayings_of(const FactStatement& statement) {
  std::vector<Saying> sayings;
  const auto document = core::json::Document::parse(statement.facts);
  if (document) {
    // Whoever registers a child states as a list does; what is entered afterwards is one fact.
    const bool is_entry =
        statement.origin.is_entry() && document->root().find(entry_member).has_value();
    document->root().each_member([&](std::string_view kind, View value) {
      if (is_entry) {
        if (auto entry = kind == entry_member ? read_entry(statement, value) : std::nullopt) {
          sayings.push_back(std::move(*entry));
        }
        return;
      }
      const auto [id, subject] = read_stored_name(kind);
      Saying saying = stated(statement, id, subject);
      saying.value = read_value(value);
      saying.value.erase("from");
      saying.value.erase("to");
      saying.valid_from = date_in(value, "from");
      saying.valid_to = date_in(value, "to");
      if (is_free_text(id)) {
        hide_numbers(saying.value);
      }
      sayings.push_back(std::move(saying));
    });
  }
  add_relations(statement, sayings);
  return sayings;
}

std::string pack_entry(const Saying& entry) {
  Writer json;
  json.begin_object().key(entry_member).begin_object();
  json.member("act", core::name_of(entry.act)).member("kind", entry.id.kind);
  json.member("subject", core::name_of(entry.id.subject));
  json.key("value").raw(to_json(entry.value));
  if (entry.valid_from) {
    json.member("from", core::to_iso(*entry.valid_from));
  }
  if (entry.valid_to) {
    json.member("to", core::to_iso(*entry.valid_to));
  }
  if (entry.about) {
    json.member("about", to_text(*entry.about));
  }
  if (!entry.note.empty()) {
    json.member("note", entry.note);
  }
  json.end_object().end_object();
  return json.take();
}

}  // namespace caregrid::registry
