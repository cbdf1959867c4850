#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry::index_store {

/// The highest number given to a child of the county; 0 before the first.
core::Result<std::int64_t> find_last_number(const access::Call& call);

/// A child's number, whether or not it was erased; none for one that never was.
core::Result<std::optional<std::int64_t>> find_number(const access::Call& call, const ChildId& id);

struct ChildSchool {
  std::int64_t number = 0;
  std::string school;
};
/// Schools of children that have one and are not erased, by number, from `first` to `last`.
core::Result<std::vector<ChildSchool>> list_schools(const access::Call& call, std::int64_t first,
                                                    std::int64_t last);

}  // namespace caregrid::registry::index_store
