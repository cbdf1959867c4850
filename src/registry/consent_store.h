#pragma once

#include <cstdint>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry::store {

/// A child by number and id, nothing of who it is.
struct NumberedChild {
  std::int64_t number = 0;
  ChildId id;
};

/// Children of the county behind a number, in order of number.
core::Result<std::vector<NumberedChild>> list_ids(const access::Call& call, std::int64_t after,
                                                  std::int64_t limit);

}  // namespace caregrid::registry::store
