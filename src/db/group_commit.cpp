#include "db/group_commit.h"

#include <chrono>
#include <semaphore>

#include "core/failpoint.h"
#include "db/step.h"

namespace caregrid::db {

struct GroupCommit::Step {
  Work work;
  bool alone = false;
  core::Result<void> result = {};
  std::binary_semaphore done{0};
};

namespace {

core::Error injected(std::string_view name) {
  return core::failure(core::Code::unavailable, "db.failpoint", std::string(name));
}

}  // namespace

GroupCommit::GroupCommit(Connection& connection, GroupLimits limits)
    : connection_(connection), limits_(limits), thread_([this] { run(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

bool GroupCommit::is_writer_thread() const {
  return std::this_thread::get_id() == thread_.get_id();
}

core::Result<void> GroupCommit::submit(Work work, bool alone) {
  Step step{.work = work, .alone = alone};
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = waiting_.empty();
    waiting_.push_back(&step);
  }
  if (is_first) {
    arrived_.notify_one();
  }
  step.done.acquire();
  return step.result;
}

void GroupCommit::run() {
  for (Step* step = take_first(); step != nullptr; step = take_first()) {
    run_group(*step);
  }
}

GroupCommit::Step* GroupCommit::take_first() {
  if (taken_.empty()) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
    taken_.swap(waiting_);
  }
  if (taken_.empty()) {
    return nullptr;
  }
  Step* const step = taken_.front();
  taken_.pop_front();
  return step;
}

GroupCommit::Step* GroupCommit::take_joining() {
  if (taken_.empty()) {
    const std::lock_guard lock(mutex_);
    taken_.swap(waiting_);
  }
  if (taken_.empty() || taken_.front()->alone) {
    return nullptr;
  }
  Step* const step = taken_.front();
  taken_.pop_front();
  return step;
}

void GroupCommit::run_group(Step& first) {
  group_.push_back(&first);
  core::Result<void> outcome = connection_.begin();
  if (outcome) {
    outcome = first.alone ? run_alone(first) : run_joined(first);
  }
  if (!outcome) {
    connection_.roll_back();
  }
  finish_group(outcome);
}

core::Result<void> GroupCommit::run_alone(Step& step) {
  const core::Result<void> done = run_work(step.work, connection_.transaction());
  if (!done) {
    return done;
  }
  if (core::failpoint("db.step.after") == core::Fault::error) {
    return injected("db.step.after");
  }
  return commit();
}

/// Runs the first step and all that join it; a failure given back is one of the whole group.
core::Result<void> GroupCommit::run_joined(Step& first) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.wait_ms);
  bool is_changed = false;
  for (Step* step = &first; step != nullptr;) {
    if (const core::Result<void> ran = run_step(*step); !ran) {
      return ran;
    }
    is_changed = is_changed || step->result.ok();
    if (group_.size() >= limits_.steps_max || std::chrono::steady_clock::now() >= end) {
      break;
    }
    step = take_joining();
    if (step != nullptr) {
      group_.push_back(step);
    }
  }
  if (!is_changed) {
    connection_.roll_back();
    return {};
  }
  return commit();
}

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

core::Result<void> GroupCommit::commit() {
  if (core::failpoint("db.commit.before") == core::Fault::error) {
    return injected("db.commit.before");
  }
  const core::Result<void> done = connection_.commit();
  if (done && core::failpoint("db.commit.after") == core::Fault::error) {
    return injected("db.commit.after");
  }
  return done;
}

void GroupCommit::finish_group(const core::Result<void>& outcome) {
  for (Step* step : group_) {
    if (!outcome) {
      step->result = outcome;
    }
    step->done.release();
  }
  group_.clear();
}

}  // namespace caregrid::db
