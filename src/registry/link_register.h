#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "access/door.h"
#include "core/describe.h"
#include "core/function_ref.h"
#include "registry/merge.h"

namespace caregrid::registry {

struct LinkageRunTag;
using LinkageRunId = core::Id<LinkageRunTag>;

/// Pairs at least this likely are merged without being asked for.
inline constexpr double merge_probability = 0.99;
/// Less likely ones, down to this, are put before people. Chosen on invented counties
/// (docs/models/linkage.md).
inline constexpr double review_probability = 0.5;

/// What linking a county's register did.
struct LinkageReport {
  std::int64_t children = 0;  ///< Records compared, those merged before among them.
  std::int64_t merged = 0;    ///< Merges made by this run.
  std::int64_t waiting = 0;   ///< Pairs that wait for people.
  std::int64_t added = 0;     ///< Of them new.
  bool used_prior = false;    ///< Too few records to learn from: judged by the shipped model.
  double precision = 1;       ///< Of merges, as the model itself estimates.
  double recall = 0;

  bool operator==(const LinkageReport&) const = default;
};

/// How the work hears of its progress and follows in higher rooms.
struct LinkageWork {
  core::FunctionRef<core::Result<void>(const access::Call&, const Following&)> follow;
  core::FunctionRef<bool(std::int64_t done, std::int64_t total)> report;  ///< False: stop.
};

/// Whether children came since the county was linked last. Errors: forbidden unless the actor may
/// link the whole county. Cost: two look-ups.
core::Result<bool> has_unlinked_children(const access::Call& call);

/// Finds which records of the actor's county are one child: merges what is sure, unless a protected
/// field stands against it, and puts the rest before people.
///
/// Learns from the county's own records; people's decisions bind it. Shielded children are left
/// out, those of a legal hold never merged. A second run changes nothing. Commands are named by
/// the run, so that one cut short goes on where it stopped.
/// Errors: forbidden; those of the database. Cost: one pass over all seals (20 us a child), a
/// second a million records, 3 ms a merge.
core::Result<LinkageReport> link_register(access::Door& door, const access::Actor& actor,
                                          const LinkageRunId& id, const LinkageWork& work);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::LinkageReport> {
  using It = registry::LinkageReport;
  static constexpr std::string_view name = "LinkageReport";
  static constexpr auto fields =
      std::tuple{field("children", &It::children, "Records compared"),
                 field("merged", &It::merged, "Merges made by this run"),
                 field("waiting", &It::waiting, "Pairs that wait for people"),
                 field("added", &It::added, "Of them new"),
                 field("used_prior", &It::used_prior, "Judged by the shipped model"),
                 field("precision", &It::precision, "Estimated by the model"),
                 field("recall", &It::recall, "Estimated by the model")};
};
