#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/date.h"

namespace caregrid::core {

/// A moment in UTC, in microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;

  auto operator<=>(const Instant&) const = default;
};

/// The civil day of a moment at a fixed offset (China: 480 minutes).
Date date_of(Instant instant, int offset_minutes);

/// "2026-09-21T08:00:00Z"; fractions of a second are dropped.
std::string to_iso(Instant instant);

/// Where time comes from: the system in production, a simulator in tests.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() override;
};

/// A clock that stands still until told to move; for tests, replays and the demo county.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() override { return now_; }
  void set(Instant instant) { now_ = instant; }

 private:
  Instant now_;
};

}  // namespace caregrid::core
