#include "access/blind_index.h"

#include <array>

#include "access/key_store.h"
#include "access/keys.h"

namespace caregrid::access {
namespace {

std::int64_t top_bits(const core::Digest& digest, unsigned bits) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = value << 8U | std::to_integer<std::uint64_t>(digest[i]);
  }
  return static_cast<std::int64_t>(bits == 64 ? value : value >> (64U - bits));
}

std::int64_t hash_integer(const core::KeyedHash& hash, std::int64_t value) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(static_cast<std::uint64_t>(value) >> (8U * i));
  }
  return top_bits(hash.of(bytes), 64);
}

}  // namespace

BlindIndex::BlindIndex(const core::SecretKey& master)
    : number_(core::derive_key(master, "official number")),
      row_(core::derive_key(master, "source row")),
      phone_(core::derive_key(master, "phone")) {}

std::int64_t BlindIndex::official_number(std::int64_t packed) const {
  return hash_integer(number_, packed);
}

std::int64_t BlindIndex::source_row(std::int64_t digest) const {
  return hash_integer(row_, digest);
}

std::int64_t BlindIndex::phone(std::string_view digits) const {
  return top_bits(phone_.of(core::as_bytes(digits)), 32);
}

core::Result<std::optional<BlindIndex>> find_blind_index(const Call& call) {
  const auto key = find_child_key(call, index_key_number);
  if (!key) {
    return key.error();
  }
  return *key ? std::optional(BlindIndex((*key)->secret)) : std::optional<BlindIndex>();
}

core::Result<BlindIndex> ensure_blind_index(const Call& call) {
  const auto key = ensure_key(call, index_key_number);
  return key ? core::Result<BlindIndex>(BlindIndex(key->secret))
             : core::Result<BlindIndex>(key.error());
}

}  // namespace caregrid::access
