#pragma once

#include <span>

#include "registry/fact_ledger.h"

namespace caregrid::registry {

/// Whether two facts of one kind about one person cannot both be true. Confirmations do not count
/// here; see `know`. Cost: the product of how often each was said.
bool contradict(std::span<const Saying> sayings, const KnownFact& a, const KnownFact& b);

}  // namespace caregrid::registry
