#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/door.h"
#include "core/messages.h"
#include "core/result.h"
#include "core/rng.h"
#include "intake/catalogue.h"
#include "intake/import.h"
#include "intake/job.h"

namespace caregrid::intake {

/// Where uploads and reject files lie; the folder is made when it is missing.
struct ImportSettings {
  std::string folder;
};

/// What people ask for when they start an import.
struct RunRequest {
  bool dry_run = false;
  std::vector<SheetMapping> sheets;  ///< Empty: as recognised.
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
  Imports(access::Door& door, const Catalogue& catalogue, JobQueue& queue, core::Rng& rng,
          ImportSettings settings);

  /// A fresh path to write an upload to before `create`.
  core::Result<std::string> new_upload_path();

  /// Takes over the file at `upload_path` and inspects it. State `inspected`, or `failed` with the
  /// problem. Sent again with the same command id it gives the same import.
  core::Result<Import> create(const access::Actor& actor, const access::CommandId& command,
                              const std::string& name, const std::string& upload_path);

  core::Result<ImportPage> list(const access::Actor& actor, std::optional<ImportId> after,
                                int limit);
  /// Errors: not_found "import.not_found".
  core::Result<Import> find(const access::Actor& actor, const ImportId& id);

  /// Queues the import. Errors: conflict "import.running"; invalid for a mapping that cannot be.
  core::Result<JobId> run(const access::Actor& actor, const access::CommandId& command,
                          const ImportId& id, const RunRequest& request);

  /// Where the reject file lies. Errors: not_found "import.no_rejects".
  core::Result<std::string> rejects_path(const access::Actor& actor, const ImportId& id);

  /// Forgets the upload, its reject file and the row about them. Errors: conflict "import.running".
  core::Result<void> remove(const access::Actor& actor, const access::CommandId& command,
                            const ImportId& id);

  /// The runner of jobs of kind "import"; `app` registers it.
  core::Result<void> execute(const JobContext& context);

 private:
  access::Door& door_;
  const Catalogue& catalogue_;
  JobQueue& queue_;
  core::Rng& rng_;
  ImportSettings settings_;
};

}  // namespace caregrid::intake
