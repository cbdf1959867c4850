#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/erasure.h"

namespace caregrid::db {
class Transaction;
}  // namespace caregrid::db

namespace caregrid::registry::erasure_store {

core::Result<void> insert_erasure(const access::Call& call, const Erasure& erasure);
core::Result<std::optional<Erasure>> find_erasure(const access::Call& call, const ErasureId& id);
/// The wish that still waits, if there is one.
core::Result<std::optional<Erasure>> find_waiting(const access::Call& call, const ChildId& child);
/// Newest first.
core::Result<std::vector<Erasure>> list_erasures(const access::Call& call, int limit);
core::Result<void> update_done(const access::Call& call, const ErasureId& id,
                               std::string_view certificate);

/// How many children were erased, in all counties of a database.
core::Result<std::int64_t> count_done(db::Transaction& transaction);

/// The reference of the proceeding that needs the record; none when it may be erased.
core::Result<std::optional<std::string>> find_hold(const access::Call& call, const ChildId& child);
core::Result<void> put_hold(const access::Call& call, const ChildId& child,
                            std::string_view reference);
core::Result<void> delete_hold(const access::Call& call, const ChildId& child);

/// How many rows of each sort went.
struct Destroyed {
  std::int64_t keys = 0;
  std::int64_t statements = 0;
  std::int64_t index_entries = 0;
  std::int64_t texts = 0;
};
/// Destroys everything kept of a child but its number, id and place.
core::Result<Destroyed> destroy_child(const access::Call& call, std::int64_t child);
/// Removes what was recorded about a child by its id: consents, corrections, conflicts of interest,
/// assignments, its shield; how many rows.
core::Result<std::int64_t> delete_records(const access::Call& call, const ChildId& child);
/// One child less to count in a place.
core::Result<void> uncount_child(const access::Call& call, std::int64_t division);

}  // namespace caregrid::registry::erasure_store
