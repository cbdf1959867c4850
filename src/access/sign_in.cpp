#include "access/sign_in.h"

#include <optional>

#include "access/one_time_code.h"
#include "access/password_rules.h"
#include "access/session_store.h"
#include "access/sign_in_notice.h"
#include "access/store.h"
#include "access/tries.h"

namespace caregrid::access {
namespace {

core::Error denied() { return core::failure(core::Code::unauthenticated, "session.denied"); }

core::Digest digest_of(std::string_view text) { return core::sha256(core::as_bytes(text)); }

/// What one login's failures are counted under: its own device when the account knows it, else the
/// network the try comes from.
core::Digest bucket_of(std::string_view login, const Browser& from, bool is_known_device) {
  core::Sha256 hash;
  hash.add(login);
  hash.add(is_known_device ? "\ndevice\n" : "\nnetwork\n");
  hash.add(is_known_device ? from.device_token : network_of(from.address));
  return hash.finish();
}

/// Stores a password hashed at today's costs; nothing when there is none.
core::Result<void> keep_hash(const Call& call, std::string_view login, std::string_view hash) {
  if (hash.empty()) {
    return {};
  }
  const auto kept = update_account_password(call, login, hash);
  return kept ? core::Result<void>() : core::Result<void>(kept.error());
}

core::Result<void> tell_of_recovery_code(const Call& call) {
  const auto state = factor_state(call.transaction, call.county, call.actor.account);
  return state ? note_sign_in(call, call.actor.account, "recovery_code_used",
                              std::to_string(state->recovery_codes))
               : core::Result<void>(state.error());
}

/// What a sign-in by password was proved with.
Proof proof_by(std::string_view code, bool has_code) {
  constexpr std::size_t one_time_characters = 6;
  if (!has_code) {
    return {};
  }
  return {tidy_code(code).size() == one_time_characters ? "one_time_code" : "recovery_code", true};
}

}  // namespace

/// An account on its way in, and what its failures are counted under.
struct SignIn::Candidate {
  core::Digest bucket{};
  Attempts before;
  std::optional<StoredAccount> account;

