// Any bytes as a rule pack: either it has faults, each with a line inside the file, or it can be
// compiled and evaluated, and both say the same of a few children. The first byte chooses what the
// rest is: a pack, a vocabulary, a test table, or a bare condition.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/check.h"
#include "rules/case.h"
#include "rules/change.h"
#include "rules/program.h"

namespace {

using namespace caregrid;
using namespace caregrid::rules;

constexpr std::string_view facts_text = R"({"version": "1", "kinds": [
{"id": "birth", "zh": "z", "en": "e", "subjects": ["child"], "dated": false, "field": "x",
 "source": "x", "members": [{"id": "born_on", "type": "date", "zh": "z", "en": "e"}]},
{"id": "absence", "zh": "z", "en": "e", "subjects": ["father", "mother"], "field": "x",
 "source": "x", "members": [{"id": "state", "type": "code", "zh": "z", "en": "e", "codes": [
   {"id": "away", "zh": "z", "en": "e"}, {"id": "home", "zh": "z", "en": "e"}]},
  {"id": "place", "type": "place", "zh": "z", "en": "e"}]},
{"id": "home", "zh": "z", "en": "e", "subjects": ["child"], "field": "x", "source": "x",
 "members": [{"id": "place", "type": "place", "zh": "z", "en": "e"},
  {"id": "rooms", "type": "number", "zh": "z", "en": "e"}]}]})";

constexpr core::Date today{20500};

std::string pack_of(std::string_view condition) {
  return R"({"pack": "t", "version": "1", "zh": "t", "en": "t", "schemes": [{"id": "s", "zh": "s",
"en": "s", "group": "g", "protective": "yes"}], "rules": [{"id": "r", "scheme": "s", "zh": "r",
"en": "r", "valid_from": "2020-01-01", "citation": {"title": "t"}, "when": )" +
         std::string(condition) + "}]}";
}

FactTable children() {
  FactTable table;
  table.add({});
  std::vector<Fact> facts{{0, false, true, always_from, always_to, 0, 17000},
                          {1, false, true, 20000, always_to, 1, 0},
                          {2, false, false, 20000, 20600, 1, 440306000000},
                          {5, true, true, 20100, always_to, 2, 620524101000}};
  table.add(facts);
  facts[1].value = 1;
  facts[3].value = 440306001002;
  table.add(facts);
  return table;
}

void judge(const Vocabulary& vocabulary, std::string_view text) {
  std::vector<Fault> faults;
  const std::array sources{Source{"f", text}};
  const Book book = read_book(sources, vocabulary, faults);
  for (const Fault& fault : faults) {
    core::check(fault.line >= 1);
    core::check(static_cast<std::size_t>(fault.line) <= text.size() + 1);
  }
  if (!faults.empty()) {
    return;
  }
  const FactTable table = children();
  const std::vector<std::int64_t> places(table.children(), 620524101000);
  const auto columns = Program(book, vocabulary, today).run(table, places);
  for (std::size_t i = 0; i < table.children(); ++i) {
    for (std::size_t s = 0; s < book.schemes.size(); ++s) {
      const Answer expected =
          answer(book, vocabulary, {table.of(i), today, places[i]}, book.schemes[s]);
      core::check(columns[s].of(i) == expected.finding.truth);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<Fault> faults;
  const std::array known{Source{"facts", facts_text}};
  const Vocabulary vocabulary = read_vocabulary(known, faults);
  core::check(faults.empty());
  const std::array given{Source{"f", text}};
  switch (data[0]) {
    case 'v':
      read_vocabulary(given, faults);
      break;
    case 'c':
      read_cases(given, vocabulary, faults);
      break;
    case 'e':
      judge(vocabulary, pack_of(text));
      break;
    default:
      judge(vocabulary, text);
      break;
  }
  return 0;
}
