#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/door.h"
#include "access/passkey.h"
#include "core/clock.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

struct PasskeyTag;
using PasskeyId = core::Id<PasskeyTag>;

/// Whose a factor is.
struct Owner {
  std::int64_t county = 0;
  AccountId account;

  /// Its county as an area.
  [[nodiscard]] Area area() const { return Area{county * 1'000'000}; }
};

/// A passkey as its owner sees it.
struct Passkey {
  PasskeyId id;
  std::string name;
  core::Instant created_at;
  std::optional<core::Instant> used_at;

  bool operator==(const Passkey&) const = default;
};

/// What a browser needs to make a passkey; binary values in base64url.
struct PasskeyOffer {
  std::string challenge;
  std::string user_id;
  std::string user_name;
  std::string display_name;
  std::vector<std::string> known;  ///< Credentials not to be made twice.
};

/// Passkeys of accounts: made, named, removed, and proving who somebody is.
///
/// Each challenge is 256 random bits, holds five minutes and is taken once; that of a sign-in also
/// by a wrong answer.
/// Source: W3C WebAuthn 2; reliability handbook 2.3; ASVS 5.0 6.7.
class Passkeys final {
 public:
  Passkeys(Door& door, core::Rng& rng) : door_(door), rng_(rng) {}

  /// Errors: as `authorise_own_change`.
  core::Result<PasskeyOffer> offer(const Actor& actor);

  /// Errors: as `authorise_own_change` and `check_registration`; invalid "passkey.name" (1–60
  /// characters); unauthenticated "passkey.denied" for a challenge that is over or another's;
  /// conflict "passkey.known".
  core::Result<void> add(const Actor& actor, const PasskeyAnswer& answer, std::string_view name,
                         const RelyingParty& party);

  /// A challenge for whoever wants to sign in, in base64url.
  core::Result<std::string> ask();

  /// Whom a passkey proves, to be asked once: the challenge is used up.
  /// Errors: as `check_passkey`; unauthenticated "passkey.denied" also for an unknown credential
  /// and a challenge that is over.
  core::Result<Owner> prove(const PasskeyAnswer& answer, const RelyingParty& party);

 private:
  core::Result<std::string> remember(std::string_view purpose, std::string_view detail);

  Door& door_;
  core::Rng& rng_;
};

/// The actor's own passkeys, oldest first.
core::Result<std::vector<Passkey>> list_own_passkeys(const Call& call);
/// Errors: as `authorise_own_change`; invalid "passkey.name"; not_found "passkey.unknown".
core::Result<void> rename_own_passkey(const Call& call, const PasskeyId& id, std::string_view name);
/// Errors: as `authorise_own_change`; not_found "passkey.unknown".
core::Result<void> remove_own_passkey(const Call& call, const PasskeyId& id);

}  // namespace caregrid::access
