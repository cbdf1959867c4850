#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "access/checkpoint.h"
#include "access/journal_check.h"
#include "access/journal_key.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// Signs the journals' roots when they are due and anchors them outside the database.
///
/// Due are entries numbered a multiple of `entries_per_checkpoint`, and whatever is not signed
/// `checkpoint_micros` after the root before (or after the county's first entry). Before a root is
/// signed the chain of its new entries is recomputed: what was tampered with meanwhile is never
/// signed. Safe from any thread.
class JournalKeeper final {
 public:
  JournalKeeper(db::Database& database, core::FileSystem& files, JournalKey key,
                std::string anchor_folder);

  /// Signs what is due; gives the number of roots signed. Anchors what an earlier run could not.
  ///
  /// Errors: conflict "journal.broken" with the county and entry when the journal does not hold,
  /// those of the database and disk; other counties are done first. Cost: with nothing due, three
  /// look-ups a county; otherwise 2 µs an entry and one commit a root.
  core::Result<int> sign_due(core::Instant now);

  /// Signs everything, as when the program ends.
  core::Result<int> sign_all(core::Instant now);

  [[nodiscard]] PublicKey public_key() const { return key_.public_key(); }
  [[nodiscard]] const std::string& anchor_folder() const { return anchor_folder_; }

 private:
  core::Result<int> sign(core::Instant now, bool is_last);
  core::Result<int> sign_county(std::int64_t county, core::Instant now, bool is_last);
  core::Result<void> anchor_county(std::int64_t county);
  core::Result<std::int64_t> find_newest_note(std::int64_t county);

  db::Database& database_;
  core::FileSystem& files_;
  JournalKey key_;
  std::string anchor_folder_;
  std::mutex mutex_;
  std::map<std::int64_t, std::int64_t> anchored_;  ///< Size known to be in the anchor, by county.
};

}  // namespace caregrid::access
