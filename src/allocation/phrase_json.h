#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "allocation/plan.h"

namespace caregrid::allocation {

/// {"nearest_km": 3.2, "full": 4}
std::string facts_to_json(const std::vector<NamedFact>& facts);

/// [{"key": "nearest_full", "values": {…}}, …]
std::string phrases_to_json(const std::vector<Phrase>& phrases);

/// Reads what `facts_to_json` wrote; nothing for other text.
std::vector<NamedFact> facts_of_json(std::string_view text);

/// Reads what `phrases_to_json` wrote; nothing for other text.
std::vector<Phrase> phrases_of_json(std::string_view text);

}  // namespace caregrid::allocation
