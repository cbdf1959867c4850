#pragma once

#include <semaphore>
#include <string>
#include <string_view>

#include "access/actor.h"
#include "access/door.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// A fresh session: the token goes to the browser once and is stored only as its hash.
struct SessionGrant {
  std::string token;  ///< 64 hexadecimal characters, 256 random bits.
  Actor actor;
};

/// Signs people in and recognises their sessions.
///
/// Passwords are Argon2id; at most two are checked at once (92 MiB), the rest wait. A session ends
/// after 30 idle minutes or 12 hours. After each failure the login waits 1 s, 2 s, 4 s … at most
/// 15 minutes, never for ever. An unknown login costs the same time as a wrong password.
/// Source: reliability handbook 2.3; OWASP ASVS 5.0 V6, V7.
class SignIn final {
 public:
  SignIn(Door& door, core::Rng& rng);
  SignIn(const SignIn&) = delete;
  SignIn& operator=(const SignIn&) = delete;

  /// Errors: unauthenticated "session.denied"; limited "session.wait" with the seconds in `detail`.
  core::Result<SessionGrant> sign_in(std::string_view login, std::string_view password);

  /// Who the token speaks for, with role and area as they are now.
  /// Errors: unauthenticated "session.none" for an unknown, ended or malformed token.
  core::Result<Actor> find_session(std::string_view token);

  core::Result<void> sign_out(std::string_view token);

 private:
  core::Result<void> note_failure(std::string_view login);
  bool is_right(std::string_view password_hash, std::string_view password);

  Door& door_;
  core::Rng& rng_;
  std::counting_semaphore<2> hashing_{2};
  std::string decoy_hash_;
};

}  // namespace caregrid::access
