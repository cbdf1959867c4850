#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
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

/// How a value is sealed; the number is the first byte of what is stored. Append only: a value is
/// opened by its own format, so that another one can be put in use while old values still lie
/// about.
enum class SealFormat : std::uint8_t {
  xchacha20_poly1305 = 1,  ///< IETF draft-irtf-cfrg-xchacha.
  /// AES-256-GCM (NIST SP 800-38D) under a key drawn for each value, so that its short nonce never
  /// meets the same key twice. Opens only on machines with AES instructions.
  aes256_gcm = 2,
};

/// What new values are sealed with. Changing it and renewing the keys moves all values over.
inline constexpr SealFormat seal_format = SealFormat::xchacha20_poly1305;

/// What sealing adds: a byte of format and 24 random ones in front, 16 of authentication behind.
inline constexpr std::size_t seal_bytes = 41;

/// Encrypts and authenticates (libsodium). `about` is authenticated but not stored: it says where
/// the value belongs, so that it opens nowhere else. Cost: about 1 us for 300 bytes.
std::string seal(const SecretKey& key, Rng& rng, std::string_view about, Bytes plain);

/// The same in a format asked for; only where `can_seal_as` says so.
std::string seal_as(SealFormat format, const SecretKey& key, Rng& rng, std::string_view about,
                    Bytes plain);
bool can_seal_as(SealFormat format);

/// The plain bytes, whatever the format; none when key, `about` or a single bit is not what it was
/// sealed with.
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
