#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "allocation/snapshot.h"

namespace caregrid::support {

/// A child's need as a picture test says it; everything has a harmless default.
struct GridNeed {
  char at = ' ';  ///< Letter of the village; blank when it is not known.
  care::NeedKind kind = care::NeedKind::tutoring_math;
  int tier = 3;
  int units = 1;
  care::Slots slots = care::Slots::all();
  care::SexRule sex_rule = care::SexRule::any;
  std::string language = {};
  std::string previous_helper = {};
};

/// A helper as a picture test says it: cleared, of no stated sex, with one place and every hour.
struct GridOffer {
  char at = ' ';
  std::vector<care::NeedKind> kinds{care::NeedKind::tutoring_math};
  int capacity = 1;
  int radius_km = 10;
  bool is_online = false;
  care::Slots slots = care::Slots::all();
  registry::Sex sex = registry::Sex::unknown;
  std::string languages = {};
  services::ClearanceResult clearance = services::ClearanceResult::clear;
  services::ProviderKind provider_kind = services::ProviderKind::volunteer;
  std::string name = {};
};

/// A village map drawn in letters, one kilometre a character in both directions, and the needs and
/// offers that stand on it. Dots and blanks are empty land; lines end with a line feed.
class Grid final {
 public:
  explicit Grid(std::string_view picture) {
    snapshot_.week_of = monday;
    int x = 0;
    int y = 0;
    for (const char letter : picture) {
      if (letter == '\n') {
        x = 0;
        ++y;
        continue;
      }
      if (letter != '.' && letter != ' ') {
        snapshot_.places.push_back({code_of(letter), std::string(1, letter), point_at(x, y)});
      }
      ++x;
    }
    std::ranges::sort(snapshot_.places, {}, &allocation::PlaceRef::code);
  }

  /// A week in the county of the handbook's example.
  static constexpr core::Date monday{20717};  // 2026-09-21

  static std::int64_t code_of(char letter) { return 620'524'100'000 + letter; }

  std::size_t need(const GridNeed& said) {
    care::NeedRow row;
    row.need.id.bytes = numbered(snapshot_.needs.size());
    row.need.child.bytes = numbered(snapshot_.needs.size());
    row.need.kind = said.kind;
    row.need.tier = said.tier;
    row.need.units_weekly = said.units;
    row.need.slots = said.slots;
    row.need.sex_rule = said.sex_rule;
    row.need.language = said.language;
    row.need.previous_helper = said.previous_helper;
    row.need.opened_on = monday;
    if (said.at != ' ') {
      row.village = code_of(said.at);
    }
    snapshot_.needs.push_back(std::move(row));
    return snapshot_.needs.size() - 1;
  }

  std::size_t offer(const GridOffer& said) {
    services::Offer offer;
    offer.id.bytes = numbered(snapshot_.offers.size());
    offer.code = "V" + std::to_string(snapshot_.offers.size());
    offer.name = said.name.empty() ? offer.code : said.name;
    offer.provider_kind = said.provider_kind;
    offer.sex = said.sex;
    for (const care::NeedKind kind : said.kinds) {
      offer.kinds.add(kind);
    }
    offer.is_online = said.is_online;
    if (said.at != ' ') {
      offer.village = code_of(said.at);
    }
    offer.radius_m = std::int64_t{1'000} * said.radius_km + 50;  // a drawn kilometre is not exact
    offer.slots = said.slots;
    offer.capacity_weekly = said.capacity;
    offer.languages = said.languages;
    offer.clearance = {said.clearance, monday + -30, {}};
    snapshot_.offers.push_back(std::move(offer));
    return snapshot_.offers.size() - 1;
  }

  [[nodiscard]] allocation::Snapshot& snapshot() { return snapshot_; }

  /// "need 0 <- offer 2" for each line, "×2" behind more than one unit; unmet ones with reason.
  [[nodiscard]] static std::vector<std::string> lines_of(const allocation::Draft& draft) {
    std::vector<std::string> lines;
    for (const allocation::DraftLine& line : draft.lines) {
      lines.push_back(std::to_string(line.need) + " <- " + std::to_string(line.offer) +
                      (line.units > 1 ? " x" + std::to_string(line.units) : ""));
    }
    for (const allocation::DraftUnmet& unmet : draft.unmet) {
      lines.push_back(std::to_string(unmet.need) + " " + std::string(core::name_of(unmet.reason)));
    }
    return lines;
  }

 private:
  static core::IdBytes numbered(std::size_t number) {
    core::IdBytes bytes{};
    bytes[14] = static_cast<std::byte>((number + 1) >> 8U);
    bytes[15] = static_cast<std::byte>((number + 1) & 0xFFU);
    return bytes;
  }

  static core::Point point_at(int x, int y) {
    constexpr double north = 34.7;
    constexpr double west = 104.9;
    constexpr double degrees_per_km = 180.0 / (std::numbers::pi * 6'371.0088);
    const double latitude = north - y * degrees_per_km;
    return {latitude, west + x * degrees_per_km / std::cos(north * std::numbers::pi / 180.0)};
  }

  allocation::Snapshot snapshot_;
};

}  // namespace caregrid::support
