#include "core/bytes.h"

#include <cstdint>

namespace caregrid::core {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

}  // namespace

std::string to_hex(Bytes bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    const auto value = std::to_integer<std::size_t>(byte);
    text.push_back(digits[value >> 4U]);
    text.push_back(digits[value & 15U]);
  }
  return text;
}

bool from_hex(std::string_view hex, std::span<std::byte> into) {
  if (hex.size() != into.size() * 2) {
    return false;
  }
  for (std::size_t i = 0; i < into.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) {
      return false;
    }
    into[i] = static_cast<std::byte>(high * 16 + low);
  }
  return true;
}

}  // namespace caregrid::core
