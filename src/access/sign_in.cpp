#include "access/sign_in.h"

#include <algorithm>
#include <array>

#include "access/accounts.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t idle_max_micros = 30 * 60 * micros_per_second;
constexpr std::int64_t absolute_max_micros = 12 * 3600 * micros_per_second;
constexpr std::int64_t touch_after_micros = 60 * micros_per_second;
constexpr std::int64_t wait_max_s = 15 * 60;

core::Error denied() { return core::failure(core::Code::unauthenticated, "session.denied"); }
core::Error no_session() { return core::failure(core::Code::unauthenticated, "session.none"); }

core::Digest digest_of(std::string_view text) { return core::sha256(core::as_bytes(text)); }

/// Seconds this login still has to wait; 0 when it may try.
std::int64_t seconds_to_wait(const Attempts& attempts, core::Instant now) {
  if (attempts.failures == 0) {
    return 0;
  }
  const auto doublings = std::min<std::int64_t>(attempts.failures - 1, 10);
  const std::int64_t wait_s = std::min(std::int64_t{1} << doublings, wait_max_s);
  const std::int64_t passed = now.micros - attempts.last_at.micros;
  const std::int64_t left = wait_s * micros_per_second - passed;
  return left > 0 ? (left + micros_per_second - 1) / micros_per_second : 0;
}

bool has_ended(const StoredSession& session, core::Instant now) {
  return now.micros - session.created_at.micros > absolute_max_micros ||
         now.micros - session.seen_at.micros > idle_max_micros;
}

/// What sign-in must know before it checks a password.
struct Candidate {
  Attempts attempts;
  std::optional<StoredAccount> account;
};

core::Result<Candidate> load_candidate(db::Database& database, std::string_view login) {
  Candidate candidate;
  const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    auto attempts = find_attempts(transaction, digest_of(login));
    if (!attempts) {
      return attempts.error();
    }
    auto account = find_account(transaction, login);
    if (!account) {
      return account.error();
    }
    candidate = {*attempts, std::move(*account)};
    return {};
  });
  if (!done) {
    return done.error();
  }
  return candidate;
}

}  // namespace

SignIn::SignIn(Door& door, core::Rng& rng) : door_(door), rng_(rng) {
  // What an unknown login is compared with, so that it takes as long as a known one.
  auto decoy = hash_password("no account has this password");
  decoy_hash_ = decoy ? std::move(*decoy) : std::string();
}

bool SignIn::is_right(std::string_view password_hash, std::string_view password) {
  hashing_.acquire();
  const bool right = verify_password(password_hash, password);
  hashing_.release();
  return right;
}

core::Result<void> SignIn::note_failure(std::string_view login) {
  const core::Instant now = door_.now();
  return door_.database().write([&](db::Transaction& transaction) -> core::Result<void> {
    auto attempts = find_attempts(transaction, digest_of(login));
    if (!attempts) {
      return attempts.error();
    }
    return upsert_attempts(transaction, digest_of(login), {attempts->failures + 1, now});
  });
}

core::Result<SessionGrant> SignIn::sign_in(std::string_view login, std::string_view password) {
  auto candidate = load_candidate(door_.database(), login);
  if (!candidate) {
    return candidate.error();
  }
  if (const auto wait_s = seconds_to_wait(candidate->attempts, door_.now()); wait_s > 0) {
    return core::failure(core::Code::limited, "session.wait", std::to_string(wait_s));
  }
  const auto& account = candidate->account;
  const bool right = is_right(account ? account->password_hash : decoy_hash_, password);
  if (!right || !account || !account->account.is_active) {
    const auto noted = note_failure(login);
    return noted ? denied() : noted.error();
  }
  std::array<std::byte, 32> secret{};
  rng_.fill(secret);
  const Account& known = account->account;
  SessionGrant grant{core::to_hex(secret),
                     make_actor(known.id, known.role, known.area, known.name)};
  const Command command{CommandId::make(door_.now(), rng_), "sign_in", grant.actor.name};
  const auto done = door_.submit(grant.actor, command, [&](const Call& call) {
    const auto stored = insert_session(call, digest_of(grant.token));
    const auto cleared = delete_attempts(call.transaction, digest_of(login));
    if (!stored || !cleared) {
      return core::Result<std::string>(stored ? cleared.error() : stored.error());
    }
    return core::Result<std::string>(std::string("{}"));
  });
  if (!done) {
    return done.error();
  }
  return grant;
}

core::Result<Actor> SignIn::find_session(std::string_view token) {
  if (token.size() != 64) {
    return no_session();
  }
  const core::Digest token_hash = digest_of(token);
  std::optional<StoredSession> session;
  const auto done = door_.database().read([&](db::Transaction& transaction) -> core::Result<void> {
    auto found = find_session_row(transaction, token_hash);
    if (!found) {
      return found.error();
    }
    session = std::move(*found);
    return {};
  });
  if (!done) {
    return done.error();
  }
  const core::Instant now = door_.now();
  if (!session || has_ended(*session, now)) {
    return no_session();
  }
  if (now.micros - session->seen_at.micros > touch_after_micros) {
    const auto touched = door_.database().write([&](db::Transaction& transaction) {
      return update_session_seen(transaction, token_hash, now);
    });
    if (!touched) {
      return touched.error();
    }
  }
  return std::move(session->actor);
}

core::Result<void> SignIn::sign_out(std::string_view token) {
  return door_.database().write(
      [&](db::Transaction& transaction) { return delete_session(transaction, digest_of(token)); });
}

}  // namespace caregrid::access
