#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

#include "access/actor.h"
#include "core/clock.h"

namespace caregrid::access {

/// What became of the wish to journal a denial.
enum class Denial : std::uint8_t {
  noted,    ///< Journal it.
  last,     ///< Journal it, and say that more of this account are not journalled for a while.
  dropped,  ///< Journal nothing.
};

/// Bounds how many denied accesses of one account reach the journal, so that asking for what one
/// may not see cannot fill the disk: 30 in ten minutes, of at most 4,096 accounts at once.
/// Safe from any thread.
class DenialLimit final {
 public:
  static constexpr int noted_max = 30;
  static constexpr std::int64_t window_micros = std::int64_t{600} * 1'000'000;
  static constexpr std::size_t accounts_max = 4'096;

  Denial note(const AccountId& account, core::Instant now);

 private:
  struct Window {
    core::Instant start;
    int noted = 0;
  };

  std::mutex mutex_;
  std::map<AccountId, Window> windows_;
};

}  // namespace caregrid::access
