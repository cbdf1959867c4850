#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"
#include "registry/child.h"
#include "services/offer.h"

namespace caregrid::assessment {

/// The setting that holds what a county is called when no list says so.
inline constexpr std::string_view county_name_setting = "name";

/// The name of a division of the county, also one outside the actor's area: names of places are
/// public. Empty when it is not known; a county without a name is its six digits.
core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code);

/// The number of the county's newest command in the journal: grows with everything that changes; 0
/// at first. Reads do not count.
core::Result<std::int64_t> find_revision(const access::Call& call);

/// How many needs of each child still want help, in the order given; the caller has authorised.
/// Cost: one index look-up a child, one statement for ten.
core::Result<std::vector<std::int64_t>> count_open_needs(
    const access::Call& call, std::span<const registry::ChildId> children);

/// Units a week the newest plan gives each offer, refused lines not counted, in the order given;
/// the caller has authorised. Cost: one index look-up an offer, one statement for ten.
core::Result<std::vector<std::int64_t>> count_used_units(const access::Call& call,
                                                         std::span<const services::OfferId> offers);

/// What the program is busy with, for its metrics.
struct Activity {
  std::int64_t entries = 0;  ///< Journal entries of all counties: commands, reads, denials.
  std::int64_t jobs_queued = 0;
  std::int64_t jobs_running = 0;
};
core::Result<Activity> measure_activity(db::Transaction& transaction);

}  // namespace caregrid::assessment
