#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/result.h"
#include "db/commit_watch.h"
#include "db/connection.h"

namespace caregrid::db {

/// A fixed number of read connections, opened when first needed.
///
/// A pool that watches the commits of the only writer keeps the snapshot of a reader from one
/// `read_kept` to the next, until something but the journal changes; a second at most, so that the
/// write-ahead log can be begun anew.
class ReaderPool final : public CommitWatch {
 public:
  using Open = std::function<core::Result<std::unique_ptr<Connection>>()>;

  ReaderPool(std::size_t size, Open open);

  /// Runs `work` on one snapshot, taken after the call began, and drops it; waits while all
  /// connections are in use.
  ///
  /// Errors: internal "db.nested" when the caller is already inside a read of this pool.
  core::Result<void> read(Work work) { return run(work, false); }

  /// As `read`, on a snapshot that lacks nothing but appended entries of the last second. Only for
  /// a pool that is told of every commit.
  core::Result<void> read_kept(Work work) { return run(work, true); }

  /// Whether the calling thread is inside a read of this pool.
  [[nodiscard]] bool is_reading();

  void before_commit(bool is_change) override;
  void after_commit(bool is_change) override;

 private:
  using Moment = std::chrono::steady_clock::time_point;

  struct Slot {
    std::unique_ptr<Connection> connection;
    std::thread::id user;
    bool is_kept = false;         ///< Its transaction is still open.
    std::int64_t generation = 0;  ///< Of the data, no newer than its snapshot.
    Moment begun;
  };

  core::Result<void> run(Work work, bool may_keep);
  core::Result<Slot*> take();
  core::Result<void> begin(Slot& slot, bool may_keep);
  void give_back(Slot& slot, bool may_keep);
  void let_go(Moment begun_before);

  Open open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Slot> slots_;
  std::int64_t generation_ = 0;  ///< Counts commits that changed more than the journal.
  bool is_changing_ = false;     ///< Such a commit is under way: no snapshot is kept meanwhile.
  Moment swept_;
};

}  // namespace caregrid::db
