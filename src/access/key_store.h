#pragma once

#include <cstdint>
#include <optional>

#include "access/call.h"
#include "access/keys.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// The row of a county's keys that its blind indexes are made with; children count from 1.
inline constexpr std::int64_t index_key_number = 0;

/// The row of the key that stored answers of commands are sealed under.
inline constexpr std::int64_t answer_key_number = -1;

/// The key of a row that is not a child's, made when there is none; two who make it at one time get
/// the same one.
core::Result<ChildKey> ensure_key(const Call& call, std::int64_t number);
/// Destroys a key; whatever it sealed can be read nowhere again.
core::Result<void> delete_key(const Call& call, std::int64_t number);

/// Stores a key that was made before, wrapped. Errors: conflict "db.constraint".
core::Result<void> insert_key(const Call& call, const ChildKey& key);

/// Makes a child's key and stores it wrapped. Errors: conflict "db.constraint" when it has one.
core::Result<ChildKey> make_child_key(const Call& call, std::int64_t child);

/// A child's key in clear; none when there is none, or no longer. Errors: as `KeyRing::unwrap`.
core::Result<std::optional<ChildKey>> find_child_key(const Call& call, std::int64_t child);

/// Reads wrapping key, version and wrapped bytes from three columns of a child's row, and unwraps.
/// Errors: as `KeyRing::unwrap`; internal "seal.no_key" naming the child when they are null.
core::Result<ChildKey> read_child_key(const Call& call, std::int64_t child, const db::Row& row,
                                      int column);

/// Whether anything is sealed here: then its wrapping keys are needed, and new ones are no help.
core::Result<bool> has_keys(db::Transaction& transaction);

}  // namespace caregrid::access
