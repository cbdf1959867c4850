#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/actor.h"
#include "access/door.h"
#include "access/session.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// The browser a sign-in comes from.
struct Browser {
  std::string address = {};       ///< Its IP address, "192.0.2.7"; empty where there is no network.
  std::string device_token = {};  ///< Its device cookie; empty when it has none.
  std::string session_token = {};  ///< The session it had until now; ended by the new one.
  std::string name = {};           ///< "Chrome, Windows".
};

/// A fresh session: the tokens go to the browser once and are stored only as their hashes.
struct SessionGrant {
  std::string token;         ///< 64 hexadecimal characters, 256 random bits.
  std::string device_token;  ///< As `token`; names the browser beyond the session.
  Actor actor;
};

/// How somebody proved who they are.
struct Proof {
  std::string_view method = "password";  ///< See `Session::method`.
  bool is_second_factor = false;
  std::int64_t age_micros = 0;  ///< How long ago, when somebody else took the proof.
};

/// Who may go on without a second factor.
enum class SecondFactorRule : std::uint8_t {
  required,                   ///< Nobody who sees people's data.
  optional_in_demonstration,  ///< Whoever works in a county marked as invented people only.
};

using Also = core::FunctionRef<core::Result<void>(const Call&)>;

/// Sessions as opaque tokens: opened, recognised, renewed at each proof, ended.
///
/// Role, area and whether the account is open are read again at each request, so a change takes
/// effect on the next one. Source: reliability handbook 2.3; OWASP ASVS 5.0 V7.
class Sessions final {
 public:
  Sessions(Door& door, core::Rng& rng, SecondFactorRule rule = SecondFactorRule::required)
      : door_(door), rng_(rng), rule_(rule) {}

  /// Opens a session and does `also` in the same commit. The browser keeps its device token when
  /// the server made it and it is not revoked for this account; else it gets a fresh one.
  core::Result<SessionGrant> open(const Actor& actor, const Proof& proof, const Browser& from,
                                  Also also);

  /// Who the token speaks for, with role and area as they are now.
  /// Errors: unauthenticated "session.none" for an unknown, ended or malformed token.
  core::Result<Actor> find(std::string_view token);

  /// Notes a fresh proof: the session goes on under a new token, the old one is worth nothing.
  /// Errors: as `find`, and those of `also`.
  core::Result<SessionGrant> renew(std::string_view token, const Proof& proof, Also also);

  core::Result<void> end(std::string_view token);

 private:
  std::string make_token();
  /// Whether the actor still owes a second factor; read at each request, like role and area.
  core::Result<bool> lacks_second_factor(db::Transaction& transaction, const Actor& actor);

  Door& door_;
  core::Rng& rng_;
  SecondFactorRule rule_;
};

}  // namespace caregrid::access
