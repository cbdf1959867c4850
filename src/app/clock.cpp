#include "app/clock.h"

namespace caregrid::app {

core::Instant ShiftedClock::now() { return {clock_.now().micros + shift_micros_}; }

std::int64_t shift_to(core::Date today, core::Instant now) {
  constexpr int china_minutes = 480;
  constexpr std::int64_t micros_per_day = std::int64_t{86400} * 1'000'000;
  return (today - core::date_of(now, china_minutes)) * micros_per_day;
}

}  // namespace caregrid::app
