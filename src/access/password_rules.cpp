#include "access/password_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/json.h"

namespace caregrid::access {
namespace {

constexpr std::size_t password_length_max = 128;

/// Words anybody would try here first: the product, the task, the office. Documented in
/// docs/decisions/0015-sign-in.md. Source: OWASP ASVS 5.0 6.1.2, 6.2.11.
constexpr std::array<std::string_view, 14> context_words{
    "caregrid", "tongwang", "liushouertong", "liushou", "ertong",   "minzheng", "guanai",
    "children", "county",   "password",      "童网",    "留守儿童", "民政",     "密码"};

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool is_common(std::string_view lower) {
  core::json::Writer quoted;
  quoted.string(lower);
  return common_password_files().front().content.find(quoted.text()) != std::string_view::npos;
}

/// What is left of a password without the words of this place.
std::string without_context(std::string lower) {
  for (const std::string_view word : context_words) {
    for (auto at = lower.find(word); at != std::string::npos; at = lower.find(word)) {
      lower.erase(at, word.size());
    }
  }
  return lower;
}

}  // namespace

core::Result<void> check_password(std::string_view password, std::string_view login,
                                  bool has_second_factor) {
  const std::size_t length_min = has_second_factor ? password_length_beside : password_length_alone;
  const std::size_t length = count_characters(password);
  if (length < length_min) {
    return core::invalid("password", "password.too_short", std::to_string(length_min));
  }
  if (length > password_length_max) {
    return core::invalid("password", "password.too_long", std::to_string(password_length_max));
  }
  const std::string lower = lower_case(password);
  if (!login.empty() && lower.find(login) != std::string::npos) {
    return core::invalid("password", "password.like_login");
  }
  if (is_common(lower)) {
    return core::invalid("password", "password.common");
  }
  if (count_characters(without_context(lower)) < password_length_beside) {
    return core::invalid("password", "password.context");
  }
  return {};
}

}  // namespace caregrid::access
