#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace caregrid::core {

using Bytes = std::span<const std::byte>;

/// Views the bytes of a text without copying.
inline Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span<const char>(text.data(), text.size()));
}

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(Bytes bytes);

/// Reads hexadecimal of exactly `into.size()` bytes; false when length or a character is wrong.
bool from_hex(std::string_view hex, std::span<std::byte> into);

}  // namespace caregrid::core
