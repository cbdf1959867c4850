#include "access/store.h"

#include "access/answers.h"

#include <algorithm>

namespace caregrid::access {
namespace {

core::Digest digest_from(core::Bytes blob) {
  core::Digest digest{};
  if (blob.size() == digest.size()) {
    std::copy(blob.begin(), blob.end(), digest.begin());
  }
  return digest;
}

template <class Tag>
core::Id<Tag> id_from(core::Bytes blob) {
  return core::Id<Tag>::from(blob).value_or(core::Id<Tag>{});
}

JournalEntry read_journal(const db::Row& row) {
  return {.county = row.integer(0),
          .seq = row.integer(1),
          .at = core::Instant{row.integer(2)},
          .account = id_from<AccountTag>(row.blob(3)),
          .role = std::string(row.text(4)),
          .command = id_from<CommandTag>(row.blob(5)),
          .kind = std::string(row.text(6)),
          .payload_hash = digest_from(row.blob(7)),
          .changes_hash = digest_from(row.blob(8)),
          .hash = digest_from(row.blob(9)),
          .event = std::string(row.text(10)),
          .purpose = std::string(row.text(11)),
          .field_class = row.integer(12),
          .policy = std::string(row.text(13)),
          .session = id_from<AccountTag>(row.blob(14)).bytes};
}

Account read_account(const db::Row& row) {
  return {.id = id_from<AccountTag>(row.blob(0)),
          .login = std::string(row.text(1)),
          .name = std::string(row.text(2)),
          .role = parse_role(row.text(3)).value_or(least_role),
          .area = Area{row.integer(4)},
          .is_active = row.integer(5) != 0,
          .created_at = core::Instant{row.integer(6)}};
}

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

core::Result<bool> any_changed(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

}  // namespace

core::Result<std::optional<StoredAnswer>> find_answer(db::Transaction& transaction,
                                                      std::int64_t county, CommandId id) {
  return db::find_one(transaction,
                      "SELECT payload_hash, answer FROM command_log "
                      "WHERE county = :county AND id = :id",
                      {{"county", county}, {"id", id}}, [](const db::Row& row) {
                        const core::Bytes answer = row.blob(1);
                        return StoredAnswer{
                            digest_from(row.blob(0)),
                            {reinterpret_cast<const char*>(answer.data()), answer.size()}};
                      });
}

core::Result<void> insert_answer(const Call& call, const Command& command,
                                 const core::Digest& payload_hash, std::string_view answer) {
  const auto sealed = seal_answer(call, command.id, answer);
  if (!sealed) {
    return sealed.error();
  }
  return done_or_error(
      call.transaction.run("INSERT INTO command_log (county, id, kind, payload_hash, answer, at) "
                           "VALUES (:county, :id, :kind, :payload_hash, :answer, :at)",
                           {{"county", call.county},
                            {"id", command.id},
                            {"kind", command.kind},
                            {"payload_hash", core::Bytes(payload_hash)},
                            {"answer", core::as_bytes(*sealed)},
                            {"at", call.now}}));
}

core::Result<std::optional<JournalEntry>> find_journal_head(db::Transaction& transaction,
                                                            std::int64_t county) {
  return db::find_one(transaction,
                      "SELECT county, seq, at, account, role, command, kind, payload_hash, "
                      "changes_hash, hash, event, purpose, field_class, policy, session "
                      "FROM journal WHERE county = :county "
                      "ORDER BY seq DESC LIMIT 1",
                      {{"county", county}}, read_journal);
}

core::Result<void> insert_journal(db::Transaction& transaction, const JournalEntry& entry) {
  return done_or_error(transaction.run(
      "INSERT INTO journal (county, seq, at, account, role, command, kind, payload_hash, "
      "changes_hash, hash, event, purpose, field_class, policy, session) VALUES (:county, :seq, "
      ":at, :account, :role, :command, :kind, :payload_hash, :changes_hash, :hash, :event, "
      ":purpose, :field_class, :policy, :session)",
      {{"county", entry.county},
       {"seq", entry.seq},
       {"at", entry.at},
       {"account", entry.account},
       {"role", entry.role},
       {"command", entry.command},
       {"kind", entry.kind},
       {"payload_hash", core::Bytes(entry.payload_hash)},
       {"changes_hash", core::Bytes(entry.changes_hash)},
       {"hash", core::Bytes(entry.hash)},
       {"event", entry.event},
       {"purpose", entry.purpose},
       {"field_class", entry.field_class},
       {"policy", entry.policy},
       {"session", core::Bytes(entry.session)}}));
}

core::Result<void> insert_feed(db::Transaction& transaction, const JournalEntry& entry,
                               std::string_view kind, core::Bytes ids) {
  return done_or_error(transaction.run(
      "INSERT INTO change_feed (county, seq, kind, ids) VALUES (:county, :seq, :kind, :ids)",
      {{"county", entry.county}, {"seq", entry.seq}, {"kind", kind}, {"ids", ids}}));
}

core::Result<void> insert_sighting(db::Transaction& transaction, const JournalEntry& entry,
                                   std::string_view kind, core::Bytes ids) {
  return done_or_error(transaction.run(
      "INSERT INTO journal_sighting (county, seq, kind, ids) VALUES (:county, :seq, :kind, :ids)",
      {{"county", entry.county}, {"seq", entry.seq}, {"kind", kind}, {"ids", ids}}));
}

core::Result<void> each_journal(db::Transaction& transaction, std::int64_t county,
                                core::FunctionRef<bool(const JournalEntry&)> visit) {
  return transaction.each(
      "SELECT county, seq, at, account, role, command, kind, payload_hash, changes_hash, hash, "
      "event, purpose, field_class, policy, session "
      "FROM journal WHERE county = :county ORDER BY seq",
      {{"county", county}}, [&](const db::Row& row) { return visit(read_journal(row)); });
}

core::Result<void> insert_account(const Call& call, const Account& account,
                                  std::string_view password_hash) {
  return done_or_error(call.transaction.run(
      "INSERT INTO account (county, id, login, name, role, area, password_hash, is_active, "
      "created_at) VALUES (:county, :id, :login, :name, :role, :area, :password_hash, 1, :at)",
      {{"county", account.area.county()},
       {"id", account.id},
       {"login", account.login},
       {"name", account.name},
       {"role", to_text(account.role)},
       {"area", account.area.code},
       {"password_hash", password_hash},
       {"at", account.created_at}}));
}

core::Result<std::optional<StoredAccount>> find_account(db::Transaction& transaction,
                                                        std::string_view login) {
  return db::find_one(transaction,
                      "SELECT id, login, name, role, area, is_active, created_at, password_hash "
                      "FROM account WHERE login = :login",
                      {{"login", login}}, [](const db::Row& row) {
                        return StoredAccount{read_account(row), std::string(row.text(7))};
                      });
}

core::Result<std::optional<StoredAccount>> find_account_by_id(db::Transaction& transaction,
                                                              std::int64_t county, AccountId id) {
  return db::find_one(transaction,
                      "SELECT id, login, name, role, area, is_active, created_at, password_hash "
                      "FROM account WHERE county = :county AND id = :id",
                      {{"county", county}, {"id", id}}, [](const db::Row& row) {
                        return StoredAccount{read_account(row), std::string(row.text(7))};
                      });
}

core::Result<std::vector<Account>> list_accounts_inside(db::Transaction& transaction, Area area) {
  return db::list(transaction,
                  "SELECT id, login, name, role, area, is_active, created_at FROM account "
                  "WHERE area >= :low AND area < :high ORDER BY login LIMIT 10000",
                  {{"low", area.low()}, {"high", area.high()}}, read_account);
}

core::Result<bool> update_account_active(const Call& call, std::string_view login, bool is_active) {
  return any_changed(
      call.transaction.run("UPDATE account SET is_active = :is_active WHERE login = :login",
                           {{"is_active", is_active}, {"login", login}}));
}

core::Result<bool> update_account_password(const Call& call, std::string_view login,
                                           std::string_view password_hash) {
  return any_changed(
      call.transaction.run("UPDATE account SET password_hash = :password_hash WHERE login = :login",
                           {{"password_hash", password_hash}, {"login", login}}));
}

core::Result<std::optional<std::string>> find_setting(db::Transaction& transaction,
                                                      std::int64_t county, std::string_view name) {
  return db::find_one(transaction,
                      "SELECT value FROM setting WHERE county = :county AND name = :name",
                      {{"county", county}, {"name", name}},
                      [](const db::Row& row) { return std::string(row.text(0)); });
}

core::Result<void> upsert_setting(const Call& call, std::string_view name, std::string_view value) {
  return done_or_error(call.transaction.run(
      "INSERT INTO setting (county, name, value) VALUES (:county, :name, :value) "
      "ON CONFLICT (county, name) DO UPDATE SET value = excluded.value",
      {{"county", call.county}, {"name", name}, {"value", value}}));
}

core::Result<std::vector<std::int64_t>> list_counties(db::Transaction& transaction) {
  return db::list(transaction,
                  "SELECT county FROM setting UNION SELECT county FROM account ORDER BY 1", {},
                  [](const db::Row& row) { return row.integer(0); });
}

}  // namespace caregrid::access
