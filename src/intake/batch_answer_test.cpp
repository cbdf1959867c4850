// Shows that what became of a batch survives being stored as the answer of its command.
#include "intake/batch_answer.h"

#include <doctest/doctest.h>

#include <vector>

namespace caregrid::intake {
namespace {

TEST_CASE("an answer read back is the answer given") {
  std::vector<RowResult> results(4);
  results[0].outcome = Outcome::created;
  results[1] = {Outcome::rejected, {{2, "born_on.missing", ""}, {0, "name.empty", "a \"b\""}}, {}};
  results[2] = {Outcome::updated, {}, {{1, "phone.format", "11 位"}}};
  results[3].outcome = Outcome::unchanged;
  const BatchAnswer answer = summarise(results);
  CHECK(answer.counts == Counts{4, 1, 1, 1, 1, 1, 0});
  REQUIRE(answer.notes.size() == 3);
  CHECK(answer.notes[1] == RowNote{1, true, 0, "name.empty", "a \"b\""});
  CHECK(answer.notes[2] == RowNote{2, false, 1, "phone.format", "11 位"});
  const auto read = read_answer_text(to_answer_text(answer));
  REQUIRE(read.ok());
  CHECK(*read == answer);
}

TEST_CASE("what is not an answer is our own fault, and said so") {
  CHECK(read_answer_text("{}").error().reason == "import.answer");
  CHECK(read_answer_text("").error().code == core::Code::internal);
}

}  // namespace
}  // namespace caregrid::intake
