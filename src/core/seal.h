#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/hash.h"
#include "core/rng.h"

namespace caregrid::core {

/// 32 secret bytes. They move but are never copied, and are overwritten when they go.
class SecretKey final {
 public:
  static constexpr std::size_t size = 32;

  SecretKey() = default;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  ~SecretKey();

  static SecretKey make(Rng& rng);
  /// None unless there are exactly 32 bytes.
  static std::optional<SecretKey> from(Bytes bytes);

  [[nodiscard]] Bytes view() const { return bytes_; }
  [[nodiscard]] SecretKey clone() const;

 private:
  std::array<std::byte, size> bytes_{};
};

/// What sealing adds: 24 bytes of nonce in front, 16 of authentication behind.
inline constexpr std::size_t seal_bytes = 40;

/// Encrypts and authenticates: XChaCha20-Poly1305 (IETF draft-irtf-cfrg-xchacha, libsodium) under a
/// random nonce. `about` is authenticated but not stored: it says where the value belongs, so that
/// it opens nowhere else. Cost: about 1 us for 300 bytes.
std::string seal(const SecretKey& key, Rng& rng, std::string_view about, Bytes plain);

/// The plain bytes; none when key, `about` or a single bit is not what it was sealed with.
std::optional<std::string> open_sealed(const SecretKey& key, std::string_view about, Bytes sealed);

/// Overwrites the content of a text that held a secret.
void wipe(std::string& text);

/// HMAC-SHA-256 under one key (RFC 2104), its key schedule kept. Wiped when it goes.
class KeyedHash final {
 public:
  explicit KeyedHash(const SecretKey& key);
  KeyedHash(const KeyedHash&) = default;
  KeyedHash& operator=(const KeyedHash&) = default;
  ~KeyedHash();

  [[nodiscard]] Digest of(Bytes bytes) const;

 private:
  alignas(16) std::array<std::byte, 256> state_{};
};

/// A key drawn from another for one purpose: HMAC-SHA-256 of the purpose's name.
SecretKey derive_key(const SecretKey& key, std::string_view purpose);

}  // namespace caregrid::core
