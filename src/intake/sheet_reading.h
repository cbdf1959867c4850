#pragma once

#include <cstdint>
#include <memory>
#include <thread>

#include "core/date.h"
#include "core/hash.h"
#include "core/result.h"
#include "intake/bounded_queue.h"
#include "intake/row_batch.h"
#include "intake/sheet_plan.h"
#include "intake/target.h"
#include "tabular/table_reader.h"

namespace caregrid::intake {

/// Rows on their way from the reading to the storing thread.
struct FilledBatch {
  RowBatch rows;
  std::unique_ptr<Batch> batch;  ///< The target's own reading of `rows.records()`.
  core::Digest content{};
  std::int64_t skipped = 0;  ///< Rows passed over since the batch before.
  double share_done = 0;     ///< Of the file, from 0 to 1.
};

/// What one sheet is read with.
struct SheetJob {
  tabular::TableReader& reader;
  SheetPlan& plan;
  Target& target;
  Source source;
  core::Date today;
  std::size_t batch_rows = 1;
};

/// Reads one sheet on a thread of its own, at most two batches ahead of whoever takes them.
///
/// A batch ends after `batch_rows` rows or 4 MiB, whichever comes first: by content alone, so that
/// the same sheet always gives the same batches.
class SheetReading final {
 public:
  explicit SheetReading(const SheetJob& job);
  SheetReading(const SheetReading&) = delete;
  SheetReading& operator=(const SheetReading&) = delete;
  /// Stops the thread and waits for it.
  ~SheetReading();

  /// The next batch; null after the last. Errors: those of the reader, after the batches before.
  core::Result<std::unique_ptr<FilledBatch>> next();
  /// Gives a batch back to be filled again.
  void recycle(std::unique_ptr<FilledBatch> batch);

 private:
  void read_all();
  core::Result<bool> fill(FilledBatch& filled);

  SheetJob job_;
  BoundedQueue<std::unique_ptr<FilledBatch>> empty_;
  BoundedQueue<std::unique_ptr<FilledBatch>> full_;
  core::Result<void> outcome_;  ///< Written before `full_` is closed, read after.
  std::jthread thread_;         ///< Last: it uses all of the above.
};

}  // namespace caregrid::intake
