#pragma once

#include <vector>

#include "intake/target.h"
#include "registry/date_reading.h"
#include "registry/division_index.h"
#include "services/offer.h"

namespace caregrid::services {

/// The fields an offer row may have, in this order.
enum class OfferField : std::size_t {
  code,
  name,
  sex,
  provider_kind,
  kinds,
  mode,
  village,
  radius_km,
  slots,
  capacity_weekly,
  clearance,
  queried_on,
  reference,
  is_trained,
  languages,
  phone,
};
inline constexpr std::size_t offer_field_count = 16;

/// A row as read; the offer has no id yet.
struct OfferReading {
  Offer offer;
  std::vector<intake::Issue> problems;
  std::vector<intake::Issue> warnings;
};

/// What a row is read with.
struct OfferContext {
  const registry::DivisionIndex& divisions;
  core::Date today;
  registry::DayOrder day_order = registry::DayOrder::unknown;  ///< Of the rows so far.
};

/// Reads one row. What is not said is taken on the safe side: no clearance, no capacity refused,
/// in person, and no hours unless it is a place or depot.
///
/// Problems: "offer.name_missing", "offer.kind_unknown", "offer.mode_unknown", "offer.radius",
/// "offer.slots_unknown", "offer.capacity", "offer.clearance_unknown", "offer.language_unknown",
/// date reasons. Warnings: "village.unknown", "village.ambiguous", "offer.slots_missing",
/// "offer.clearance_undated", "offer.not_required_for_person", "phone.format".
OfferReading read_offer_row(const intake::Record& record, const OfferContext& context);

}  // namespace caregrid::services
