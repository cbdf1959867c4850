#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "core/result.h"

namespace caregrid::tabular {

/// A regular file open for reading, by position, so that sniffing does not disturb reading.
///
/// Pipes, folders and devices are refused: a table is looked at more than once.
class ByteFile final {
 public:
  /// Errors: not_found "table.not_found" when it cannot be opened or is no regular file.
  static core::Result<std::unique_ptr<ByteFile>> open(const std::string& path);

  explicit ByteFile(int descriptor, std::int64_t size)
      : descriptor_(descriptor), size_bytes_(size) {}
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;
  ~ByteFile();

  [[nodiscard]] std::int64_t size_bytes() const { return size_bytes_; }

  /// Fills `into` from `offset`; less comes back only at the end of the file.
  /// Errors: unavailable "table.read".
  core::Result<std::size_t> read_at(std::int64_t offset, std::span<char> into) const;

 private:
  int descriptor_;
  std::int64_t size_bytes_;
};

}  // namespace caregrid::tabular
