// Shows how a moment becomes a civil day and a text, before 1970 too. Rows of microseconds.
#include "core/clock.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::core {
namespace {

constexpr std::int64_t hour = 3'600'000'000;

TEST_CASE("a moment is another day in another place") {
  struct Row {
    std::int64_t micros;
    int offset_minutes;
    std::string_view day;
    std::string_view utc;
  };
  constexpr std::array rows = {
      Row{0, 0, "1970-01-01", "1970-01-01T00:00:00Z"},
      Row{0, 480, "1970-01-01", "1970-01-01T00:00:00Z"},
      Row{0, -1, "1969-12-31", "1970-01-01T00:00:00Z"},
      Row{16 * hour - 1, 480, "1970-01-01", "1970-01-01T15:59:59Z"},
      Row{16 * hour, 480, "1970-01-02", "1970-01-01T16:00:00Z"},
      Row{-1, 0, "1969-12-31", "1969-12-31T23:59:59Z"},
      Row{-1, 480, "1970-01-01", "1969-12-31T23:59:59Z"},
      Row{1'790'000'000'000'000, 480, "2026-09-21", "2026-09-21T14:13:20Z"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.utc);
    CHECK(to_iso(date_of(Instant{row.micros}, row.offset_minutes)) == row.day);
    CHECK(to_iso(Instant{row.micros}) == row.utc);
  }
}

TEST_CASE("a manual clock moves only when told") {
  ManualClock clock(Instant{5});
  CHECK(clock.now() == Instant{5});
  CHECK(clock.now() == Instant{5});
  clock.set(Instant{9});
  CHECK(clock.now() == Instant{9});
}

}  // namespace
}  // namespace caregrid::core
