#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "access/consent.h"

namespace caregrid::access {

/// Most children one statement asks about: as many parameters as it names.
inline constexpr std::size_t consents_at_once = 10;

/// What was said for one purpose, newest record last; at most 1,000.
core::Result<std::vector<ConsentFact>> list_consent_facts(const Call& call,
                                                          const core::IdBytes& child,
                                                          Purpose purpose);
/// The same for up to `consents_at_once` children, in their order.
core::Result<std::vector<std::vector<ConsentFact>>> list_consent_facts_of(
    const Call& call, std::span<const core::IdBytes> children, Purpose purpose);
/// Everything said about a child, newest record first; at most 1,000.
core::Result<std::vector<Consent>> list_consents(const Call& call, const core::IdBytes& child);
/// Whether a saying of this id and purpose is stored.
core::Result<bool> has_consent(const Call& call, const core::IdBytes& child,
                               const Consent& consent);
/// Stores a saying as of now by the actor; one whose id is stored stays as it is.
core::Result<void> insert_consent(const Call& call, const core::IdBytes& child,
                                  const Consent& consent);
/// Stores a saying as recorded of another child, when it is not there: moment and account stay.
core::Result<void> copy_consent(const Call& call, const core::IdBytes& child,
                                const Consent& consent);
/// Removes one saying of a child; only for a copy that is taken back.
core::Result<void> delete_consent(const Call& call, const core::IdBytes& child,
                                  const Consent& consent);

}  // namespace caregrid::access
