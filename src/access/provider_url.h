#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caregrid::access {

/// Scheme, host and port of an https address, or of an http one of this very machine ("localhost",
/// 127.0.0.1, [::1]); empty for any other, and for one with a name, password, space or backslash.
std::string_view origin_of_url(std::string_view url);

/// Everything but letters, digits and "-._~" percent-encoded. Source: RFC 3986, 2.3.
std::string percent_encode(std::string_view text);

using UrlPairs = std::vector<std::pair<std::string_view, std::string_view>>;

/// "a=1&b=2", encoded; pairs with an empty value are left out.
std::string form_of(const UrlPairs& pairs);

/// An address with pairs added to its query.
std::string with_query(std::string_view url, const UrlPairs& pairs);

}  // namespace caregrid::access
