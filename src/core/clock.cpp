#include "core/clock.h"

#include <chrono>

namespace caregrid::core {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

Date date_of(Instant instant, int offset_minutes) {
  const std::int64_t local_s =
      floor_divide(instant.micros, micros_per_second) + std::int64_t{offset_minutes} * 60;
  return Date{static_cast<std::int32_t>(floor_divide(local_s, seconds_per_day))};
}

std::string to_iso(Instant instant) {
  const std::int64_t total_s = floor_divide(instant.micros, micros_per_second);
  const std::int64_t day = floor_divide(total_s, seconds_per_day);
  const std::int64_t of_day = total_s - day * seconds_per_day;
  return to_iso(Date{static_cast<std::int32_t>(day)}) + "T" + two_digits(of_day / 3600) + ":" +
         two_digits(of_day / 60 % 60) + ":" + two_digits(of_day % 60) + "Z";
}

Instant SystemClock::now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

}  // namespace caregrid::core
