#include "access/assignment_store.h"

#include <array>

#include "db/database.h"

namespace caregrid::access {
namespace {

core::Date day_of(const db::Row& row, int column) {
  return core::Date{static_cast<std::int32_t>(row.integer(column))};
}

Assignee read_assignee(const db::Row& row, int first) {
  return {AccountId::from(row.blob(first)).value_or(AccountId{}), std::string(row.text(first + 1)),
          parse_role(row.text(first + 2)).value_or(least_role)};
}

NamedAssignment read_assignment(const db::Row& row) {
  struct AnyTag;
  NamedAssignment found;
  found.assignee = read_assignee(row, 0);
  found.assignment.account = found.assignee.account;
  found.assignment.child = core::Id<AnyTag>::from(row.blob(3)).value_or(core::Id<AnyTag>{}).bytes;
  found.assignment.purpose = parse_purpose(row.text(4)).value_or(Purpose::statistics);
  found.assignment.valid_from = day_of(row, 5);
  if (!row.is_null(6)) {
    found.assignment.valid_to = day_of(row, 6);
  }
  return found;
}

}  // namespace

core::Result<bool> has_assignment(const Call& call, const core::IdBytes& child,
                                  std::optional<std::string_view> purpose) {
  const auto found =
      db::find_one(call.transaction,
                   "SELECT 1 FROM assignment WHERE county = :county AND account = :account "
                   "AND child = :child AND (CAST(:purpose AS TEXT) IS NULL OR purpose = :purpose) "
                   "AND valid_from <= :today AND (valid_to IS NULL OR valid_to > :today) LIMIT 1",
                   {{"county", call.county},
                    {"account", call.actor.account},
                    {"child", core::Bytes(child)},
                    {"purpose", purpose},
                    {"today", call.today}},
                   [](const db::Row& row) { return row.integer(0) == 1; });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

core::Result<void> upsert_assignment(const Call& call, const Assignment& assignment) {
  const auto done = call.transaction.run(
      "INSERT INTO assignment (county, account, child, purpose, valid_from, valid_to) "
      "VALUES (:county, :account, :child, :purpose, :valid_from, :valid_to) "
      "ON CONFLICT (county, account, child, purpose) DO UPDATE SET "
      "valid_from = excluded.valid_from, valid_to = excluded.valid_to",
      {{"county", call.county},
       {"account", assignment.account},
       {"child", core::Bytes(assignment.child)},
       {"purpose", to_text(assignment.purpose)},
       {"valid_from", assignment.valid_from},
       {"valid_to", assignment.valid_to}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<bool> close_assignments(const Call& call, AccountId account,
                                     const core::IdBytes& child) {
  const auto done = call.transaction.run(
      "UPDATE assignment SET valid_to = :today WHERE county = :county AND account = :account "
      "AND child = :child AND (valid_to IS NULL OR valid_to > :today)",
      {{"today", call.today},
       {"county", call.county},
       {"account", account},
       {"child", core::Bytes(child)}});
  return done ? core::Result<bool>(*done > 0) : core::Result<bool>(done.error());
}

core::Result<std::vector<NamedAssignment>> list_assignment_rows(const Call& call,
                                                                const core::IdBytes& child) {
  return db::list(call.transaction,
                  "SELECT a.id, a.name, a.role, s.child, s.purpose, s.valid_from, s.valid_to "
                  "FROM assignment s JOIN account a ON a.county = s.county AND a.id = s.account "
                  "WHERE s.county = :county AND s.child = :child "
                  "ORDER BY s.valid_from DESC, a.name, a.id, s.purpose LIMIT 1000",
                  {{"county", call.county}, {"child", core::Bytes(child)}}, read_assignment);
}

core::Result<std::vector<Assignment>> list_rows_of_account(const Call& call, AccountId account) {
  return db::list(call.transaction,
                  "SELECT account, '', '', child, purpose, valid_from, valid_to FROM assignment "
                  "WHERE county = :county AND account = :account AND valid_from <= :today "
                  "AND (valid_to IS NULL OR valid_to > :today) "
                  "ORDER BY valid_from DESC, child, purpose LIMIT 2000",
                  {{"county", call.county}, {"account", account}, {"today", call.today}},
                  [](const db::Row& row) { return read_assignment(row).assignment; });
}

core::Result<std::vector<Assignee>> list_open_accounts(const Call& call) {
  return db::list(call.transaction,
                  "SELECT id, name, role FROM account WHERE county = :county AND is_active = 1 "
                  "ORDER BY role, name, id LIMIT 10000",
                  {{"county", call.county}},
                  [](const db::Row& row) { return read_assignee(row, 0); });
}

core::Result<std::optional<Assignee>> find_open_account(const Call& call, AccountId account) {
  return db::find_one(call.transaction,
                      "SELECT id, name, role FROM account WHERE county = :county AND id = :id "
                      "AND is_active = 1",
                      {{"county", call.county}, {"id", account}},
                      [](const db::Row& row) { return read_assignee(row, 0); });
}

}  // namespace caregrid::access
