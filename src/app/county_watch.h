#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

#include "access/door.h"
#include "registry/county_keeper.h"

namespace caregrid::app {

/// A thread that makes the indexes of counties when somebody first searches them, and catches up
/// after large imports. It ends within one step when the program does.
class CountyWatch final {
 public:
  explicit CountyWatch(access::Door& door);
  CountyWatch(const CountyWatch&) = delete;
  CountyWatch& operator=(const CountyWatch&) = delete;
  ~CountyWatch() = default;

  [[nodiscard]] registry::CountyKeeper& keeper() { return keeper_; }

 private:
  void wake(std::int64_t county);
  void work(const std::stop_token& stop);
  /// Whether nothing is left to do for a county, or nothing can be done.
  bool work_on(std::int64_t county);

  access::Door& door_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::set<std::int64_t> waiting_;
  registry::CountyKeeper keeper_;
  std::jthread thread_;
};

}  // namespace caregrid::app
