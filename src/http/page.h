#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/describe.h"
#include "http/query.h"
#include "http/route.h"

namespace caregrid::http {

/// One page of a list, with how many there are altogether.
template <class Item>
struct Page {
  std::vector<Item> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
};

/// Where a page starts and how long it is, read from a query with `limit` and `after`.
struct Window {
  int limit = 50;
  std::string after;
};

/// Errors: invalid "list.limit", "list.cursor".
template <class Query>
core::Result<Window> window_of(const Visit& visit, std::string_view list, const Query& query) {
  const auto limit = page_limit(query.limit);
  if (!limit) {
    return limit.error();
  }
  Window window{*limit, {}};
  if (query.after) {
    auto after = visit.site.cursors.open(list, *query.after);
    if (!after) {
      return after.error();
    }
    window.after = std::move(*after);
  }
  return window;
}

/// The cursor of the next page, sealed for this list; none after the last.
inline std::optional<std::string> seal_next(const Visit& visit, std::string_view list,
                                            const std::optional<std::string>& next) {
  return next ? std::optional(visit.site.cursors.seal(list, *next)) : std::nullopt;
}

/// A room's page as the API shows it, each item through `shape`.
template <class RoomPage, class Shape>
auto page_of(const Visit& visit, std::string_view list, const RoomPage& page, Shape shape) {
  Page<decltype(shape(page.items.front()))> shaped;
  shaped.items.reserve(page.items.size());
  for (const auto& item : page.items) {
    shaped.items.push_back(shape(item));
  }
  shaped.next = seal_next(visit, list, page.next);
  shaped.total = page.total;
  return shaped;
}

}  // namespace caregrid::http

namespace caregrid::core {

template <class Item>
struct Describe<http::Page<Item>> {
  using It = http::Page<Item>;
  static constexpr std::string_view name = Describe<Item>::page_name;
  static constexpr auto fields =
      std::tuple{field("items", &It::items),
                 field("next", &It::next, "Cursor of the next page, null after the last"),
                 field("total", &It::total)};
};

}  // namespace caregrid::core
