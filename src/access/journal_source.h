#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "access/journal_check.h"
#include "access/stored_entry.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::access {

/// The lowest and highest number among the rows of a county; 1 and 0 when there are none.
struct SeqSpan {
  std::int64_t lowest = 1;
  std::int64_t highest = 0;
};
struct JournalSpans {
  SeqSpan entries;
  SeqSpan changed;
  SeqSpan seen;
};

/// Some numbers of one county's journal, both ends included.
struct SeqRange {
  std::int64_t county = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// Rows of the change feed or of sightings, with the bytes they view.
struct Touches {
  std::vector<StoredTouch> rows;  ///< By number, then kind.
  std::deque<std::string> bytes;
};

/// A journal to be verified: a database on one snapshot, or rows in memory in tests.
class JournalSource {
 public:
  JournalSource() = default;
  JournalSource(const JournalSource&) = delete;
  JournalSource& operator=(const JournalSource&) = delete;
  virtual ~JournalSource() = default;

  /// Every county with a row in any table, ascending.
  virtual core::Result<std::vector<std::int64_t>> counties() = 0;
  virtual core::Result<JournalSpans> spans(std::int64_t county) = 0;
  /// Visits the entries of a range in order; the views hold until the visitor returns.
  virtual core::Result<void> each_entry(const SeqRange& range,
                                        core::FunctionRef<bool(const StoredEntry&)> visit) = 0;
  virtual core::Result<Touches> changed(const SeqRange& range) = 0;
  virtual core::Result<Touches> seen(const SeqRange& range) = 0;
  /// All signed roots of a county, by size.
  virtual core::Result<std::vector<StoredCheckpoint>> checkpoints(std::int64_t county) = 0;
};

/// What is done with a source while it is open.
using LookAtJournal = core::FunctionRef<core::Result<void>(JournalSource&)>;

/// Opens a source: for a database, one read. Called from many threads at once.
using OpenJournal = core::FunctionRef<core::Result<void>(LookAtJournal)>;

}  // namespace caregrid::access
