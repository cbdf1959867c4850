#include "db/group_commit.h"

#include <semaphore.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "core/failpoint.h"
#include "db/step.h"

namespace caregrid::db {

namespace {

/// Wakes one waiting thread, once.
///
/// A POSIX semaphore: std::binary_semaphore's waiters first spin, 64 of them at the writer's
/// expense, and a condition variable wakes them into the lock its notifier still holds.
class Signal final {
 public:
  Signal() { core::check(sem_init(&semaphore_, 0, 0) == 0); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  ~Signal() { sem_destroy(&semaphore_); }

  void give() { core::check(sem_post(&semaphore_) == 0); }
  void wait() {
    while (sem_wait(&semaphore_) != 0) {
      core::check(errno == EINTR);
    }
  }

 private:
  sem_t semaphore_;
};

/// How many waiting callers each woken caller wakes in turn: waking 64 costs the writer as much as
/// running 30 steps, so they share it.
constexpr std::size_t fan = 4;

core::Error injected(std::string_view name) {
  return core::failure(core::Code::unavailable, "db.failpoint", std::string(name));
}

}  // namespace

struct GroupCommit::Step {
  Work work;
  Way way = Way::joined;
  bool is_last = false;  ///< No step: asks the writer to stop.
  core::Result<void> result = {};
  Step* next = nullptr;               ///< In the list of those waiting to run.
  std::array<Step*, fan> wakes = {};  ///< Callers to wake after this one.
  Signal done = {};
};

GroupCommit::GroupCommit(Connection& connection, CommitWatch* watch, GroupLimits limits)
    : connection_(connection), watch_(watch), limits_(limits), is_arrived_(0), thread_([this] {
        run();
      }) {}

GroupCommit::~GroupCommit() {
  const auto nothing = [](Transaction&) -> core::Result<void> { return {}; };
  Step last{.work = nothing, .way = Way::alone, .is_last = true};
  push(last);
  thread_.join();
}

bool GroupCommit::is_writer_thread() const {
  return std::this_thread::get_id() == thread_.get_id();
}

core::Result<void> GroupCommit::submit(Work work, Way way) {
  Step step{.work = work, .way = way};
  push(step);
  step.done.wait();
  for (Step* other : step.wakes) {
    if (other != nullptr) {
      other->done.give();
    }
  }
  return std::move(step.result);
}

void GroupCommit::push(Step& step) {
  Step* newest = arrived_.load(std::memory_order_relaxed);
  do {
    step.next = newest;
  } while (!arrived_.compare_exchange_weak(newest, &step, std::memory_order_release,
                                           std::memory_order_relaxed));
  // The step is the writer's from here on: not even `step.next` may be read.
  if (newest == nullptr) {
    is_arrived_.release();
  }
}

/// Takes all that has arrived, turned round into the order of arrival.
bool GroupCommit::take_arrived() {
  Step* newest = arrived_.exchange(nullptr, std::memory_order_acquire);
  while (newest != nullptr) {
    Step* const older = std::exchange(newest->next, taken_);
    taken_ = newest;
    newest = older;
  }
  return taken_ != nullptr;
}

void GroupCommit::run() {
  for (Step* step = &take_first(); !step->is_last; step = &take_first()) {
    run_group(*step);
  }
}

GroupCommit::Step& GroupCommit::take_first() {
  while (taken_ == nullptr && !take_arrived()) {
    is_arrived_.acquire();
  }
  return *std::exchange(taken_, taken_->next);
}

/// Lets callers of the last group come back, if they do so soon; they are running, so yield.
void GroupCommit::gather(std::chrono::steady_clock::time_point end) {
  const auto now = std::chrono::steady_clock::now();
  const auto patience = std::min(end, now + last_commit_ / 4);
  while (!take_arrived() && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
  }
}

/// The next step that may share the open transaction; null when it is time to commit.
GroupCommit::Step* GroupCommit::take_joining(std::chrono::steady_clock::time_point end) {
  if (group_.size() >= limits_.steps_max || std::chrono::steady_clock::now() >= end) {
    return nullptr;
  }
  if (taken_ == nullptr && !take_arrived() && group_.size() < expected_) {
    gather(end);
  }
  if (taken_ == nullptr || taken_->way == Way::alone) {
    return nullptr;
  }
  group_.push_back(std::exchange(taken_, taken_->next));
  return group_.back();
}

void GroupCommit::run_group(Step& first) {
  group_.push_back(&first);
  core::Result<void> outcome = connection_.begin();
  if (outcome) {
    outcome = first.way == Way::alone ? run_alone(first) : run_joined(first);
  }
  if (!outcome) {
    connection_.roll_back();
  }
  finish_group(outcome);
}

/// A step alone needs no savepoint: when it fails, the transaction goes with it.
core::Result<void> GroupCommit::run_alone(Step& step) {
  core::Result<void> done = run_work(step.work, connection_.transaction());
  if (!done) {
    return done;
  }
  if (core::failpoint("db.step.after") == core::Fault::error) {
    return injected("db.step.after");
  }
  return commit(true);
}

/// Runs the first step and all that join it; a failure given back is one of the whole group.
core::Result<void> GroupCommit::run_joined(Step& first) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.wait_ms);
  bool is_written = false;
  bool is_change = false;
  for (Step* step = &first; step != nullptr; step = take_joining(end)) {
    if (const core::Result<void> ran = run_step(*step); !ran) {
      return ran;
    }
    is_written = is_written || step->result.ok();
    is_change = is_change || (step->result.ok() && step->way != Way::appended);
  }
  if (!is_written) {
    connection_.roll_back();
    return {};
  }
  return commit(is_change);
}

