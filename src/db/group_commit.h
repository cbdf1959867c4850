#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db {

/// How much one commit may carry.
struct GroupLimits {
  std::size_t steps_max = 64;
  int wait_ms = 4;
};

/// The one ordered writer: a thread that runs queued steps and commits many of them at once.
///
/// A commit costs a wait for the disk, a step costs microseconds; so steps that are waiting
/// together share a commit, each behind a savepoint of its own. A step that waits alone is
/// committed at once. Callers block until their step is durable or has failed.
class GroupCommit final {
 public:
  /// `connection` is used by the writer thread only, from here to the destructor.
  explicit GroupCommit(Connection& connection, GroupLimits limits = {});
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;
  /// Finishes what is queued, then stops the thread.
  ~GroupCommit();

  /// Runs `work` in order and returns when it is durable; `alone` gives it its own commit.
  core::Result<void> submit(Work work, bool alone);

  /// Whether the caller is inside a step (and so must not ask for another transaction).
  [[nodiscard]] bool is_writer_thread() const;

 private:
  struct Step;

  void run();
  void run_group(Step& first);
  core::Result<void> run_alone(Step& step);
  core::Result<void> run_joined(Step& first);
  core::Result<void> run_step(Step& step);
  core::Result<void> commit();
  [[nodiscard]] Step* take_first();
  [[nodiscard]] Step* take_joining();
  void finish_group(const core::Result<void>& outcome);

  Connection& connection_;
  const GroupLimits limits_;

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Step*> waiting_;
  bool is_stopping_ = false;

  std::deque<Step*> taken_;   ///< The writer's own part of the queue, read without the lock.
  std::vector<Step*> group_;  ///< Steps of the transaction that is open now.
  std::thread thread_;
};

}  // namespace caregrid::db
