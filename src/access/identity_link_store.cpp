#include "access/identity_link_store.h"

namespace caregrid::access {

core::Result<std::optional<Owner>> find_identity(db::Transaction& transaction,
                                                 std::string_view issuer,
                                                 std::string_view subject) {
  return db::find_one(transaction,
                      "SELECT county, account FROM identity_link "
                      "WHERE issuer = :issuer AND subject = :subject",
                      {{"issuer", issuer}, {"subject", subject}}, [](const db::Row& row) {
                        return Owner{row.integer(0),
                                     AccountId::from(row.blob(1)).value_or(AccountId{})};
                      });
}

core::Result<void> insert_identity(const Call& call, const IdentityLink& link, AccountId account) {
  const auto done = call.transaction.run(
      "INSERT INTO identity_link (county, issuer, subject, account) "
      "VALUES (:county, :issuer, :subject, :account)",
      {{"county", call.county},
       {"issuer", link.issuer},
       {"subject", link.subject},
       {"account", account}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<bool> delete_identity(const Call& call, const IdentityLink& link, AccountId account) {
  const auto done = call.transaction.run(
      "DELETE FROM identity_link WHERE county = :county "
      "AND issuer = :issuer AND subject = :subject AND account = :account",
      {{"county", call.county},
       {"issuer", link.issuer},
       {"subject", link.subject},
       {"account", account}});
  return done ? core::Result<bool>(*done > 0) : core::Result<bool>(done.error());
}

core::Result<std::vector<IdentityLink>> list_identity_rows(const Call& call) {
  return db::list(
      call.transaction,
      "SELECT i.issuer, i.subject, a.login FROM identity_link i "
      "JOIN account a ON a.county = i.county AND a.id = i.account "
      "WHERE i.county = :county AND a.area >= :low AND a.area < :high "
      "ORDER BY a.login, i.issuer, i.subject LIMIT 10000",
      {{"county", call.county}, {"low", call.actor.area.low()}, {"high", call.actor.area.high()}},
      [](const db::Row& row) {
        return IdentityLink{std::string(row.text(0)), std::string(row.text(1)),
                            std::string(row.text(2))};
      });
}

}  // namespace caregrid::access
