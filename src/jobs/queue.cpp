#include "jobs/queue.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "jobs/store.h"

namespace caregrid::jobs {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t lease_micros = 60'000'000;
constexpr auto flush_every = 500ms;
constexpr auto look_every = 1s;
constexpr int flushes_per_lease_renewal = 20;

/// Versions of jobs none of our threads is doing; ours start at 2, so that each is later.
constexpr std::uint64_t version_queued = 1;
constexpr std::uint64_t version_final = ~std::uint64_t{0};

std::uint64_t version_at_rest(const intake::Job& job) {
  if (intake::is_final(job.state)) {
    return version_final;
  }
  const bool is_running = job.state == intake::JobState::running;
  return is_running ? version_queued + 1 + static_cast<std::uint64_t>(job.done) : version_queued;
}

core::Error not_found() { return core::failure(core::Code::not_found, "job.not_found"); }

}  // namespace

Queue::Queue(db::Database& database, core::Clock& clock, QueueOptions options)
    : database_(database), clock_(clock), options_(options) {}

Queue::~Queue() { stop(); }

void Queue::add_runner(std::string kind, intake::RunJob run) {
  runners_.insert_or_assign(std::move(kind), std::move(run));
}

void Queue::add_duty(std::function<void()> duty) { duties_.push_back(std::move(duty)); }

core::Instant Queue::lease_end() { return {clock_.now().micros + lease_micros}; }

core::Result<void> Queue::take_back(std::optional<core::Instant> lease_over) {
  return database_.write(
      [&](db::Transaction& transaction) { return requeue_jobs(transaction, lease_over); });
}

core::Result<void> Queue::start() {
  const auto lease_over =
      options_.is_only_process ? std::nullopt : std::optional<core::Instant>(clock_.now());
  if (auto done = take_back(lease_over); !done) {
    return done;
  }
  const std::lock_guard lock(mutex_);
  is_stopping_ = false;
  may_have_work_ = true;
  for (int i = 0; i < options_.workers; ++i) {
    threads_.emplace_back([this] { work(); });
  }
  threads_.emplace_back([this] { keep_house(); });
  return {};
}

void Queue::stop() {
  std::vector<std::jthread> ending;
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    for (auto& [id, live] : live_) {
      live.stop.request_stop();
    }
    ending.swap(threads_);
  }
  changed_.notify_all();
}

core::Result<void> Queue::enqueue(const access::Call& call, const intake::NewJob& job) {
  return insert_job(call, job);
}

void Queue::wake() {
  {
    const std::lock_guard lock(mutex_);
    may_have_work_ = true;
  }
  changed_.notify_all();
}

/// Waits until there may be a job; false when the queue is stopping.
bool Queue::wait_for_work() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, look_every, [&] { return is_stopping_ || may_have_work_; });
  may_have_work_ = false;
  return !is_stopping_;
}

core::Result<std::optional<StoredJob>> Queue::claim() {
  bool is_waiting = false;
  const auto looked = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto found = has_queued_job(transaction);
    is_waiting = found && *found;
    return found ? core::Result<void>() : core::Result<void>(found.error());
  });
  std::optional<StoredJob> claimed;
  if (!looked || !is_waiting) {
    return claimed;
  }
  const auto done = database_.write([&](db::Transaction& transaction) -> core::Result<void> {
    auto taken = claim_job(transaction, lease_end());
    if (!taken) {
      return taken.error();
    }
    claimed = std::move(*taken);
    return {};
  });
  return done ? core::Result<std::optional<StoredJob>>(std::move(claimed)) : done.error();
}

void Queue::work() {
  while (wait_for_work()) {
    // A database that fails now is asked again when the next look is due.
    for (auto claimed = claim(); claimed && *claimed; claimed = claim()) {
      perform(**claimed);
      const std::lock_guard lock(mutex_);
      if (is_stopping_) {
        return;
      }
    }
  }
}

core::Result<void> Queue::run_guarded(const intake::JobContext& context) {
  const auto runner = runners_.find(context.job.kind);
  if (runner == runners_.end()) {
    return core::failure(core::Code::internal, "job.unknown_kind");
  }
  try {
    return runner->second(context);
  } catch (const std::exception&) {
    // Memory is exhausted, or a library broke its word: this job fails, the others go on.
    return core::failure(core::Code::unavailable, "job.broke_down");
  }
}

void Queue::perform(const StoredJob& stored) {
  const intake::JobId id = stored.job.id;
  std::stop_token stop;
  {
    const std::lock_guard lock(mutex_);
    Live& live = live_[id];
    live.job = stored.job;
    live.job.version = version_queued + 1;
    stop = live.stop.get_token();
    if (is_stopping_ || stored.job.cancel_wanted) {
      live.stop.request_stop();
    }
  }
  changed_.notify_all();
  const std::function<void(std::int64_t, std::int64_t)> tell =
      [this, id](std::int64_t done, std::int64_t total) { report(id, done, total); };
  const auto outcome = run_guarded({stored.job, stored.actor, stop, tell});
  settle(id, outcome);
}

void Queue::report(const intake::JobId& id, std::int64_t done, std::int64_t total) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = live_.find(id);
    if (found == live_.end()) {
      return;
    }
    Live& live = found->second;
    live.job.done = done;
    live.job.total = total;
    ++live.job.version;
    live.is_dirty = true;
  }
  changed_.notify_all();
}

