#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/door.h"
#include "core/hash.h"
#include "core/result.h"

namespace caregrid::access {

/// What an entry of the journal tells of.
enum class Event : std::uint8_t {
  command,  ///< Something was changed (or shown in clear) by a command.
  read,     ///< Records of class personal or above were shown.
  denied,   ///< Somebody asked for a record he may not see.
};

std::string_view to_text(Event event);

/// One line of the journal: who did or saw what, when, what for; without personal data.
///
/// `hash` = SHA-256(previous hash | canonical text of this entry), so that no entry can be changed,
/// dropped or moved without breaking every later one.
struct JournalEntry {
  std::int64_t county = 0;
  std::int64_t seq = 0;  ///< 1, 2, 3 … within the county, without gaps.
  core::Instant at;
  AccountId account;
  std::string role;
  CommandId command;  ///< Nil for reads and denials.
  std::string kind;   ///< The verb: "import_rows", "list_children", …
  core::Digest payload_hash{};
  core::Digest changes_hash{};  ///< Of the ids it changed and the ids it saw.
  core::Digest hash{};
  std::string event = "command";
  std::string purpose;           ///< One of packs/core/access.json.
  std::int64_t field_class = 0;  ///< The most harmful class of field seen, 0 to 4.
  std::string policy;            ///< Version of the table of rights that decided.
  core::IdBytes session = {};    ///< Pseudonym of the session; zeros when there was none.

  bool operator==(const JournalEntry&) const = default;
};

/// The ids of one kind that an entry changed or saw, in that order, 16 bytes each.
struct IdGroup {
  std::string_view kind;
  core::Bytes ids;
};

/// The hash an entry must carry after `previous` (all zero before the first).
/// Cost: one SHA-256 of about 200 bytes.
core::Digest chain_hash(const core::Digest& previous, const JournalEntry& entry);

/// The hash of what an entry changed and saw; both ordered by kind.
core::Digest touched_hash(const std::vector<IdGroup>& changed, const std::vector<IdGroup>& seen);

/// Writes the entry of a command, its change-feed rows and what it saw at the end of the county's
/// chain.
core::Result<void> append_journal(const Call& call, const Command& command,
                                  const core::Digest& payload_hash);

/// Writes the entry of a read or a denial: `sightings` are the records seen or asked for.
core::Result<void> append_sightings(const Call& call, Event event, std::string_view kind,
                                    const std::vector<Sighting>& sightings);

/// Where a chain first fails to hold, if anywhere.
struct JournalReport {
  std::int64_t entries = 0;
  std::int64_t broken_at = 0;  ///< The seq of the first bad entry; 0 when the chain holds.
};

/// Recomputes a county's whole chain. Cost: one SHA-256 of about 200 bytes an entry.
core::Result<JournalReport> verify_journal(db::Transaction& transaction, std::int64_t county);

}  // namespace caregrid::access
