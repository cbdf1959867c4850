#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "access/call.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/erasure.h"

namespace caregrid::registry {

/// How many wishes to erase wait, and how many of them for the actor to confirm: nobody confirms
/// their own.
struct WaitingErasures {
  std::int64_t waiting = 0;
  std::int64_t to_confirm = 0;
};

/// Numbers only, so that a home page may ask without a fresh proof of who is looking.
/// Errors: forbidden for those who may not erase.
core::Result<WaitingErasures> count_waiting_erasures(const access::Call& call);

/// What stands between a child and its erasure.
struct ErasureStanding {
  std::optional<std::string> hold;  ///< Reference of the proceeding that needs the record.
  std::optional<Erasure> waiting;   ///< The wish that waits for a second person.
};

/// Errors: forbidden; not_found "child.not_found".
core::Result<ErasureStanding> find_erasure_standing(const access::Call& call, const ChildId& child);

}  // namespace caregrid::registry
