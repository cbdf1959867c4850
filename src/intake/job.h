#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <tuple>

#include "access/actor.h"
#include "access/call.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::intake {

struct JobTag;
using JobId = core::Id<JobTag>;

enum class JobState { queued, running, done, failed, cancelled };

/// Whether nothing more will happen to the job.
inline bool is_final(JobState state) {
  return state != JobState::queued && state != JobState::running;
}

/// Work that outlives a request.
struct Job {
  JobId id;
  std::int64_t county = 0;
  std::string kind;     ///< "import", "plan".
  std::string subject;  ///< Text of the id it is about.
  std::string input;    ///< What its runner needs to know; JSON.
  JobState state = JobState::queued;
  std::int64_t done = 0;
  std::int64_t total = 0;
  std::string unit;            ///< "bytes", "needs", "steps".
  std::string message;         ///< Translation key of what went wrong, or of the present step.
  std::uint64_t version = 0;   ///< Grows with each change seen by this process.
  bool cancel_wanted = false;  ///< Somebody asked it to stop.

  bool operator==(const Job&) const = default;
};

/// A job as it is asked for.
struct NewJob {
  JobId id;
  std::string kind;
  std::string subject;
  std::string input = "{}";
  std::string unit = "steps";
};

/// What a runner is given.
struct JobContext {
  const Job& job;
  const access::Actor& actor;  ///< Whoever asked for the job.
  std::stop_token stop;        ///< Cancelled, or the program is ending.
  /// Tells how far it is; cheap, may be called for every batch.
  const std::function<void(std::int64_t done, std::int64_t total)>& report;
};

/// Does the job; an Error makes it `failed` with the error's reason as message. A runner that sees
/// `stop` returns success early; what it did stays, and a resumed job goes on from there.
using RunJob = std::function<core::Result<void>(const JobContext&)>;

/// The queue of background work, as operations see it; the worker threads stand in room `jobs`.
///
/// Safe from any thread.
class JobQueue {
 public:
  JobQueue() = default;
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;
  virtual ~JobQueue() = default;

  /// Adds a job in the caller's own transaction: no work without the change that asked for it.
  virtual core::Result<void> enqueue(const access::Call& call, const NewJob& job) = 0;
  /// Call after that transaction is committed; workers would find the job a second later anyway.
  virtual void wake() = 0;

  /// Errors: not_found "job.not_found", also for another county's job.
  virtual core::Result<Job> find(const access::Actor& actor, const JobId& id) = 0;

  /// Asks the job to stop; one that has not begun is cancelled at once. A finished one stays so.
  virtual core::Result<void> cancel(const access::Actor& actor, const JobId& id) = 0;

  /// Waits until the job's version is past `seen_version` or the time is up; the job as it is
  /// then. For server-sent events.
  virtual core::Result<Job> wait_for_change(const access::Actor& actor, const JobId& id,
                                            std::uint64_t seen_version,
                                            std::chrono::milliseconds patience) = 0;
};

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::JobState> {
  using enum intake::JobState;
  static constexpr std::string_view name = "JobState";
  static constexpr std::array values = {ValueOf{queued, "queued"}, ValueOf{running, "running"},
                                        ValueOf{done, "done"}, ValueOf{failed, "failed"},
                                        ValueOf{cancelled, "cancelled"}};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Job> {
  using It = intake::Job;
  static constexpr std::string_view name = "Job";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("kind", &It::kind),
                 field("subject", &It::subject, "Id of what it is about"),
                 field("state", &It::state),
                 field("done", &It::done),
                 field("total", &It::total),
                 field("unit", &It::unit),
                 field("message", &It::message, "Translation key")};
};
