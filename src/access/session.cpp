#include "access/session.h"

#include <algorithm>

#include "access/accounts.h"
#include "access/policy.h"
#include "access/session_store.h"
#include "access/sign_in_notice.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t micros_per_minute = 60'000'000;
constexpr std::int64_t idle_max_micros = 30 * micros_per_minute;
constexpr std::int64_t absolute_max_micros = 12 * 60 * micros_per_minute;

core::Result<DeviceId> current_device(const Call& call) {
  const auto sessions = list_sessions_of(call, call.actor.account);
  if (!sessions) {
    return sessions.error();
  }
  for (const Session& session : *sessions) {
    if (session.id == call.actor.session) {
      return session.device;
    }
  }
  return DeviceId{};
}

}  // namespace

core::Result<void> authorise_own(const Call& call) {
  return authorise(call.actor, Operation::manage_own_sign_in, {});
}

core::Result<void> authorise_own_change(const Call& call) {
  if (auto allowed = authorise_own(call); !allowed) {
    return allowed;
  }
  return call.actor.is_confirmed ? core::Result<void>()
                                 : core::failure(core::Code::forbidden, "session.step_up");
}

bool has_ended(const Session& session, core::Instant now) {
  return now.micros - session.created_at.micros > absolute_max_micros ||
         now.micros - session.seen_at.micros > idle_max_micros;
}

core::Result<std::vector<Session>> list_own_sessions(const Call& call) {
  if (auto allowed = authorise_own(call); !allowed) {
    return allowed.error();
  }
  auto sessions = list_sessions_of(call, call.actor.account);
  if (!sessions) {
    return sessions.error();
  }
  std::erase_if(*sessions, [&](const Session& session) { return has_ended(session, call.now); });
  for (Session& session : *sessions) {
    session.is_current = session.id == call.actor.session;
  }
  return sessions;
}

core::Result<std::string> own_method(const Call& call) {
  auto sessions = list_sessions_of(call, call.actor.account);
  if (!sessions) {
    return sessions.error();
  }
  const auto current = std::ranges::find(*sessions, call.actor.session, &Session::id);
  return current == sessions->end() ? std::string() : std::move(current->method);
}

core::Result<void> revoke_own_session(const Call& call, const SessionId& id) {
  if (auto allowed = authorise_own_change(call); !allowed) {
    return allowed;
  }
  const auto found = delete_session_by_id(call, id);
  if (!found) {
    return found.error();
  }
  return *found ? core::Result<void>() : core::failure(core::Code::not_found, "session.unknown");
}

core::Result<void> revoke_other_sessions(const Call& call) {
  const auto allowed = authorise_own_change(call);
  return allowed ? delete_sessions_but(call, call.actor.session) : allowed;
}

core::Result<std::vector<Device>> list_own_devices(const Call& call) {
  if (auto allowed = authorise_own(call); !allowed) {
    return allowed.error();
  }
  const auto current = current_device(call);
  if (!current) {
    return current.error();
  }
  auto devices = list_devices_of(call, call.actor.account);
  if (!devices) {
    return devices.error();
  }
  for (Device& device : *devices) {
    device.is_current = device.id == *current;
  }
  return devices;
}

core::Result<void> revoke_own_device(const Call& call, const DeviceId& id) {
  if (auto allowed = authorise_own_change(call); !allowed) {
    return allowed;
  }
  const auto found = update_device_revoked(call, call.actor.account, id);
  if (!found) {
    return found.error();
  }
  return *found ? delete_sessions_on(call, call.actor.account, id)
                : core::failure(core::Code::not_found, "device.unknown");
}

core::Result<void> revoke_everywhere(const Call& call, std::string_view login) {
  const auto account = find_managed_account(call, login);
  if (!account) {
    return account.error();
  }
  call.changed("account", account->id);
  auto done = update_devices_revoked(call, account->id);
  done = done ? note_sign_in(call, account->id, "signed_out") : done;
  return done ? delete_sessions_of(call, account->id) : done;
}

}  // namespace caregrid::access
