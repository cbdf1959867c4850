#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "access/area.h"
#include "core/geo.h"

namespace caregrid::registry {

/// A place of the administrative hierarchy. Level and parent follow from the code.
///
/// Source: domain handbook 4.1.
struct Division {
  std::int64_t code = 0;  ///< 12 digits, zero-padded on the right.
  std::string name;
  std::optional<core::Point> place;

  [[nodiscard]] access::Level level() const { return access::level_of(code); }
  [[nodiscard]] std::int64_t parent() const { return access::parent_of(code); }

  bool operator==(const Division&) const = default;
};

}  // namespace caregrid::registry