  [[nodiscard]] Actor actor() const {
    const Account& known = account->account;
    return make_actor(known.id, known.role, known.area, known.name);
  }
};

SignIn::SignIn(Door& door, core::Rng& rng, const SignInOptions& options)
    : door_(door),
      rng_(rng),
      sessions_(door, rng, options.second_factor),
      factors_(door, rng, options.clock, options.key),
      passkeys_(door, rng) {
  // What an unknown login is compared with, so that it takes as long as a known one.
  auto decoy = hash_password("no account has this password");
  decoy_hash_ = decoy ? std::move(*decoy) : std::string();
}

bool SignIn::is_right(std::string_view password_hash, std::string_view password) {
  hashing_.acquire();
  const bool right = verify_password(password_hash, password);
  hashing_.release();
  ++checks_;
  return right;
}

core::Result<SignIn::Candidate> SignIn::begin(std::string_view login, const Browser& from) {
  const core::Instant now = door_.now();
  if (auto may = limit_.take(from.address, now); !may) {
    return may.error();
  }
  Candidate candidate;
  const auto done = door_.database().write([&](db::Transaction& transaction) -> core::Result<void> {
    auto account = find_account(transaction, login);
    if (!account) {
      return account.error();
    }
    const auto is_known =
        *account ? has_device(transaction, (*account)->account, digest_of(from.device_token))
                 : core::Result<bool>(false);
    if (!is_known) {
      return is_known.error();
    }
    candidate.bucket = bucket_of(login, from, *is_known);
    candidate.account = std::move(*account);
    const auto begun = begin_attempt(transaction, candidate.bucket, now);
    candidate.before = begun ? *begun : Attempts{};
    return begun ? count_try(transaction, login, now) : core::Result<void>(begun.error());
  });
  if (!done) {
    return done.error();
  }
  return candidate;
}

core::Result<bool> SignIn::needs_code(const Candidate& candidate, std::string_view code) {
  const Account& account = candidate.account->account;
  bool has_any = false;
  const auto done = door_.database().write([&](db::Transaction& transaction) -> core::Result<void> {
    const auto state = factor_state(transaction, account.area.county(), account.id);
    if (!state) {
      return state.error();
    }
    has_any = state->has_any();
    // Half an answer is neither success nor failure: the count stays what it was before.
    if (!has_any || !code.empty()) {
      return {};
    }
    auto step = upsert_attempts(transaction, candidate.bucket, candidate.before);
    step = step ? forget_try(transaction, account.login, door_.now()) : step;
    return step ? count_half_done(transaction, account.login, door_.now()) : step;
  });
  if (!done) {
    return done.error();
  }
  if (has_any && code.empty()) {
    return core::failure(core::Code::unauthenticated, "session.code_needed");
  }
  return has_any;
}

core::Result<void> SignIn::settle(const Call& call, const Candidate& candidate,
                                  const Credentials& credentials, bool has_code) {
  if (has_code) {
    const auto spent = factors_.spend(call, credentials.code);
    if (!spent) {
      return spent.error();
    }
    if (*spent == "recovery_code") {
      if (auto told = tell_of_recovery_code(call); !told) {
        return told;
      }
    }
  }
  const auto told = tell_of_tries(call, credentials.login, {1, has_code ? 1 : 0});
  return told ? delete_attempts(call.transaction, candidate.bucket) : told;
}

core::Result<void> SignIn::forget_attempts(const Call& call, const Candidate& candidate) {
  const auto done = forget_try(call.transaction, candidate.account->account.login, call.now);
  return done ? delete_attempts(call.transaction, candidate.bucket) : done;
}

/// Whoever had the right password and no right code is somebody the owner should know of.
void SignIn::note_wrong_code(std::string_view login, const core::Error& error) {
  if (error.reason != "session.code_wrong" && error.reason != "factor_reset.denied") {
    return;
  }
  // Should this fail, the refusal stands as it is; the try itself was counted before.
  const auto counted = door_.database().write([&](db::Transaction& transaction) {
    return count_half_done(transaction, login, door_.now());
  });
  static_cast<void>(counted);
}

core::Result<SignIn::Candidate> SignIn::prove(const Credentials& credentials, const Browser& from) {
  auto candidate = begin(credentials.login, from);
  if (!candidate) {
    return candidate;
  }
  const auto& account = candidate->account;
  const bool right = is_right(account ? account->password_hash : decoy_hash_, credentials.password);
  return right && account && account->account.is_active ? candidate
                                                        : core::Result<Candidate>(denied());
}

core::Result<SessionGrant> SignIn::sign_in(std::string_view login, std::string_view password,
                                           const Browser& from, std::string_view code) {
  const Credentials credentials{login, password, code};
  const auto candidate = prove(credentials, from);
  if (!candidate) {
    return candidate.error();
  }
  const auto has_code = needs_code(*candidate, code);
  if (!has_code) {
    return has_code.error();
  }
  const auto renewed = needs_rehash(candidate->account->password_hash)
                           ? hash_password(password)
                           : core::Result<std::string>(std::string());
  if (!renewed) {
    return renewed.error();
  }
  const auto also = [&](const Call& call) {
    const auto kept = keep_hash(call, login, *renewed);
    return kept ? settle(call, *candidate, credentials, *has_code) : kept;
  };
  auto grant = sessions_.open(candidate->actor(), proof_by(code, *has_code), from, also);
  if (grant) {
    limit_.give_back(from.address);
  } else {
    note_wrong_code(login, grant.error());
  }
  return grant;
}

core::Result<Account> SignIn::find_own(const Actor& actor) {
  std::optional<Account> found;
  const auto done = door_.database().read([&](db::Transaction& transaction) -> core::Result<void> {
    auto account = find_account_by_id(transaction, actor.area.county(), actor.account);
    if (!account) {
      return account.error();
    }
    if (*account && (*account)->account.is_active) {
      found = std::move((*account)->account);
    }
    return {};
  });
  if (!done) {
    return done.error();
  }
  return found ? core::Result<Account>(std::move(*found)) : core::Result<Account>(denied());
}

core::Result<SessionGrant> SignIn::confirm(std::string_view password, std::string_view code,
                                           const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  if (!actor) {
    return actor.error();
  }
  const auto account = find_own(*actor);
  if (!account) {
    return account.error();
  }
  const Credentials credentials{account->login, password, code};
  // A code stands for itself; whoever has none proves themselves by the password.
  const auto candidate = code.empty() ? prove(credentials, from) : begin(account->login, from);
  if (!candidate) {
    return candidate.error();
  }
  const auto has_code = needs_code(*candidate, code);
  if (!has_code || *has_code == code.empty()) {
    return has_code ? denied() : has_code.error();
  }
  auto grant = sessions_.renew(
      from.session_token, proof_by(code, *has_code),
      [&](const Call& call) { return settle(call, *candidate, credentials, *has_code); });
  if (grant) {
    limit_.give_back(from.address);
  }
  return grant;
}

core::Result<SessionGrant> SignIn::sign_in_by_passkey(const PasskeyAnswer& answer,
                                                      const RelyingParty& party,
                                                      const Browser& from) {
  if (auto may = limit_.take(from.address, door_.now()); !may) {
    return may.error();
  }
  const auto owner = passkeys_.prove(answer, party);
  if (!owner) {
    return owner.error();
  }
  const auto account = find_own(make_actor(owner->account, least_role, owner->area(), {}));
  if (!account) {
    return account.error();
  }
  limit_.give_back(from.address);
  return sessions_.open(make_actor(account->id, account->role, account->area, account->name),
                        {"passkey", true}, from,
                        [&](const Call& call) { return tell_of_tries(call, account->login, {}); });
}

core::Result<SessionGrant> SignIn::confirm_by_passkey(const PasskeyAnswer& answer,
                                                      const RelyingParty& party,
                                                      const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  if (!actor) {
    return actor.error();
  }
  const auto owner = passkeys_.prove(answer, party);
  if (!owner) {
    return owner.error();
  }
  if (owner->account != actor->account) {  // Somebody else's passkey proves somebody else.
    return core::failure(core::Code::unauthenticated, "passkey.denied");
  }
  return sessions_.renew(from.session_token, {"passkey", true},
                         [](const Call&) { return core::Result<void>(); });
}

core::Result<SessionGrant> SignIn::sign_in_by_provider(const Vouched& vouched,
                                                       std::string_view code, const Browser& from,
                                                       Also also) {
  const Owner& owner = vouched.owner;
  const auto account = find_own(make_actor(owner.account, least_role, owner.area(), {}));
  const auto has_any = account ? has_factor(*account) : core::Result<bool>(account.error());
  if (!has_any) {
    return has_any.error() == denied()
               ? core::failure(core::Code::unauthenticated, "provider.closed")
               : has_any.error();
  }
  if (vouched.is_second_factor || !*has_any) {
    return sessions_.open(make_actor(account->id, account->role, account->area, account->name),
                          {"provider", vouched.is_second_factor, vouched.age_micros}, from, also);
  }
  if (code.empty()) {
    return core::failure(core::Code::unauthenticated, "session.code_needed");
  }
  const auto candidate = begin(account->login, from);
  if (!candidate) {
    return candidate.error();
  }
  auto grant = sessions_.open(candidate->actor(), {"provider", true, vouched.age_micros}, from,
                              [&](const Call& call) {
                                const auto settled = settle(call, *candidate, {{}, {}, code}, true);
                                return settled ? also(call) : settled;
                              });
  if (grant) {
    limit_.give_back(from.address);
  }
  return grant;
}

core::Result<SessionGrant> SignIn::confirm_by_provider(const Vouched& vouched,
                                                       const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  if (!actor) {
    return actor.error();
  }
  if (vouched.owner.account != actor->account) {
    return core::failure(core::Code::unauthenticated, "provider.other_person");
  }
  const auto account = find_own(*actor);
  const auto has_any = account ? has_factor(*account) : core::Result<bool>(account.error());
  if (!has_any) {
    return has_any.error();
  }
  if (*has_any && !vouched.is_second_factor) {
    return core::failure(core::Code::unauthenticated, "provider.too_weak");
  }
  return sessions_.renew(from.session_token,
                         {"provider", vouched.is_second_factor, vouched.age_micros},
                         [](const Call&) { return core::Result<void>(); });
}

core::Result<bool> SignIn::has_factor(const Account& account) {
  bool has_any = false;
  const auto read = door_.database().read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto state = factor_state(transaction, account.area.county(), account.id);
    has_any = state && state->has_any();
    return state ? core::Result<void>() : core::Result<void>(state.error());
  });
  return read ? core::Result<bool>(has_any) : core::Result<bool>(read.error());
}

