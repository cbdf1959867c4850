#include "rules/vocabulary.h"

#include <algorithm>
#include <utility>

namespace caregrid::rules {
namespace {

using core::json::View;

constexpr std::size_t codes_max = 64;
constexpr std::size_t attributes_max = 4096;

constexpr std::array<std::string_view, 9> type_names{"bool",   "code",  "codes",  "date", "months",
                                                     "number", "place", "person", "text"};

bool is_list(ValueType type) { return type == ValueType::code || type == ValueType::codes; }

void add_codes(Reader& reader, View object, const std::string& path, Member& member) {
  std::optional<View> list;
  const std::size_t count = reader.list(object, path, "codes", list);
  const std::string here = step(path, "codes");
  for (std::size_t i = 0; i < count; ++i) {
    const View view = list->at(i);
    const std::string at = step(here, i);
    if (!reader.has_only(view, at, {"id", "zh", "en", "rules_out", "also"})) {
      continue;
    }
    Code code;
    code.id = reader.text(view, at, "id");
    code.zh = reader.text(view, at, "zh");
    code.en = reader.text(view, at, "en");
    if (code_of(member, code.id)) {
      reader.fault(at, "rules.declared_twice", code.id);
    } else if (member.codes.size() == codes_max) {
      reader.fault(at, "rules.too_many", std::to_string(codes_max));
      return;
    } else {
      member.codes.push_back(std::move(code));
    }
  }
}

/// The codes named in a list, as a mask; "*" is all.
std::uint64_t mask_of(Reader& reader, View view, const std::string& path, std::string_view name,
                      const Member& member) {
  std::uint64_t mask = 0;
  for (const std::string& id : reader.texts(view, path, name)) {
    const auto code = code_of(member, id);
    if (id == "*") {
      mask = ~std::uint64_t{0};
    } else if (code) {
      mask |= std::uint64_t{1} << *code;
    } else {
      reader.fault(step(path, name), "rules.unknown_code", id);
    }
  }
  return mask;
}

void link_codes(Reader& reader, View object, const std::string& path, Member& member) {
  const auto list = object.find("codes");
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const View view = list->at(i);
    const std::string at = step(step(path, "codes"), i);
    const auto id = view.find("id");
    const auto code = id ? code_of(member, id->as_string().value_or("")) : std::nullopt;
    if (code) {
      Code& linked = member.codes[*code];
      linked.holds = mask_of(reader, view, at, "also", member);
      linked.rules_out = mask_of(reader, view, at, "rules_out", member);
    }
  }
}

/// Fills in what a list says without words: of a single code the others do not hold; what holds
/// with a code rules out what it does by itself.
void complete_masks(Member& member) {
  const std::vector<Code> declared = member.codes;
  for (std::size_t i = 0; i < member.codes.size(); ++i) {
    Code& code = member.codes[i];
    code.holds |= std::uint64_t{1} << i;
    for (std::size_t held = 0; held < declared.size(); ++held) {
      if (((code.holds >> held) & 1U) != 0) {
        code.rules_out |= declared[held].rules_out;
      }
    }
    if (member.type != ValueType::codes || member.is_complete) {
      code.rules_out = ~std::uint64_t{0};
    }
    code.rules_out &= ~code.holds;
  }
}

Member read_member(Reader& reader, View view, const std::string& path) {
  Member member;
  if (!reader.has_only(view, path, {"id", "type", "zh", "en", "implied", "complete", "codes"})) {
    return member;
  }
  member.id = reader.text(view, path, "id");
  member.zh = reader.text(view, path, "zh");
  member.en = reader.text(view, path, "en");
  const std::string type = reader.text(view, path, "type");
  const auto found = std::ranges::find(type_names, type);
  if (found == type_names.end()) {
    reader.fault(step(path, "type"), "rules.unknown_type", type);
    return member;
  }
  member.type = ValueType(found - type_names.begin());
  member.is_complete = reader.flag_or(view, path, "complete", false);
  if (is_list(member.type)) {
    add_codes(reader, view, path, member);
    link_codes(reader, view, path, member);
  } else if (view.find("codes")) {
    reader.fault(step(path, "codes"), "rules.unknown_member", "codes");
  } else if (member.type == ValueType::boolean) {
    member.codes = {{"no", "否", "No"}, {"yes", "是", "Yes"}};
  }
  member.implied = reader.text_or_empty(view, path, "implied");
  if (!member.implied.empty() && !code_of(member, member.implied)) {
    reader.fault(step(path, "implied"), "rules.unknown_code", member.implied);
  }
  return member;
}

std::optional<Kind> read_kind(Reader& reader, View view, const std::string& path) {
  if (!reader.has_only(
          view, path,
          {"id", "zh", "en", "subjects", "dated", "field", "restricted", "source", "members"})) {
    return std::nullopt;
  }
  Kind kind;
  kind.id = reader.text(view, path, "id");
  kind.zh = reader.text(view, path, "zh");
  kind.en = reader.text(view, path, "en");
  kind.field = reader.text(view, path, "field");
  kind.source = reader.text(view, path, "source");
  kind.is_dated = reader.flag_or(view, path, "dated", true);
  kind.is_restricted = reader.flag_or(view, path, "restricted", false);
  for (const std::string& name : reader.texts(view, path, "subjects")) {
    if (const auto subject = subject_of(name)) {
      kind.subjects.push_back(*subject);
    } else {
      reader.fault(step(path, "subjects"), "rules.unknown_subject", name);
    }
  }
  std::optional<View> members;
  const std::size_t count = reader.list(view, path, "members", members);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string at = step(step(path, "members"), i);
    Member member = read_member(reader, members->at(i), at);
    if (std::ranges::find(kind.members, member.id, &Member::id) != kind.members.end()) {
      reader.fault(at, "rules.declared_twice", member.id);
    } else {
      kind.members.push_back(std::move(member));
    }
  }
  return kind.subjects.empty() || kind.members.empty() ? std::nullopt : std::optional(kind);
}

