#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/function_ref.h"

namespace caregrid::stats {

/// A pair of records and ln(match : not match).
struct LinkageEdge {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  float log_odds = 0;

  bool operator==(const LinkageEdge&) const = default;
};

/// What people have decided. A `must` wins over any `cannot` of the odds, never over one of people.
struct LinkageDecisions {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> must;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> cannot;
};

/// How clusters are made.
struct ClusterRules {
  double log_odds_min = 0;  ///< Clusters merge while the mean of their pairs is above this.
  double clip = 12;         ///< No pair counts for more or less than this.
  /// Larger groups are first cut at their weakest edges.
  std::size_t component_max = 400;
};

/// Below this, two records are never put together: a hard non-link.
inline constexpr double never_log_odds = -1e6;

/// The result: the cluster of each record, named by its smallest record.
struct Clusters {
  std::vector<std::uint32_t> cluster;
  /// Edges above the threshold whose ends stayed apart: work for people.
  std::vector<LinkageEdge> refused;
};

/// Puts records together by average linkage under constraints.
///
/// All pairs between two clusters count, also those that are no edge: `odds` is asked for them.
/// Ties go to the smaller records. Records that share no edge are never asked about, so the cost is
/// that of the edges but for large groups: component_max² an edge.
/// Source: docs/models/linkage.md.
Clusters cluster_records(std::size_t records, std::span<const LinkageEdge> edges,
                         const LinkageDecisions& decisions, const ClusterRules& rules,
                         core::FunctionRef<double(std::uint32_t, std::uint32_t)> odds);

}  // namespace caregrid::stats
