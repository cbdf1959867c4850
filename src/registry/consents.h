#pragma once

#include <vector>

#include "access/call.h"
#include "access/consent.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

/// What holds of each purpose that needs a guardian's consent, with everything said about the
/// child.
///
/// Errors: forbidden; not_found, also for a child the actor may not see.
core::Result<std::vector<access::PurposeConsents>> list_consents(const access::Call& call,
                                                                 const ChildId& child);

/// Records what a guardian said; runs inside the door. `is_asked` is false when the guardian came
/// of their own accord. A saying whose id is stored changes nothing.
///
/// Errors: forbidden; not_found; those of `access::check_consent`.
core::Result<std::vector<access::PurposeConsents>> record_consent(const access::Call& call,
                                                                  const ChildId& child,
                                                                  const access::Consent& consent,
                                                                  bool is_asked);

/// Ends today what was consented to for a purpose, whether anything was or not; runs inside the
/// door. Errors: forbidden; not_found; invalid "consent.purpose", "consent.who_missing".
core::Result<std::vector<access::PurposeConsents>> withdraw_consent(
    const access::Call& call, const ChildId& child, const access::Consent& withdrawal);

/// Gives most of the first 20,000 children of a county of invented people the consents such a
/// county would have, so that its pages show something; runs inside the door as a bulk command.
/// Which children get which is the same every time.
///
/// Errors: forbidden for all but the county office; conflict "consent.not_synthetic" in a county
/// that is not marked synthetic. Cost: some 30 µs a child.
core::Result<std::int64_t> add_synthetic_consents(const access::Call& call);

}  // namespace caregrid::registry