core::Result<std::string> SignIn::hash_next(const Candidate& candidate, std::string_view next) {
  const Account& account = candidate.account->account;
  const auto has_any = has_factor(account);
  if (!has_any) {
    return has_any.error();
  }
  if (auto fits = check_password(next, account.login, *has_any); !fits) {
    return fits.error();
  }
  return hash_password(next);
}

core::Result<void> SignIn::change_password(std::string_view present, std::string_view next,
                                           const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  const auto account = actor ? find_own(*actor) : core::Result<Account>(actor.error());
  if (!account) {
    return account.error();
  }
  const auto candidate = prove({account->login, present}, from);
  if (!candidate) {
    return candidate.error();
  }
  const auto hash = hash_next(*candidate, next);
  if (!hash) {
    return hash.error();
  }
  const Command command{CommandId::make(door_.now(), rng_), "change_own_password", actor->name};
  const auto done = door_.submit(*actor, command, [&](const Call& call) {
    auto step = authorise_own_change(call);
    step = step ? keep_hash(call, account->login, *hash) : step;
    step = step ? forget_attempts(call, *candidate) : step;
    step = step ? note_sign_in(call, actor->account, "password_changed") : step;
    step = step ? delete_sessions_but(call, actor->session) : step;
    call.changed("account", actor->account);
    return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
  });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<void> SignIn::reset_password(std::string_view login, std::string_view code,
                                          std::string_view next, const Browser& from) {
  const core::Error refused = core::failure(core::Code::unauthenticated, "reset.denied");
  // Whatever the account has, so that the answer tells nothing of it.
  if (auto fits = check_password(next, login, false); !fits) {
    return fits;
  }
  const auto candidate = begin(login, from);
  if (!candidate) {
    return candidate.error();
  }
  const auto hash = hash_password(next);  // Also for an unknown login: it must cost the same.
  if (!hash) {
    return hash.error();
  }
  if (!candidate->account || !candidate->account->account.is_active) {
    return refused;
  }
  const Actor actor = candidate->actor();
  const Command command{CommandId::make(door_.now(), rng_), "reset_password", actor.name};
  const auto done =
      door_.submit(actor, command, [&](const Call& call) -> core::Result<std::string> {
        const auto used = delete_reset(call, digest_of(tidy_code(code)));
        if (!used || !*used) {
          return used ? refused : used.error();
        }
        auto step = keep_hash(call, login, *hash);
        step = step ? forget_attempts(call, *candidate) : step;
        step = step ? note_sign_in(call, actor.account, "password_reset") : step;
        step = step ? delete_sessions_of(call, actor.account) : step;
        call.changed("account", actor.account);
        return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<void> SignIn::reset_factors(const Credentials& credentials, const Browser& from) {
  const core::Error refused = core::failure(core::Code::unauthenticated, "factor_reset.denied");
  const auto candidate = prove({credentials.login, credentials.password}, from);
  if (!candidate) {
    return candidate.error().reason == "session.denied" ? refused : candidate.error();
  }
  const Actor actor = candidate->actor();
  const Command command{CommandId::make(door_.now(), rng_), "reset_factors", actor.name};
  const auto done =
      door_.submit(actor, command, [&](const Call& call) -> core::Result<std::string> {
        const auto used = delete_factor_reset(call, digest_of(tidy_code(credentials.code)));
        if (!used || !*used) {
          return used ? refused : used.error();
        }
        auto step = remove_all_factors(call);
        step = step ? delete_sessions_of(call, actor.account) : step;
        step = step ? forget_attempts(call, *candidate) : step;
        step = step ? note_sign_in(call, actor.account, "factor_reset") : step;
        call.changed("account", actor.account);
        return step ? core::Result<std::string>("{}") : core::Result<std::string>(step.error());
      });
  if (!done) {
    note_wrong_code(credentials.login, done.error());
    return done.error();
  }
  return {};
}

core::Result<CodesOn> SignIn::turn_on_codes(std::string_view code, const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  if (!actor) {
    return actor.error();
  }
  auto recovery = factors_.turn_on(*actor, code);
  if (!recovery) {
    return recovery.error();
  }
  auto grant = sessions_.renew(from.session_token, {"one_time_code", true},
                               [](const Call&) { return core::Result<void>(); });
  return grant ? core::Result<CodesOn>({std::move(*recovery), std::move(*grant)})
               : core::Result<CodesOn>(grant.error());
}

core::Result<SessionGrant> SignIn::add_passkey(const PasskeyAnswer& answer, std::string_view name,
                                               const RelyingParty& party, const Browser& from) {
  const auto actor = sessions_.find(from.session_token);
  if (!actor) {
    return actor.error();
  }
  if (const auto added = passkeys_.add(*actor, answer, name, party); !added) {
    return added.error();
  }
  return sessions_.renew(from.session_token, {"passkey", true},
                         [](const Call&) { return core::Result<void>(); });
}

}  // namespace caregrid::access
