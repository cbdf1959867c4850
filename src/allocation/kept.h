#pragma once

#include <vector>

#include "allocation/eligibility.h"

namespace caregrid::allocation {

/// What remains to be planned once the kept lines stand.
///
/// Shapes: one number per need and per offer of the snapshot.
struct Remainder {
  std::vector<int> demand;    ///< Units a week still wanted.
  std::vector<int> capacity;  ///< Units a week still free.
  std::vector<DraftLine> lines;
  std::vector<Released> released;
};

/// Lets kept lines stand, pinned before accepted, in order of the snapshot; a line goes, whole or
/// in part, when its need is closed or asks for less, or its helper is gone, not cleared for the
/// week, does not give that kind any more, has no common hour or less room.
Remainder settle_kept(const Snapshot& snapshot, const Eligibility& eligibility);

}  // namespace caregrid::allocation
