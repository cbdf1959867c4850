#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

/// Makes a child impossible to find: it stands at its county from now on, without village and
/// school, and whatever tells where it is becomes class `shielded`. New lists do not undo it.
/// Those below the county see the child only when it is assigned to them. Runs inside the door.
///
/// Errors: forbidden, not_found; invalid "shield.reason_missing"; conflict "shield.already".
core::Result<void> shield_child(const access::Call& call, const ChildId& id,
                                std::string_view reason);

/// Takes the shield away: the child stands again where its sources say. Runs inside the door.
///
/// Errors: as `shield_child`, but conflict "shield.none".
core::Result<void> lift_shield(const access::Call& call, const ChildId& id,
                               std::string_view reason);

/// Somebody around a shielded child, with what the shield hides.
struct ShieldedRelation {
  RelationRole role = RelationRole::carer;
  std::string name;
  std::optional<std::string> phone;
  std::optional<std::string> place;
};

/// Where a shielded child is.
struct ShieldedPlaces {
  std::optional<Place> home;  ///< Village, township or county.
  std::optional<std::string> school;
  std::vector<ShieldedRelation> relations;
};

/// Shows what the shield hides; run it through `access::Door::submit`, so that the journal has it.
///
/// Errors: forbidden, not_found; invalid "unmask.reason_missing"; conflict "shield.none".
core::Result<ShieldedPlaces> unmask_shielded(const access::Call& call, const ChildId& id,
                                             std::string_view reason);

}  // namespace caregrid::registry
