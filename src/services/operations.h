#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "services/offer.h"

namespace caregrid::services {

/// An offer with what a list shows beside it.
struct OfferRow {
  Offer offer;
  std::string village_name;
  bool is_cleared_today = false;

  bool operator==(const OfferRow&) const = default;
};

/// Which offers to list; unset members do not narrow. `after` is the `next` of the page before.
struct OfferFilter {
  std::optional<care::NeedKind> kind;
  std::optional<ProviderKind> provider_kind;
  std::optional<bool> is_cleared;  ///< Valid on `call.today`.
  std::optional<std::int64_t> division;
  int limit = 50;
  std::string after;
};

/// In order of code.
struct OfferPage {
  std::vector<OfferRow> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};

/// Offers in the actor's area and those without a village (online, county-wide).
///
/// Errors: forbidden; invalid "list.cursor" for a cursor nobody gave out.
core::Result<OfferPage> list_offers(const access::Call& call, const OfferFilter& filter);

/// Errors: forbidden; not_found, also for an offer whose village lies outside the area.
core::Result<OfferRow> find_offer(const access::Call& call, OfferId id);

/// How the county's supply stands today.
struct OfferCounts {
  std::int64_t offers = 0;
  std::int64_t not_cleared = 0;      ///< Without clearance valid today.
  std::int64_t expired = 0;          ///< Clear once, but longer than a year ago.
  std::int64_t expiring = 0;         ///< Valid today, not in 30 days.
  std::int64_t capacity_weekly = 0;  ///< Units a week of the cleared ones.
};
core::Result<OfferCounts> count_offers(const access::Call& call);

/// Every offer of the county in order of id, for planning; the caller has authorised.
core::Result<std::vector<Offer>> list_all(const access::Call& call);

}  // namespace caregrid::services
