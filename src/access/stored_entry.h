#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "access/journal.h"
#include "core/bytes.h"
#include "core/hash.h"

namespace caregrid::access {

/// An entry as it lies in the database, with its rows of the change feed and of sightings. Views:
/// nothing is copied while millions pass.
struct StoredEntry {
  std::int64_t county = 0;
  std::int64_t seq = 0;
  std::int64_t at = 0;
  core::Bytes account;
  std::string_view role;
  core::Bytes command;
  std::string_view kind;
  core::Bytes payload_hash;
  core::Bytes changes_hash;
  core::Bytes hash;
  std::string_view event;
  std::string_view purpose;
  std::int64_t field_class = 0;
  std::string_view policy;
  core::Bytes session;
};

/// A row of `change_feed` or `journal_sighting`.
struct StoredTouch {
  std::int64_t county = 0;
  std::int64_t seq = 0;
  std::string_view kind;
  core::Bytes ids;
};

StoredEntry view_of(const JournalEntry& entry);

/// The hash a stored entry must carry after `previous`; see `chain_hash`.
core::Digest stored_hash(core::Bytes previous, const StoredEntry& entry);

/// Adds the canonical text of a group: its mark ('c' changed, 's' seen), the lengths of kind and
/// ids in four bytes each, kind and ids; the hash over all groups of an entry is its
/// `changes_hash`.
void add_touched(std::vector<std::byte>& into, char mark, const IdGroup& group);

}  // namespace caregrid::access
