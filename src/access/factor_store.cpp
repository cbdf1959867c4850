#include "access/factor_store.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t challenge_micros = 5 * 60 * std::int64_t{1'000'000};

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

core::Result<bool> any_changed(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

std::string text_of(core::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

StoredPasskey read_passkey(const db::Row& row) {
  StoredPasskey stored;
  stored.owner = {row.integer(0), AccountId::from(row.blob(1)).value_or(AccountId{})};
  stored.passkey = {.id = PasskeyId::from(row.blob(2)).value_or(PasskeyId{}),
                    .name = std::string(row.text(7)),
                    .created_at = core::Instant{row.integer(8)},
                    .used_at = std::nullopt};
  if (!row.is_null(9)) {
    stored.passkey.used_at = core::Instant{row.integer(9)};
  }
  stored.key = {text_of(row.blob(3)), text_of(row.blob(4)), static_cast<int>(row.integer(5)),
                row.integer(6)};
  return stored;
}

}  // namespace

core::Result<std::optional<StoredCodes>> find_codes(db::Transaction& transaction,
                                                    const Owner& owner) {
  return db::find_one(
      transaction,
      "SELECT secret, is_on, last_step FROM one_time_code "
      "WHERE county = :county AND account = :account",
      {{"county", owner.county}, {"account", owner.account}}, [](const db::Row& row) {
        return StoredCodes{text_of(row.blob(0)), row.integer(1) != 0, row.integer(2)};
      });
}

core::Result<void> upsert_codes(db::Transaction& transaction, const Owner& owner,
                                std::string_view sealed_secret) {
  return done_or_error(
      transaction.run("INSERT INTO one_time_code (county, account, secret, is_on, last_step) "
                      "VALUES (:county, :account, :secret, 0, 0) ON CONFLICT (county, account) "
                      "DO UPDATE SET secret = excluded.secret, is_on = 0, last_step = 0",
                      {{"county", owner.county},
                       {"account", owner.account},
                       {"secret", core::as_bytes(sealed_secret)}}));
}

core::Result<void> update_codes_on(db::Transaction& transaction, const Owner& owner) {
  return done_or_error(transaction.run(
      "UPDATE one_time_code SET is_on = 1 WHERE county = :county AND account = :account",
      {{"county", owner.county}, {"account", owner.account}}));
}

core::Result<bool> update_codes_step(db::Transaction& transaction, const Owner& owner,
                                     std::int64_t step) {
  return any_changed(
      transaction.run("UPDATE one_time_code SET last_step = :step WHERE county = :county "
                      "AND account = :account AND last_step < :step",
                      {{"county", owner.county}, {"account", owner.account}, {"step", step}}));
}

core::Result<void> delete_codes(db::Transaction& transaction, const Owner& owner) {
  return done_or_error(
      transaction.run("DELETE FROM one_time_code WHERE county = :county AND account = :account",
                      {{"county", owner.county}, {"account", owner.account}}));
}

core::Result<void> insert_recovery_code(db::Transaction& transaction, const Owner& owner,
                                        const core::Digest& code_hash) {
  return done_or_error(
      transaction.run("INSERT INTO recovery_code (county, account, code_hash) "
                      "VALUES (:county, :account, :code_hash)",
                      {{"county", owner.county},
                       {"account", owner.account},
                       {"code_hash", core::Bytes(code_hash)}}));
}

core::Result<bool> delete_recovery_code(db::Transaction& transaction, const Owner& owner,
                                        const core::Digest& code_hash) {
  return any_changed(
      transaction.run("DELETE FROM recovery_code WHERE county = :county "
                      "AND account = :account AND code_hash = :code_hash",
                      {{"county", owner.county},
                       {"account", owner.account},
                       {"code_hash", core::Bytes(code_hash)}}));
}

core::Result<void> delete_recovery_codes(db::Transaction& transaction, const Owner& owner) {
  return done_or_error(
      transaction.run("DELETE FROM recovery_code WHERE county = :county AND account = :account",
                      {{"county", owner.county}, {"account", owner.account}}));
}

core::Result<std::int64_t> count_recovery_codes(db::Transaction& transaction, const Owner& owner) {
  const auto found = db::find_one(transaction,
                                  "SELECT COUNT(*) FROM recovery_code "
                                  "WHERE county = :county AND account = :account",
                                  {{"county", owner.county}, {"account", owner.account}},
                                  [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<std::int64_t>(found->value_or(0))
               : core::Result<std::int64_t>(found.error());
}

core::Result<void> insert_passkey(db::Transaction& transaction, const StoredPasskey& stored) {
  return done_or_error(transaction.run(
      "INSERT INTO passkey (county, account, id, credential, public_key, algorithm, sign_count, "
      "name, created_at) VALUES (:county, :account, :id, :credential, :public_key, :algorithm, "
      ":sign_count, :name, :created_at)",
      {{"county", stored.owner.county},
       {"account", stored.owner.account},
       {"id", stored.passkey.id},
       {"credential", core::as_bytes(stored.key.credential)},
       {"public_key", core::as_bytes(stored.key.public_key)},
       {"algorithm", stored.key.algorithm},
       {"sign_count", stored.key.sign_count},
       {"name", stored.passkey.name},
       {"created_at", stored.passkey.created_at}}));
}

core::Result<std::optional<StoredPasskey>> find_passkey(db::Transaction& transaction,
                                                        std::string_view credential) {
  return db::find_one(transaction,
                      "SELECT county, account, id, credential, public_key, algorithm, sign_count, "
                      "name, created_at, used_at FROM passkey WHERE credential = :credential",
                      {{"credential", core::as_bytes(credential)}}, read_passkey);
}

core::Result<std::vector<StoredPasskey>> list_passkeys_of(db::Transaction& transaction,
                                                          const Owner& owner) {
  return db::list(transaction,
                  "SELECT county, account, id, credential, public_key, algorithm, sign_count, "
                  "name, created_at, used_at FROM passkey WHERE county = :county "
                  "AND account = :account ORDER BY created_at, id LIMIT 100",
                  {{"county", owner.county}, {"account", owner.account}}, read_passkey);
}

core::Result<void> update_passkey_used(db::Transaction& transaction, const StoredPasskey& stored,
                                       std::int64_t sign_count, core::Instant now) {
  return done_or_error(transaction.run(
      "UPDATE passkey SET sign_count = :sign_count, used_at = :now WHERE county = :county "
      "AND account = :account AND id = :id",
      {{"sign_count", sign_count},
       {"now", now},
       {"county", stored.owner.county},
       {"account", stored.owner.account},
       {"id", stored.passkey.id}}));
}

core::Result<bool> update_passkey_name(db::Transaction& transaction, const Owner& owner,
                                       const PasskeyId& id, std::string_view name) {
  return any_changed(transaction.run(
      "UPDATE passkey SET name = :name WHERE county = :county "
      "AND account = :account AND id = :id",
      {{"name", name}, {"county", owner.county}, {"account", owner.account}, {"id", id}}));
}

core::Result<bool> delete_passkey(db::Transaction& transaction, const Owner& owner,
                                  const PasskeyId& id) {
  return any_changed(transaction.run(
      "DELETE FROM passkey WHERE county = :county AND account = :account AND id = :id",
      {{"county", owner.county}, {"account", owner.account}, {"id", id}}));
}

core::Result<void> delete_passkeys_of(db::Transaction& transaction, const Owner& owner) {
  return done_or_error(
      transaction.run("DELETE FROM passkey WHERE county = :county AND account = :account",
                      {{"county", owner.county}, {"account", owner.account}}));
}

core::Result<void> insert_challenge(db::Transaction& transaction, const core::Digest& token_hash,
                                    std::string_view purpose, std::string_view detail,
                                    core::Instant now) {
  const auto cleared =
      transaction.run("DELETE FROM challenge WHERE expires_at < :now", {{"now", now}});
  if (!cleared) {
    return cleared.error();
  }
  return done_or_error(
      transaction.run("INSERT INTO challenge (token_hash, purpose, detail, expires_at) "
                      "VALUES (:token_hash, :purpose, :detail, :expires_at)",
                      {{"token_hash", core::Bytes(token_hash)},
                       {"purpose", purpose},
                       {"detail", detail},
                       {"expires_at", core::Instant{now.micros + challenge_micros}}}));
}

core::Result<std::optional<std::string>> find_challenge(db::Transaction& transaction,
                                                        const core::Digest& token_hash,
                                                        std::string_view purpose,
                                                        core::Instant now) {
  return db::find_one(transaction,
                      "SELECT detail FROM challenge WHERE token_hash = :token_hash "
                      "AND purpose = :purpose AND expires_at >= :now",
                      {{"token_hash", core::Bytes(token_hash)}, {"purpose", purpose}, {"now", now}},
                      [](const db::Row& row) { return std::string(row.text(0)); });
}

core::Result<std::optional<std::string>> take_challenge(db::Transaction& transaction,
                                                        const core::Digest& token_hash,
                                                        std::string_view purpose,
                                                        core::Instant now) {
  auto detail = find_challenge(transaction, token_hash, purpose, now);
  if (!detail || !*detail) {
    return detail;
  }
  const auto taken = transaction.run("DELETE FROM challenge WHERE token_hash = :token_hash",
                                     {{"token_hash", core::Bytes(token_hash)}});
  if (!taken) {
    return taken.error();
  }
  return *taken == 1 ? detail : core::Result<std::optional<std::string>>(std::nullopt);
}

}  // namespace caregrid::access
