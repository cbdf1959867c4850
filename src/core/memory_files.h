#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/file.h"

namespace caregrid::core {

/// A disk in memory that fails when told to; for tests and simulations.
///
/// What was committed survives `cut_power`; a file still being written does not, and its writer
/// fails from then on, as a process that died would never have finished.
class MemoryFileSystem final : public FileSystem {
 public:
  Result<std::unique_ptr<FileReader>> open(const std::string& path) override;
  Result<std::unique_ptr<FileWriter>> create(const std::string& path) override;
  Result<void> append(const std::string& path, Bytes bytes) override;
  Result<void> remove(const std::string& path) override;
  [[nodiscard]] bool exists(const std::string& path) override;
  [[nodiscard]] bool is_private(const std::string& path) override { return exists(path); }
  Result<void> make_folder(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& folder) override;
  Result<std::int64_t> free_bytes(const std::string& folder) override;

  /// From now on so many bytes fit; writing more is "file.full".
  void set_free_bytes(std::int64_t bytes);

  /// The n-th writing call from now on (create, write, commit, append, remove) fails once with
  /// "file.write"; for loops that fail every call in turn.
  void fail_nth_write(int nth);

  /// Drops every file not yet committed.
  void cut_power();

 private:
  class Writer;

  Result<void> count_write();

  std::mutex mutex_;
  std::map<std::string, std::string> files_;
  std::set<std::string> folders_;
  std::int64_t free_bytes_ = std::int64_t{1} << 40U;
  int writes_until_failure_ = 0;
  int power_cuts_ = 0;
};

}  // namespace caregrid::core
