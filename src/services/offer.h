#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "care/need.h"
#include "care/slots.h"
#include "core/id.h"
#include "registry/child.h"
#include "services/clearance.h"

namespace caregrid::services {

struct OfferTag;
using OfferId = core::Id<OfferTag>;

/// Kinds of need as a set; bit = position in `care::NeedKind`.
struct KindSet {
  std::int64_t mask = 0;

  bool operator==(const KindSet&) const = default;

  [[nodiscard]] bool has(care::NeedKind kind) const {
    return ((mask >> static_cast<int>(kind)) & 1) != 0;
  }
  void add(care::NeedKind kind) { mask |= std::int64_t{1} << static_cast<int>(kind); }
};

/// The codes of a set, in order of `care::NeedKind`.
std::vector<std::string> to_names(KindSet kinds);

/// What one provider gives each week.
///
/// Units: `radius_m` metres of great circle around the village, none = the township is not left
/// (treated as 0) unless `online`; `capacity_weekly` units a week over all kinds together.
struct Offer {
  OfferId id;
  std::string code;  ///< The office's own number ("V0001"); empty when it gave none.
  std::string name;
  ProviderKind provider_kind = ProviderKind::other;
  registry::Sex sex = registry::Sex::unknown;  ///< Unknown for places and depots.
  KindSet kinds;
  bool is_online = false;
  std::optional<std::int64_t> village;
  std::optional<std::int64_t> radius_m;
  care::Slots slots;
  int capacity_weekly = 0;
  std::string languages;  ///< ISO 639 codes, space between; empty means Mandarin alone.
  std::optional<bool> is_trained;
  std::string phone;
  Clearance clearance;

  bool operator==(const Offer&) const = default;
};

/// Whether the helper speaks it; every helper speaks the empty language and "zh".
bool speaks(const Offer& offer, const std::string& language);

/// Whether the helper's sex meets a child's wish; a person of unknown sex meets only `any`, a place
/// or depot meets every wish.
bool meets(const Offer& offer, care::SexRule rule);

}  // namespace caregrid::services
