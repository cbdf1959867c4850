#include "http/url.h"

#include <algorithm>
#include <array>

#include "core/bytes.h"
#include "tabular/utf8.h"

namespace caregrid::http {

std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      std::array<std::byte, 1> byte{};
      if (i + 2 >= text.size() || !core::from_hex(text.substr(i + 1, 2), byte)) {
        return std::nullopt;
      }
      decoded.push_back(std::to_integer<char>(byte[0]));
      i += 2;
    } else {
      decoded.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  if (decoded.find('\0') != std::string::npos ||
      tabular::scan_utf8(decoded).valid_bytes != decoded.size()) {
    return std::nullopt;
  }
  return decoded;
}

core::Result<QueryPairs> parse_query(std::string_view query) {
  constexpr std::size_t pairs_max = 32;
  QueryPairs pairs;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) {
      continue;
    }
    if (pairs.size() == pairs_max) {
      return core::failure(core::Code::too_large, "query.too_many", std::to_string(pairs_max));
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode_percent(pair.substr(0, equals), true);
    auto value = decode_percent(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) {
      return core::invalid("", "query.encoding");
    }
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

}  // namespace caregrid::http
