#pragma once

#include <array>
#include <cstddef>

#include "core/bytes.h"

namespace caregrid::core {

using Digest = std::array<std::byte, 32>;

/// SHA-256 of one piece.
Digest sha256(Bytes bytes);

/// SHA-256 of pieces fed one after another.
class Sha256 final {
 public:
  Sha256();
  void add(Bytes bytes);
  void add(std::string_view text) { add(as_bytes(text)); }
  [[nodiscard]] Digest finish();

 private:
  alignas(16) std::array<std::byte, 128> state_;
};

}  // namespace caregrid::core
