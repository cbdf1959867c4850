#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.h"

namespace caregrid::care {

/// Where a page of a list ends: two sort numbers and an id, as text "3.20717.<uuid>".
///
/// Lists in this room and above sort by urgency, something within it, then id, and go on with
/// `(a, b, id) > (:a, :b, :id)`; the default stands before every row.
struct PageKey {
  std::int64_t first = INT64_MIN;
  std::int64_t second = INT64_MIN;
  core::IdBytes id{};

  bool operator==(const PageKey&) const = default;
};

std::string to_text(const PageKey& key);

/// Reads what `to_text` wrote; the start for empty text, none for anything else.
std::optional<PageKey> parse_page_key(std::string_view text);

}  // namespace caregrid::care
