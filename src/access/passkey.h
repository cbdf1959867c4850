#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace caregrid::access {

/// Who asks for a passkey: a web page's origin, and the host name the passkey is bound to.
struct RelyingParty {
  std::string origin;  ///< "https://county.example".
  std::string id;      ///< As in county.example.
};
/// Errors: unavailable "passkey.no_origin" when it is empty or no http(s) origin.
core::Result<RelyingParty> relying_party(std::string_view origin);

/// What a browser returns; all in base64url without padding, as WebAuthn's JSON forms are.
struct PasskeyAnswer {
  std::string credential;          ///< The id of the credential.
  std::string client_data;         ///< clientDataJSON.
  std::string authenticator_data;  ///< As `getAuthenticatorData()` gives it.
  std::string signature;           ///< Of a sign-in; empty at registration.
};

/// A new credential, checked and ready to be stored. Bytes, not text.
struct PasskeyKey {
  std::string credential;
  std::string public_key;
  int algorithm = 0;  ///< COSE: -7 is ES256, -8 is EdDSA.
  std::int64_t sign_count = 0;
};

std::string to_base64url(std::string_view bytes);
/// Errors: invalid "passkey.malformed".
core::Result<std::string> from_base64url(std::string_view text);

/// The challenge a browser says it answered, to look up whether it was ours.
/// Errors: invalid "passkey.malformed".
core::Result<std::string> challenge_of(const PasskeyAnswer& answer);

/// Checks what a browser made at registration: kind, challenge, origin, host name, that the person
/// was there and verified, that the key is ES256 or EdDSA and well formed. No attestation is asked
/// for or looked at: any authenticator will do. Source: W3C WebAuthn 2, 7.1.
///
/// Errors: invalid "passkey.malformed", "passkey.origin", "passkey.unverified".
/// Cost: microseconds.
core::Result<PasskeyKey> check_registration(const PasskeyAnswer& answer, std::string_view challenge,
                                            const RelyingParty& party);

/// Checks a sign-in with a stored key; the new signature counter comes back.
///
/// Errors: invalid "passkey.malformed", "passkey.origin"; unauthenticated "passkey.denied" for a
/// signature, host name, presence or verification that does not hold, and for a counter that did
/// not move on: a copied authenticator. Source: W3C WebAuthn 2, 7.2. Cost: one signature check.
core::Result<std::int64_t> check_passkey(const PasskeyAnswer& answer, const PasskeyKey& stored,
                                         std::string_view challenge, const RelyingParty& party);

}  // namespace caregrid::access
