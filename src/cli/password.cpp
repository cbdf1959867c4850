#include "cli/password.h"

#include <array>
#include <string_view>

namespace caregrid::cli {

std::string make_password(core::Rng& rng) {
  constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";  // 31 signs
  constexpr std::size_t length = 16;
  std::string password;
  while (password.size() < length + 3) {
    std::array<std::byte, 1> byte{};
    rng.fill(byte);
    const auto value = std::to_integer<std::size_t>(byte[0]);
    if (value >= alphabet.size() * 8) {
      continue;  // Taking the rest would favour the first signs.
    }
    if (password.size() % 5 == 4) {
      password.push_back('-');
    }
    password.push_back(alphabet[value % alphabet.size()]);
  }
  return password;
}

core::Result<std::string> read_password(std::istream& input) {
  std::string password;
  std::getline(input, password);
  if (!password.empty() && password.back() == '\r') {
    password.pop_back();
  }
  if (password.empty()) {
    return core::invalid("password", "password.missing");
  }
  return password;
}

}  // namespace caregrid::cli
