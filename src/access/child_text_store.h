#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/key_store.h"
#include "core/id.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// The row of the key for texts about a child the register does not have.
inline constexpr std::int64_t text_key_number = -2;

/// The record a text belongs to.
struct TextOwner {
  std::string_view about;  ///< A literal: "need", "consent", "glass", …
  core::IdBytes id{};      ///< Of the record; no other record of its sort has the same.
};

/// What people wrote of one record, in an order of the record's own; as many as it has fields.
using Texts = std::vector<std::string>;

/// Keeps the texts of a record in one seal under the child's key, in place of earlier ones; all of
/// them empty: keeps nothing. A child the register does not have: under the county's key for texts,
/// with nothing in the record itself to tell the two apart. Cost: one look-up, two decryptions and
/// one row.
core::Result<void> put_child_texts(const Call& call, const core::IdBytes& child,
                                   const TextOwner& owner, const Texts& texts);

/// The same under a key the caller holds: that of a child, or one reserved for a child to come.
core::Result<void> put_texts_under(const Call& call, const ChildKey& key, const TextOwner& owner,
                                   const Texts& texts);

/// The texts of a record, `count` of them; all empty when there are none, or no longer.
/// Errors: internal "seal.broken", "seal.no_key" naming the record. Cost: one look-up and two
/// decryptions.
core::Result<Texts> find_child_texts(const Call& call, const TextOwner& owner, std::size_t count);

/// The same from five columns of a row: `t.child, t.sealed, k.wrapping_key, k.version, k.wrapped`
/// of a left join with `child_text t` and of that with `data_key k`.
core::Result<Texts> read_child_texts(const Call& call, const TextOwner& owner, const db::Row& row,
                                     int column, std::size_t count);

/// Removes the texts of one record.
core::Result<void> delete_child_texts(const Call& call, const TextOwner& owner);

/// Seals everything written about a child anew; how many records. Errors: as `find_child_texts`.
core::Result<std::int64_t> reseal_child_texts(const Call& call, const ChildKey& from,
                                              const ChildKey& to);

/// Records of a child whose texts do not open, as "need 620524/17/01…".
core::Result<std::vector<std::string>> list_broken_texts(const Call& call, const ChildKey& key);

/// Removes everything written about a child by its number; how many records.
core::Result<std::int64_t> delete_texts_of(const Call& call, std::int64_t child);

}  // namespace caregrid::access