/// Writes how the job ended. A job that was paused because the program ends waits in the queue
/// again. If that cannot be written, the next start finds it running and takes it up.
void Queue::settle(const intake::JobId& id, const core::Result<void>& outcome) {
  intake::Job job;
  {
    const std::lock_guard lock(mutex_);
    const Live& live = live_.at(id);
    job = live.job;
    const bool was_stopped = live.stop.stop_requested();
    if (!outcome) {
      job.state = intake::JobState::failed;
      job.message = outcome.error().reason;
    } else if (was_stopped && job.cancel_wanted) {
      job.state = intake::JobState::cancelled;
    } else if (was_stopped) {
      job.state = intake::JobState::queued;
    } else {
      job.state = intake::JobState::done;
      job.done = job.total;
    }
  }
  const auto written = database_.write(
      [&](db::Transaction& transaction) { return update_job(transaction, job, lease_end()); });
  {
    const std::lock_guard lock(mutex_);
    if (written) {
      live_.erase(id);
    } else {
      Live& live = live_.at(id);
      live.job = job;
      live.job.version = version_final;
    }
  }
  changed_.notify_all();
}

void Queue::write_progress() {
  std::vector<intake::Job> dirty;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [id, live] : live_) {
      if (live.is_dirty && live.job.state == intake::JobState::running) {
        dirty.push_back(live.job);
        live.is_dirty = false;
      }
    }
  }
  if (dirty.empty()) {
    return;
  }
  // Lost progress is told again half a second later.
  const auto written = database_.write([&](db::Transaction& transaction) -> core::Result<void> {
    for (const intake::Job& job : dirty) {
      if (auto done = update_job(transaction, job, lease_end()); !done) {
        return done;
      }
    }
    return {};
  });
  static_cast<void>(written.ok());
}

void Queue::do_duties() {
  for (const auto& duty : duties_) {
    try {
      duty();
    } catch (const std::exception&) {
      // As in `run_guarded`: what could not be done now is due again in half a second.
    }
  }
}

void Queue::keep_house() {
  std::unique_lock lock(mutex_);
  for (int round = 1; !is_stopping_; ++round) {
    changed_.wait_for(lock, flush_every, [&] { return is_stopping_; });
    if (round % flushes_per_lease_renewal == 0) {
      for (auto& [id, live] : live_) {
        live.is_dirty = true;
      }
    }
    lock.unlock();
    write_progress();
    do_duties();
    if (!options_.is_only_process && round % flushes_per_lease_renewal == 0) {
      static_cast<void>(take_back(clock_.now()).ok());
    }
    lock.lock();
  }
}

std::optional<intake::Job> Queue::find_live(const access::Actor& actor, const intake::JobId& id) {
  const std::lock_guard lock(mutex_);
  const auto found = live_.find(id);
  if (found == live_.end() || found->second.job.county != actor.area.county()) {
    return std::nullopt;
  }
  return found->second.job;
}

core::Result<intake::Job> Queue::find(const access::Actor& actor, const intake::JobId& id) {
  if (auto live = find_live(actor, id)) {
    return std::move(*live);
  }
  core::Result<intake::Job> job = not_found();
  const auto done = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
    auto found = find_job(transaction, actor.area.county(), id);
    if (!found) {
      return found.error();
    }
    if (*found) {
      job = std::move((*found)->job);
      job->version = version_at_rest(*job);
    }
    return {};
  });
  return done ? job : done.error();
}

core::Result<void> Queue::cancel(const access::Actor& actor, const intake::JobId& id) {
  const auto job = find(actor, id);
  if (!job) {
    return job.error();
  }
  const auto stop_live = [&] {
    const std::lock_guard lock(mutex_);
    const auto found = live_.find(id);
    if (found == live_.end()) {
      return false;
    }
    found->second.job.cancel_wanted = true;
    ++found->second.job.version;
    found->second.is_dirty = true;
    found->second.stop.request_stop();
    return true;
  };
  if (intake::is_final(job->state) || stop_live()) {
    changed_.notify_all();
    return {};
  }
  bool is_cancelled = false;
  const auto done = database_.write([&](db::Transaction& transaction) -> core::Result<void> {
    const auto cancelled = cancel_queued_job(transaction, actor.area.county(), id);
    is_cancelled = cancelled && *cancelled;
    return cancelled ? core::Result<void>() : core::Result<void>(cancelled.error());
  });
  if (done && !is_cancelled) {
    stop_live();  // It began meanwhile.
  }
  changed_.notify_all();
  return done;
}

core::Result<intake::Job> Queue::wait_for_change(const access::Actor& actor,
                                                 const intake::JobId& id,
                                                 std::uint64_t seen_version,
                                                 std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    auto job = find(actor, id);
    const auto now = std::chrono::steady_clock::now();
    if (!job || job->version > seen_version || now >= deadline) {
      return job;
    }
    const auto look_again = std::min(deadline, now + look_every);
    std::unique_lock lock(mutex_);
    const auto is_newer = [&] {
      const auto found = live_.find(id);
      return found != live_.end() && found->second.job.version > seen_version;
    };
    if (!is_newer()) {
      changed_.wait_until(lock, look_again);
    }
  }
}

}  // namespace caregrid::jobs
