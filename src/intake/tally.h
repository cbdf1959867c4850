#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/messages.h"
#include "core/result.h"
#include "intake/batch_answer.h"
#include "intake/catalogue.h"
#include "intake/reject_file.h"
#include "intake/run.h"
#include "intake/sheet_reading.h"

namespace caregrid::intake {

/// Counts what became of one file's rows, keeps the first findings and writes the reject file.
class Tally final {
 public:
  Tally(std::string rejects_path, core::Language language);

  /// Adds a stored batch. Errors: unavailable "table.write".
  core::Result<void> add(const Kind& kind, const SheetPlan& plan, const FilledBatch& filled,
                         const BatchAnswer& answer);

  /// Puts the reject file in its place.
  core::Result<void> finish();

  void add_change(ListChange change) { report_.changes.push_back(std::move(change)); }

  [[nodiscard]] const FileReport& report() const { return report_; }

 private:
  /// What is left to tell of a batch, in the order of rows.
  struct Remaining {
    std::span<const CellFault> faults;
    std::span<const RowNote> notes;
    std::size_t record = 0;  ///< Of the next row without a fault.
  };

  void collect(std::size_t row, Remaining& remaining);
  core::Result<void> reject(const Kind& kind, const SheetPlan& plan, const RowBatch& rows,
                            std::size_t row);
  void warn(const Kind& kind, const SheetPlan& plan, const RowBatch& rows, std::size_t row);

  FileReport report_;
  std::string rejects_path_;
  RejectFile rejects_;
  std::vector<RejectReason> problems_;  ///< Of the row at hand.
  std::vector<RejectReason> warnings_;
};

}  // namespace caregrid::intake
