#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "access/actor.h"
#include "core/clock.h"
#include "core/describe.h"
#include "registry/child.h"
#include "registry/merge.h"
#include "stats/linkage_pattern.h"

namespace caregrid::registry {

/// What people said of two records. The names are stored: append only.
enum class PairState : std::uint8_t { open, later, same, different };

/// Why two records were not merged without asking. The names are stored: append only.
enum class PairReason : std::uint8_t {
  band,             ///< Likely, not sure.
  refused,          ///< Likely by itself; the others either was merged with speak against it.
  protected_field,  ///< Sure, but sex or identity number contradict.
  hold,             ///< A proceeding needs one of the records as it is.
  undone,           ///< Somebody separated the two.
};

/// Two records that may be one child.
struct LinkPair {
  std::int64_t a = 0;  ///< Numbers of children, the smaller first.
  std::int64_t b = 0;
  ChildId a_id;
  ChildId b_id;
  PairState state = PairState::open;
  PairReason reason = PairReason::band;
  stats::Pattern pattern = 0;
  double rarity = 0;
  double log_odds = 0;
  std::optional<core::Instant> decided_at;
  std::optional<MergeId> merge;  ///< The one that "same" made.

  bool operator==(const LinkPair&) const = default;
};

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::PairState> {
  using enum registry::PairState;
  static constexpr std::string_view name = "PairState";
  static constexpr std::array values = {ValueOf{open, "open"}, ValueOf{later, "later"},
                                        ValueOf{same, "same"}, ValueOf{different, "different"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::PairReason> {
  using enum registry::PairReason;
  static constexpr std::string_view name = "PairReason";
  static constexpr std::array values = {ValueOf{band, "band"}, ValueOf{refused, "refused"},
                                        ValueOf{protected_field, "protected"},
                                        ValueOf{hold, "hold"}, ValueOf{undone, "undone"}};
};
