#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

struct DeviceTag;
using DeviceId = core::Id<DeviceTag>;

/// A signed-in browser, as its owner sees it.
struct Session {
  SessionId id;
  DeviceId device;     ///< Nil when it came without a device cookie.
  std::string method;  ///< "password", "one_time_code", "recovery_code", "passkey", "provider".
  core::Instant created_at;
  core::Instant seen_at;
  bool is_current = false;  ///< The one that asks.

  bool operator==(const Session&) const = default;
};

/// A browser that an account has signed in from; a later client may hang its keys on this record.
struct Device {
  DeviceId id;
  std::string name;  ///< "Chrome, Windows", or what its owner calls it.
  core::Instant created_at;
  core::Instant seen_at;
  bool is_current = false;

  bool operator==(const Device&) const = default;
};

/// Whether a session is over: 30 minutes without a request, or 12 hours after its sign-in.
/// Source: reliability handbook 2.3; OWASP ASVS 5.0 7.3.
bool has_ended(const Session& session, core::Instant now);

/// Whether the actor may see how they themselves sign in.
core::Result<void> authorise_own(const Call& call);
/// Whether the actor may change it: only soon after a proof, lest an unlocked screen be enough.
/// Errors: as `authorise_own`; forbidden "session.step_up". Source: OWASP ASVS 5.0 7.5.1, 7.5.2.
core::Result<void> authorise_own_change(const Call& call);

/// The actor's own sessions that have not ended, newest first.
core::Result<std::vector<Session>> list_own_sessions(const Call& call);

/// How the actor's present session was begun, see `Session::method`; empty without one.
core::Result<std::string> own_method(const Call& call);

/// Ends one of the actor's own sessions at once. Errors: not_found "session.unknown".
core::Result<void> revoke_own_session(const Call& call, const SessionId& id);

/// Ends all of the actor's own sessions but the one that asks.
core::Result<void> revoke_other_sessions(const Call& call);

/// The actor's own devices that are not revoked, newest first.
core::Result<std::vector<Device>> list_own_devices(const Call& call);

/// Forgets a device of the actor and ends its sessions at once; the record stays, marked.
/// Errors: not_found "device.unknown".
core::Result<void> revoke_own_device(const Call& call, const DeviceId& id);

/// Ends every session of an account and forgets its devices, by an administrator over it.
/// Errors: not_found "account.unknown"; as `authorise` of manage_accounts.
core::Result<void> revoke_everywhere(const Call& call, std::string_view login);

}  // namespace caregrid::access
