#include "registry/status_facts.h"

#include <algorithm>
#include <charconv>

#include "access/area.h"
#include "core/json.h"
#include "registry/provinces.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using rules::Member;
using rules::ValueType;

constexpr std::string_view birth_kind = "birth";
constexpr std::int64_t places_a_province = 10'000'000'000;

/// The text inside a JSON string that needs no escapes, as codes and dates are.
std::string_view inside(std::string_view json) {
  const bool is_text = json.size() >= 2 && json.front() == '"' && json.back() == '"';
  return is_text ? json.substr(1, json.size() - 2) : std::string_view{};
}

std::optional<std::int64_t> whole_of(std::string_view json) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(json.data(), json.data() + json.size(), value);
  return failed == std::errc{} && end == json.data() + json.size() ? std::optional(value)
                                                                   : std::nullopt;
}

/// A division code, which forms send as a number and lists keep as one.
std::optional<std::int64_t> place_of(std::string_view json) {
  const auto code = whole_of(inside(json).empty() ? json : inside(json));
  return code && *code > 0 ? code : std::nullopt;
}

std::optional<std::int64_t> code_value(const Member& member, std::string_view id) {
  const auto code = rules::code_of(member, id);
  return code ? std::optional<std::int64_t>(*code) : std::nullopt;
}

std::optional<std::int64_t> value_of(const Member& member, std::string_view json) {
  switch (member.type) {
    case ValueType::boolean:
      return json == "true"    ? std::optional<std::int64_t>(1)
             : json == "false" ? std::optional<std::int64_t>(0)
                               : std::nullopt;
    case ValueType::code:
    case ValueType::codes:
      return code_value(member, inside(json));
    case ValueType::date: {
      const auto day = core::parse_iso_date(inside(json));
      return day ? std::optional<std::int64_t>(day->days) : std::nullopt;
    }
    case ValueType::place:
      return place_of(json);
    case ValueType::months:
    case ValueType::number:
      return whole_of(json);
    case ValueType::person:
    case ValueType::text:
      break;
  }
  return std::nullopt;
}

