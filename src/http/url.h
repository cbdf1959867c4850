#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace caregrid::http {

/// Undoes percent-encoding; none for a broken escape, a NUL or invalid UTF-8.
std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space);

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// The pairs of a query string, decoded, in order.
/// Errors: invalid "query.encoding"; too_large "query.too_many" past 32 pairs.
core::Result<QueryPairs> parse_query(std::string_view query);

}  // namespace caregrid::http