/// A failing step is rolled back by itself and told its error; success here means the transaction
/// can go on.
core::Result<void> GroupCommit::run_step(Step& step) {
  if (const core::Result<void> begun = connection_.begin_step(); !begun) {
    return begun;
  }
  step.result = run_work(step.work, connection_.transaction());
  if (step.result && core::failpoint("db.step.after") == core::Fault::error) {
    step.result = injected("db.step.after");
  }
  if (!connection_.in_transaction()) {
    return step.result ? core::failure(core::Code::unavailable, "db.gone") : step.result;
  }
  return step.result ? connection_.end_step() : connection_.roll_back_step();
}

/// An error after the commit is what a client sees whose answer was lost: done, but not told so.
core::Result<void> GroupCommit::commit(bool is_change) {
  if (core::failpoint("db.commit.before") == core::Fault::error) {
    return injected("db.commit.before");
  }
  const auto start = std::chrono::steady_clock::now();
  if (watch_ != nullptr) {
    watch_->before_commit(is_change);
  }
  core::Result<void> done = connection_.commit();
  if (watch_ != nullptr) {
    watch_->after_commit(is_change);
  }
  last_commit_ = std::chrono::steady_clock::now() - start;
  if (done && core::failpoint("db.commit.after") == core::Fault::error) {
    return injected("db.commit.after");
  }
  return done;
}

/// Tells each caller its outcome and wakes the first few, who wake the others (see `fan`).
void GroupCommit::finish_group(const core::Result<void>& outcome) {
  for (std::size_t i = 0; i < group_.size(); ++i) {
    if (!outcome) {
      group_[i]->result = outcome;
    }
    // As in a heap: the i-th wakes those at fan * i + fan and after.
    for (std::size_t k = 0; k < fan && fan * i + fan + k < group_.size(); ++k) {
      group_[i]->wakes[k] = group_[fan * i + fan + k];
    }
  }
  // A step is gone once its caller wakes: nothing of it may be touched after the signal.
  for (std::size_t i = 0; i < std::min(fan, group_.size()); ++i) {
    group_[i]->done.give();
  }
  expected_ = group_.size();
  group_.clear();
}

}  // namespace caregrid::db
