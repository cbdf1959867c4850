#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <semaphore>
#include <thread>
#include <vector>

#include "core/result.h"
#include "db/commit_watch.h"
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
/// together share a commit, each behind a savepoint of its own. A caller who writes alone is
/// committed at once; after a shared commit the writer gives those it woke a moment, a fraction of
/// what the commit took, to come back together. Callers block until their step is durable or has
/// failed.
class GroupCommit final {
 public:
  /// `connection` is used by the writer thread only, from here to the destructor; `watch`, if any,
  /// is told of each commit.
  explicit GroupCommit(Connection& connection, CommitWatch* watch = nullptr,
                       GroupLimits limits = {});
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;
  /// Finishes what is queued, then stops the thread.
  ~GroupCommit();

  /// How a step is committed: with others; with others, adding entries of the journal and no more;
  /// in a commit of its own.
  enum class Way { joined, appended, alone };

  /// Runs `work` in order and returns when it is durable.
  core::Result<void> submit(Work work, Way way);

  /// Whether the caller is inside a step (and so must not ask for another transaction).
  [[nodiscard]] bool is_writer_thread() const;

 private:
  struct Step;

  void run();
  void run_group(Step& first);
  core::Result<void> run_alone(Step& step);
  core::Result<void> run_joined(Step& first);
  core::Result<void> run_step(Step& step);
  core::Result<void> commit(bool is_change);
  void push(Step& step);
  [[nodiscard]] bool take_arrived();
  [[nodiscard]] Step& take_first();
  [[nodiscard]] Step* take_joining(std::chrono::steady_clock::time_point end);
  void gather(std::chrono::steady_clock::time_point end);
  void finish_group(const core::Result<void>& outcome);

  Connection& connection_;
  CommitWatch* const watch_;
  const GroupLimits limits_;

  std::atomic<Step*> arrived_{nullptr};   ///< Pushed by anybody, the newest first.
  std::counting_semaphore<> is_arrived_;  ///< Given by whoever pushes onto an empty list.

  // From here on the writer's own.
  Step* taken_ = nullptr;     ///< What it has taken of the list, the oldest first.
  std::vector<Step*> group_;  ///< Steps of the transaction that is open now.
  std::size_t expected_ = 1;  ///< Size of the last group, whose callers may be back soon.
  std::chrono::steady_clock::duration last_commit_{};
  std::thread thread_;
};

}  // namespace caregrid::db
