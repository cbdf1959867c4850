#include "access/key_store.h"

namespace caregrid::access {
namespace {

constexpr db::Sql insert_sql(
    "INSERT INTO data_key (county, child, wrapping_key, version, wrapped) "
    "VALUES (:county, :child, :wrapping_key, :version, :wrapped)");

constexpr db::Sql find_sql(
    "SELECT wrapping_key, version, wrapped FROM data_key "
    "WHERE county = :county AND child = :child");

constexpr db::Sql insert_unless_there_sql(
    "INSERT INTO data_key (county, child, wrapping_key, version, wrapped) "
    "VALUES (:county, :child, :wrapping_key, :version, :wrapped) ON CONFLICT DO NOTHING");

core::Result<void> store_key(const Call& call, db::Sql sql, const ChildKey& key) {
  const auto wrapped = call.keys.wrap(call.county, key);
  if (!wrapped) {
    return wrapped.error();
  }
  const auto done = call.transaction.run(sql, {{"county", call.county},
                                               {"child", key.child},
                                               {"wrapping_key", wrapped->wrapping_key},
                                               {"version", wrapped->version},
                                               {"wrapped", core::as_bytes(wrapped->bytes)}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<ChildKey> make_key(const Call& call, db::Sql sql, std::int64_t child) {
  auto key = call.keys.make_key(child, 1);
  if (!key) {
    return key;
  }
  const auto done = store_key(call, sql, *key);
  return done ? std::move(key) : core::Result<ChildKey>(done.error());
}

}  // namespace

core::Result<void> insert_key(const Call& call, const ChildKey& key) {
  return store_key(call, insert_sql, key);
}

core::Result<ChildKey> make_child_key(const Call& call, std::int64_t child) {
  return make_key(call, insert_sql, child);
}

core::Result<std::optional<ChildKey>> find_child_key(const Call& call, std::int64_t child) {
  return db::try_find_one<ChildKey>(
      call.transaction, find_sql, {{"county", call.county}, {"child", child}},
      [&](const db::Row& row) { return read_child_key(call, child, row, 0); });
}

core::Result<ChildKey> read_child_key(const Call& call, std::int64_t child, const db::Row& row,
                                      int column) {
  if (row.is_null(column)) {
    return core::failure(core::Code::internal, "seal.no_key",
                         std::to_string(call.county) + "/" + std::to_string(child));
  }
  return call.keys.unwrap(call.county, child, row.integer(column), row.integer(column + 1),
                          row.blob(column + 2));
}

core::Result<ChildKey> ensure_key(const Call& call, std::int64_t number) {
  auto known = find_child_key(call, number);
  if (!known) {
    return known.error();
  }
  if (*known) {
    return std::move(**known);
  }
  const auto made = make_key(call, insert_unless_there_sql, number);
  if (!made) {
    return made.error();
  }
  known = find_child_key(call, number);  // Another's, when two made one.
  if (!known) {
    return known.error();
  }
  return *known ? core::Result<ChildKey>(std::move(**known))
                : core::failure(core::Code::internal, "seal.no_key",
                                std::to_string(call.county) + "/" + std::to_string(number));
}

core::Result<void> delete_key(const Call& call, std::int64_t number) {
  const auto done =
      call.transaction.run("DELETE FROM data_key WHERE county = :county AND child = :child",
                           {{"county", call.county}, {"child", number}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<bool> has_keys(db::Transaction& transaction) {
  const auto found = db::find_one(transaction, "SELECT 1 FROM data_key LIMIT 1", {},
                                  [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

}  // namespace caregrid::access
