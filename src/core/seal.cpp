#include "core/seal.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "core/check.h"

namespace caregrid::core {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t front_bytes = 1 + nonce_bytes;  // Format, then what is random.
static_assert(front_bytes + tag_bytes == seal_bytes);
static_assert(tag_bytes == crypto_aead_aes256gcm_ABYTES);
static_assert(SecretKey::size == crypto_aead_aes256gcm_KEYBYTES);
static_assert(SecretKey::size == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(SecretKey::size == crypto_auth_hmacsha256_KEYBYTES);
static_assert(sizeof(crypto_auth_hmacsha256_state) <= 256);

const unsigned char* raw(Bytes bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }

crypto_auth_hmacsha256_state* state_in(std::array<std::byte, 256>& bytes) {
  return reinterpret_cast<crypto_auth_hmacsha256_state*>(bytes.data());
}

/// Each value sealed by AES has a key of its own, so one nonce does for all.
constexpr std::array<unsigned char, crypto_aead_aes256gcm_NPUBBYTES> only_nonce{};

SecretKey key_of_value(const SecretKey& key, Bytes random) {
  std::string purpose = "caregrid seal aes256-gcm ";
  purpose.append(reinterpret_cast<const char*>(random.data()), random.size());
  return derive_key(key, purpose);
}

}  // namespace

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) {
  sodium_memzero(other.bytes_.data(), size);
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    sodium_memzero(other.bytes_.data(), size);
  }
  return *this;
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), size); }

SecretKey SecretKey::make(Rng& rng) {
  SecretKey key;
  rng.fill(key.bytes_);
  return key;
}

std::optional<SecretKey> SecretKey::from(Bytes bytes) {
  if (bytes.size() != size) {
    return std::nullopt;
  }
  SecretKey key;
  std::ranges::copy(bytes, key.bytes_.begin());
  return key;
}

SecretKey SecretKey::clone() const {
  SecretKey key;
  key.bytes_ = bytes_;
  return key;
}

std::string seal(const SecretKey& key, Rng& rng, std::string_view about, Bytes plain) {
  return seal_as(seal_format, key, rng, about, plain);
}

bool can_seal_as(SealFormat format) {
  return format == SealFormat::xchacha20_poly1305 ||
         (format == SealFormat::aes256_gcm && sodium_init() >= 0 &&
          crypto_aead_aes256gcm_is_available() == 1);
}

std::string seal_as(SealFormat format, const SecretKey& key, Rng& rng, std::string_view about,
                    Bytes plain) {
  check(can_seal_as(format));
  std::string sealed(front_bytes + plain.size() + tag_bytes, '\0');
  sealed[0] = static_cast<char>(format);
  const std::span nonce(sealed.data() + 1, nonce_bytes);
  rng.fill(std::as_writable_bytes(nonce));
  unsigned char* body = raw(sealed.data() + front_bytes);
  const unsigned char* aside = raw(as_bytes(about));
  if (format == SealFormat::aes256_gcm) {
    const SecretKey own = key_of_value(key, std::as_bytes(nonce));
    const auto done =
        crypto_aead_aes256gcm_encrypt(body, nullptr, raw(plain), plain.size(), aside, about.size(),
                                      nullptr, only_nonce.data(), raw(own.view()));
    check(done == 0);
    return sealed;
  }
  const auto done = crypto_aead_xchacha20poly1305_ietf_encrypt(
      body, nullptr, raw(plain), plain.size(), aside, about.size(), nullptr, raw(nonce.data()),
      raw(key.view()));
  check(done == 0);
  return sealed;
}

std::optional<std::string> open_sealed(const SecretKey& key, std::string_view about, Bytes sealed) {
  if (sealed.size() < seal_bytes) {
    return std::nullopt;
  }
  const auto format = static_cast<SealFormat>(sealed[0]);
  if (!can_seal_as(format)) {
    return std::nullopt;
  }
  std::string plain(sealed.size() - seal_bytes, '\0');
  const Bytes nonce = sealed.subspan(1, nonce_bytes);
  const Bytes body = sealed.subspan(front_bytes);
  const unsigned char* aside = raw(as_bytes(about));
  int done = 0;
  if (format == SealFormat::aes256_gcm) {
    const SecretKey own = key_of_value(key, nonce);
    done =
        crypto_aead_aes256gcm_decrypt(raw(plain.data()), nullptr, nullptr, raw(body), body.size(),
                                      aside, about.size(), only_nonce.data(), raw(own.view()));
  } else {
    done = crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain.data()), nullptr, nullptr,
                                                      raw(body), body.size(), aside, about.size(),
                                                      raw(nonce), raw(key.view()));
  }
  return done == 0 ? std::optional(std::move(plain)) : std::nullopt;
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

KeyedHash::KeyedHash(const SecretKey& key) {
  crypto_auth_hmacsha256_init(state_in(state_), raw(key.view()), SecretKey::size);
}

KeyedHash::~KeyedHash() { sodium_memzero(state_.data(), state_.size()); }

Digest KeyedHash::of(Bytes bytes) const {
  auto copy = state_;
  crypto_auth_hmacsha256_update(state_in(copy), raw(bytes), bytes.size());
  Digest digest;
  crypto_auth_hmacsha256_final(state_in(copy), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

SecretKey derive_key(const SecretKey& key, std::string_view purpose) {
  Digest digest = KeyedHash(key).of(as_bytes(purpose));
  auto derived = SecretKey::from(digest);
  sodium_memzero(digest.data(), digest.size());
  return std::move(*derived);
}

}  // namespace caregrid::core
