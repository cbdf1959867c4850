#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "care/operations.h"
#include "core/describe.h"
#include "core/geo.h"
#include "core/id.h"
#include "services/offer.h"

namespace caregrid::allocation {

struct PlanTag;
using PlanId = core::Id<PlanTag>;
struct LineTag;
using LineId = core::Id<LineTag>;

/// What people have made of a line so far; only a proposed one waits for them.
enum class LineState : std::uint8_t { proposed, accepted, refused, pinned };

/// What people say of a line; `reset` takes a decision back.
enum class Decision : std::uint8_t { accept, refuse, pin, reset };

/// Why units of a need are not served: the first filter that left no offer, in this order but for
/// `no_place`, which stands in for `out_of_reach` when the child's village is not known, and
/// `refused`, which also marks units of a line people refused since.
enum class UnmetReason : std::uint8_t {
  no_offer_of_kind,
  only_uncleared,
  out_of_reach,
  no_common_slot,
  sex_rule,
  language,
  reachable_full,
  no_place,
  refused,
};

/// A number or a text inside an explanation.
using FactValue = std::variant<std::int64_t, double, std::string>;

/// One value of an explanation by the name its sentence uses.
struct NamedFact {
  std::string name;
  FactValue value;

  bool operator==(const NamedFact&) const = default;
};

/// One sentence of an explanation: a translation key and what to fill in.
struct Phrase {
  std::string key;
  std::vector<NamedFact> values;

  bool operator==(const Phrase&) const = default;
};

/// A village on the map.
struct PlaceRef {
  std::int64_t code = 0;
  std::string name;
  core::Point point;

  bool operator==(const PlaceRef&) const = default;
};

/// The helper of a line, as a list shows it.
struct OfferRef {
  services::OfferId id;
  std::string code;
  std::string name;
  services::ProviderKind provider_kind = services::ProviderKind::other;
  std::optional<PlaceRef> village;
  bool is_online = false;

  bool operator==(const OfferRef&) const = default;
};

/// Who helps whom: `units` a week of one need by one helper.
struct PlanLine {
  LineId id;
  care::NeedRow need;
  OfferRef offer;
  std::optional<PlaceRef> child_village;
  int units = 0;
  care::Slots slots;                       ///< Suggested hours, not yet booked.
  std::optional<std::int64_t> distance_m;  ///< None online.
  LineState state = LineState::proposed;
  std::vector<Phrase> reasons;

  bool operator==(const PlanLine&) const = default;
};

/// Units of one need nobody serves, why, and what would change that.
struct Unmet {
  care::NeedRow need;
  int units = 0;
  UnmetReason reason = UnmetReason::no_offer_of_kind;
  std::vector<NamedFact> values;
  std::vector<Phrase> would_help;

  bool operator==(const Unmet&) const = default;
};

/// Why a kept line had to go.
enum class ReleaseReason : std::uint8_t {
  need_closed,
  units_reduced,
  offer_gone,
  not_cleared,
  kind_not_offered,
  no_common_slot,
  capacity_reduced,
};

/// A line of the plan before that people had accepted or pinned and that could not be kept.
struct Released {
  care::NeedId need;
  services::OfferId offer;
  int units = 0;  ///< How many of its units were let go.
  ReleaseReason reason = ReleaseReason::need_closed;

  bool operator==(const Released&) const = default;
};

/// A straight line on the map, child's village to helper's.
struct MapLine {
  core::Point from;
  core::Point to;
  int tier = 1;
  care::NeedKind kind = care::NeedKind::mentor;
  int units = 0;
};

}  // namespace caregrid::allocation

namespace caregrid::core {

template <>
struct Describe<allocation::LineState> {
  static constexpr std::string_view name = "LineState";
  static constexpr std::array values{ValueOf{allocation::LineState::proposed, "proposed"},
                                     ValueOf{allocation::LineState::accepted, "accepted"},
                                     ValueOf{allocation::LineState::refused, "refused"},
                                     ValueOf{allocation::LineState::pinned, "pinned"}};
};

template <>
struct Describe<allocation::Decision> {
  static constexpr std::string_view name = "Decision";
  static constexpr std::array values{ValueOf{allocation::Decision::accept, "accept"},
                                     ValueOf{allocation::Decision::refuse, "refuse"},
                                     ValueOf{allocation::Decision::pin, "pin"},
                                     ValueOf{allocation::Decision::reset, "reset"}};
};

template <>
struct Describe<allocation::UnmetReason> {
  static constexpr std::string_view name = "UnmetReason";
  static constexpr std::array values{
      ValueOf{allocation::UnmetReason::no_offer_of_kind, "no_offer_of_kind"},
      ValueOf{allocation::UnmetReason::only_uncleared, "only_uncleared"},
      ValueOf{allocation::UnmetReason::out_of_reach, "out_of_reach"},
      ValueOf{allocation::UnmetReason::no_common_slot, "no_common_slot"},
      ValueOf{allocation::UnmetReason::sex_rule, "sex_rule"},
      ValueOf{allocation::UnmetReason::language, "language"},
      ValueOf{allocation::UnmetReason::reachable_full, "reachable_full"},
      ValueOf{allocation::UnmetReason::no_place, "no_place"},
      ValueOf{allocation::UnmetReason::refused, "refused"},
  };
};

template <>
struct Describe<allocation::ReleaseReason> {
  static constexpr std::string_view name = "ReleaseReason";
  static constexpr std::array values{
      ValueOf{allocation::ReleaseReason::need_closed, "need_closed"},
      ValueOf{allocation::ReleaseReason::units_reduced, "units_reduced"},
      ValueOf{allocation::ReleaseReason::offer_gone, "offer_gone"},
      ValueOf{allocation::ReleaseReason::not_cleared, "not_cleared"},
      ValueOf{allocation::ReleaseReason::kind_not_offered, "kind_not_offered"},
      ValueOf{allocation::ReleaseReason::no_common_slot, "no_common_slot"},
      ValueOf{allocation::ReleaseReason::capacity_reduced, "capacity_reduced"},
  };
};

}  // namespace caregrid::core
