#pragma once

#include <cstddef>
#include <string>
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

  [[nodiscard]] const FileReport& report() const { return report_; }

 private:
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
