#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace caregrid::http {

/// Keeps the last few answers that are dear to work out (home page, plan in numbers).
///
/// A key must hold everything the answer depends on, the county's revision above all: every write
/// goes through the door and raises it, so nothing here can be out of date. Safe from any thread.
class AnswerCache final {
 public:
  explicit AnswerCache(std::size_t answers_max = 64) : answers_max_(answers_max) {}

  std::optional<std::string> find(const std::string& key);
  void keep(const std::string& key, std::string answer);

 private:
  std::mutex mutex_;
  std::list<std::pair<std::string, std::string>> answers_;  ///< Last used first.
  std::size_t answers_max_;
};

}  // namespace caregrid::http
