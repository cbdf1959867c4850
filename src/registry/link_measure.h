#pragma once

#include <cstdint>
#include <string>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::registry {

/// Which row of which file stands in which record.
struct SourceOfRecord {
  std::string file;
  std::string sheet;
  std::int64_t row = 0;
  std::int64_t record = 0;  ///< The child it was stored for.
  std::int64_t shown = 0;   ///< The child that shows it now.
};

/// Visits every stored row of every list, then each pair that waits for people; to measure linkage
/// against a truth. Says nothing of what a row holds.
/// Errors: forbidden unless the actor may link the whole county.
core::Result<void> measure_records(const access::Call& call,
                                   core::FunctionRef<void(const SourceOfRecord&)> visit_row,
                                   core::FunctionRef<void(std::int64_t, std::int64_t)> visit_pair);

}  // namespace caregrid::registry
