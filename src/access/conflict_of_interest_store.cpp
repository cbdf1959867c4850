#include "access/conflict_of_interest_store.h"

#include <algorithm>
#include <utility>

#include "access/child_text_store.h"
#include "access/policy.h"
#include "core/id.h"
#include "db/database.h"

namespace caregrid::access {
namespace {

constexpr db::Sql today_sql(
    "SELECT 1 FROM conflict_of_interest WHERE county = :county AND account = :account "
    "AND child = :child AND valid_from <= :today AND (valid_to IS NULL OR valid_to > :today) "
    "LIMIT 1");

constexpr db::Sql conflicted_sql(
    "SELECT child FROM conflict_of_interest WHERE county = :county AND account = :account "
    "AND valid_from <= :today AND (valid_to IS NULL OR valid_to > :today) LIMIT 10000");

constexpr db::Sql list_sql(
    "SELECT c.id, c.account, c.kind, c.valid_from, c.valid_to, c.declared_by, "
    "c.declared_at, a.name, a.role FROM conflict_of_interest c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.child = :child ORDER BY c.declared_at DESC, c.id LIMIT 200");

constexpr db::Sql insert_sql(
    "INSERT INTO conflict_of_interest (county, account, child, id, kind, valid_from, valid_to, "
    "declared_by, declared_at) VALUES (:county, :account, :child, :id, :kind, :valid_from, "
    ":valid_to, :declared_by, :declared_at) "
    "ON CONFLICT (county, account, child, id) DO NOTHING");

constexpr db::Sql end_sql(
    "UPDATE conflict_of_interest SET valid_to = :valid_to, ended_by = :ended_by "
    "WHERE county = :county AND account = :account AND child = :child AND id = :id");

constexpr db::Sql party_sql(
    "SELECT role, area FROM account WHERE county = :county AND id = :id AND is_active = 1");

core::IdBytes bytes_of(core::Bytes blob) {
  core::IdBytes bytes{};
  std::ranges::copy(blob.first(std::min(blob.size(), bytes.size())), bytes.begin());
  return bytes;
}

core::Date date_of_row(const db::Row& row, int column) {
  return core::Date{static_cast<std::int32_t>(row.integer(column))};
}

/// The same id may stand for another account or child, so that all three name it.
TextOwner texts_of(const ConflictOfInterest& conflict) {
  return {"conflict", core::derive_id_bytes(core::to_hex(conflict.child) + conflict.account.text() +
                                            conflict.id.text())};
}

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

}  // namespace

core::Result<bool> find_conflict_today(const Call& call, const core::IdBytes& child) {
  const auto found = db::find_one(call.transaction, today_sql,
                                  {{"county", call.county},
                                   {"account", call.actor.account},
                                   {"child", core::Bytes(child)},
                                   {"today", call.today}},
                                  [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return found->has_value();
}

core::Result<std::vector<core::IdBytes>> list_conflicted(const Call& call) {
  return db::list(call.transaction, conflicted_sql,
                  {{"county", call.county}, {"account", call.actor.account}, {"today", call.today}},
                  [](const db::Row& row) { return bytes_of(row.blob(0)); });
}

core::Result<std::vector<ConflictOfInterest>> list_conflicts_of(const Call& call,
                                                                const core::IdBytes& child) {
  auto conflicts = db::list(
      call.transaction, list_sql, {{"county", call.county}, {"child", core::Bytes(child)}},
      [&](const db::Row& row) {
        ConflictOfInterest conflict;
        conflict.id = ConflictId::from(row.blob(0)).value_or(ConflictId{});
        conflict.account = AccountId::from(row.blob(1)).value_or(AccountId{});
        conflict.child = child;
        conflict.kind = core::value_of<ConflictKind>(row.text(2)).value_or(ConflictKind::other);
        conflict.valid_from = date_of_row(row, 3);
        if (!row.is_null(4)) {
          conflict.valid_to = date_of_row(row, 4);
        }
        conflict.declared_by = AccountId::from(row.blob(5)).value_or(AccountId{});
        conflict.declared_at = core::Instant{row.integer(6)};
        conflict.account_name = row.text(7);
        conflict.account_role = row.text(8);
        return conflict;
      });
  if (!conflicts) {
    return conflicts;
  }
  for (ConflictOfInterest& conflict : *conflicts) {
    auto texts = find_child_texts(call, texts_of(conflict), 1);
    if (!texts) {
      return texts.error();
    }
    conflict.note = std::move((*texts)[0]);
  }
  return conflicts;
}

core::Result<void> insert_conflict(const Call& call, const ConflictOfInterest& conflict) {
  const auto done = call.transaction.run(insert_sql, {{"county", call.county},
                                                      {"account", conflict.account},
                                                      {"child", core::Bytes(conflict.child)},
                                                      {"id", conflict.id},
                                                      {"kind", core::name_of(conflict.kind)},
                                                      {"valid_from", conflict.valid_from},
                                                      {"valid_to", conflict.valid_to},
                                                      {"declared_by", conflict.declared_by},
                                                      {"declared_at", conflict.declared_at}});
  if (!done) {
    return done.error();
  }
  return *done == 0 ? core::Result<void>()
                    : put_child_texts(call, conflict.child, texts_of(conflict), {conflict.note});
}

core::Result<void> update_conflict_end(const Call& call, const ConflictOfInterest& conflict) {
  return done_or_error(call.transaction.run(end_sql, {{"county", call.county},
                                                      {"account", conflict.account},
                                                      {"child", core::Bytes(conflict.child)},
                                                      {"id", conflict.id},
                                                      {"valid_to", conflict.valid_to},
                                                      {"ended_by", call.actor.account}}));
}

core::Result<std::optional<ConflictParty>> find_party(const Call& call, AccountId account) {
  return db::find_one(call.transaction, party_sql, {{"county", call.county}, {"id", account}},
                      [&](const db::Row& row) {
                        return ConflictParty{account, parse_role(row.text(0)).value_or(least_role),
                                             Area{row.integer(1)}};
                      });
}

}  // namespace caregrid::access
