#pragma once

#include <cstdint>
#include <string>

#include "access/actor.h"
#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::cli {

/// How well the register holds one record per child, against a file that knows.
struct LinkTruth {
  std::int64_t rows = 0;      ///< That went in and that the file knows.
  std::int64_t records = 0;   ///< Children before linkage.
  double together = 0;        ///< Pairs of rows in one record.
  double true_together = 0;   ///< Of them of one child.
  double true_pairs = 0;      ///< All pairs of one child.
  std::int64_t in_queue = 0;  ///< Records that stand in a pair people are asked about.
  std::int64_t queue_true = 0;

  [[nodiscard]] double precision() const { return together > 0 ? true_together / together : 1; }
  [[nodiscard]] double recall() const { return true_pairs > 0 ? true_together / true_pairs : 1; }
};

/// Compares rows by pairs. `truth` is a CSV of file (or file#sheet), row and child, as the invented
/// county writes it. Rows that said nothing new are not counted. Errors: those of the file.
core::Result<LinkTruth> measure_linkage(Workplace& workplace, const access::Actor& actor,
                                        const std::string& truth);

}  // namespace caregrid::cli
