#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "core/clock.h"
#include "core/rng.h"

namespace caregrid::core {

/// The 16 bytes of a UUID, big-endian, so that byte order is creation order for version 7.
using IdBytes = std::array<std::byte, 16>;

/// A fresh UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits.
IdBytes make_id_bytes(Instant now, Rng& rng);

/// A name-based UUIDv8: the first 122 usable bits of SHA-256 of `name`; equal names, equal ids.
IdBytes derive_id_bytes(std::string_view name);

std::string to_text(const IdBytes& bytes);
std::optional<IdBytes> parse_id_bytes(std::string_view text);

/// A typed 128-bit identifier, made by whoever creates the record (device, importer, server).
///
/// Two kinds of id do not compare or convert; `Id<Child>` is never an `Id<Need>`.
template <class Tag>
struct Id {
  IdBytes bytes{};

  auto operator<=>(const Id&) const = default;

  [[nodiscard]] bool is_nil() const { return bytes == IdBytes{}; }
  [[nodiscard]] Bytes view() const { return bytes; }
  [[nodiscard]] std::string text() const { return to_text(bytes); }

  static Id make(Instant now, Rng& rng) { return Id{make_id_bytes(now, rng)}; }
  static Id derive(std::string_view name) { return Id{derive_id_bytes(name)}; }
  static std::optional<Id> parse(std::string_view text) {
    const auto bytes = parse_id_bytes(text);
    return bytes ? std::optional<Id>(Id{*bytes}) : std::nullopt;
  }
  /// From a stored blob; none when it is not 16 bytes.
  static std::optional<Id> from(Bytes blob) {
    if (blob.size() != 16) {
      return std::nullopt;
    }
    Id id;
    for (std::size_t i = 0; i < 16; ++i) {
      id.bytes[i] = blob[i];
    }
    return id;
  }
};

}  // namespace caregrid::core

template <class Tag>
struct std::hash<caregrid::core::Id<Tag>> {
  std::size_t operator()(const caregrid::core::Id<Tag>& id) const noexcept {
    std::size_t low_half = 0;
    for (std::size_t i = 8; i < 16; ++i) {
      low_half = (low_half << 8U) | std::to_integer<std::size_t>(id.bytes[i]);
    }
    return low_half;
  }
};
