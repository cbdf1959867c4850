#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace caregrid::intake {

/// Hands things from one thread to another, at most `capacity` waiting.
template <class T>
class BoundedQueue final {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room; false when the queue is closed.
  bool push(T thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_closed_ || things_.size() < capacity_; });
    if (is_closed_) {
      return false;
    }
    things_.push_back(std::move(thing));
    changed_.notify_all();
    return true;
  }

  /// Waits for the next thing; none once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_closed_ || !things_.empty(); });
    if (things_.empty()) {
      return std::nullopt;
    }
    std::optional<T> thing(std::move(things_.front()));
    things_.pop_front();
    changed_.notify_all();
    return thing;
  }

  /// Nothing more goes in; what waits can still be taken out.
  void close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> things_;
  std::size_t capacity_;
  bool is_closed_ = false;
};

}  // namespace caregrid::intake
