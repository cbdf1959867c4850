#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::cli {

/// A county that does not exist, as large as wanted.
struct DemoCountyOptions {
  std::int64_t children = 9000;  ///< 1 to 1,000,000.
  std::uint64_t seed = 1;
  std::int64_t county = 990'624;  ///< Six digits from 99: no real place has such a code.
  core::Date today{20'717};       ///< 2026-09-21; ages, grades and clearances are as of this day.
  std::string folder;             ///< Must exist; files of an earlier run are replaced.

  bool operator==(const DemoCountyOptions&) const = default;
};

/// What was written.
struct DemoFiles {
  std::vector<std::string> imports;  ///< Paths, in the order they should go in.
  std::string truth;  ///< file, row, child: which row speaks of which child; never imported.
  std::int64_t rows = 0;

  bool operator==(const DemoFiles&) const = default;
};

/// Writes the spreadsheets of a synthetic county: villages, schools, school roster, civil-affairs
/// list, an NGO's list, needs, helpers.
///
/// Equal options give equal rows. People are invented; identity numbers start with 99 and phones
/// with 100, so that neither can be anybody's. Errors stand in the lists at the rates of real ones.
/// `progress` hears how many rows of how many are done, some hundred times.
/// Errors: invalid "demo.children", "demo.county"; unavailable "table.write".
/// Cost: about 1 µs a cell, memory does not grow with the children.
/// Source: domain handbook 9.2 and 9.3.
core::Result<DemoFiles> write_demo_county(
    const DemoCountyOptions& options, core::FunctionRef<void(std::int64_t, std::int64_t)> progress);

}  // namespace caregrid::cli
