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

/// One file to import.
struct FileToImport {
  ImportId id;       ///< Names the commands: the same id again goes on where it stopped.
  std::string path;  ///< Where it lies.
  std::string name;  ///< What people call it.
  std::vector<SheetMapping> sheets;
  std::string rejects_path;  ///< Where its reject file goes; written only if a row is rejected.
};

struct RunOptions {
  bool dry_run = false;
  core::Language language = core::Language::zh;  ///< Of the reasons in reject files.
  std::stop_token stop;
  std::function<void(const Progress&)> on_progress;  ///< Called on the storing thread.
};

/// What became of one file.
struct FileReport {
  Counts counts;
  std::vector<Finding> rejects;   ///< First `findings_max`.
  std::vector<Finding> warnings;  ///< First `findings_max`.
  std::string rejects_path;       ///< Empty when no row was rejected.
};

struct RunReport {
  std::vector<FileReport> files;  ///< As the files were given.
  bool was_stopped = false;
  std::optional<core::Error> problem;  ///< What ended the run early; `field` names the place.
  std::size_t problem_file = 0;        ///< Index of the file it concerns.
};

/// Imports files: sheet after sheet in the order of the catalogue, whatever order they came in.
///
/// Each sheet is read on a thread of its own into batches of 1,024 rows and stored on the caller's,
/// one command a batch. Command ids derive from import, sheet and batch number, so a run that was
/// cut short and is started again repeats nothing. A dry run does the same inside one transaction
/// that is rolled back at the end: its counts are exact, also for rows that meet in different
/// batches or files; other writers wait meanwhile (about a second for 20,000 rows).
/// Errors: only for what concerns no file (forbidden role); everything else is in the report.
/// Cost: three batches in memory, however long the file.
core::Result<RunReport> run_import(access::Door& door, const access::Actor& actor,
                                   const Catalogue& catalogue,
                                   std::span<const FileToImport> files, const RunOptions& options);

}  // namespace caregrid::intake
