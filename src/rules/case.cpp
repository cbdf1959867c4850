#include "rules/case.h"

#include <algorithm>
#include <set>
#include <utility>

namespace caregrid::rules {
namespace {

using core::json::View;

std::int64_t padded(const Prefix& prefix) {
  std::int64_t place = prefix.digits;
  for (int length = prefix.length; length < 12; ++length) {
    place *= 10;
  }
  return place;
}

std::string expected_text(View view) {
  if (const auto number = view.as_integer()) {
    return std::to_string(*number);
  }
  return std::string(view.as_string().value_or(std::string_view{}));
}

Case read_case(Reader& reader, View view, const std::string& path, const Vocabulary& vocabulary) {
  Case one;
  one.file = reader.source().name;
  one.path = path;
  if (!reader.has_only(view, path, {"name", "on", "place", "facts", "expect", "note"})) {
    return one;
  }
  one.name = reader.text(view, path, "name");
  const auto on = reader.day(view, path, "on");
  const auto facts = view.find("facts");
  const auto expected = view.find("expect");
  if (!on || !facts || !expected) {
    reader.fault(path, "rules.missing_member", "on, facts, expect");
    return one;
  }
  one.on = *on;
  const std::string place = reader.text(view, path, "place");
  const auto prefix = read_prefix(place);
  if (!prefix) {
    reader.fault(step(path, "place"), "rules.not_a_division", place);
  }
  one.place = padded(prefix.value_or(Prefix{}));
  one.facts = read_facts(reader, *facts, step(path, "facts"), vocabulary);
  expected->each_member([&](std::string_view scheme, View answer) {
    one.expected.push_back(
        {std::string(scheme), expected_text(answer), step(step(path, "expect"), scheme)});
  });
  return one;
}

void fault_at(std::span<const Source> sources, const std::string& file, const std::string& path,
              std::pair<std::string, std::string> what, std::vector<Fault>& faults) {
  const auto source = std::ranges::find(sources, file, &Source::name);
  const int line = source == sources.end() ? 1 : line_of(source->text, path);
  faults.push_back({file, line, path, std::move(what.first), std::move(what.second)});
}

}  // namespace

std::vector<Case> read_cases(std::span<const Source> sources, const Vocabulary& vocabulary,
                             std::vector<Fault>& faults) {
  std::vector<Case> cases;
  for (const Source& source : sources) {
    Reader reader(source, faults);
    const auto document = reader.parse();
    if (!document || !reader.has_only(document->root(), "", {"$schema", "cases"})) {
      continue;
    }
    std::optional<View> list;
    const std::size_t count = reader.list(document->root(), "", "cases", list);
    for (std::size_t i = 0; i < count; ++i) {
      cases.push_back(read_case(reader, list->at(i), step(std::string("cases"), i), vocabulary));
    }
  }
  return cases;
}

std::string answer_text(const Answer& answer) {
  if (answer.scheme != nullptr && answer.scheme->is_number()) {
    return answer.number ? std::to_string(*answer.number) : "none";
  }
  const Truth truth = answer.finding.truth;
  return truth == Truth::yes ? "yes" : truth == Truth::no ? "no" : "unknown";
}

void run_cases(const Book& book, const Vocabulary& vocabulary, std::span<const Case> cases,
               std::span<const Source> sources, std::vector<Fault>& faults) {
  std::set<const Rule*> tested;
  for (const Case& one : cases) {
    for (const Expectation& expected : one.expected) {
      const Scheme* const scheme = find_scheme(book, expected.scheme);
      if (scheme == nullptr) {
        fault_at(sources, one.file, expected.path, {"rules.unknown_scheme", expected.scheme},
                 faults);
        continue;
      }
      const Answer got = answer(book, vocabulary, one.circumstance(), *scheme);
      for (const RuleFinding& rule : got.rules) {
        tested.insert(rule.rule);
      }
      const std::string text = answer_text(got);
      if (text != expected.answer) {
        fault_at(sources, one.file, expected.path,
                 {"rules.case_failed",
                  one.name + ": " + expected.scheme + " = " + text + ", not " + expected.answer},
                 faults);
      }
    }
  }
  for (const Rule& rule : book.rules) {
    if (!tested.contains(&rule)) {
      fault_at(sources, rule.file, rule.path, {"rules.not_tested", rule.id}, faults);
    }
  }
}

}  // namespace caregrid::rules
