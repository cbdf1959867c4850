#include "rules/facts.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace caregrid::rules {
namespace {

using JsonKind = core::json::Kind;
using core::json::View;

/// Whether a later statement ends an earlier one that states no end.
bool replaces(const Member& member, const Fact& earlier, const Fact& later) {
  if (later.from <= earlier.from) {
    return false;
  }
  if (member.type != ValueType::codes || member.is_complete) {
    return true;
  }
  const auto& codes = member.codes;
  const auto before = static_cast<std::size_t>(earlier.value);
  const auto after = static_cast<std::size_t>(later.value);
  return ((codes[after].rules_out >> before) & 1U) != 0 ||
         ((codes[before].rules_out >> after) & 1U) != 0;
}

/// A division code of 2 to 12 digits, zero-padded; none when it is no such code.
std::optional<std::int64_t> place_of(std::string_view text) {
  const bool is_code = text.size() >= 2 && text.size() <= 12 &&
                       text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_code) {
    return std::nullopt;
  }
  std::int64_t code = 0;
  for (std::size_t i = 0; i < 12; ++i) {
    code = code * 10 + (i < text.size() ? text[i] - '0' : 0);
  }
  return code;
}

std::optional<std::int64_t> value_of(const Member& member, View view) {
  const auto text = view.as_string();
  switch (member.type) {
    case ValueType::boolean: {
      const auto flag = view.as_bool();
      return flag ? std::optional<std::int64_t>(*flag ? 1 : 0) : std::nullopt;
    }
    case ValueType::code:
    case ValueType::codes: {
      const auto code = text ? code_of(member, *text) : std::nullopt;
      return code ? std::optional<std::int64_t>(*code) : std::nullopt;
    }
    case ValueType::date: {
      const auto day = text ? core::parse_iso_date(*text) : std::nullopt;
      return day ? std::optional<std::int64_t>(day->days) : std::nullopt;
    }
    case ValueType::place:
      return text ? place_of(*text) : std::nullopt;
    case ValueType::months:
    case ValueType::number:
    case ValueType::person:
      return view.as_integer();
    case ValueType::text:
      break;
  }
  return std::nullopt;
}

/// Reads the objects of one kind of one subject.
class KindReader final {
 public:
  KindReader(Reader& reader, const Vocabulary& vocabulary, Subject subject, std::uint16_t kind)
      : reader_(reader), vocabulary_(vocabulary), subject_(subject), kind_(kind) {}

  void read(View view, const std::string& path, std::uint32_t id, std::vector<Fact>& into) {
    if (view.kind() != JsonKind::object) {
      reader_.fault(path, "rules.wrong_type", "object");
      return;
    }
    Fact fact;
    fact.id = id;
    dates(view, path, fact);
    const auto& members = vocabulary_.kinds[kind_].members;
    view.each_member([&](std::string_view name, View value) {
      if (name == "from" || name == "to" || name == "or_earlier") {
        return;
      }
      const auto found = std::ranges::find(members, name, &Member::id);
      if (found == members.end()) {
        reader_.fault(step(path, name), "rules.unknown_fact", std::string(name));
        return;
      }
      fact.attribute = attribute(static_cast<std::size_t>(found - members.begin()));
      read_value(*found, value, step(path, name), fact, into);
    });
    imply(view, fact, into);
  }

 private:
  [[nodiscard]] AttributeId attribute(std::size_t member) const {
    return vocabulary_.attribute(subject_, kind_, static_cast<std::uint16_t>(member)).value_or(0);
  }

  void dates(View view, const std::string& path, Fact& fact) {
    const auto from = reader_.day(view, path, "from");
    const auto to = reader_.day(view, path, "to");
    const bool is_dated = vocabulary_.kinds[kind_].is_dated;
    if (!is_dated && (from || to)) {
      reader_.fault(path, "rules.not_dated");
      return;
    }
    if (from && to && *to < *from) {
      reader_.fault(step(path, "to"), "rules.ends_before", core::to_iso(*from));
    }
    fact.from = from ? from->days : always_from;
    fact.to = to ? to->days : always_to;
    fact.is_open = !to.has_value();
    // Without a first day nobody knows since when.
    fact.is_from_or_earlier = reader_.flag_or(view, path, "or_earlier", is_dated && !from);
  }

