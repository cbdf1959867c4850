#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/passkeys.h"
#include "core/hash.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// The secret of an account's one-time codes as stored.
struct StoredCodes {
  std::string sealed_secret;
  bool is_on = false;
  std::int64_t last_step = 0;
};

core::Result<std::optional<StoredCodes>> find_codes(db::Transaction& transaction,
                                                    const Owner& owner);
core::Result<void> upsert_codes(db::Transaction& transaction, const Owner& owner,
                                std::string_view sealed_secret);
core::Result<void> update_codes_on(db::Transaction& transaction, const Owner& owner);
/// Notes that a step's code was used; false when it, or a later one, was used already.
core::Result<bool> update_codes_step(db::Transaction& transaction, const Owner& owner,
                                     std::int64_t step);
core::Result<void> delete_codes(db::Transaction& transaction, const Owner& owner);

core::Result<void> insert_recovery_code(db::Transaction& transaction, const Owner& owner,
                                        const core::Digest& code_hash);
/// Uses one up; false when there is none such.
core::Result<bool> delete_recovery_code(db::Transaction& transaction, const Owner& owner,
                                        const core::Digest& code_hash);
core::Result<void> delete_recovery_codes(db::Transaction& transaction, const Owner& owner);
core::Result<std::int64_t> count_recovery_codes(db::Transaction& transaction, const Owner& owner);

/// A passkey as stored, with what checks it.
struct StoredPasskey {
  Owner owner;
  Passkey passkey;
  PasskeyKey key;
};

core::Result<void> insert_passkey(db::Transaction& transaction, const StoredPasskey& stored);
core::Result<std::optional<StoredPasskey>> find_passkey(db::Transaction& transaction,
                                                        std::string_view credential);
core::Result<std::vector<StoredPasskey>> list_passkeys_of(db::Transaction& transaction,
                                                          const Owner& owner);
core::Result<void> update_passkey_used(db::Transaction& transaction, const StoredPasskey& stored,
                                       std::int64_t sign_count, core::Instant now);
core::Result<bool> update_passkey_name(db::Transaction& transaction, const Owner& owner,
                                       const PasskeyId& id, std::string_view name);
core::Result<bool> delete_passkey(db::Transaction& transaction, const Owner& owner,
                                  const PasskeyId& id);

core::Result<void> delete_passkeys_of(db::Transaction& transaction, const Owner& owner);

/// Remembers something asked, and forgets what was asked too long ago.
core::Result<void> insert_challenge(db::Transaction& transaction, const core::Digest& token_hash,
                                    std::string_view purpose, std::string_view detail,
                                    core::Instant now);
/// What was asked, left where it is; as `take_challenge` else.
core::Result<std::optional<std::string>> find_challenge(db::Transaction& transaction,
                                                        const core::Digest& token_hash,
                                                        std::string_view purpose,
                                                        core::Instant now);
/// Takes what was asked, once; its detail, or none when it was not asked, is over or taken.
core::Result<std::optional<std::string>> take_challenge(db::Transaction& transaction,
                                                        const core::Digest& token_hash,
                                                        std::string_view purpose,
                                                        core::Instant now);

}  // namespace caregrid::access
