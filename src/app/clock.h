#pragma once

#include "core/clock.h"
#include "core/date.h"

namespace caregrid::app {

/// The machine's clock moved by whole days, so that `--today` makes any day the present one while
/// hours and minutes go on.
class ShiftedClock final : public core::Clock {
 public:
  explicit ShiftedClock(std::int64_t shift_micros) : shift_micros_(shift_micros) {}
  [[nodiscard]] core::Instant now() override;

 private:
  core::SystemClock clock_;
  std::int64_t shift_micros_;
};

/// How far to move the clock so that the civil day in China is `today` now.
std::int64_t shift_to(core::Date today, core::Instant now);

}  // namespace caregrid::app
