#include "access/one_time_code.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <array>

namespace caregrid::access {
namespace {

constexpr std::int64_t step_micros = 30'000'000;
constexpr std::size_t code_characters = 6;

}  // namespace

std::int64_t code_step(core::Instant now) { return now.micros / step_micros; }

std::string one_time_code(core::Bytes secret, std::int64_t step, unsigned digits) {
  std::array<char, 16> text{};
  const int done = oath_hotp_generate(reinterpret_cast<const char*>(secret.data()), secret.size(),
                                      static_cast<std::uint64_t>(step), digits, false,
                                      OATH_HOTP_DYNAMIC_TRUNCATION, text.data());
  return done == OATH_OK ? std::string(text.data()) : std::string();
}

std::optional<std::int64_t> find_code_step(core::Bytes secret, std::string_view code,
                                           core::Instant now, std::int64_t last_step) {
  if (code.size() != code_characters) {
    return std::nullopt;
  }
  std::optional<std::int64_t> found;
  const std::int64_t present = code_step(now);
  for (std::int64_t step = present - 1; step <= present + 1; ++step) {
    const std::string right = one_time_code(secret, step);
    const bool is_equal =
        right.size() == code.size() && sodium_memcmp(right.data(), code.data(), code.size()) == 0;
    if (is_equal && step > last_step) {
      found = step;
    }
  }
  return found;
}

std::string base32(core::Bytes bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const std::byte byte : bytes) {
    buffer = ((buffer << 8U) | std::to_integer<unsigned>(byte)) & 0xffffU;
    bits += 8;
    for (; bits >= 5; bits -= 5) {
      text += alphabet[(buffer >> (bits - 5)) & 31U];
    }
  }
  if (bits > 0) {
    text += alphabet[(buffer << (5 - bits)) & 31U];
  }
  return text;
}

std::string otpauth_uri(std::string_view login, std::string_view secret_base32) {
  // A login has only characters that need no escape (see `is_login`).
  std::string uri = "otpauth://totp/CareGrid:";
  uri.append(login).append("?secret=").append(secret_base32);
  return uri.append("&issuer=CareGrid&algorithm=SHA1&digits=6&period=30");
}

std::string tidy_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c >= 'A' && c <= 'Z') {
      code += static_cast<char>(c - 'A' + 'a');
    } else if (c != ' ' && c != '-') {
      code += c;
    }
  }
  return code;
}

}  // namespace caregrid::access
