#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "core/json.h"
#include "core/result.h"
#include "intake/job.h"
#include "intake/mapping.h"

namespace caregrid::intake {

struct ImportTag;
using ImportId = core::Id<ImportTag>;

/// `checked` = a dry run has finished and nothing was kept.
enum class ImportState { uploaded, inspected, running, checked, done, failed, cancelled };

std::string_view to_text(ImportState state);
std::optional<ImportState> parse_import_state(std::string_view text);

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
  std::optional<core::Error> problem;  ///< Why the file as a whole cannot go in.
  std::optional<JobId> job;
  std::string path;          ///< Where the stored upload lies; never shown.
  std::string rejects_path;  ///< Empty when no row was rejected; never shown.

  bool operator==(const Import&) const = default;
};

void write_json(core::json::Writer& writer, const Counts& counts);
/// The API's `Import`; `with_findings` false leaves rejects and warnings out, as in lists.
void write_json(core::json::Writer& writer, const Import& import, bool with_findings);

}  // namespace caregrid::intake
