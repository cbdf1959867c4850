#pragma once

#include "allocation/snapshot.h"

namespace caregrid::allocation {

/// Suggests hours for each line that has none: the earliest common ones, one a unit.
///
/// A helper's and a child's hour is used once where the kind is given to one child at a time, as
/// long as free common hours last; most urgent needs choose first. Greedy: an exact timetable is
/// not promised, and a line may come out with fewer hours than units.
void suggest_slots(const Snapshot& snapshot, Draft& draft);

}  // namespace caregrid::allocation
