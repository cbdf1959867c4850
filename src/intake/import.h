#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/clock.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"
#include "intake/job.h"
#include "intake/list_change.h"
#include "intake/mapping.h"

namespace caregrid::intake {

struct ImportTag;
using ImportId = core::Id<ImportTag>;

/// `checked` = a dry run has finished and nothing was kept.
enum class ImportState { uploaded, inspected, running, checked, done, failed, cancelled };

/// What became of the rows. Blank rows, totals and repeated headers are passed over and not
/// counted in `rows`.
struct Counts {
  std::int64_t rows = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;
  std::int64_t warnings = 0;
  std::int64_t skipped = 0;  ///< Rows passed over.

  bool operator==(const Counts&) const = default;
  Counts& operator+=(const Counts& other);
};

struct Progress {
  std::int64_t bytes_done = 0;
  std::int64_t bytes_total = 0;
  std::int64_t rows = 0;

  bool operator==(const Progress&) const = default;
};

/// A failure as it is shown and kept.
struct Problem {
  std::string reason;
  std::string field;
  std::string detail;

  bool operator==(const Problem&) const = default;
};

Problem problem_of(const core::Error& error);

/// How many findings are kept to be shown; all rejected rows are in the reject file.
inline constexpr std::size_t findings_max = 100;

/// One file somebody sent, and how far it has come.
struct Import {
  ImportId id;
  std::string file;  ///< Its name, no path.
  std::int64_t size_bytes = 0;
  ImportState state = ImportState::uploaded;
  core::Instant created_at;
  bool dry_run = false;
  std::vector<SheetMapping> sheets;
  Progress progress;
  Counts counts;
  std::vector<Finding> rejects;
  std::vector<Finding> warnings;
  std::vector<ListChange> changes;  ///< Against the last lists of the same senders.
  std::optional<Problem> problem;   ///< Why the file as a whole cannot go in.
  std::optional<JobId> job;
  std::string path;          ///< Where the upload lies, sealed; empty once imported; never shown.
  std::string rejects_path;  ///< As `path`; empty when no row was rejected; never shown.

  bool operator==(const Import&) const = default;
};

}  // namespace caregrid::intake

template <>
struct caregrid::core::Describe<caregrid::intake::ImportState> {
  using enum intake::ImportState;
  static constexpr std::string_view name = "ImportState";
  static constexpr std::array values = {
      ValueOf{uploaded, "uploaded"},  ValueOf{inspected, "inspected"}, ValueOf{running, "running"},
      ValueOf{checked, "checked"},    ValueOf{done, "done"},           ValueOf{failed, "failed"},
      ValueOf{cancelled, "cancelled"}};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Counts> {
  using It = intake::Counts;
  static constexpr std::string_view name = "ImportCounts";
  static constexpr auto fields = std::tuple{
      field("rows", &It::rows),
      field("created", &It::created),
      field("updated", &It::updated),
      field("unchanged", &It::unchanged),
      field("rejected", &It::rejected),
      field("warnings", &It::warnings),
      field("skipped", &It::skipped, "Blank rows, totals and repeated headers, not in rows")};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Progress> {
  using It = intake::Progress;
  static constexpr std::string_view name = "ImportProgress";
  static constexpr auto fields =
      std::tuple{field("bytes_done", &It::bytes_done), field("bytes_total", &It::bytes_total),
                 field("rows", &It::rows)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Problem> {
  using It = intake::Problem;
  static constexpr std::string_view name = "FileProblem";
  static constexpr auto fields = std::tuple{
      field("reason", &It::reason), field("field", &It::field), field("detail", &It::detail)};
};

template <>
struct caregrid::core::Describe<caregrid::intake::Import> {
  using It = intake::Import;
  static constexpr std::string_view name = "Import";
  static constexpr auto fields =
      std::tuple{field("id", &It::id),
                 field("file", &It::file),
                 field("size_bytes", &It::size_bytes),
                 field("state", &It::state),
                 field("created_at", &It::created_at),
                 field("dry_run", &It::dry_run),
                 field("sheets", &It::sheets),
                 field("progress", &It::progress),
                 field("counts", &It::counts),
                 field("rejects", &It::rejects, "First 100; empty in lists"),
                 field("warnings", &It::warnings, "First 100; empty in lists"),
                 field("changes", &It::changes, "Against the last list of the same sender"),
                 field("problem", &It::problem, "Why the file as a whole cannot go in"),
                 field("job", &It::job)};
};
