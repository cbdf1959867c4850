#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/journal_key.h"
#include "access/merkle.h"
#include "core/clock.h"
#include "core/file.h"
#include "core/result.h"

namespace caregrid::access {

/// A journal root every 1,024 entries or 10 minutes, whichever comes first.
/// Source: reliability handbook 2.3 (audit).
inline constexpr std::int64_t entries_per_checkpoint = 1'024;
inline constexpr std::int64_t checkpoint_micros = std::int64_t{600} * 1'000'000;

/// What a signed root says: the first `head.size` entries of the county have this root.
struct Checkpoint {
  std::int64_t county = 0;
  TreeHead head;
  core::Instant at;

  bool operator==(const Checkpoint&) const = default;
};

/// The signed text of a checkpoint, as c2sp.org/tlog-checkpoint has it: origin, size, root in
/// base64 and one line of our own for the time; an empty line; the signature with its key id.
///
///   caregrid/620524
///   1024
///   cVE...=
///   at 1790000000000000
///
///   — caregrid-journal GitK...=
std::string sign_checkpoint(const Checkpoint& checkpoint, const JournalKey& key);

/// Reads a signed text without looking at its signature. Errors: invalid "journal.note_damaged".
core::Result<Checkpoint> read_checkpoint(std::string_view note);

/// Reads a signed text and checks it; some 60 µs for the signature.
/// Errors: invalid "journal.note_damaged", "journal.note_signature".
core::Result<Checkpoint> open_checkpoint(std::string_view note, const PublicKey& key);

/// A county's signed roots outside the database, oldest first: a file that only grows, with the
/// public key on its first line. What is anchored cannot be undone by whoever holds the database.
struct Anchor {
  PublicKey key;
  std::vector<std::string> notes;
  bool is_torn = false;  ///< It ends within a note: the power failed while one was appended.

  bool operator==(const Anchor&) const = default;
};

/// FOLDER/620524.log.
std::string anchor_path(const std::string& folder, std::int64_t county);

/// Errors: invalid "journal.anchor_damaged".
core::Result<Anchor> parse_anchor(std::string_view text);
std::string to_text(const Anchor& anchor);

/// None when there is no such file.
core::Result<std::optional<Anchor>> read_anchor(core::FileSystem& files, const std::string& path);

/// Appends notes durably, making folder and file when they are missing and dropping a torn end.
/// Errors: as `read_anchor`; invalid "journal.anchor_key" when the file is of another key; those
/// of `core::FileSystem::append`.
core::Result<void> append_anchor(core::FileSystem& files, const std::string& path,
                                 const PublicKey& key, const std::vector<std::string>& notes);

}  // namespace caregrid::access