/// The days on which a fact holds; none when it ended before it was known.
std::optional<rules::Fact> days_of(const KnownFact& known) {
  rules::Fact fact;
  fact.from = known.known_from.days;
  fact.is_from_or_earlier = !known.valid_from;
  fact.is_open = !known.valid_to;
  if (known.valid_to) {
    fact.to = known.valid_to->days - 1;
  }
  if (known.succeeded_on) {
    fact.to = std::min(fact.to, known.succeeded_on->days - 1);
  }
  return fact.to < fact.from ? std::nullopt : std::optional(fact);
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

WrittenAbsence read_written_absence(std::string_view text) {
  using State = WrittenAbsence::State;
  const std::string word = fold_word(text);
  // Who is dead, in prison or cannot be found is not simply "out working".
  if (is_placeholder(text) ||
      contains_any(word, {"死",   "亡",   "去世",     "过世",    "已故",   "失踪",    "失联",
                          "下落", "走失", "服刑",     "监狱",    "在押",   "戒毒",    "离家",
                          "出走", "离异", "离婚",     "改嫁",    "残疾",   "不清楚",  "unknown",
                          "dead", "died", "deceased", "missing", "prison", "divorced"})) {
    return {};
  }
  if (contains_any(word, {"在家", "未外出", "没外出", "没有外出", "不外出", "无外出", "家中",
                          "在村", "返乡", "回乡", "athome", "at home"}) ||
      word == "否" || word == "务农" || word == "home" || word == "no") {
    return {State::home, 0};
  }
  const auto province = province_named(text);
  return {State::away, province ? *province * places_a_province : 0};
}

StatusFacts::StatusFacts(const rules::Vocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (std::size_t kind = 0; kind < vocabulary.kinds.size(); ++kind) {
    kinds_.emplace(vocabulary.kinds[kind].id, static_cast<std::uint16_t>(kind));
  }
}

std::optional<rules::AttributeId> StatusFacts::attribute(FactSubject subject, std::string_view kind,
                                                         std::string_view member) const {
  const auto found = kinds_.find(kind);
  if (found == kinds_.end()) {
    return std::nullopt;
  }
  const auto& members = vocabulary_.kinds[found->second].members;
  const auto at = std::ranges::find(members, member, &Member::id);
  const auto whose = rules::subject_of(core::name_of(subject));
  return at == members.end() || !whose
             ? std::nullopt
             : vocabulary_.attribute(*whose, found->second,
                                     static_cast<std::uint16_t>(at - members.begin()));
}

std::vector<rules::Fact> StatusFacts::read(const FactLedger& ledger,
                                           std::optional<core::Date> born_on) const {
  std::vector<rules::Fact> facts;
  for (std::size_t i = 0; i < ledger.facts.size(); ++i) {
    if (ledger.facts[i].standing == FactStanding::holds) {
      add(ledger.facts[i], static_cast<std::uint32_t>(i), facts);
    }
  }
  const auto birth = attribute(FactSubject::child, birth_kind, "born_on");
  if (born_on && birth) {
    rules::Fact fact;
    fact.attribute = *birth;
    fact.id = birth_reason;
    fact.value = born_on->days;
    facts.push_back(fact);
  }
  rules::put_in_order(facts);
  return facts;
}

void StatusFacts::add(const KnownFact& known, std::uint32_t id,
                      std::vector<rules::Fact>& into) const {
  auto fact = days_of(known);
  if (!fact) {
    return;
  }
  fact->id = id;
  for (const auto& [member, json] : known.value) {
    if (const auto found = attribute(known.id.subject, known.id.kind, member)) {
      fact->attribute = *found;
      add_value(*fact, json, into);
    }
  }
  if (known.id.kind == absence_kind && !known.value.contains("state")) {
    add_written_absence(known, *fact, into);
  }
}

void StatusFacts::add_value(rules::Fact fact, std::string_view json,
                            std::vector<rules::Fact>& into) const {
  const Member& member = vocabulary_.member_of(fact.attribute);
  if (!json.starts_with('[')) {
    if (const auto value = value_of(member, json)) {
      fact.value = *value;
      into.push_back(fact);
    }
    return;
  }
  const auto document = core::json::Document::parse(json);
  for (std::size_t i = 0; document && i < document->root().size(); ++i) {
    const auto id = document->root().at(i).as_string();
    if (const auto value = id ? code_value(member, *id) : std::nullopt) {
      fact.value = *value;
      into.push_back(fact);
    }
  }
}

/// What a list says in its own words, where nobody entered a code.
void StatusFacts::add_written_absence(const KnownFact& known, rules::Fact fact,
                                      std::vector<rules::Fact>& into) const {
  WrittenAbsence read{WrittenAbsence::State::away, 0};
  if (const auto written = known.value.find("text"); written != known.value.end()) {
    const auto document = core::json::Document::parse(written->second);
    read = read_written_absence(document ? document->root().as_string().value_or("") : "");
  }
  const auto state = attribute(known.id.subject, absence_kind, "state");
  if (state && read.state != WrittenAbsence::State::unclear) {
    const bool is_away = read.state == WrittenAbsence::State::away;
    fact.attribute = *state;
    fact.value = code_value(vocabulary_.member_of(*state), is_away ? "away" : "home").value_or(0);
    into.push_back(fact);
  }
  const auto place = attribute(known.id.subject, absence_kind, "place");
  if (place && read.place != 0 && !known.value.contains("place")) {
    fact.attribute = *place;
    fact.value = read.place;
    into.push_back(fact);
  }
}

std::int64_t home_on(const FactLedger& ledger, core::Date day, std::int64_t otherwise) {
  std::int64_t home = 0;
  for (const KnownFact& fact : ledger.facts) {
    const auto place = fact.value.find("division");
    if (fact.id.kind != "residence" || place == fact.value.end() || !fact.covers(day)) {
      continue;
    }
    const std::int64_t code = place_of(place->second).value_or(0);
    if (home == 0 || access::Area{home}.covers(code)) {
      home = code;
    } else if (!access::Area{code}.covers(home)) {
      return otherwise;
    }
  }
  return home == 0 ? otherwise : home;
}

}  // namespace caregrid::registry
