#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/door.h"
#include "access/sign_in_key.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// What an account proves itself by besides its password.
struct FactorState {
  bool has_codes = false;
  std::int64_t passkeys = 0;
  std::int64_t recovery_codes = 0;

  [[nodiscard]] bool has_any() const { return has_codes || passkeys > 0; }
};

/// The secret of one-time codes on its way to the person's phone; shown once.
struct CodeEnrolment {
  std::string secret;  ///< Base 32, for those who type it.
  std::string uri;     ///< For the picture, see `otpauth_uri`.
};

/// One-time codes by an authenticator app (RFC 6238) and the recovery codes beside them.
///
/// The app's secret is stored sealed; a recovery code of 120 random bits only as its hash. Nothing
/// secret passes the door's stored answers. Source: reliability handbook 2.3; ASVS 5.0 6.5.
class SecondFactors final {
 public:
  /// `clock` is the time phones have, also when the door's day is moved; none: the door's.
  SecondFactors(Door& door, core::Rng& rng, core::Clock* clock, const SignInKey& key)
      : door_(door), rng_(rng), clock_(clock), key_(key) {}

  /// Makes a secret; codes are not asked for before `turn_on`.
  /// Errors: as `authorise_own_change`; conflict "codes.on".
  core::Result<CodeEnrolment> enrol(const Actor& actor);

  /// Turns codes on by a first right one; fresh recovery codes come back, shown once.
  /// Errors: as `authorise_own_change`; unauthenticated "session.code_wrong"; conflict "codes.on",
  /// "codes.off" when nothing was enrolled.
  core::Result<std::vector<std::string>> turn_on(const Actor& actor, std::string_view code);

  /// Errors: as `authorise_own_change`.
  core::Result<void> turn_off(const Actor& actor);

  /// Ten fresh recovery codes; the earlier ones are worth nothing.
  /// Errors: as `authorise_own_change`; conflict "codes.off" without a second factor.
  core::Result<std::vector<std::string>> make_recovery_codes(const Actor& actor);

  /// Uses up a one-time or recovery code inside a transaction; which kind it was.
  /// Errors: unauthenticated "session.code_wrong".
  core::Result<std::string_view> spend(const Call& call, std::string_view typed);

 private:
  core::Result<void> change(const Actor& actor, std::string_view kind,
                            core::FunctionRef<core::Result<void>(const Call&)> work);
  core::Result<bool> spend_one_time(const Call& call, std::string_view code, bool is_first);
  core::Result<std::vector<std::string>> replace_recovery_codes(const Call& call);

  Door& door_;
  core::Rng& rng_;
  core::Clock* clock_;
  SignInKey key_;
};

/// After one of the actor's factors was removed: without any other, recovery codes are of no use
/// and their sessions count as proved by the password alone.
core::Result<void> settle_removed_factor(const Call& call);

/// Removes all second factors of the actor, for who has lost them.
core::Result<void> remove_all_factors(const Call& call);

/// How an account proves itself. Inside a call or before anybody is signed in.
core::Result<FactorState> factor_state(db::Transaction& transaction, std::int64_t county,
                                       AccountId account);

}  // namespace caregrid::access
