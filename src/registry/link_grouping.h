#pragma once

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "registry/link_pair.h"
#include "registry/link_people.h"
#include "stats/linkage.h"

namespace caregrid::registry {

/// A record of the register on its way through linkage, in the order of `RegisterRecords`.
struct LinkSubject {
  std::int64_t number = 0;
  ChildId id;
  std::int64_t kept = 0;  ///< The child it is shown as; 0: shown itself.
  bool is_held = false;   ///< A legal hold.
};

/// A merge that linkage is sure of.
struct SureMerge {
  std::uint32_t kept = 0;  ///< Records.
  std::uint32_t merged = 0;
  double probability = 0;

  bool operator==(const SureMerge&) const = default;
};

/// What linkage would have done.
struct LinkPlan {
  std::vector<SureMerge> merges;
  std::vector<LinkPair> pairs;  ///< For people; between children that are shown.
};

/// What keeps two records from being merged without asking: two sexes, or two valid numbers.
bool has_protected_conflict(const LinkRecord& a, const LinkRecord& b);

/// Divides what linkage found into merges and questions. `parted` are pairs people hold for
/// different. Groups that stand are never taken apart. Deterministic.
LinkPlan plan_linkage(const RegisterRecords& records, const std::vector<LinkSubject>& subjects,
                      const stats::LinkageResult& result,
                      const std::set<std::pair<std::uint32_t, std::uint32_t>>& parted);

}  // namespace caregrid::registry
