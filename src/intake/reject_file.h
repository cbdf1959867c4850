#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/messages.h"
#include "core/result.h"
#include "intake/row_batch.h"
#include "intake/sheet_plan.h"
#include "tabular/table_writer.h"

namespace caregrid::intake {

/// One thing that is wrong with a rejected row.
struct RejectReason {
  std::size_t field = 0;
  std::string reason;
  std::string detail;
};

/// The rejected rows of one file as a workbook people can mend and send again: every column as it
/// came, then the reasons in words; faulty cells stand out and carry their reason as a note.
///
/// Written as rows come, in constant memory; the file appears when `finish` has succeeded. The
/// column of reasons has a fixed header, so that the importer passes it over.
class RejectFile final {
 public:
  RejectFile(std::string path, core::Language language);

  /// Appends a row of the batch. Errors: unavailable "table.write".
  core::Result<void> add(const SheetPlan& plan, const RowBatch& batch, std::size_t row,
                         std::span<const RejectReason> reasons);

  /// Puts the file in its place, if there is anything in it.
  core::Result<void> finish();

  [[nodiscard]] bool is_empty() const { return writer_ == nullptr; }

 private:
  core::Result<void> begin(const SheetPlan& plan);
  void add_cells(const SheetPlan& plan, const RowBatch& batch, std::size_t row);
  void mark_cells(const SheetPlan& plan, std::span<const RejectReason> reasons);
  [[nodiscard]] std::string sentence(const RejectReason& reason) const;

  std::string path_;
  core::Language language_;
  std::unique_ptr<tabular::TableWriter> writer_;
  std::optional<std::string> sheet_;  ///< Name of the one last begun.
  std::vector<std::size_t> columns_;  ///< Columns that are written.
  std::size_t notes_left_;
  std::vector<tabular::OutCell> cells_;
  std::vector<std::string> sentences_;
};

}  // namespace caregrid::intake
