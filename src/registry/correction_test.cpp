// Shows on which day an answer is due: working days are Monday to Friday.
#include "registry/correction.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::registry {
namespace {

struct DayCase {
  core::YearMonthDay from;
  int count;
  core::YearMonthDay due;
};

TEST_CASE("working days pass over Saturday and Sunday") {
  constexpr std::array rows{
      DayCase{{2026, 9, 21}, 0, {2026, 9, 21}},  // A Monday.
      DayCase{{2026, 9, 21}, 1, {2026, 9, 22}},
      DayCase{{2026, 9, 21}, 4, {2026, 9, 25}},
      DayCase{{2026, 9, 21}, 5, {2026, 9, 28}},
      DayCase{{2026, 9, 21}, correction_working_days, {2026, 10, 12}},
      DayCase{{2026, 9, 25}, 1, {2026, 9, 28}},  // A Friday.
      DayCase{{2026, 9, 26}, 1, {2026, 9, 28}},  // A Saturday.
      DayCase{{2026, 9, 27}, correction_working_days, {2026, 10, 16}},
  };
  for (const DayCase& row : rows) {
    CAPTURE(row.from.day);
    CAPTURE(row.count);
    CHECK(working_days_after(*core::make_date(row.from), row.count) == *core::make_date(row.due));
  }
}

TEST_CASE("a request is overdue from the day after it was due, until it is answered") {
  Correction correction;
  correction.due_on = core::Date{100};
  CHECK_FALSE(correction.is_overdue(core::Date{100}));
  CHECK(correction.is_overdue(core::Date{101}));
  correction.state = CorrectionState::refused;
  CHECK_FALSE(correction.is_overdue(core::Date{101}));
}

}  // namespace
}  // namespace caregrid::registry
