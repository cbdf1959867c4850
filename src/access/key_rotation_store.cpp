#include "access/key_rotation.h"
#include "access/key_store.h"

namespace caregrid::access {
namespace {

constexpr db::Sql uses_sql(
    "SELECT wrapping_key, COUNT(*) FROM data_key GROUP BY wrapping_key ORDER BY wrapping_key");

constexpr db::Sql old_keys_sql(R"(
SELECT child, wrapping_key, version, wrapped
FROM data_key
WHERE county = :county AND child > :after AND wrapping_key <> :current
ORDER BY child LIMIT :limit)");

constexpr db::Sql update_key_sql(R"(
UPDATE data_key
SET wrapping_key = :wrapping_key, version = :version, wrapped = :wrapped
WHERE county = :county AND child = :child)");

core::Result<void> run(const Call& call, db::Sql sql, db::Binds binds) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace

core::Result<std::vector<KeyUse>> list_key_uses(db::Transaction& transaction) {
  return db::list(transaction, uses_sql, {},
                  [](const db::Row& row) { return KeyUse{row.integer(0), row.integer(1)}; });
}

core::Result<Rewrapped> rewrap_keys(const Call& call, std::int64_t after, int limit) {
  const auto ids = call.keys.ids();
  if (!ids) {
    return ids.error();
  }
  const auto keys = db::try_list<ChildKey>(
      call.transaction, old_keys_sql,
      {{"county", call.county}, {"after", after}, {"current", ids->back()}, {"limit", limit}},
      [&](const db::Row& row) { return read_child_key(call, row.integer(0), row, 1); });
  if (!keys) {
    return keys.error();
  }
  Rewrapped done{0, after};
  for (const ChildKey& key : *keys) {
    if (const auto stored = replace_child_key(call, key); !stored) {
      return stored.error();
    }
    ++done.keys;
    done.last_child = key.child;
  }
  return done;
}

core::Result<void> replace_child_key(const Call& call, const ChildKey& key) {
  const auto wrapped = call.keys.wrap(call.county, key);
  return wrapped ? run(call, update_key_sql,
                       {{"wrapping_key", wrapped->wrapping_key},
                        {"version", wrapped->version},
                        {"wrapped", core::as_bytes(wrapped->bytes)},
                        {"county", call.county},
                        {"child", key.child}})
                 : core::Result<void>(wrapped.error());
}

core::Result<std::optional<Renewal>> find_renewal(const Call& call) {
  return db::find_one(call.transaction,
                      "SELECT next_child, last_child FROM key_renewal WHERE county = :county",
                      {{"county", call.county}},
                      [](const db::Row& row) { return Renewal{row.integer(0), row.integer(1)}; });
}

core::Result<void> put_renewal(const Call& call, const Renewal& renewal) {
  return run(call,
             "INSERT INTO key_renewal (county, next_child, last_child) "
             "VALUES (:county, :next, :last) ON CONFLICT (county) "
             "DO UPDATE SET next_child = excluded.next_child, last_child = excluded.last_child",
             {{"county", call.county}, {"next", renewal.next}, {"last", renewal.last}});
}

core::Result<void> delete_renewal(const Call& call) {
  return run(call, "DELETE FROM key_renewal WHERE county = :county", {{"county", call.county}});
}

}  // namespace caregrid::access
