#include "access/sessions.h"

#include <array>
#include <optional>

#include "access/session_store.h"
#include "access/settings.h"
#include "access/sign_in_notice.h"
#include "access/store.h"
#include "core/bytes.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t touch_after_micros = 60 * micros_per_second;
/// How long a proof holds for sensitive operations. Source: reliability handbook 2.3.
constexpr std::int64_t confirmed_max_micros = 10 * 60 * micros_per_second;
constexpr std::size_t token_characters = 64;

core::Error no_session() { return core::failure(core::Code::unauthenticated, "session.none"); }

core::Digest digest_of(std::string_view text) { return core::sha256(core::as_bytes(text)); }

core::Result<std::string> nothing_or(const core::Result<void>& done) {
  return done ? core::Result<std::string>("{}") : core::Result<std::string>(done.error());
}

/// Ends the session the browser had, whoever's it was, and opens the new one on its device.
core::Result<void> store(const Call& call, NewSession session, const Browser& from,
                         const DeviceId& new_device) {
  if (!from.session_token.empty()) {
    if (auto ended = delete_session(call.transaction, digest_of(from.session_token)); !ended) {
      return ended;
    }
  }
  const auto is_new = is_new_device(call, digest_of(from.device_token));
  if (!is_new) {
    return is_new.error();
  }
  if (*is_new) {
    if (auto told = note_sign_in(call, call.actor.account, "new_device", from.name); !told) {
      return told;
    }
  }
  const auto device = upsert_device(call, digest_of(from.device_token), new_device, from.name);
  if (!device) {
    return device.error();
  }
  session.device = *device;
  return insert_session(call, session);
}

}  // namespace

std::string Sessions::make_token() {
  std::array<std::byte, token_characters / 2> secret{};
  rng_.fill(secret);
  return core::to_hex(secret);
}

core::Result<bool> Sessions::lacks_second_factor(db::Transaction& transaction, const Actor& actor) {
  if (actor.has_second_factor || rule_ == SecondFactorRule::required) {
    return !actor.has_second_factor;
  }
  const auto synthetic = find_setting(transaction, actor.area.county(), synthetic_setting);
  return synthetic ? core::Result<bool>(*synthetic != "1") : core::Result<bool>(synthetic.error());
}

core::Result<SessionGrant> Sessions::open(const Actor& actor, const Proof& proof,
                                          const Browser& from, Also also) {
  const core::Instant now = door_.now();
  SessionGrant grant{make_token(), make_token(), actor};
  const DeviceId new_device = DeviceId::make(now, rng_);
  grant.actor.session = SessionId::make(now, rng_);
  grant.actor.confirmed_at = core::Instant{now.micros - proof.age_micros};
  grant.actor.is_confirmed = proof.age_micros <= confirmed_max_micros;
  grant.actor.has_second_factor = proof.is_second_factor;
  Browser browser = from;
  bool is_lacking = true;
  const NewSession session{digest_of(grant.token),   grant.actor.session,   {}, proof.method, now,
                           grant.actor.confirmed_at, proof.is_second_factor};
  const Command command{CommandId::make(now, rng_), "sign_in", actor.name};
  const auto done = door_.submit(grant.actor, command, [&](const Call& call) {
    const auto kept = keeps_device(call, digest_of(from.device_token));
    if (!kept) {
      return core::Result<std::string>(kept.error());
    }
    browser.device_token = *kept ? from.device_token : grant.device_token;
    const auto lacks = lacks_second_factor(call.transaction, grant.actor);
    if (!lacks) {
      return core::Result<std::string>(lacks.error());
    }
    is_lacking = *lacks;
    const auto stored = store(call, session, browser, new_device);
    return nothing_or(stored ? also(call) : stored);
  });
  if (!done) {
    return done.error();
  }
  grant.device_token = browser.device_token;
  grant.actor.lacks_second_factor = is_lacking;
  return grant;
}

core::Result<Actor> Sessions::find(std::string_view token) {
  if (token.size() != token_characters) {
    return no_session();
  }
  const core::Digest token_hash = digest_of(token);
  std::optional<StoredSession> stored;
  const auto read =
      door_.database().read_kept([&](db::Transaction& transaction) -> core::Result<void> {
        auto found = find_session_row(transaction, token_hash);
        if (!found || !*found) {
          return found ? core::Result<void>() : core::Result<void>(found.error());
        }
        stored = std::move(*found);
        const auto lacks = lacks_second_factor(transaction, stored->actor);
        stored->actor.lacks_second_factor = !lacks || *lacks;
        return lacks ? core::Result<void>() : core::Result<void>(lacks.error());
      });
  if (!read) {
    return read.error();
  }
  const core::Instant now = door_.now();
  if (!stored || has_ended(stored->session, now)) {
    return no_session();
  }
  if (now.micros - stored->session.seen_at.micros > touch_after_micros) {
    const auto touched = door_.database().write([&](db::Transaction& transaction) {
      return update_session_seen(transaction, token_hash, now);
    });
    if (!touched) {
      return touched.error();
    }
  }
  Actor actor = std::move(stored->actor);
  actor.is_confirmed = now.micros - actor.confirmed_at.micros <= confirmed_max_micros;
  return actor;
}

core::Result<SessionGrant> Sessions::renew(std::string_view token, const Proof& proof, Also also) {
  const auto actor = find(token);
  if (!actor) {
    return actor.error();
  }
  SessionGrant grant{make_token(), {}, *actor};
  grant.actor.confirmed_at = core::Instant{door_.now().micros - proof.age_micros};
  grant.actor.has_second_factor = actor->has_second_factor || proof.is_second_factor;
  grant.actor.lacks_second_factor = actor->lacks_second_factor && !proof.is_second_factor;
  grant.actor.is_confirmed = true;
  const Command command{CommandId::make(door_.now(), rng_), "confirm_session", actor->name};
  const auto done = door_.submit(grant.actor, command, [&](const Call& call) {
    // Read again inside the transaction: of two renewals at once, one finds the session gone.
    const auto stored = find_session_row(call.transaction, digest_of(token));
    if (!stored || !*stored) {
      return core::Result<std::string>(stored ? no_session() : stored.error());
    }
    const Session& session = (*stored)->session;
    const NewSession renewed{digest_of(grant.token),
                             session.id,
                             session.device,
                             session.method,
                             session.created_at,
                             grant.actor.confirmed_at,
                             grant.actor.has_second_factor};
    auto step = delete_session(call.transaction, digest_of(token));
    step = step ? insert_session(call, renewed) : step;
    return nothing_or(step ? also(call) : step);
  });
  if (!done) {
    return done.error();
  }
  return grant;
}

core::Result<void> Sessions::end(std::string_view token) {
  return door_.database().write(
      [&](db::Transaction& transaction) { return delete_session(transaction, digest_of(token)); });
}

}  // namespace caregrid::access
