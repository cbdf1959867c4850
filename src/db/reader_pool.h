#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/result.h"
#include "db/connection.h"

namespace caregrid::db {

/// A fixed number of read connections, opened when first needed.
class ReaderPool final {
 public:
  using Open = std::function<core::Result<std::unique_ptr<Connection>>()>;

  ReaderPool(std::size_t size, Open open);

  /// Runs `work` on one snapshot and drops it; waits while all connections are in use.
  ///
  /// Errors: internal "db.nested" when the caller is already inside a read of this pool.
  core::Result<void> read(Work work);

  /// Whether the calling thread is inside a read of this pool.
  [[nodiscard]] bool is_reading();

 private:
  struct Slot {
    std::unique_ptr<Connection> connection;
    std::thread::id user;
  };

  core::Result<Slot*> take();
  void give_back(Slot& slot);

  Open open_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Slot> slots_;
};

}  // namespace caregrid::db
