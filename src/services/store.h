#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "core/result.h"
#include "services/operations.h"

namespace caregrid::services {

/// What narrows a list of offers; `today` decides what cleared means.
struct OfferSelection {
  access::Area area;
  bool with_placeless = true;  ///< Also offers without a village.
  std::optional<std::int64_t> kinds;
  std::optional<std::string_view> provider_kind;
  std::optional<bool> is_cleared;
};

/// Where a page ends.
struct OfferKey {
  std::string code;
  OfferId id;
};

core::Result<std::vector<OfferRow>> list_rows(const access::Call& call,
                                              const OfferSelection& selection,
                                              const OfferKey& after, int limit);

core::Result<std::int64_t> count_rows(const access::Call& call, const OfferSelection& selection);

/// All offers of the county by id.
core::Result<std::vector<Offer>> list_stored(const access::Call& call);

core::Result<std::optional<OfferRow>> find_row(const access::Call& call, OfferId id);

core::Result<OfferCounts> count_supply(const access::Call& call, core::Date soon);

/// Stores an offer with its first clearance.
core::Result<void> insert_offer(const access::Call& call, const Offer& offer);

/// Replaces everything but the id; another clearance than the stored one is added to the history.
core::Result<void> update_offer(const access::Call& call, const Offer& offer,
                                const Clearance& stored);

}  // namespace caregrid::services
