#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/key_store.h"
#include "core/result.h"
#include "registry/handover.h"
#include "registry/handover_letter.h"
#include "registry/sealed.h"

namespace caregrid::registry {

/// Whether facts of a kind go along. Pure. Cost: a few comparisons.
bool goes_along(const HandoverScope& scope, std::string_view kind);

/// What a list's row says, without what stays; JSON by kind. Cost: one parse.
std::string cut_facts(const HandoverScope& scope, std::string_view facts);

/// What is packed of a child.
struct Packed {
  Parcel parcel;
  std::int64_t last_ordinal = -1;  ///< The newest statement looked at, whether it goes or stays.
};

/// Packs what the scope lets go of a child's statements behind an ordinal, with the consents that
/// go along and where the child has been. Cost: some 20 us a statement.
core::Result<Packed> pack_parcel(const access::Call& call, const Handover& handover,
                                 const ChildId& child, std::int64_t after_ordinal);

/// A statement out of a parcel. Errors: invalid "parcel.format".
core::Result<StatementSecret> unpack_content(const access::Call& call,
                                             const ParcelStatement& statement);

/// The scope without purposes whose consent no longer holds today.
core::Result<HandoverScope> scope_today(const access::Call& call, const ChildId& child,
                                        const HandoverScope& scope);

}  // namespace caregrid::registry
