#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/journal_check.h"
#include "access/journal_source.h"
#include "core/describe.h"
#include "core/file.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// What a journal is held against.
struct VerifyOptions {
  std::string anchor_folder;
  /// The key roots must be signed by; none: that of the anchor.
  std::optional<PublicKey> key = {};
  int threads = 2;
};

/// Recomputes every county's chain, what each entry touched, all roots and signatures, and holds
/// them against the anchors; also of counties that only an anchor or a stray row speaks of.
///
/// Reads only; the database may be in use. Cost: about 2 µs an entry on two cores, some megabytes
/// of memory however many entries. Errors: those of the database and of the disk; what is wrong
/// with the journal is no error but a finding.
core::Result<std::vector<JournalFindings>> verify_journals(db::Database& database,
                                                           core::FileSystem& files,
                                                           const VerifyOptions& options);

/// The same of any source.
core::Result<std::vector<JournalFindings>> verify_sources(OpenJournal open, core::FileSystem& files,
                                                          const VerifyOptions& options);

/// Gives the entries of a range with their rows to `check`, some thousand at a time, and tells it
/// of entries that are missing and rows that belong to none.
core::Result<void> check_entries(JournalSource& source, const SeqRange& range, StretchCheck& check);

/// The county asked for, or the only one that has a journal. Errors: invalid "county.unknown",
/// "county.several".
core::Result<std::int64_t> only_journal_county(db::Database& database, std::int64_t wanted);

/// Shows to somebody without the database that an entry is in the journal: the entry itself, the
/// way from it to a signed root, and that root.
struct InclusionProof {
  std::int64_t county = 0;
  std::int64_t entry = 0;
  std::int64_t at = 0;  ///< UTC, microseconds since 1970.
  std::string account;  ///< Hexadecimal, as all that follows but words.
  std::string role;
  std::string command;
  std::string kind;
  std::string event;
  std::string purpose;
  std::int64_t field_class = 0;
  std::string policy;
  std::string session;
  std::string payload_hash;
  std::string changes_hash;
  std::string previous_hash;
  std::vector<std::string> path;  ///< Beside the way up, lowest first.
  std::string checkpoint;         ///< The signed note.

  bool operator==(const InclusionProof&) const = default;
};

/// Errors: not_found "journal.no_entry"; conflict "journal.not_signed_yet" for an entry behind the
/// newest root. Cost: one pass over the entries before that root, 32 bytes of memory each.
core::Result<InclusionProof> prove_entry(db::Database& database, std::int64_t county,
                                         std::int64_t entry);

/// Checks a proof with nothing but the public key.
/// Errors: invalid "journal.proof_damaged", "journal.note_damaged", "journal.note_signature",
/// "journal.proof_wrong".
core::Result<Checkpoint> check_proof(const InclusionProof& proof, const PublicKey& key);

}  // namespace caregrid::access

template <>
struct caregrid::core::Describe<caregrid::access::InclusionProof> {
  using It = caregrid::access::InclusionProof;
  static constexpr std::string_view name = "InclusionProof";
  static constexpr auto fields = std::tuple{field("county", &It::county),
                                            field("entry", &It::entry),
                                            field("at", &It::at),
                                            field("account", &It::account),
                                            field("role", &It::role),
                                            field("command", &It::command),
                                            field("kind", &It::kind),
                                            field("event", &It::event),
                                            field("purpose", &It::purpose),
                                            field("field_class", &It::field_class),
                                            field("policy", &It::policy),
                                            field("session", &It::session),
                                            field("payload_hash", &It::payload_hash),
                                            field("changes_hash", &It::changes_hash),
                                            field("previous_hash", &It::previous_hash),
                                            field("path", &It::path),
                                            field("checkpoint", &It::checkpoint)};
};
