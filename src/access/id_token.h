#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/provider_keys.h"
#include "core/clock.h"
#include "core/result.h"

namespace caregrid::access {

/// An ID token as it was sent: split and read, not yet believed.
struct IdToken {
  Signing signing = Signing::rs256;
  std::string key_id;     ///< "kid" of its header; empty when it names none.
  std::string message;    ///< What the signature is over.
  std::string signature;  ///< Bytes.
  std::string claims;     ///< JSON.
};

/// What a token must say to be the answer to our question.
struct Expected {
  std::string_view issuer;
  std::string_view client;
  std::string_view nonce;
  core::Instant now;              ///< By the real clock.
  core::Instant not_before = {};  ///< The person proved themselves to the provider no earlier,
  bool must_say_when = false;     ///< and it must say when, not only may.
};

/// Whom an ID token names, and how they proved it to the provider.
struct Identity {
  std::string subject;
  std::optional<core::Instant> authenticated_at;  ///< None when the provider does not say.
  std::string acr;               ///< Authentication context class; empty when not said.
  std::vector<std::string> amr;  ///< Authentication methods ("pwd", "otp").
};

/// Splits a compact JSON Web Signature and reads its header.
///
/// Taken are RS256 and ES256 only; a header that says another type than "JWT", or that something
/// must be understood ("crit"), is refused, and keys a token brings along are not looked at.
/// Errors: unauthenticated "provider.token" with "size", "format", "algorithm" or "type" in
/// `detail`. Limit: 16 KiB. Source: RFC 7515, RFC 8725.
core::Result<IdToken> read_id_token(std::string_view compact);

/// The key that must have signed a token: the only one of its name and kind, or, when the token
/// names none, the only one of its kind. None when there is no such key or more than one.
const ProviderKey* find_key(std::span<const ProviderKey> keys, const IdToken& token);

/// Checks signature and claims; believes nothing before the signature holds.
///
/// Errors: unauthenticated "provider.token" with what was wrong in `detail`: "signature", "format",
/// "issuer", "audience", "party", "expired", "issued", "nonce", "subject", "auth_time".
/// Clocks may differ by a minute; a token is no older than ten.
/// Source: OpenID Connect Core 1.0, 3.1.3.7.
core::Result<Identity> check_id_token(const IdToken& token, const ProviderKey& key,
                                      const Expected& expected);

}  // namespace caregrid::access
