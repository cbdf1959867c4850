#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/lockout.h"
#include "access/session.h"
#include "core/hash.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// A session as stored: by the hash of its token.
struct StoredSession {
  core::Digest token_hash{};
  Actor actor;
  Session session;
};

/// What a new session is made of, besides the call's actor.
struct NewSession {
  core::Digest token_hash{};
  SessionId id;
  DeviceId device;
  std::string_view method;
  core::Instant created_at;    ///< Of the first of a chain of rotated sessions.
  core::Instant confirmed_at;  ///< When the person proved who they are.
  bool has_second_factor = false;
};

core::Result<void> insert_session(const Call& call, const NewSession& session);
core::Result<std::optional<StoredSession>> find_session_row(db::Transaction& transaction,
                                                            const core::Digest& token_hash);
core::Result<std::vector<Session>> list_sessions_of(const Call& call, AccountId account);
core::Result<void> update_session_seen(db::Transaction& transaction, const core::Digest& token_hash,
                                       core::Instant now);
core::Result<void> delete_session(db::Transaction& transaction, const core::Digest& token_hash);
/// The actor has no second factor of their own any more: their sessions count as proved by one
/// thing only, but for those a provider vouches for.
core::Result<void> update_sessions_unproved(const Call& call);
core::Result<bool> delete_session_by_id(const Call& call, const SessionId& id);
core::Result<void> delete_sessions_of(const Call& call, AccountId account);
core::Result<void> delete_sessions_but(const Call& call, const SessionId& kept);
core::Result<void> delete_sessions_on(const Call& call, AccountId account, const DeviceId& device);

/// Adds the browser to the account's devices, or notes that it was seen; its id comes back.
core::Result<DeviceId> upsert_device(const Call& call, const core::Digest& token_hash,
                                     const DeviceId& new_id, std::string_view name);
/// Whether the call's actor may go on with this device token: it is one of theirs, or one of
/// somebody else's at the same machine, and not revoked for them.
core::Result<bool> keeps_device(const Call& call, const core::Digest& token_hash);
/// Whether a browser is a device of the account that is not revoked.
core::Result<bool> has_device(db::Transaction& transaction, const Account& account,
                              const core::Digest& token_hash);
/// Whether the call's actor has signed in before, but never from this browser.
core::Result<bool> is_new_device(const Call& call, const core::Digest& token_hash);
core::Result<std::vector<Device>> list_devices_of(const Call& call, AccountId account);
core::Result<bool> update_device_revoked(const Call& call, AccountId account, const DeviceId& id);
core::Result<void> update_devices_revoked(const Call& call, AccountId account);

core::Result<void> upsert_reset(const Call& call, AccountId account, const core::Digest& code_hash,
                                core::Instant expires_at);
/// Uses a reset code up; false when it is none, or over.
core::Result<bool> delete_reset(const Call& call, const core::Digest& code_hash);
/// As for passwords: the code by which lost second factors are removed.
core::Result<void> upsert_factor_reset(const Call& call, AccountId account,
                                       const core::Digest& code_hash, core::Instant expires_at);
core::Result<bool> delete_factor_reset(const Call& call, const core::Digest& code_hash);

core::Result<Attempts> find_attempts(db::Transaction& transaction, const core::Digest& bucket);
core::Result<void> upsert_attempts(db::Transaction& transaction, const core::Digest& bucket,
                                   const Attempts& attempts);
core::Result<void> delete_attempts(db::Transaction& transaction, const core::Digest& bucket);

}  // namespace caregrid::access
