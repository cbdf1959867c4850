#include "registry/fact_kinds.h"

#include <algorithm>
#include <array>

#include "core/json.h"

namespace caregrid::registry {
namespace {

constexpr std::size_t text_length_max = 600;

bool is_code(const FactMember& member, std::string_view code) {
  return std::ranges::find(member.codes, code, &FactWord::id) != member.codes.end();
}

core::Result<void> check_codes(const FactMember& member, core::json::View value) {
  if (value.kind() != core::json::Kind::array || value.size() == 0) {
    return core::invalid(std::string(member.word.id), "fact.value");
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!is_code(member, value.at(i).as_string().value_or(std::string_view{}))) {
      return core::invalid(std::string(member.word.id), "fact.code");
    }
  }
  return {};
}

core::Result<void> check_text(const FactMember& member, core::json::View value) {
  const std::string name(member.word.id);
  const auto text = value.as_string();
  if (!text || text->empty()) {
    return core::invalid(name, "fact.value");
  }
  if (text->size() > text_length_max) {
    return core::invalid(name, "text.too_long", std::to_string(text_length_max));
  }
  if (member.type == FactMemberType::code && !is_code(member, *text)) {
    return core::invalid(name, "fact.code");
  }
  if (member.type == FactMemberType::date && !core::parse_iso_date(*text)) {
    return core::invalid(name, "fact.value");
  }
  return {};
}

core::Result<void> check_member(const FactMember& member, core::json::View value) {
  switch (member.type) {
    case FactMemberType::yes_no:
      return value.as_bool() ? core::Result<void>()
                             : core::invalid(std::string(member.word.id), "fact.value");
    case FactMemberType::months:
    case FactMemberType::number:
    case FactMemberType::place:
      return value.as_integer() && *value.as_integer() >= 0
                 ? core::Result<void>()
                 : core::invalid(std::string(member.word.id), "fact.value");
    case FactMemberType::codes:
      return check_codes(member, value);
    case FactMemberType::code:
    case FactMemberType::date:
    case FactMemberType::person:
    case FactMemberType::text:
      break;
  }
  return check_text(member, value);
}

}  // namespace

const FactKind* find_kind(std::string_view id) {
  const auto kinds = fact_kinds();
  const auto found =
      std::ranges::find_if(kinds, [&](const FactKind& kind) { return kind.word.id == id; });
  return found == kinds.end() ? nullptr : &*found;
}

bool is_enterable(const FactKind& kind) {
  constexpr std::array<std::string_view, 3> not_entered{"birth", "ethnicity", "written_name"};
  return std::ranges::find(not_entered, kind.word.id) == not_entered.end();
}

std::pair<std::string, FactSubject> read_stored_name(std::string_view name) {
  const std::size_t end = name.find('_');
  if (end != std::string_view::npos && find_kind(name) == nullptr) {
    const auto subject = core::value_of<FactSubject>(name.substr(0, end));
    const FactKind* kind = find_kind(name.substr(end + 1));
    if (subject && kind != nullptr && kind->is_about(*subject)) {
      return {std::string(name.substr(end + 1)), *subject};
    }
  }
  const FactKind* kind = find_kind(name);
  const bool is_of_household = kind != nullptr && !kind->is_about(FactSubject::child) &&
                               kind->is_about(FactSubject::household);
  return {std::string(name), is_of_household ? FactSubject::household : FactSubject::child};
}

access::Field field_of(std::string_view kind, FactSubject subject) {
  if (kind == person_kind) {
    return access::Field::relation_person;
  }
  std::string own(core::name_of(subject));
  own += "_";
  own += kind;
  const access::Field of_subject = access::field_of_fact(own);
  if (of_subject != access::Field::fact_other) {
    return of_subject;
  }
  const FactKind* known = find_kind(kind);
  return known != nullptr ? known->field : access::field_of_fact(kind);
}

bool is_at_odds(std::string_view kind, const FactValue& a, const FactValue& b) {
  const FactKind* known = find_kind(kind);
  if (known == nullptr) {
    return false;
  }
  return std::ranges::any_of(known->members, [&](const FactMember& member) {
    const auto one = a.find(std::string(member.word.id));
    const auto other = b.find(std::string(member.word.id));
    const bool is_text =
        member.type == FactMemberType::text || member.type == FactMemberType::person;
    return !is_text && one != a.end() && other != b.end() && !is_compatible({*one}, {*other});
  });
}

core::Result<void> check_value(const FactKind& kind, const FactValue& value) {
  if (value.empty()) {
    return core::invalid("value", "fact.empty");
  }
  for (const auto& [name, json] : value) {
    const auto member = std::ranges::find_if(
        kind.members,
        [&, name = std::string_view(name)](const FactMember& one) { return one.word.id == name; });
    if (member == kind.members.end()) {
      return core::invalid(name, "fact.member");
    }
    const auto document = core::json::Document::parse(json);
    if (!document) {
      return document.error();
    }
    if (const auto checked = check_member(*member, document->root()); !checked) {
      return checked;
    }
  }
  return {};
}

}  // namespace caregrid::registry
