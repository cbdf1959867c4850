#include "care/page_key.h"

#include <charconv>

namespace caregrid::care {
namespace {

/// Takes a number and the dot behind it off the front; false when there is none.
bool take_number(std::string_view& text, std::int64_t& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  if (error != std::errc() || end == text.data() + text.size() || *end != '.') {
    return false;
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

}  // namespace

std::string to_text(const PageKey& key) {
  return std::to_string(key.first) + "." + std::to_string(key.second) + "." + core::to_text(key.id);
}

std::optional<PageKey> parse_page_key(std::string_view text) {
  PageKey key;
  if (text.empty()) {
    return key;
  }
  if (!take_number(text, key.first) || !take_number(text, key.second)) {
    return std::nullopt;
  }
  const auto id = core::parse_id_bytes(text);
  if (!id) {
    return std::nullopt;
  }
  key.id = *id;
  return key;
}

}  // namespace caregrid::care
