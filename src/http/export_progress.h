#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace caregrid::http {

/// How far the files are that this process is making just now. Safe from any thread.
class ExportProgress final {
 public:
  void tell(const std::string& id, std::int64_t rows) {
    const std::lock_guard lock(mutex_);
    rows_[id] = rows;
  }
  void forget(const std::string& id) {
    const std::lock_guard lock(mutex_);
    rows_.erase(id);
  }
  /// 0 for a file nobody makes now.
  [[nodiscard]] std::int64_t find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    return found == rows_.end() ? 0 : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t> rows_;
};

}  // namespace caregrid::http
