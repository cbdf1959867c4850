#include "allocation/eligibility.h"

#include <algorithm>
#include <map>

namespace caregrid::allocation {
namespace {

constexpr int last_day_of_week = 6;

/// Numbers the villages that are on the map, in order of first use.
class Places final {
 public:
  explicit Places(const std::vector<PlaceRef>& known) : known_(known) {}

  int number(const std::optional<std::int64_t>& code, std::vector<core::Point>& points) {
    if (!code) {
      return -1;
    }
    const auto known = std::ranges::lower_bound(known_, *code, {}, &PlaceRef::code);
    if (known == known_.end() || known->code != *code) {
      return -1;
    }
    const auto [entry, is_new] = numbers_.emplace(*code, static_cast<int>(points.size()));
    if (is_new) {
      points.push_back(known->point);
    }
    return entry->second;
  }

 private:
  const std::vector<PlaceRef>& known_;
  std::map<std::int64_t, int> numbers_;
};

}  // namespace

bool is_previous_helper(const care::Need& need, const services::Offer& offer) {
  return !need.previous_helper.empty() &&
         (need.previous_helper == offer.code || need.previous_helper == offer.name);
}

Eligibility::Eligibility(const Snapshot& snapshot)
    : snapshot_(snapshot), refused_(snapshot.refused) {
  std::ranges::sort(refused_);
  place_needs();
  place_offers();
  measure();
}

void Eligibility::place_needs() {
  Places places(snapshot_.places);
  need_place_.reserve(snapshot_.needs.size());
  for (const care::NeedRow& row : snapshot_.needs) {
    need_place_.push_back(places.number(row.village, need_points_));
  }
}

void Eligibility::place_offers() {
  Places places(snapshot_.places);
  const core::Date first = snapshot_.week_of;
  for (std::size_t j = 0; j < snapshot_.offers.size(); ++j) {
    const services::Offer& offer = snapshot_.offers[j];
    offer_place_.push_back(places.number(offer.village, offer_points_));
    is_cleared_.push_back(services::is_valid_through(offer.clearance, offer.provider_kind, first,
                                                     first + last_day_of_week));
    for (int kind = 0; kind < care::need_kind_count; ++kind) {
      if (offer.kinds.has(static_cast<care::NeedKind>(kind))) {
        offers_of_[static_cast<std::size_t>(kind)].push_back(j);
      }
    }
  }
}

void Eligibility::measure() {
  distances_.reserve(need_points_.size() * offer_points_.size());
  for (const core::Point from : need_points_) {
    for (const core::Point to : offer_points_) {
      distances_.push_back(static_cast<std::int32_t>(core::distance_m(from, to)));
    }
  }
}

std::span<const std::size_t> Eligibility::offers_of(care::NeedKind kind) const {
  return offers_of_[static_cast<std::size_t>(kind)];
}

std::optional<std::int64_t> Eligibility::distance_m(std::size_t need, std::size_t offer) const {
  const int from = need_place_[need];
  const int to = offer_place_[offer];
  if (from < 0 || to < 0) {
    return std::nullopt;
  }
  return distances_[static_cast<std::size_t>(from) * offer_points_.size() +
                    static_cast<std::size_t>(to)];
}

bool Eligibility::is_in_reach(std::size_t need, std::size_t offer) const {
  if (snapshot_.offers[offer].is_online) {
    return true;
  }
  const auto distance = distance_m(need, offer);
  return distance && *distance <= snapshot_.offers[offer].radius_m.value_or(0);
}

bool Eligibility::is_refused(std::size_t need, std::size_t offer) const {
  return !refused_.empty() &&
         std::ranges::binary_search(
             refused_, RefusedPair{snapshot_.needs[need].need.id, snapshot_.offers[offer].id});
}

Obstacles Eligibility::between(std::size_t need, std::size_t offer) const {
  const care::Need& wanted = snapshot_.needs[need].need;
  const services::Offer& given = snapshot_.offers[offer];
  Obstacles found;
  found.add(Obstacle::uncleared, !is_cleared_[offer]);
  found.add(Obstacle::out_of_reach, !is_in_reach(need, offer));
  found.add(Obstacle::no_common_slot, care::common(wanted.slots, given.slots).empty());
  found.add(Obstacle::sex, !services::meets(given, wanted.sex_rule));
  found.add(Obstacle::language, !services::speaks(given, wanted.language));
  found.add(Obstacle::refused, is_refused(need, offer));
  return found;
}

}  // namespace caregrid::allocation
