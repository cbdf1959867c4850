#pragma once

#include <cstdint>

#include "access/call.h"
#include "core/result.h"
#include "registry/handover.h"
#include "registry/handover_letter.h"

namespace caregrid::registry {

/// Who a child that was taken in is here.
struct Joined {
  ChildId child;
  std::int64_t number = 0;
  std::int64_t division = 0;
};

/// Puts what came with a child into the register: into the record of an earlier stay or of the same
/// official number, else into a new one under the number and key reserved for it. A statement that
/// is there already is not added again. What the acceptance says becomes the newest word on where
/// the child lives and learns. Within one transaction; the caller has authorised.
/// Errors: invalid "parcel.format". Cost: as an import of its statements.
core::Result<Joined> join_parcel(const access::Call& call, const Handover& handover,
                                 const LetterBody& body, const Acceptance& acceptance);

/// Adds what was said of a child after it was offered; a child that has moved on stays away.
core::Result<void> add_supplement(const access::Call& call, const Handover& handover,
                                  const LetterBody& body);

}  // namespace caregrid::registry
