#pragma once

#include <span>
#include <string>
#include <vector>

#include "access/actor.h"
#include "cli/console.h"
#include "cli/workplace.h"
#include "core/result.h"
#include "intake/inspect.h"
#include "intake/run.h"

namespace caregrid::cli {

/// A file that was looked at and is ready to go in.
struct InspectedFile {
  std::string path;
  std::string name;
  intake::Inspection inspection;
};

/// Looks at every file before any goes in, sorted by name. A file that cannot go in has its problem
/// in `inspection`, the file's name in front of `field`. Errors: the first problem when no file
/// can go in.
core::Result<std::vector<InspectedFile>> inspect_all(Workplace& workplace,
                                                     std::span<const std::string> paths);

/// How files are imported from the command line.
struct ImportRun {
  bool dry_run = false;
  std::string rejects_folder;
};

/// Imports the files in the order they need, drawing progress; one report for all.
core::Result<intake::RunReport> import_all(Workplace& workplace, const access::Actor& actor,
                                           std::span<const InspectedFile> files,
                                           const ImportRun& run, const Console& console);

}  // namespace caregrid::cli
