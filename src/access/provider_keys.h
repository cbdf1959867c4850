#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace caregrid::access {

/// How an identity provider may sign. Nothing else is taken: no "none", nothing by a shared secret.
enum class Signing : std::uint8_t { rs256, es256 };

/// A public key of a provider, ready to check with.
struct ProviderKey {
  std::string id;  ///< Its "kid"; empty when it has none.
  Signing signing = Signing::rs256;
  std::string der;  ///< SubjectPublicKeyInfo.

  bool operator==(const ProviderKey&) const = default;
};

/// Reads a JSON Web Key Set (RFC 7517). Keys of other kinds, curves or uses are passed over; an RSA
/// key of fewer than 2048 or more than 8192 bits and a point that is on no curve too.
///
/// Errors: invalid "provider.keys" for what is no key set, or one of more than 64 keys.
core::Result<std::vector<ProviderKey>> read_key_set(std::string_view json);

/// Whether the signature of a JSON Web Signature (RFC 7518, 3.3 and 3.4) holds under the key.
/// Cost: about 30 µs for RSA, 100 µs for ECDSA.
bool is_signed_by(const ProviderKey& key, std::string_view message, std::string_view signature);

}  // namespace caregrid::access
