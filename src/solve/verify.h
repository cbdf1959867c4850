#pragma once

#include "solve/assignment.h"

namespace caregrid::solve {

/// Whether a solution is feasible, optimal by complementary slackness, and says its own cost right.
///
/// One sweep over rows, arcs and columns; shares no code with the solver.
/// Cost: O(arcs). Arrays of the wrong length give false.
bool verify(const Problem& problem, const Solution& solution);

}  // namespace caregrid::solve
