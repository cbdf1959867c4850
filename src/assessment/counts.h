#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"
#include "services/offer.h"

namespace caregrid::assessment {

/// The name of a division of the county, also one outside the actor's area: names of places are
/// public. Empty when it is not known.
core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code);

/// How many needs of each child still want help, in the order given; the caller has authorised.
/// Cost: one index look-up a child.
core::Result<std::vector<std::int64_t>> count_open_needs(
    const access::Call& call, std::span<const registry::ChildId> children);

/// Units a week the newest plan gives each offer, refused lines not counted, in the order given;
/// the caller has authorised. Cost: one index look-up an offer.
core::Result<std::vector<std::int64_t>> count_used_units(const access::Call& call,
                                                         std::span<const services::OfferId> offers);

}  // namespace caregrid::assessment
