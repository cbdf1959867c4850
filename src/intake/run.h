#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "access/door.h"
#include "core/messages.h"
#include "core/result.h"
#include "intake/catalogue.h"
#include "intake/import.h"

namespace caregrid::intake {

struct RunTag;
using RunId = core::Id<RunTag>;

/// One file to import.
struct FileToImport {
  std::string path;  ///< Where it lies.
  std::string name;  ///< What people call it.
  std::vector<SheetMapping> sheets;
  std::string rejects_path;  ///< Where its reject file goes; written only if a row is rejected.
};

struct RunOptions {
  RunId id;  ///< Names the commands: a run cut short goes on where it stopped under the same id.
  bool dry_run = false;
  core::Language language = core::Language::zh;  ///< Of the reasons in reject files.
  /// Rows of a batch; a run that goes on needs the same number. Fewer commits write each page of
  /// the database less often, larger ones keep other writers waiting longer (8,192: some 0.2 s).
  std::size_t batch_rows = 8192;
  std::stop_token stop;
  std::function<void(const Progress&)> on_progress;  ///< Called on the storing thread.
};

/// What became of one file.
struct FileReport {
  Counts counts;
  std::vector<Finding> rejects;     ///< First `findings_max`.
  std::vector<Finding> warnings;    ///< First `findings_max`.
  std::vector<ListChange> changes;  ///< Of its sheets, against the lists before.
  std::string rejects_path;         ///< Empty when no row was rejected.
};

struct RunReport {
  std::vector<FileReport> files;  ///< As the files were given.
  bool was_stopped = false;
  std::optional<core::Error> problem;  ///< What ended the run early; `field` names the place.
  std::size_t problem_file = 0;        ///< Index of the file it concerns.
};

/// Who imports, through which door, what can be imported.
struct Importer {
  access::Door& door;
  const access::Actor& actor;
  const Catalogue& catalogue;
};

/// Imports files: sheet after sheet in the order of the catalogue, whatever order they came in.
///
/// Every file is first read to its end, so that a damaged one changes nothing. Then each sheet is
/// read on a thread of its own and stored on the caller's, one command of the door a batch. Command
/// ids derive from run, file, sheet and batch number: a run that was cut short and is started again
/// repeats nothing. A dry run does the same inside one transaction that is rolled back at the end,
/// so its counts are exact, also for rows that meet in different batches or files; other writers
/// wait meanwhile (about a second for 20,000 rows).
/// Errors: forbidden for a role that may not import; invalid for a mapping that cannot be. What
/// happens to a file later is in the report.
/// Cost: three batches in memory, however long the file.
core::Result<RunReport> run_import(const Importer& importer, std::span<const FileToImport> files,
                                   const RunOptions& options);

}  // namespace caregrid::intake
