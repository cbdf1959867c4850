#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/rng.h"

namespace caregrid::http {

/// Makes a list's place opaque and refuses one that was changed or belongs to another list.
///
/// The tag is a nested keyed SHA-256, cut to 16 bytes; the key lives as long as the program, so a
/// client that comes back after a restart starts the list again.
class Cursors final {
 public:
  explicit Cursors(core::Rng& rng);

  [[nodiscard]] std::string seal(std::string_view list, std::string_view place) const;

  /// Errors: invalid "after" "list.cursor".
  [[nodiscard]] core::Result<std::string> open(std::string_view list,
                                               std::string_view cursor) const;

 private:
  [[nodiscard]] std::string tag(std::string_view list, std::string_view place) const;

  std::array<std::byte, 32> key_{};
};

}  // namespace caregrid::http
