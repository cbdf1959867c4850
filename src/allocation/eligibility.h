#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "allocation/snapshot.h"

namespace caregrid::allocation {

/// What may stand between a need and an offer of its kind, in the order people are told.
enum class Obstacle : std::uint8_t {
  uncleared,
  out_of_reach,
  no_common_slot,
  sex,
  language,
  refused
};
inline constexpr int obstacle_count = 6;

/// A set of obstacles; empty means eligible.
struct Obstacles {
  std::uint8_t mask = 0;

  bool operator==(const Obstacles&) const = default;

  [[nodiscard]] bool empty() const { return mask == 0; }
  [[nodiscard]] bool has(Obstacle one) const { return ((mask >> static_cast<int>(one)) & 1) != 0; }
  [[nodiscard]] bool is_only(Obstacle one) const { return mask == 1U << static_cast<int>(one); }
  /// How far down the filters the offer comes: the position of its first obstacle.
  [[nodiscard]] int first() const { return mask == 0 ? obstacle_count : __builtin_ctz(mask); }
  void add(Obstacle one, bool stands) {
    mask = static_cast<std::uint8_t>(mask | (stands ? 1U << static_cast<int>(one) : 0U));
  }
};

/// Whether the need names this helper, by code or name, as the one before.
bool is_previous_helper(const care::Need& need, const services::Offer& offer);

/// Answers which offer may serve which need of a snapshot, and how far it is.
///
/// Borrows the snapshot. Built once: distances between all villages that matter are computed then,
/// so that a question costs a few comparisons.
/// Cost: villages with needs × villages with offers great circles; 4 bytes each.
class Eligibility final {
 public:
  explicit Eligibility(const Snapshot& snapshot);

  /// Offers that give a kind, by index; cleared or not, full or not.
  [[nodiscard]] std::span<const std::size_t> offers_of(care::NeedKind kind) const;

  [[nodiscard]] Obstacles between(std::size_t need, std::size_t offer) const;

  /// Metres from the child's village to the offer's; none when one is not on the map.
  [[nodiscard]] std::optional<std::int64_t> distance_m(std::size_t need, std::size_t offer) const;

  /// Clearance valid on each day of the planned week.
  [[nodiscard]] bool is_cleared(std::size_t offer) const { return is_cleared_[offer]; }

  /// Whether the child's village is on the map.
  [[nodiscard]] bool has_place(std::size_t need) const { return need_place_[need] >= 0; }

 private:
  void place_needs();
  void place_offers();
  void measure();
  [[nodiscard]] bool is_refused(std::size_t need, std::size_t offer) const;
  [[nodiscard]] bool is_in_reach(std::size_t need, std::size_t offer) const;

  const Snapshot& snapshot_;
  std::array<std::vector<std::size_t>, care::need_kind_count> offers_of_;
  std::vector<bool> is_cleared_;
  std::vector<RefusedPair> refused_;
  std::vector<int> need_place_;   // row of distances_, or -1
  std::vector<int> offer_place_;  // column of distances_, or -1
  std::vector<core::Point> need_points_;
  std::vector<core::Point> offer_points_;
  std::vector<std::int32_t> distances_;
};

}  // namespace caregrid::allocation
