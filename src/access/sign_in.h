#pragma once

#include <atomic>
#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>
#include <vector>

#include "access/accounts.h"
#include "access/lockout.h"
#include "access/passkeys.h"
#include "access/second_factors.h"
#include "access/sessions.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// What somebody says to prove who they are.
struct Credentials {
  std::string_view login;
  std::string_view password;
  std::string_view code = {};  ///< One-time or recovery code; empty at the first try.
};

/// What an identity provider vouches for about an account.
struct Vouched {
  Owner owner;
  bool is_second_factor = false;
  std::int64_t age_micros = 0;  ///< How long ago the person proved it to the provider.
};

/// What sign-in needs besides the door.
struct SignInOptions {
  core::Clock* clock = nullptr;  ///< The time phones have; none: the door's.
  SignInKey key{};               ///< Seals the secrets of one-time codes.
  SecondFactorRule second_factor = SecondFactorRule::required;
};

/// What turning one-time codes on comes to.
struct CodesOn {
  std::vector<std::string> recovery_codes;  ///< Shown once.
  SessionGrant grant;                       ///< The session goes on, with a second factor.
};

/// Signs people in and recognises their sessions.
///
/// Passwords are Argon2id; at most two are checked at once (92 MiB), the rest wait. After each
/// failure the login waits 1 s, 2 s, 4 s … at most 15 minutes, never for ever: counted for each
/// network apart, and apart again for each device the account knows, so that nobody's guesses
/// hold up a rightful person on their own device. An unknown, a closed and a known login cost the
/// same time and give the same answer. Source: reliability handbook 2.3; OWASP ASVS 5.0 V6, V7.
class SignIn final {
 public:
  SignIn(Door& door, core::Rng& rng, const SignInOptions& options = {});
  SignIn(const SignIn&) = delete;
  SignIn& operator=(const SignIn&) = delete;

  /// An account with a second factor needs a code too; it is asked for only after the password.
  /// Errors: unauthenticated "session.denied", "session.code_needed", "session.code_wrong"; limited
  /// "session.wait" with the seconds in `detail`.
  /// Cost: one Argon2id check, about 160 ms of one core.
  core::Result<SessionGrant> sign_in(std::string_view login, std::string_view password,
                                     const Browser& from = {}, std::string_view code = {});

  /// A passkey is both factors at once: something one has, and the finger or PIN that opens it.
  /// Errors: as `Passkeys::prove`; unauthenticated "session.denied" for a closed account; limited.
  core::Result<SessionGrant> sign_in_by_passkey(const PasskeyAnswer& answer,
                                                const RelyingParty& party, const Browser& from);

  /// Opens a session for whom a provider vouches, and does `also` in the same commit. An account
  /// with a second factor here still needs a code, unless the provider vouches for one as well.
  /// Errors: as `sign_in` of codes; unauthenticated "provider.closed" for a closed account.
  core::Result<SessionGrant> sign_in_by_provider(const Vouched& vouched, std::string_view code,
                                                 const Browser& from, Also also);

  /// See `Sessions::find`.
  core::Result<Actor> find_session(std::string_view token) { return sessions_.find(token); }

  /// Proves once more who one is, for a sensitive operation; the session gets a new token.
  /// Without a second factor the password will do; with one it takes a code or a passkey.
  /// Errors: as `sign_in`; unauthenticated "session.none".
  core::Result<SessionGrant> confirm(std::string_view password, std::string_view code,
                                     const Browser& from);
  core::Result<SessionGrant> confirm_by_passkey(const PasskeyAnswer& answer,
                                                const RelyingParty& party, const Browser& from);
  /// Errors: as `confirm`; unauthenticated "provider.other_person", "provider.too_weak" for an
  /// account with a second factor when the provider vouches for none.
  core::Result<SessionGrant> confirm_by_provider(const Vouched& vouched, const Browser& from);

  /// Turns one-time codes on, see `SecondFactors::turn_on`; that first code is a proof too.
  core::Result<CodesOn> turn_on_codes(std::string_view code, const Browser& from);
  /// Adds a passkey, see `Passkeys::add`; the finger or PIN that made it is a proof too.
  core::Result<SessionGrant> add_passkey(const PasskeyAnswer& answer, std::string_view name,
                                         const RelyingParty& party, const Browser& from);

  [[nodiscard]] SecondFactors& factors() { return factors_; }
  [[nodiscard]] Passkeys& passkeys() { return passkeys_; }

  /// Sets one's own password; the present one is asked for, and all other sessions end.
  /// Errors: as `sign_in`, `authorise_own_change` and `check_password`.
  core::Result<void> change_password(std::string_view present, std::string_view next,
                                     const Browser& from);

  /// Sets a password by the code an administrator started a reset with; all sessions end. Second
  /// factors stay as they are. Wrong codes count and wait as wrong passwords do.
  /// Errors: unauthenticated "reset.denied"; limited "session.wait"; as `check_password`.
  core::Result<void> reset_password(std::string_view login, std::string_view code,
                                    std::string_view next, const Browser& from);

  /// Removes one's own lost second factors by the code an administrator started that with, given in
  /// person, and the password; all sessions end. At the next sign-in new ones are set up. Neither
  /// alone will do, and the administrator chooses nothing. Wrong ones count and wait as at sign-in.
  /// Errors: unauthenticated "factor_reset.denied"; limited "session.wait".
  core::Result<void> reset_factors(const Credentials& credentials, const Browser& from);

  core::Result<void> sign_out(std::string_view token) { return sessions_.end(token); }

  /// How many passwords were checked since the start: each answer but a wait costs exactly one.
  [[nodiscard]] std::int64_t checks() const { return checks_; }

 private:
  struct Candidate;

  core::Result<Candidate> begin(std::string_view login, const Browser& from);
  core::Result<Candidate> prove(const Credentials& credentials, const Browser& from);
  core::Result<bool> needs_code(const Candidate& candidate, std::string_view code);
  core::Result<void> settle(const Call& call, const Candidate& candidate,
                            const Credentials& credentials, bool has_code);
  core::Result<void> forget_attempts(const Call& call, const Candidate& candidate);
  void note_wrong_code(std::string_view login, const core::Error& error);
  core::Result<Account> find_own(const Actor& actor);
  core::Result<bool> has_factor(const Account& account);
  core::Result<std::string> hash_next(const Candidate& candidate, std::string_view next);
  bool is_right(std::string_view password_hash, std::string_view password);

  Door& door_;
  core::Rng& rng_;
  Sessions sessions_;
  SecondFactors factors_;
  Passkeys passkeys_;
  AddressLimit limit_;
  std::counting_semaphore<2> hashing_{2};
  std::atomic<std::int64_t> checks_{0};
  std::string decoy_hash_;
};

}  // namespace caregrid::access
