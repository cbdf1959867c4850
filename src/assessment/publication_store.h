#pragma once

#include <optional>
#include <vector>

#include "access/call.h"
#include "assessment/publication.h"
#include "assessment/publication_audit.h"
#include "core/result.h"

namespace caregrid::assessment {

/// Children or needs that are alike in everything a table may tell.
struct Tally {
  std::int64_t township = 0;  ///< The county where no township is known.
  int sex = 0;                ///< GB/T 2261.1.
  int age = 0;                ///< Index into `age_bands`.
  std::string kind;           ///< Of needs; empty for children.
  int tier = 0;               ///< Of needs; 0 for children.
  std::int64_t count = 0;
};

/// Completed years, and those whose birth is not known.
inline constexpr std::array<std::string_view, 7> age_bands{"0-2",   "3-5", "6-11",   "12-14",
                                                           "15-17", "18+", "unknown"};

/// Counts within the actor's area; the caller has authorised. Cost: one pass over its children.
core::Result<std::vector<Tally>> tally(const access::Call& call, Measure what);

/// A publication as it lies in the database.
struct StoredPublication {
  Publication publication;  ///< Its `counts` are those shown.
  ReleasedTable released;   ///< Everything, for the audit.
};
core::Result<void> insert_publication(const access::Call& call, const StoredPublication& stored);
core::Result<std::optional<StoredPublication>> find_stored(const access::Call& call,
                                                           const PublicationId& id);
/// Newest first.
core::Result<std::vector<StoredPublication>> list_stored(const access::Call& call, int limit);

}  // namespace caregrid::assessment
