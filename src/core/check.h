#pragma once

#include <source_location>

namespace caregrid::core {

/// Stops the process when a promise of our own code is broken; always on, in release too.
///
/// Use it for programmer's errors only; bad input is an `Error`.
void check(bool condition, std::source_location where = std::source_location::current());

/// Called by `check` on failure: prints file and line, flushes, aborts.
[[noreturn]] void fail_check(const std::source_location& where);

inline void check(bool condition, std::source_location where) {
  if (!condition) [[unlikely]] {
    fail_check(where);
  }
}

}  // namespace caregrid::core
