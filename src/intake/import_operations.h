#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/door.h"
#include "core/file.h"
#include "core/messages.h"
#include "core/result.h"
#include "core/rng.h"
#include "intake/catalogue.h"
#include "intake/import.h"
#include "intake/job.h"
#include "intake/kept_files.h"
#include "intake/run.h"

namespace caregrid::intake {

/// What imports work with; `folder` is where uploads and reject files lie.
struct ImportParts {
  access::Door& door;
  const Catalogue& catalogue;
  JobQueue& queue;
  core::FileSystem& files;
  core::Rng& rng;
  std::string folder;
};

/// How many files one person may have here at once, and how large together; those done with are
/// to be forgotten. Source: OWASP ASVS 5.0 5.2.4.
inline constexpr std::int64_t uploads_max = 50;
inline constexpr std::int64_t uploads_bytes_max = std::int64_t{10} << 30U;

/// What people ask for when they start an import.
struct RunRequest {
  bool dry_run = false;
  std::vector<SheetMapping> sheets = {};  ///< Empty: as recognised.
  core::Language language = core::Language::zh;
};

struct ImportPage {
  std::vector<Import> items;  ///< Newest first, without rejects and warnings.
  std::optional<ImportId> next;
};

/// What can be done with files somebody sends: look, correct, try, import, fetch rejects, forget.
///
/// Safe from any thread. Each call authorises `access::Operation::import_records`.
class Imports final {
 public:
  explicit Imports(ImportParts parts);

  /// A fresh path to write an upload to before `create`; makes the folder when it is missing.
  core::Result<std::string> new_upload_path(const access::Actor& actor);

  /// Inspects the file at `upload_path` and keeps it sealed instead. State `inspected`, with a
  /// problem when required columns were not recognised, or `failed` with the problem when it cannot
  /// be a table of ours. Sent again with the same command id it gives the same import.
  /// Errors: conflict "import.too_many" past `uploads_max` or `uploads_bytes_max`.
  core::Result<Import> create(const access::Actor& actor, const access::CommandId& command,
                              const std::string& name, const std::string& upload_path);

  /// Errors: invalid "list.limit" outside 1 to 200.
  core::Result<ImportPage> list(const access::Actor& actor, std::optional<ImportId> after,
                                int limit);
  /// Errors: not_found "import.not_found".
  core::Result<Import> find(const access::Actor& actor, const ImportId& id);

  /// Queues the import. Errors: conflict "import.running", "import.file_gone" once the
  /// upload was imported or erased; invalid for a mapping that cannot be.
  core::Result<JobId> run(const access::Actor& actor, const access::CommandId& command,
                          const ImportId& id, const RunRequest& request);

  /// Where a copy of the reject file lies in clear, made for the caller to send and remove.
  /// Errors: not_found "import.no_rejects"; conflict "import.file_gone".
  core::Result<std::string> rejects_path(const access::Actor& actor, const ImportId& id);

  /// Forgets the upload, its reject file and the row about them. Errors: conflict "import.running".
  core::Result<void> remove(const access::Actor& actor, const access::CommandId& command,
                            const ImportId& id);

  /// The runner of jobs of kind "import"; `app` registers it.
  core::Result<void> execute(const JobContext& context);

  /// Removes what a crash left lying in clear; before anybody sends anything.
  core::Result<void> sweep_at_start();
  /// Forgets the county's imports made so many days ago, with their files. Checks no policy: part
  /// of the upkeep of the program.
  core::Result<void> forget_old(const access::Actor& actor, int days);
  /// Removes sealed files whose import is gone. Their keys went with it: nobody can read them.
  core::Result<void> sweep();

 private:
  core::Result<Import> load(const access::Actor& actor, const ImportId& id);
  core::Result<void> use_saved_mappings(const access::Actor& actor, Import& import);
  core::Result<void> settle(const JobContext& context, Import import,
                            const core::Result<RunReport>& report);
  void overlay_job(const access::Actor& actor, Import& import);
  void forget_files(const Import& import);
  core::Result<access::ChildKey> file_key(const access::Actor& actor, const ImportId& id,
                                          KeptFile file);
  core::Result<void> open_file(const access::Actor& actor, const ImportId& id, KeptFile file,
                               const core::FilePair& paths);
  core::Result<void> keep_rejects(const access::Actor& actor, Import& import,
                                  const std::string& plain);

  ImportParts parts_;
  std::mutex keeping_;  ///< Held from the writing of a sealed file to that of its row.
  std::mutex mutex_;
  std::map<ImportId, Progress> running_;  ///< How far the imports of this process are.
};

}  // namespace caregrid::intake
