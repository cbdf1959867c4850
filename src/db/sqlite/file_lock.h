#pragma once

#include <string>

#include "core/result.h"

namespace caregrid::db::sqlite {

/// Holds a file for this process alone, until destroyed or the process dies.
class FileLock final {
 public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

  /// Errors: unavailable "db.in_use" when somebody else holds it, "db.open" when `path` cannot be
  /// created.
  static core::Result<FileLock> take(const std::string& path);

 private:
  int descriptor_ = -1;
};

}  // namespace caregrid::db::sqlite
