#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "db/database.h"
#include "intake/job.h"

namespace caregrid::jobs {

struct StoredJob;

struct QueueOptions {
  int workers = 1;
  /// No other process works on this database (SQLite): jobs found running at the start are ours
  /// from before and go on at once. Otherwise they do when their lease has run out.
  bool is_only_process = true;
};

/// Worker threads that take jobs from the table `job`, oldest first.
///
/// Progress is kept in memory and written at most twice a second. A job whose process dies is
/// taken up again: after a restart, or by another process a minute later. Safe from any thread.
class Queue final : public intake::JobQueue {
 public:
  Queue(db::Database& database, core::Clock& clock, QueueOptions options);
  /// As `stop`.
  ~Queue() override;

  /// Says how jobs of a kind are done; before `start`.
  void add_runner(std::string kind, intake::RunJob run);

  /// Something small to be done twice a second beside the jobs, whatever they do; before `start`.
  void add_duty(std::function<void()> duty);

  /// Takes up what was interrupted and starts the threads. Errors: those of the database.
  core::Result<void> start();

  /// Asks running jobs to pause, waits for them and ends the threads; they go on at the next start.
  void stop();

  core::Result<void> enqueue(const access::Call& call, const intake::NewJob& job) override;
  void wake() override;
  core::Result<intake::Job> find(const access::Actor& actor, const intake::JobId& id) override;
  core::Result<void> cancel(const access::Actor& actor, const intake::JobId& id) override;
  core::Result<intake::Job> wait_for_change(const access::Actor& actor, const intake::JobId& id,
                                            std::uint64_t seen_version,
                                            std::chrono::milliseconds patience) override;

 private:
  /// A job one of our threads is doing.
  struct Live {
    intake::Job job;
    std::stop_source stop;
    bool is_dirty = false;  ///< Progress that is not written yet.
  };

  void work();
  void keep_house();
  void do_duties();
  bool wait_for_work();
  core::Result<std::optional<StoredJob>> claim();
  void perform(const StoredJob& stored);
  core::Result<void> run_guarded(const intake::JobContext& context);
  void settle(const intake::JobId& id, const core::Result<void>& outcome);
  void report(const intake::JobId& id, std::int64_t done, std::int64_t total);
  void write_progress();
  core::Result<void> take_back(std::optional<core::Instant> lease_over);
  core::Instant lease_end();
  std::optional<intake::Job> find_live(const access::Actor& actor, const intake::JobId& id);

  db::Database& database_;
  core::Clock& clock_;
  QueueOptions options_;
  std::map<std::string, intake::RunJob, std::less<>> runners_;
  std::vector<std::function<void()>> duties_;

  std::mutex mutex_;
  std::condition_variable changed_;  ///< A job changed, one may wait, or the end has come.
  std::map<intake::JobId, Live> live_;
  bool may_have_work_ = true;
  bool is_stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace caregrid::jobs
