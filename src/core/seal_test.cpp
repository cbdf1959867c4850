// Shows that a sealed value opens only with its key, in its place and unchanged, and that the keyed
// hash is HMAC-SHA-256 (RFC 2104; expected values from Python's hmac module).
#include "core/seal.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace caregrid::core {
namespace {

SecretKey key_of(char fill) {
  const std::string bytes(SecretKey::size, fill);
  return std::move(*SecretKey::from(as_bytes(bytes)));
}

std::string hex(const Digest& digest) { return to_hex(digest); }

}  // namespace

TEST_CASE("a sealed value opens with its key in its place") {
  SeededRng rng(3);
  const SecretKey key = SecretKey::make(rng);
  for (const std::string& plain : {std::string(), std::string("黄欢"), std::string(1000, 'x')}) {
    const std::string sealed = seal(key, rng, "child|1", as_bytes(plain));
    CHECK(sealed.size() == plain.size() + seal_bytes);
    CHECK(open_sealed(key, "child|1", as_bytes(sealed)) == plain);
    CHECK_FALSE(open_sealed(key, "child|2", as_bytes(sealed)));
    CHECK_FALSE(open_sealed(SecretKey::make(rng), "child|1", as_bytes(sealed)));
    CHECK(seal(key, rng, "child|1", as_bytes(plain)) != sealed);
  }
}

TEST_CASE("a sealed value with any bit or byte changed does not open") {
  SeededRng rng(4);
  const SecretKey key = SecretKey::make(rng);
  const std::string sealed = seal(key, rng, "place", as_bytes("990101201509030010"));
  for (std::size_t i = 0; i < sealed.size() * 8; ++i) {
    std::string changed = sealed;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    CHECK_FALSE(open_sealed(key, "place", as_bytes(changed)));
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    CHECK_FALSE(open_sealed(key, "place", as_bytes(std::string_view(sealed).substr(0, size))));
  }
  CHECK_FALSE(open_sealed(key, "place", as_bytes(sealed + "x")));
}

TEST_CASE("values of an old and of a new format open side by side, and none as the other") {
  SeededRng rng(5);
  const SecretKey key = SecretKey::make(rng);
  const Bytes plain = as_bytes("黄欢欢");
  CHECK(seal(key, rng, "place", plain).front() == static_cast<char>(seal_format));
  for (const SealFormat format : {SealFormat::xchacha20_poly1305, SealFormat::aes256_gcm}) {
    if (!can_seal_as(format)) {
      MESSAGE("no AES instructions here");
      continue;
    }
    const std::string sealed = seal_as(format, key, rng, "place", plain);
    CHECK(sealed.front() == static_cast<char>(format));
    CHECK(sealed.size() == plain.size() + seal_bytes);
    CHECK(open_sealed(key, "place", as_bytes(sealed)) == "黄欢欢");
    CHECK_FALSE(open_sealed(key, "elsewhere", as_bytes(sealed)));
    CHECK_FALSE(open_sealed(SecretKey::make(rng), "place", as_bytes(sealed)));
    for (int other = 0; other < 256; ++other) {
      std::string passed_off = sealed;
      passed_off.front() = static_cast<char>(other);
      CHECK(open_sealed(key, "place", as_bytes(passed_off)).has_value() == (passed_off == sealed));
    }
  }
  CHECK_FALSE(can_seal_as(static_cast<SealFormat>(0)));
  CHECK_FALSE(can_seal_as(static_cast<SealFormat>(3)));
}

TEST_CASE("the keyed hash is HMAC-SHA-256") {
  const KeyedHash hash(key_of('k'));
  CHECK(hex(hash.of(as_bytes("abc"))) ==
        "af61b693912efc56e2e46f949719ea10a9e80d68f8dcfb84e26cac5330da3c74");
  CHECK(hex(hash.of(as_bytes("abc"))) == hex(hash.of(as_bytes("abc"))));
  CHECK(hex(hash.of({})) == "a4ad8e340e32bf1d916005cb1dc92795148897965e36ae56c0adc357474b5372");
}

TEST_CASE("a moved key leaves nothing behind, and purposes have keys of their own") {
  SecretKey first = key_of('a');
  const SecretKey second = std::move(first);
  CHECK(to_hex(second.view()).starts_with("616161"));
  CHECK(to_hex(first.view()) ==
        std::string(64, '0'));  // NOLINT(bugprone-use-after-move): its point
  CHECK(to_hex(derive_key(second, "phone").view()) != to_hex(derive_key(second, "row").view()));
  CHECK_FALSE(SecretKey::from(as_bytes("short")));
}

}  // namespace caregrid::core