void extend_codes(Reader& reader, View view, const std::string& path, Vocabulary& vocabulary) {
  if (!reader.has_only(view, path, {"kind", "member", "codes"})) {
    return;
  }
  const std::string kind_id = reader.text(view, path, "kind");
  const std::string member_id = reader.text(view, path, "member");
  const auto kind = std::ranges::find(vocabulary.kinds, kind_id, &Kind::id);
  if (kind == vocabulary.kinds.end()) {
    reader.fault(step(path, "kind"), "rules.unknown_fact", kind_id);
    return;
  }
  const auto member = std::ranges::find(kind->members, member_id, &Member::id);
  if (member == kind->members.end() || !is_list(member->type)) {
    reader.fault(step(path, "member"), "rules.unknown_fact", kind_id + "." + member_id);
    return;
  }
  add_codes(reader, view, path, *member);
  link_codes(reader, view, path, *member);
}

void read_file(const Source& source, std::vector<Fault>& faults, Vocabulary& vocabulary) {
  Reader reader(source, faults);
  const auto document = reader.parse();
  if (!document ||
      !reader.has_only(document->root(), "", {"$schema", "version", "codes", "kinds"})) {
    return;
  }
  reader.text(document->root(), "", "version");
  std::optional<View> kinds;
  const std::size_t count = reader.list(document->root(), "", "kinds", kinds);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string at = step(std::string("kinds"), i);
    auto kind = read_kind(reader, kinds->at(i), at);
    if (kind && vocabulary.find(kind->id) != nullptr) {
      reader.fault(at, "rules.declared_twice", kind->id);
    } else if (kind) {
      vocabulary.kinds.push_back(std::move(*kind));
    }
  }
  const auto codes = document->root().find("codes");
  for (std::size_t i = 0; codes && i < codes->size(); ++i) {
    extend_codes(reader, codes->at(i), step(std::string("codes"), i), vocabulary);
  }
}

}  // namespace

const Kind* Vocabulary::find(std::string_view kind) const {
  const auto found = std::ranges::find(kinds, kind, &Kind::id);
  return found == kinds.end() ? nullptr : &*found;
}

std::optional<AttributeId> Vocabulary::attribute(Subject subject, std::uint16_t kind,
                                                 std::uint16_t member) const {
  const Kind& of = kinds[kind];
  const auto found = std::ranges::find(of.subjects, subject);
  if (found == of.subjects.end()) {
    return std::nullopt;
  }
  const auto position = static_cast<std::size_t>(found - of.subjects.begin());
  return static_cast<AttributeId>(of.first_attribute + position * of.members.size() + member);
}

std::string Vocabulary::name_of(AttributeId id) const {
  const auto subject = static_cast<std::size_t>(attributes[id].subject);
  return std::string(subject_names[subject]) + "." + kind_of(id).id + "." + member_of(id).id;
}

std::string Vocabulary::stored_kind(AttributeId id) const {
  const Subject subject = attributes[id].subject;
  const std::string& kind = kind_of(id).id;
  return subject == Subject::child || subject == Subject::household
             ? kind
             : std::string(subject_names[static_cast<std::size_t>(subject)]) + "_" + kind;
}

std::optional<Subject> subject_of(std::string_view name) {
  const auto found = std::ranges::find(subject_names, name);
  return found == subject_names.end()
             ? std::nullopt
             : std::optional(static_cast<Subject>(found - subject_names.begin()));
}

std::optional<std::uint16_t> code_of(const Member& member, std::string_view id) {
  const auto found = std::ranges::find(member.codes, id, &Code::id);
  return found == member.codes.end()
             ? std::nullopt
             : std::optional(static_cast<std::uint16_t>(found - member.codes.begin()));
}

Vocabulary read_vocabulary(std::span<const Source> sources, std::vector<Fault>& faults) {
  Vocabulary vocabulary;
  for (const Source& source : sources) {
    read_file(source, faults, vocabulary);
  }
  for (std::size_t k = 0; k < vocabulary.kinds.size(); ++k) {
    Kind& kind = vocabulary.kinds[k];
    kind.first_attribute = static_cast<std::uint16_t>(vocabulary.attributes.size());
    for (const Subject subject : kind.subjects) {
      for (std::size_t m = 0; m < kind.members.size(); ++m) {
        vocabulary.attributes.push_back(
            {subject, static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(m)});
      }
    }
    std::ranges::for_each(kind.members, complete_masks);
    if (vocabulary.attributes.size() > attributes_max) {
      faults.push_back(
          {sources.back().name, 1, "kinds", "rules.too_many", std::to_string(attributes_max)});
      vocabulary.attributes.resize(kind.first_attribute);
      vocabulary.kinds.resize(k);
      break;
    }
  }
  return vocabulary;
}

}  // namespace caregrid::rules
