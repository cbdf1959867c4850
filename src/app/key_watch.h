#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

#include "cli/workplace.h"

namespace caregrid::app {

/// A thread that does the work on keys that `caregrid keys` asks for while the program serves. It
/// ends within one step when the program does; what it was at goes on at the next start.
class KeyWatch final {
 public:
  explicit KeyWatch(cli::Workplace& workplace);
  KeyWatch(const KeyWatch&) = delete;
  KeyWatch& operator=(const KeyWatch&) = delete;
  ~KeyWatch() = default;

 private:
  void work(const std::stop_token& stop);

  cli::Workplace& workplace_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::jthread thread_;
};

}  // namespace caregrid::app
