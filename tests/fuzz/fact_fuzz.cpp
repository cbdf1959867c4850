// Shows that no bytes make the reading of sealed facts misbehave, as a list's facts or as an entry:
// what is read is written back the same, and a state and a time line follow from it. How: the first
// byte says which of the two, the rest is the JSON; read twice, so that it can contradict itself.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.h"
#include "registry/time_line.h"

namespace {

using namespace caregrid;
using namespace caregrid::registry;

void check_ids(std::string_view text) {
  const auto id = read_fact_id(text);
  core::check(!id || read_fact_id(to_text(*id)) == id);
}

void check_entry(const Saying& saying, const FactStatement& statement) {
  FactStatement again = statement;
  again.facts = pack_entry(saying);
  const auto read = sayings_of(again);
  core::check(read.size() == 1 && read.front() == saying);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  check_ids(text);
  const bool is_entry = data[0] % 2 == 1;
  std::vector<Saying> sayings;
  for (std::int64_t ordinal = 0; ordinal < 2; ++ordinal) {
    FactStatement statement;
    statement.ordinal = ordinal;
    statement.origin.row.file = is_entry ? "" : ordinal == 0 ? "a.csv" : "b.csv";
    statement.facts = text;
    for (Saying& saying : sayings_of(statement)) {
      if (is_entry) {
        check_entry(saying, statement);
      }
      sayings.push_back(std::move(saying));
    }
  }
  const FactLedger ledger = know(std::move(sayings));
  core::check(ledger.facts.size() <= ledger.sayings.size());
  core::check(state_on(ledger, core::Date{20'000}).size() <= ledger.facts.size());
  const auto events = timeline(ledger);
  core::check(std::ranges::is_sorted(events, std::greater{}, &TimeEvent::on));
  return 0;
}