  void read_value(const Member& member, View view, const std::string& path, Fact& fact,
                  std::vector<Fact>& into) {
    if (member.type == ValueType::text) {
      return;
    }
    const bool is_list = view.kind() == JsonKind::array;
    for (std::size_t i = 0; i < (is_list ? view.size() : 1); ++i) {
      const auto value = value_of(member, is_list ? view.at(i) : view);
      if (!value || (is_list && member.type != ValueType::codes)) {
        reader_.fault(path, "rules.wrong_value", member.id);
        return;
      }
      fact.value = *value;
      into.push_back(fact);
    }
  }

  void imply(View view, Fact& fact, std::vector<Fact>& into) {
    const auto& members = vocabulary_.kinds[kind_].members;
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (!members[m].implied.empty() && !view.find(members[m].id)) {
        fact.attribute = attribute(m);
        fact.value = code_of(members[m], members[m].implied).value_or(0);
        into.push_back(fact);
      }
    }
  }

  Reader& reader_;
  const Vocabulary& vocabulary_;
  Subject subject_;
  std::uint16_t kind_;
};

}  // namespace

void put_in_order(std::vector<Fact>& facts) {
  std::ranges::sort(facts, [](const Fact& a, const Fact& b) {
    return std::tie(a.attribute, a.from, a.to, a.value, a.id) <
           std::tie(b.attribute, b.from, b.to, b.value, b.id);
  });
}

void settle(const Vocabulary& vocabulary, std::vector<Fact>& facts) {
  put_in_order(facts);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    Fact& fact = facts[i];
    if (!fact.is_open) {
      continue;
    }
    const Member& member = vocabulary.member_of(fact.attribute);
    for (std::size_t j = i + 1; j < facts.size() && facts[j].attribute == fact.attribute; ++j) {
      if (replaces(member, fact, facts[j])) {
        fact.to = facts[j].from - 1;
        break;
      }
    }
  }
}

void FactTable::add(std::span<const Fact> settled) {
  facts.insert(facts.end(), settled.begin(), settled.end());
  starts.push_back(static_cast<std::uint32_t>(facts.size()));
}

std::vector<Fact> read_facts(Reader& reader, View view, const std::string& path,
                             const Vocabulary& vocabulary) {
  std::vector<Fact> facts;
  if (view.kind() != JsonKind::object) {
    reader.fault(path, "rules.wrong_type", "object");
    return facts;
  }
  std::uint32_t id = 0;
  view.each_member([&](std::string_view name, View value) {
    const std::string at = step(path, name);
    const auto dot = name.find('.');
    const auto subject = subject_of(name.substr(0, dot));
    const Kind* const kind =
        dot == std::string_view::npos ? nullptr : vocabulary.find(name.substr(dot + 1));
    if (!subject || kind == nullptr ||
        std::ranges::find(kind->subjects, *subject) == kind->subjects.end()) {
      reader.fault(at, "rules.unknown_fact", std::string(name));
      return;
    }
    KindReader of_kind(reader, vocabulary, *subject,
                       static_cast<std::uint16_t>(kind - vocabulary.kinds.data()));
    if (value.kind() != JsonKind::array) {
      of_kind.read(value, at, id++, facts);
      return;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      of_kind.read(value.at(i), step(at, i), id++, facts);
    }
  });
  settle(vocabulary, facts);
  return facts;
}

std::string value_text(const Vocabulary& vocabulary, AttributeId attribute, std::int64_t value) {
  const Member& member = vocabulary.member_of(attribute);
  if (!member.codes.empty()) {
    return member.codes[static_cast<std::size_t>(value)].id;
  }
  return member.type == ValueType::date ? core::to_iso(core::Date{static_cast<std::int32_t>(value)})
                                        : std::to_string(value);
}

}  // namespace caregrid::rules
