#pragma once

#include <span>
#include <string>

#include "cli/console.h"
#include "cli/link_config.h"
#include "stats/linkage.h"

namespace caregrid::cli {

/// Reads tables one below the other: columns of one name are one column; the first row of a file is
/// its header. Cells lose blanks at their ends, and say nothing where they only say "none".
/// Errors: as `tabular::open_table`; invalid "link.no_rows" with the file in `field`.
core::Result<LinkTable> read_link_tables(std::span<const std::string> paths,
                                         const Console& console);

/// A linkage and what it is of.
struct LinkedTable {
  const LinkTable& table;
  const LinkConfig& config;
  std::span<const std::string> paths;
  const stats::TableRecords& records;
  const stats::LinkageResult& result;
};

/// Writes the pairs from the probability on: files, rows, ids, probability, "match" or "review",
/// whether both ended in one cluster, and why. Gives how many.
core::Result<std::int64_t> write_pairs(const LinkedTable& linked, const std::string& path);

/// Writes each row with the number of its cluster.
core::Result<void> write_clusters(const LinkedTable& linked, const std::string& path);

}  // namespace caregrid::cli
