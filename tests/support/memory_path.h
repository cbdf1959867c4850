#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace caregrid::support {

/// A file that exists only in memory, reachable by a path; for fuzzers.
class MemoryPath final {
 public:
  explicit MemoryPath(std::string_view content) : descriptor_(::memfd_create("table", 0)) {
    while (!content.empty()) {
      const auto count = ::write(descriptor_, content.data(), content.size());
      if (count <= 0) {
        break;
      }
      content.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  MemoryPath(const MemoryPath&) = delete;
  MemoryPath& operator=(const MemoryPath&) = delete;
  ~MemoryPath() { ::close(descriptor_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace caregrid::support
