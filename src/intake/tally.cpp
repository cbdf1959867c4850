#include "intake/tally.h"

#include <utility>

namespace caregrid::intake {
namespace {

Finding finding_of(const Kind& kind, const SheetPlan& plan, const RowBatch& rows,
                   std::pair<std::size_t, const RejectReason*> about) {
  const auto& [row, reason] = about;
  Finding finding{plan.sheet, rows.number(row), {}, {}, reason->reason, reason->detail, {}};
  if (reason->field < kind.fields.size()) {
    finding.field = std::string(kind.fields[reason->field].name);
    if (const auto column = plan.column_of[reason->field]) {
      finding.column = plan.headers[*column];
      finding.value = std::string(rows.cell(row, *column).text);
    }
  }
  return finding;
}

}  // namespace

Tally::Tally(std::string rejects_path, core::Language language)
    : rejects_path_(std::move(rejects_path)), rejects_(rejects_path_, language) {}

core::Result<void> Tally::reject(const Kind& kind, const SheetPlan& plan, const RowBatch& rows,
                                 std::size_t row) {
  for (const RejectReason& problem : problems_) {
    if (report_.rejects.size() < findings_max) {
      report_.rejects.push_back(finding_of(kind, plan, rows, {row, &problem}));
    }
  }
  return rejects_.add(plan, rows, row, problems_);
}

void Tally::warn(const Kind& kind, const SheetPlan& plan, const RowBatch& rows, std::size_t row) {
  for (const RejectReason& warning : warnings_) {
    if (report_.warnings.size() < findings_max) {
      report_.warnings.push_back(finding_of(kind, plan, rows, {row, &warning}));
    }
  }
}

core::Result<void> Tally::add(const Kind& kind, const SheetPlan& plan, const FilledBatch& filled,
                              const BatchAnswer& answer) {
  const RowBatch& rows = filled.rows;
  report_.counts += answer.counts;
  report_.counts.skipped += filled.skipped;
  auto fault = rows.faults().begin();
  auto note = answer.notes.begin();
  std::size_t record = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (fault == rows.faults().end() && note == answer.notes.end()) {
      break;
    }
    problems_.clear();
    warnings_.clear();
    const bool is_faulty = fault != rows.faults().end() && fault->row == row;
    for (; fault != rows.faults().end() && fault->row == row; ++fault) {
      problems_.push_back({fault->field, std::string(fault->reason), {}});
    }
    if (is_faulty) {
      ++report_.counts.rows;
      ++report_.counts.rejected;
    } else {
      for (; note != answer.notes.end() && std::cmp_equal(note->record, record); ++note) {
        (note->is_problem ? problems_ : warnings_)
            .push_back({static_cast<std::size_t>(note->field), note->reason, note->detail});
      }
      ++record;
    }
    warn(kind, plan, rows, row);
    if (!problems_.empty()) {
      if (auto done = reject(kind, plan, rows, row); !done) {
        return done;
      }
    }
  }
  return {};
}

core::Result<void> Tally::finish() {
  if (auto done = rejects_.finish(); !done) {
    return done;
  }
  report_.rejects_path = rejects_.is_empty() ? std::string() : rejects_path_;
  return {};
}

}  // namespace caregrid::intake
