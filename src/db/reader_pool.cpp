#include "db/reader_pool.h"

#include <algorithm>
#include <utility>

#include "db/step.h"

namespace caregrid::db {
namespace {

/// How old a kept snapshot may grow: longer would keep the write-ahead log from being begun anew.
constexpr std::chrono::seconds kept_max{1};

}  // namespace

ReaderPool::ReaderPool(std::size_t size, Open open) : open_(std::move(open)), slots_(size) {}

bool ReaderPool::is_reading() {
  const std::lock_guard lock(mutex_);
  return std::ranges::find(slots_, std::this_thread::get_id(), &Slot::user) != slots_.end();
}

core::Result<void> ReaderPool::run(Work work, bool may_keep) {
  core::Result<Slot*> taken = take();
  if (!taken) {
    return taken.error();
  }
  Slot& slot = **taken;
  core::Result<void> done = begin(slot, may_keep);
  if (done) {
    done = run_work(work, slot.connection->transaction());
  }
  give_back(slot, may_keep && done.ok());
  return done;
}

/// Begins a snapshot, or goes on with the one the slot kept. The generation is read first: a commit
/// in between makes the snapshot newer than noted, which costs one refresh and hides nothing.
core::Result<void> ReaderPool::begin(Slot& slot, bool may_keep) {
  const auto now = std::chrono::steady_clock::now();
  std::int64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
  }
  const bool is_kept = std::exchange(slot.is_kept, false);
  if (is_kept && may_keep && slot.generation == generation && now - slot.begun < kept_max) {
    return {};
  }
  if (is_kept) {
    slot.connection->roll_back();
  }
  slot.generation = generation;
  slot.begun = now;
  return slot.connection->begin();
}

core::Result<ReaderPool::Slot*> ReaderPool::take() {
  if (is_reading()) {
    return core::failure(core::Code::internal, "db.nested", "read inside read");
  }
  Slot* slot = nullptr;
  {
    std::unique_lock lock(mutex_);
    // Slots opened before come first, so that a quiet server keeps few connections.
    freed_.wait(lock, [&] {
      for (Slot& each : slots_) {
        const bool is_free = each.user == std::thread::id();
        if (is_free && (slot == nullptr || (!slot->connection && each.connection))) {
          slot = &each;
        }
      }
      return slot != nullptr;
    });
    slot->user = std::this_thread::get_id();
  }
  if (!slot->connection) {
    core::Result<std::unique_ptr<Connection>> opened = open_();
    if (!opened) {
      give_back(*slot, false);
      return opened.error();
    }
    slot->connection = std::move(*opened);
  }
  return slot;
}

void ReaderPool::give_back(Slot& slot, bool may_keep) {
  {
    const std::lock_guard lock(mutex_);
    slot.is_kept = may_keep && !is_changing_ && slot.generation == generation_ && slot.connection &&
                   slot.connection->in_transaction();
    if (!slot.is_kept && slot.connection) {
      slot.connection->roll_back();
    }
    slot.user = std::thread::id();
  }
  freed_.notify_one();
}

/// Drops what idle readers have kept since before a moment; the caller holds the lock.
void ReaderPool::let_go(Moment begun_before) {
  for (Slot& slot : slots_) {
    if (slot.is_kept && slot.user == std::thread::id() && slot.begun < begun_before) {
      slot.connection->roll_back();
      slot.is_kept = false;
    }
  }
}

void ReaderPool::before_commit(bool is_change) {
  const auto now = std::chrono::steady_clock::now();
  const std::lock_guard lock(mutex_);
  is_changing_ = is_change;
  if (is_change) {
    let_go(Moment::max());
  } else if (now - swept_ > kept_max) {
    let_go(now - kept_max);
    swept_ = now;
  }
}

void ReaderPool::after_commit(bool is_change) {
  const std::lock_guard lock(mutex_);
  is_changing_ = false;
  generation_ += is_change ? 1 : 0;
}

}  // namespace caregrid::db
