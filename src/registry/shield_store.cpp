#include "registry/shield_store.h"

#include <optional>
#include <string>

#include "access/child_text_store.h"
#include "access/policy.h"
#include "db/database.h"

namespace caregrid::registry::store {
namespace {

constexpr db::Sql assigned_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM (
  SELECT DISTINCT county, child FROM assignment
  WHERE county = :county AND account = :account
    AND (CAST(:purpose AS TEXT) IS NULL OR purpose = :purpose)
    AND valid_from <= :today AND (valid_to IS NULL OR valid_to > :today)) a
JOIN child c ON c.county = a.county AND c.id = a.child
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.sealed IS NOT NULL
ORDER BY c.number LIMIT 10000)");

core::Result<bool> any_changed(const core::Result<std::int64_t>& rows) {
  return rows ? core::Result<bool>(*rows > 0) : core::Result<bool>(rows.error());
}

}  // namespace

core::Result<bool> is_shielded(const access::Call& call, std::int64_t number) {
  const auto found = db::find_one(
      call.transaction, "SELECT number FROM shield WHERE county = :county AND number = :number",
      {{"county", call.county}, {"number", number}},
      [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

core::Result<bool> is_shielded(const access::Call& call, const ChildId& id) {
  const auto found = db::find_one(call.transaction,
                                  "SELECT number FROM shield WHERE county = :county "
                                  "AND child = :child",
                                  {{"county", call.county}, {"child", id}},
                                  [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

core::Result<std::set<std::int64_t>> list_shielded(const access::Call& call) {
  std::set<std::int64_t> numbers;
  const auto done = call.transaction.each("SELECT number FROM shield WHERE county = :county",
                                          {{"county", call.county}}, [&](const db::Row& row) {
                                            numbers.insert(row.integer(0));
                                            return true;
                                          });
  return done ? core::Result<std::set<std::int64_t>>(std::move(numbers))
              : core::Result<std::set<std::int64_t>>(done.error());
}

core::Result<bool> insert_shield(const access::Call& call, std::int64_t number, const ChildId& id,
                                 std::string_view reason) {
  const auto is_new =
      any_changed(call.transaction.run("INSERT INTO shield (county, number, child, since, account) "
                                       "VALUES (:county, :number, :child, :since, :account) "
                                       "ON CONFLICT (county, number) DO NOTHING",
                                       {{"county", call.county},
                                        {"number", number},
                                        {"child", id},
                                        {"since", call.now},
                                        {"account", call.actor.account}}));
  if (!is_new || !*is_new) {
    return is_new;
  }
  const auto kept =
      access::put_child_texts(call, id.bytes, {"shield", id.bytes}, {std::string(reason)});
  return kept ? is_new : core::Result<bool>(kept.error());
}

core::Result<bool> delete_shield(const access::Call& call, std::int64_t number) {
  return any_changed(
      call.transaction.run("DELETE FROM shield WHERE county = :county AND number = :number",
                           {{"county", call.county}, {"number", number}}));
}

core::Result<std::vector<StoredChild>> list_assigned(const access::Call& call) {
  const bool is_emergency = access::basis_of(call.actor.purpose) == access::LegalBasis::emergency;
  const auto purpose =
      is_emergency ? std::nullopt : std::optional(access::to_text(call.actor.purpose));
  return db::try_list<StoredChild>(call.transaction, assigned_sql,
                                   {{"county", call.county},
                                    {"account", call.actor.account},
                                    {"purpose", purpose},
                                    {"today", call.today}},
                                   [&call](const db::Row& row) { return read_child(call, row); });
}

}  // namespace caregrid::registry::store
