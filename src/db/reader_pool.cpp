#include "db/reader_pool.h"

#include <algorithm>
#include <utility>

#include "db/step.h"

namespace caregrid::db {

ReaderPool::ReaderPool(std::size_t size, Open open) : open_(std::move(open)), slots_(size) {}

bool ReaderPool::is_reading() {
  const std::lock_guard lock(mutex_);
  return std::ranges::find(slots_, std::this_thread::get_id(), &Slot::user) != slots_.end();
}

core::Result<void> ReaderPool::read(Work work) {
  core::Result<Slot*> taken = take();
  if (!taken) {
    return taken.error();
  }
  Slot& slot = **taken;
  core::Result<void> done = slot.connection->begin();
  if (done) {
    done = run_work(work, slot.connection->transaction());
  }
  slot.connection->roll_back();
  give_back(slot);
  return done;
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
      give_back(*slot);
      return opened.error();
    }
    slot->connection = std::move(*opened);
  }
  return slot;
}

void ReaderPool::give_back(Slot& slot) {
  {
    const std::lock_guard lock(mutex_);
    slot.user = std::thread::id();
  }
  freed_.notify_one();
}

}  // namespace caregrid::db
