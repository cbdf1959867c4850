#include "access/session_store.h"

#include "access/accounts.h"

namespace caregrid::access {
namespace {

template <class Tag>
core::Id<Tag> id_from(core::Bytes blob) {
  return core::Id<Tag>::from(blob).value_or(core::Id<Tag>{});
}

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

core::Result<bool> any_changed(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

Device read_device(const db::Row& row) {
  return {.id = id_from<DeviceTag>(row.blob(0)),
          .name = std::string(row.text(1)),
          .created_at = core::Instant{row.integer(2)},
          .seen_at = core::Instant{row.integer(3)}};
}

}  // namespace

core::Result<void> insert_session(const Call& call, const NewSession& session) {
  return done_or_error(call.transaction.run(
      "INSERT INTO session (token_hash, county, account, id, device, method, created_at, seen_at, "
      "confirmed_at, has_second_factor) VALUES (:token_hash, :county, :account, :id, :device, "
      ":method, :created_at, :at, :confirmed_at, :has_second_factor)",
      {{"token_hash", core::Bytes(session.token_hash)},
       {"county", call.county},
       {"account", call.actor.account},
       {"id", session.id},
       {"device", session.device},
       {"method", session.method},
       {"created_at", session.created_at},
       {"at", call.now},
       {"confirmed_at", session.confirmed_at},
       {"has_second_factor", session.has_second_factor}}));
}

core::Result<std::optional<StoredSession>> find_session_row(db::Transaction& transaction,
                                                            const core::Digest& token_hash) {
  return db::find_one(
      transaction,
      "SELECT a.id, a.role, a.area, a.name, s.id, s.device, s.method, s.created_at, s.seen_at, "
      "s.confirmed_at, s.has_second_factor FROM session s "
      "JOIN account a ON a.county = s.county AND a.id = s.account "
      "WHERE s.token_hash = :token_hash AND a.is_active = 1",
      {{"token_hash", core::Bytes(token_hash)}}, [&](const db::Row& row) {
        StoredSession stored{token_hash,
                             make_actor(id_from<AccountTag>(row.blob(0)),
                                        parse_role(row.text(1)).value_or(least_role),
                                        Area{row.integer(2)}, row.text(3)),
                             {.id = id_from<SessionTag>(row.blob(4)),
                              .device = id_from<DeviceTag>(row.blob(5)),
                              .method = std::string(row.text(6)),
                              .created_at = core::Instant{row.integer(7)},
                              .seen_at = core::Instant{row.integer(8)}}};
        stored.actor.session = stored.session.id;
        stored.actor.confirmed_at = core::Instant{row.integer(9)};
        stored.actor.has_second_factor = row.integer(10) != 0;
        return stored;
      });
}

core::Result<std::vector<Session>> list_sessions_of(const Call& call, AccountId account) {
  return db::list(
      call.transaction,
      "SELECT id, device, method, created_at, seen_at FROM session "
      "WHERE county = :county AND account = :account ORDER BY created_at DESC, id LIMIT 1000",
      {{"county", call.county}, {"account", account}}, [](const db::Row& row) {
        return Session{.id = id_from<SessionTag>(row.blob(0)),
                       .device = id_from<DeviceTag>(row.blob(1)),
                       .method = std::string(row.text(2)),
                       .created_at = core::Instant{row.integer(3)},
                       .seen_at = core::Instant{row.integer(4)}};
      });
}

core::Result<void> update_session_seen(db::Transaction& transaction, const core::Digest& token_hash,
                                       core::Instant now) {
  return done_or_error(
      transaction.run("UPDATE session SET seen_at = :now WHERE token_hash = :token_hash",
                      {{"now", now}, {"token_hash", core::Bytes(token_hash)}}));
}

core::Result<void> delete_session(db::Transaction& transaction, const core::Digest& token_hash) {
  return done_or_error(transaction.run("DELETE FROM session WHERE token_hash = :token_hash",
                                       {{"token_hash", core::Bytes(token_hash)}}));
}

core::Result<void> update_sessions_unproved(const Call& call) {
  return done_or_error(call.transaction.run(
      "UPDATE session SET has_second_factor = 0 WHERE county = :county AND account = :account "
      "AND method <> 'provider'",
      {{"county", call.county}, {"account", call.actor.account}}));
}

core::Result<bool> delete_session_by_id(const Call& call, const SessionId& id) {
  return any_changed(call.transaction.run(
      "DELETE FROM session WHERE county = :county AND account = :account AND id = :id",
      {{"county", call.county}, {"account", call.actor.account}, {"id", id}}));
}

core::Result<void> delete_sessions_of(const Call& call, AccountId account) {
  return done_or_error(
      call.transaction.run("DELETE FROM session WHERE county = :county AND account = :account",
                           {{"county", call.county}, {"account", account}}));
}

core::Result<void> delete_sessions_but(const Call& call, const SessionId& kept) {
  return done_or_error(call.transaction.run(
      "DELETE FROM session WHERE county = :county AND account = :account AND id <> :kept",
      {{"county", call.county}, {"account", call.actor.account}, {"kept", kept}}));
}

core::Result<void> delete_sessions_on(const Call& call, AccountId account, const DeviceId& device) {
  return done_or_error(call.transaction.run(
      "DELETE FROM session WHERE county = :county AND account = :account AND device = :device",
      {{"county", call.county}, {"account", account}, {"device", device}}));
}

core::Result<DeviceId> upsert_device(const Call& call, const core::Digest& token_hash,
                                     const DeviceId& new_id, std::string_view name) {
  const auto done = call.transaction.run(
      "INSERT INTO device (county, account, id, token_hash, name, created_at, seen_at) "
      "VALUES (:county, :account, :id, :token_hash, :name, :at, :at) "
      "ON CONFLICT (county, token_hash, account) DO UPDATE SET seen_at = excluded.seen_at",
      {{"county", call.county},
       {"account", call.actor.account},
       {"id", new_id},
       {"token_hash", core::Bytes(token_hash)},
       {"name", name},
       {"at", call.now}});
  if (!done) {
    return done.error();
  }
  const auto found =
      db::find_one(call.transaction,
                   "SELECT id FROM device WHERE county = :county AND account = :account "
                   "AND token_hash = :token_hash",
                   {{"county", call.county},
                    {"account", call.actor.account},
                    {"token_hash", core::Bytes(token_hash)}},
                   [](const db::Row& row) { return id_from<DeviceTag>(row.blob(0)); });
  return found ? core::Result<DeviceId>(found->value_or(DeviceId{}))
               : core::Result<DeviceId>(found.error());
}

core::Result<bool> keeps_device(const Call& call, const core::Digest& token_hash) {
  bool is_known = false;
  bool is_revoked = false;
  const auto done = call.transaction.each(
      "SELECT account, revoked_at FROM device WHERE county = :county "
      "AND token_hash = :token_hash LIMIT 1000",
      {{"county", call.county}, {"token_hash", core::Bytes(token_hash)}}, [&](const db::Row& row) {
        const bool is_own = id_from<AccountTag>(row.blob(0)) == call.actor.account;
        is_known = is_known || row.is_null(1);
        is_revoked = is_revoked || (is_own && !row.is_null(1));
        return true;
      });
  return done ? core::Result<bool>(is_known && !is_revoked) : core::Result<bool>(done.error());
}

core::Result<bool> has_device(db::Transaction& transaction, const Account& account,
                              const core::Digest& token_hash) {
  const auto found = db::find_one(transaction,
                                  "SELECT id FROM device WHERE county = :county "
                                  "AND token_hash = :token_hash AND account = :account "
                                  "AND revoked_at IS NULL",
                                  {{"county", account.area.county()},
                                   {"token_hash", core::Bytes(token_hash)},
                                   {"account", account.id}},
                                  [](const db::Row&) { return true; });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

core::Result<bool> is_new_device(const Call& call, const core::Digest& token_hash) {
  const auto any =
      db::find_one(call.transaction,
                   "SELECT id FROM device WHERE county = :county AND account = :account LIMIT 1",
                   {{"county", call.county}, {"account", call.actor.account}},
                   [](const db::Row&) { return true; });
  const auto same = db::find_one(call.transaction,
                                 "SELECT id FROM device WHERE county = :county "
                                 "AND token_hash = :token_hash AND account = :account",
                                 {{"county", call.county},
                                  {"token_hash", core::Bytes(token_hash)},
                                  {"account", call.actor.account}},
                                 [](const db::Row&) { return true; });
  if (!any || !same) {
    return any ? same.error() : any.error();
  }
  return any->has_value() && !same->has_value();
}

core::Result<std::vector<Device>> list_devices_of(const Call& call, AccountId account) {
  return db::list(call.transaction,
                  "SELECT id, name, created_at, seen_at FROM device WHERE county = :county "
                  "AND account = :account AND revoked_at IS NULL "
                  "ORDER BY seen_at DESC, id LIMIT 1000",
                  {{"county", call.county}, {"account", account}}, read_device);
}

core::Result<bool> update_device_revoked(const Call& call, AccountId account, const DeviceId& id) {
  return any_changed(call.transaction.run(
      "UPDATE device SET revoked_at = :now WHERE county = :county AND account = :account "
      "AND id = :id AND revoked_at IS NULL",
      {{"now", call.now}, {"county", call.county}, {"account", account}, {"id", id}}));
}

core::Result<void> update_devices_revoked(const Call& call, AccountId account) {
  return done_or_error(call.transaction.run(
      "UPDATE device SET revoked_at = :now WHERE county = :county AND account = :account "
      "AND revoked_at IS NULL",
      {{"now", call.now}, {"county", call.county}, {"account", account}}));
}

core::Result<void> upsert_reset(const Call& call, AccountId account, const core::Digest& code_hash,
                                core::Instant expires_at) {
  return done_or_error(call.transaction.run(
      "INSERT INTO password_reset (county, account, code_hash, expires_at) "
      "VALUES (:county, :account, :code_hash, :expires_at) ON CONFLICT (county, account) "
      "DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at",
      {{"county", call.county},
       {"account", account},
       {"code_hash", core::Bytes(code_hash)},
       {"expires_at", expires_at}}));
}

core::Result<bool> delete_reset(const Call& call, const core::Digest& code_hash) {
  return any_changed(call.transaction.run(
      "DELETE FROM password_reset WHERE county = :county AND account = :account "
      "AND code_hash = :code_hash AND expires_at >= :now",
      {{"county", call.county},
       {"account", call.actor.account},
       {"code_hash", core::Bytes(code_hash)},
       {"now", call.now}}));
}

core::Result<void> upsert_factor_reset(const Call& call, AccountId account,
                                       const core::Digest& code_hash, core::Instant expires_at) {
  return done_or_error(call.transaction.run(
      "INSERT INTO factor_reset (county, account, code_hash, expires_at) "
      "VALUES (:county, :account, :code_hash, :expires_at) ON CONFLICT (county, account) "
      "DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at",
      {{"county", call.county},
       {"account", account},
       {"code_hash", core::Bytes(code_hash)},
       {"expires_at", expires_at}}));
}

core::Result<bool> delete_factor_reset(const Call& call, const core::Digest& code_hash) {
  return any_changed(
      call.transaction.run("DELETE FROM factor_reset WHERE county = :county AND account = :account "
                           "AND code_hash = :code_hash AND expires_at >= :now",
                           {{"county", call.county},
                            {"account", call.actor.account},
                            {"code_hash", core::Bytes(code_hash)},
                            {"now", call.now}}));
}

core::Result<Attempts> find_attempts(db::Transaction& transaction, const core::Digest& bucket) {
  auto found = db::find_one(
      transaction, "SELECT failures, last_at FROM sign_in_attempt WHERE bucket = :bucket",
      {{"bucket", core::Bytes(bucket)}},
      [](const db::Row& row) { return Attempts{row.integer(0), core::Instant{row.integer(1)}}; });
  if (!found) {
    return found.error();
  }
  return found->value_or(Attempts{});
}

core::Result<void> upsert_attempts(db::Transaction& transaction, const core::Digest& bucket,
                                   const Attempts& attempts) {
  return done_or_error(
      transaction.run("INSERT INTO sign_in_attempt (bucket, failures, last_at) "
                      "VALUES (:bucket, :failures, :last_at) ON CONFLICT (bucket) "
                      "DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at",
                      {{"bucket", core::Bytes(bucket)},
                       {"failures", attempts.failures},
                       {"last_at", attempts.last_at}}));
}

core::Result<void> delete_attempts(db::Transaction& transaction, const core::Digest& bucket) {
  return done_or_error(transaction.run("DELETE FROM sign_in_attempt WHERE bucket = :bucket",
                                       {{"bucket", core::Bytes(bucket)}}));
}

}  // namespace caregrid::access
