// Any bytes: as a text, a date is read only if writing it gives the text back; as a number of days,
// parts and text lead back to the same day, and ages never jump by more than a year.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/check.h"
#include "core/date.h"

namespace {

using namespace caregrid::core;

void check_text(std::string_view text) {
  const auto date = parse_iso_date(text);
  check(!date || to_iso(*date) == text);
}

void check_day(Date date) {
  const auto from_parts = make_date(parts_of(date));
  check(from_parts == date);
  check(parse_iso_date(to_iso(date)) == date);
  check(weekday_of(date + 1) == (weekday_of(date) + 1) % 7);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check_text({reinterpret_cast<const char*>(data), size});
  std::int32_t numbers[2] = {};
  if (size < sizeof numbers) {
    return 0;
  }
  std::memcpy(numbers, data, sizeof numbers);
  // Years 1 to 9999, less a day at the end for the neighbour.
  constexpr std::int32_t first = -719162;
  constexpr std::int32_t count = 2932896 - first;
  const auto in_calendar = [&](std::int32_t number) {
    return Date{first + static_cast<std::int32_t>(static_cast<std::uint32_t>(number) % count)};
  };
  const Date born_on = std::min(in_calendar(numbers[0]), in_calendar(numbers[1]));
  const Date on = std::max(in_calendar(numbers[0]), in_calendar(numbers[1]));
  check_day(born_on);
  check_day(on);
  const int years = age_years(born_on, on);
  check(years >= 0 && years <= (on - born_on) / 365);
  check(age_years(born_on, on + 1) - years <= 1);
  return 0;
}
