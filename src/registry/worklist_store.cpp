#include "registry/worklist_store.h"

#include "db/database.h"

namespace caregrid::registry::worklist_store {
namespace {

constexpr db::Sql put_sql(R"(
INSERT INTO worklist (county, id, account, name, filter, shared_role, shared_area, position,
  created_at, deleted_at)
VALUES (:county, :id, :account, :name, :filter, :role, :area, :position, :at, :deleted_at)
ON CONFLICT (county, id) DO UPDATE SET name = excluded.name, filter = excluded.filter,
  shared_role = excluded.shared_role, shared_area = excluded.shared_area,
  position = excluded.position, deleted_at = excluded.deleted_at)");

constexpr db::Sql find_sql(R"(
SELECT w.id, w.account, w.name, w.filter, w.shared_role, w.shared_area, w.position, w.deleted_at,
  a.name
FROM worklist w
LEFT JOIN account a ON a.county = w.county AND a.id = w.account
WHERE w.county = :county AND w.id = :id)");

constexpr db::Sql list_sql(R"(
SELECT w.id, w.account, w.name, w.filter, w.shared_role, w.shared_area, w.position, w.deleted_at,
  a.name
FROM worklist w
LEFT JOIN account a ON a.county = w.county AND a.id = w.account
WHERE w.county = :county AND w.deleted_at IS NULL
  AND (w.account = :account OR w.shared_area IS NOT NULL)
ORDER BY w.position, w.name, w.id LIMIT 100)");

Worklist read_worklist(const db::Row& row) {
  Worklist list;
  list.id = WorklistId::from(row.blob(0)).value_or(WorklistId{});
  list.account = access::AccountId::from(row.blob(1)).value_or(access::AccountId{});
  list.name = row.text(2);
  list.filter = row.text(3);
  if (!row.is_null(5)) {
    list.share = WorklistShare{access::parse_role(row.text(4)), row.integer(5)};
  }
  list.position = row.integer(6);
  list.is_deleted = !row.is_null(7);
  list.owner_name = row.text(8);
  return list;
}

}  // namespace

core::Result<void> put_worklist(const access::Call& call, const Worklist& list) {
  const std::string_view role =
      list.share && list.share->role ? access::to_text(*list.share->role) : std::string_view();
  const std::optional<std::int64_t> area =
      list.share ? std::optional(list.share->area) : std::nullopt;
  const std::optional<core::Instant> deleted_at =
      list.is_deleted ? std::optional(call.now) : std::nullopt;
  const auto done = call.transaction.run(put_sql, {{"county", call.county},
                                                   {"id", list.id},
                                                   {"account", list.account},
                                                   {"name", list.name},
                                                   {"filter", list.filter},
                                                   {"role", role},
                                                   {"area", area},
                                                   {"position", list.position},
                                                   {"at", call.now},
                                                   {"deleted_at", deleted_at}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<std::optional<Worklist>> find_worklist(const access::Call& call,
                                                    const WorklistId& id) {
  return db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                      read_worklist);
}

core::Result<std::vector<Worklist>> list_worklists(const access::Call& call) {
  return db::list(call.transaction, list_sql,
                  {{"county", call.county}, {"account", call.actor.account}}, read_worklist);
}

core::Result<std::int64_t> count_own(const access::Call& call) {
  const auto count = db::find_one(call.transaction,
                                  "SELECT COUNT(*) FROM worklist WHERE county = :county "
                                  "AND account = :account AND deleted_at IS NULL",
                                  {{"county", call.county}, {"account", call.actor.account}},
                                  [](const db::Row& row) { return row.integer(0); });
  return count ? core::Result<std::int64_t>(count->value_or(0))
               : core::Result<std::int64_t>(count.error());
}

core::Result<bool> is_name_of_child(const access::Call& call, std::string_view name) {
  const auto found = db::find_one(call.transaction,
                                  "SELECT 1 FROM child_by_name WHERE county = :county "
                                  "AND name = :name LIMIT 1",
                                  {{"county", call.county}, {"name", name}},
                                  [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

}  // namespace caregrid::registry::worklist_store
