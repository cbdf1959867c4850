#pragma once

#include <cstdint>
#include <string>

#include "access/call.h"
#include "access/door.h"
#include "core/hash.h"
#include "core/result.h"

namespace caregrid::access {

/// One line of the journal: who did what when, without personal data.
///
/// `hash` = SHA-256(previous hash | canonical text of this entry), so that no entry can be changed,
/// dropped or moved without breaking every later one.
struct JournalEntry {
  std::int64_t county = 0;
  std::int64_t seq = 0;  ///< 1, 2, 3 … within the county, without gaps.
  core::Instant at;
  AccountId account;
  std::string role;
  CommandId command;
  std::string kind;
  core::Digest payload_hash{};
  core::Digest changes_hash{};
  core::Digest hash{};

  bool operator==(const JournalEntry&) const = default;
};

/// The hash an entry must carry after `previous` (all zero before the first).
core::Digest chain_hash(const core::Digest& previous, const JournalEntry& entry);

/// Writes the entry of a command and its change-feed rows at the end of the county's chain.
core::Result<void> append_journal(const Call& call, const Command& command,
                                  const core::Digest& payload_hash);

/// Where a chain first fails to hold, if anywhere.
struct JournalReport {
  std::int64_t entries = 0;
  std::int64_t broken_at = 0;  ///< The seq of the first bad entry; 0 when the chain holds.
};

/// Recomputes a county's whole chain. Cost: one SHA-256 of about 200 bytes an entry.
core::Result<JournalReport> verify_journal(db::Transaction& transaction, std::int64_t county);

}  // namespace caregrid::access
