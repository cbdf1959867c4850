#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace caregrid::http {

/// A fixed number of threads with a bounded queue, first come, first served.
///
/// A full queue refuses at once: telling a client to come back is better than making it wait
/// behind work nobody will read.
class Workers final {
 public:
  Workers(std::size_t threads, std::size_t queue_max);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Finishes what is queued, then joins.
  ~Workers();

  /// Runs `work` on one of the threads, or hands it back (by not moving from it) when full.
  template <class Work>
  bool submit(Work& work) {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || queue_.size() >= queue_max_) {
      return false;
    }
    queue_.push_back(std::make_unique<Kept<Work>>(std::move(work)));
    wake_.notify_one();
    return true;
  }

  /// Finishes what is queued and joins; later submissions are refused.
  void stop();

 private:
  struct Task {
    virtual ~Task() = default;
    virtual void run() = 0;
  };
  template <class Work>
  struct Kept final : Task {
    explicit Kept(Work&& kept) : work(std::move(kept)) {}
    void run() override { work(); }
    Work work;
  };

  void work_until_stopped();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Task>> queue_;
  std::size_t queue_max_;
  bool is_stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace caregrid::http
