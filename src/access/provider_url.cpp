#include "access/provider_url.h"

#include <algorithm>

namespace caregrid::access {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

bool is_host_sign(char c) { return is_plain(c) || c == ':' || c == '[' || c == ']'; }

}  // namespace

std::string_view origin_of_url(std::string_view url) {
  const bool is_secure = url.starts_with("https://");
  if (!is_secure && !url.starts_with("http://")) {
    return {};
  }
  const std::size_t begin = is_secure ? 8 : 7;
  const std::size_t end = std::min(url.find_first_of("/?#", begin), url.size());
  const std::string_view authority = url.substr(begin, end - begin);
  const std::string_view host = authority.starts_with('[')
                                    ? authority.substr(0, authority.find(']') + 1)
                                    : authority.substr(0, authority.find(':'));
  const bool is_here = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  const bool is_sound = !host.empty() && std::ranges::all_of(authority, is_host_sign) &&
                        std::ranges::all_of(url, [](char c) { return c > ' ' && c != '\\'; });
  return is_sound && (is_secure || is_here) ? url.substr(0, end) : std::string_view();
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (is_plain(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4U];
    encoded += digits[byte & 15U];
  }
  return encoded;
}

std::string form_of(const UrlPairs& pairs) {
  std::string form;
  for (const auto& [name, value] : pairs) {
    if (!value.empty()) {
      form += form.empty() ? "" : "&";
      form.append(name).append("=").append(percent_encode(value));
    }
  }
  return form;
}

std::string with_query(std::string_view url, const UrlPairs& pairs) {
  std::string full(url);
  full += url.find('?') == std::string_view::npos ? '?' : '&';
  return full + form_of(pairs);
}

}  // namespace caregrid::access
