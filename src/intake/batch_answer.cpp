#include "intake/batch_answer.h"

#include "core/json_codec.h"

namespace caregrid::intake {
namespace {

void add_notes(std::vector<RowNote>& notes, std::size_t record, std::span<const Issue> issues,
               bool is_problem) {
  for (const Issue& issue : issues) {
    notes.push_back({static_cast<std::int64_t>(record), is_problem,
                     static_cast<std::int64_t>(issue.field), issue.reason, issue.detail});
  }
}

}  // namespace

BatchAnswer summarise(std::span<const RowResult> results) {
  BatchAnswer answer;
  for (std::size_t record = 0; record < results.size(); ++record) {
    const RowResult& result = results[record];
    ++answer.counts.rows;
    switch (result.outcome) {
      case Outcome::created:
        ++answer.counts.created;
        break;
      case Outcome::updated:
        ++answer.counts.updated;
        break;
      case Outcome::unchanged:
        ++answer.counts.unchanged;
        break;
      case Outcome::rejected:
        ++answer.counts.rejected;
        break;
    }
    if (result.outcome == Outcome::rejected) {
      add_notes(answer.notes, record, result.problems, true);
    }
    add_notes(answer.notes, record, result.warnings, false);
    answer.counts.warnings += static_cast<std::int64_t>(result.warnings.size());
  }
  return answer;
}

std::string to_answer_text(const BatchAnswer& answer) { return core::to_json(answer); }

core::Result<BatchAnswer> read_answer_text(std::string_view text) {
  // Our own words: a batch in which every row is rejected for many reasons is still far below.
  const core::json::Limits limits{std::size_t{64} << 20U, 8, std::size_t{4} << 20U};
  auto answer = core::from_json<BatchAnswer>(text, limits);
  if (!answer) {
    return core::failure(core::Code::internal, "import.answer", answer.error().field);
  }
  return answer;
}

}  // namespace caregrid::intake
