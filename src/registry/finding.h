#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "core/result.h"
#include "registry/store.h"

namespace caregrid::registry {

/// Everybody inside the area who claims an official number; `number` packs its kind and digits.
/// Checks no policy. Cost: one look-up through the blind index.
core::Result<std::vector<store::StoredChild>> find_by_number(const access::Call& call,
                                                             access::Area area,
                                                             std::int64_t number);

/// Children inside the area around whom somebody has this phone, as `read_phone` writes it.
/// Checks no policy. Cost: one look-up through the blind index, and the statements of each child
/// found, since the index keeps too few bits to be sure.
core::Result<std::vector<store::StoredChild>> find_by_phone(const access::Call& call,
                                                            access::Area area,
                                                            std::string_view phone);

}  // namespace caregrid::registry
