#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/file.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

using SignInKey = std::array<std::byte, 32>;

/// The key that seals the secrets of one-time codes: 64 hexadecimal characters in
/// `<folder>/keys/signin.key`, a folder only its owner may enter; made when there is none.
/// Without the file a stolen database gives no codes. Errors: internal "key.broken"; as the disk.
core::Result<SignInKey> load_sign_in_key(core::FileSystem& files, const std::string& folder,
                                         core::Rng& rng);

/// Seals with XChaCha20-Poly1305 under a random nonce, which stands in front; `owner` is bound in,
/// so that a sealed secret is worth nothing in another account's row.
std::string seal(const SignInKey& key, core::Bytes secret, core::Bytes owner, core::Rng& rng);
/// None when key, owner or a byte is wrong.
std::optional<std::string> unseal(const SignInKey& key, core::Bytes sealed, core::Bytes owner);

}  // namespace caregrid::access
