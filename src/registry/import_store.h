#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/keys.h"
#include "core/result.h"
#include "registry/child_record.h"
#include "registry/matching.h"
#include "registry/summary.h"

namespace caregrid::registry::import_store {

/// Numbers not given out yet in a county.
struct Counters {
  std::int64_t next_child = 1;
  std::int64_t next_source = 1;

  bool operator==(const Counters&) const = default;
};

/// Reads the counters and keeps other writers from doing so until the transaction ends.
core::Result<Counters> lock_counters(const access::Call& call);
core::Result<void> update_counters(const access::Call& call, const Counters& counters);

/// One sheet of one import.
struct SourceRecord {
  std::int64_t id = 0;
  std::string_view file;
  std::string_view sheet;
  std::string_view kind;
};
core::Result<void> insert_source(const access::Call& call, const SourceRecord& source);

/// An official number as the blind index knows it, and the place in the row of those who claim it.
struct KeySlot {
  std::int64_t key = 0;
  std::int64_t slot = 0;
};

/// Gives the key's slot to a child; false when it is another's already.
core::Result<bool> claim_key(const access::Call& call, const KeySlot& place, std::int64_t child);
/// Hands the key's slot over to another child.
core::Result<void> update_key(const access::Call& call, const KeySlot& place, std::int64_t child);

/// A child who claims a key, with what its record says now and its own key to seal it.
struct Owner {
  Candidate candidate;
  access::ChildKey key;
  ChildId id;
  std::int64_t division = 0;
  std::int64_t revision = 0;
  std::int64_t kept = 0;  ///< The child this one is shown as; 0: shown itself.
  /// Who the list took it for, when the number belongs to a child that was merged into this one.
  std::optional<Claim> known_as = {};
};
/// In order of slots. A child that was merged leads to the one that shows it, here and below;
/// `find_owner` alone gives each child as it stands.
core::Result<std::vector<Owner>> list_owners(const access::Call& call, std::int64_t key);
/// None for an erased child.
core::Result<std::optional<Owner>> find_owner(const access::Call& call, std::int64_t child);
core::Result<std::optional<Owner>> find_by_digest(const access::Call& call, std::int64_t digest);
core::Result<void> insert_digest(const access::Call& call, std::int64_t digest, std::int64_t child);

/// A child's place in the table and what its record shows.
struct ChildEntry {
  std::int64_t number = 0;
  ChildId id;
  const Claim& claim;
  const Situation& situation;  ///< `division` set.
  std::int64_t revision = 1;
};
core::Result<void> insert_child(const access::Call& call, const ChildEntry& child,
                                const access::ChildKey& key);
core::Result<void> update_child(const access::Call& call, const ChildEntry& child,
                                const access::ChildKey& key);
core::Result<void> update_name(const access::Call& call, std::int64_t child, std::string_view name);

/// A phone as the blind index knows it, of somebody around a child.
struct PhoneOwner {
  std::int64_t phone = 0;
  std::int64_t child = 0;

  auto operator<=>(const PhoneOwner&) const = default;
};
/// Noting one again changes nothing. Cost: least in rising order.
core::Result<void> put_phone(const access::Call& call, const PhoneOwner& owner);

/// Puts every child from a number on into the orders it is listed in.
core::Result<void> list_new_children(const access::Call& call, std::int64_t first);
/// Moves a listed child to its new place in the orders.
core::Result<void> relist_child(const access::Call& call, const Owner& before,
                                const ChildEntry& after);

/// Where a statement stands.
struct StatementPlace {
  std::int64_t child = 0;
  std::int64_t ordinal = 0;
  std::int64_t source = 0;
};
/// Stores a row as a statement with its relations, sealed.
core::Result<void> insert_statement(const access::Call& call, const StatementPlace& place,
                                    const ChildRecord& record, const access::ChildKey& key);
/// Those of merged children among them, in order of time.
core::Result<std::vector<Statement>> list_statements(const access::Call& call,
                                                     const access::ChildKey& key);

/// Adds to the number of children of a place; may be negative.
core::Result<void> add_to_count(const access::Call& call, std::int64_t division,
                                std::int64_t children);

/// Notes that a child's sources contradict each other; noting it again only moves it.
core::Result<void> put_conflict(const access::Call& call, std::int64_t child,
                                std::string_view field, std::int64_t division);
/// Forgets that facts contradict each other, before what still does is noted anew.
core::Result<void> delete_fact_conflicts(const access::Call& call, std::int64_t child);
/// Moves a child's conflicts to the place it lives in now.
core::Result<void> move_conflicts(const access::Call& call, std::int64_t child,
                                  std::int64_t division);

}  // namespace caregrid::registry::import_store
