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

/// Takes the faults and notes of one row off the lists, into `problems_` and `warnings_`.
void Tally::collect(std::size_t row, Remaining& remaining) {
  problems_.clear();
  warnings_.clear();
  auto& [faults, notes, record] = remaining;
  if (!faults.empty() && faults.front().row == row) {
    for (; !faults.empty() && faults.front().row == row; faults = faults.subspan(1)) {
      problems_.push_back({faults.front().field, std::string(faults.front().reason), {}});
    }
    ++report_.counts.rows;
    ++report_.counts.rejected;
    return;
  }
  for (; !notes.empty() && std::cmp_equal(notes.front().record, record); notes = notes.subspan(1)) {
    const RowNote& note = notes.front();
    (note.is_problem ? problems_ : warnings_)
        .push_back({static_cast<std::size_t>(note.field), note.reason, note.detail});
  }
  ++record;
}

core::Result<void> Tally::add(const Kind& kind, const SheetPlan& plan, const FilledBatch& filled,
                              const BatchAnswer& answer) {
  const RowBatch& rows = filled.rows;
  report_.counts += answer.counts;
  report_.counts.skipped += filled.skipped;
  Remaining remaining{rows.faults(), answer.notes, 0};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (remaining.faults.empty() && remaining.notes.empty()) {
      break;
    }
    collect(row, remaining);
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
