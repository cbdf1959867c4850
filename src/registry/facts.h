#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "registry/child.h"

namespace caregrid::registry {

/// Takes a statement's facts apart, one for each kind. A fact that bounds itself in time ("from",
/// "to") is valid so; any other is valid from nowhere in particular: the source only says that it
/// held when it was written.
std::vector<Fact> unpack_facts(std::string_view facts, const SourceRow& source);

}  // namespace caregrid::registry
