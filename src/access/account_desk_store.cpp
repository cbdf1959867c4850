#include "access/account_desk_store.h"

#include <algorithm>

#include "db/database.h"

namespace caregrid::access {
namespace {

/// The later of two moments, either of which may be unknown.
std::optional<core::Instant> latest(const db::Row& row, int one, int other) {
  std::optional<core::Instant> found;
  for (const int column : {one, other}) {
    if (!row.is_null(column)) {
      const core::Instant at{row.integer(column)};
      found = found ? std::max(*found, at) : at;
    }
  }
  return found;
}

ManagedAccount read_managed(const db::Row& row) {
  return {.account = {.id = AccountId::from(row.blob(0)).value_or(AccountId{}),
                      .login = std::string(row.text(1)),
                      .name = std::string(row.text(2)),
                      .role = parse_role(row.text(3)).value_or(least_role),
                      .area = Area{row.integer(4)},
                      .is_active = row.integer(5) != 0,
                      .created_at = core::Instant{row.integer(6)}},
          .seen_at = latest(row, 7, 8),
          .has_second_factor = row.integer(9) + row.integer(10) > 0,
          .may_change = false};
}

}  // namespace

core::Result<std::vector<ManagedAccount>> list_managed_rows(const Call& call, Area area) {
  return db::list(
      call.transaction,
      "SELECT a.id, a.login, a.name, a.role, a.area, a.is_active, a.created_at, "
      "(SELECT MAX(s.seen_at) FROM session s WHERE s.county = a.county AND s.account = a.id), "
      "(SELECT MAX(d.seen_at) FROM device d WHERE d.county = a.county AND d.account = a.id), "
      "(SELECT COUNT(*) FROM one_time_code c WHERE c.county = a.county AND c.account = a.id "
      "AND c.is_on = 1), "
      "(SELECT COUNT(*) FROM passkey p WHERE p.county = a.county AND p.account = a.id) "
      "FROM account a WHERE a.county = :county AND a.area >= :low AND a.area < :high "
      "ORDER BY a.is_active DESC, a.role, a.name, a.id LIMIT 5000",
      {{"county", call.county}, {"low", area.low()}, {"high", area.high()}}, read_managed);
}

core::Result<void> update_account(const Call& call, const AccountChange& change) {
  const auto done = call.transaction.run(
      "UPDATE account SET name = :name, role = :role, area = :area "
      "WHERE county = :county AND id = :id",
      {{"name", change.name},
       {"role", to_text(change.role)},
       {"area", change.area.code},
       {"county", call.county},
       {"id", change.account}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace caregrid::access
