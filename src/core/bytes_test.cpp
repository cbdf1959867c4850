// Shows hexadecimal both ways. Rows: text, the bytes it stands for or none.
#include "core/bytes.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::core {
namespace {

TEST_CASE("bytes go to hexadecimal and back") {
  std::string all(256, '\0');
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = static_cast<char>(i);
  }
  const std::string hex = to_hex(as_bytes(all));
  CHECK(hex.size() == 512);
  CHECK(hex.starts_with("000102"));
  CHECK(hex.ends_with("fdfeff"));
  std::array<std::byte, 256> back{};
  REQUIRE(from_hex(hex, back));
  CHECK(to_hex(back) == hex);
}

TEST_CASE("hexadecimal of the wrong length or alphabet is refused") {
  struct Row {
    std::string_view hex;
    bool is_right;
  };
  constexpr std::array rows = {Row{"00ff", true},   Row{"00FF", true},  Row{"00f", false},
                               Row{"00fff", false}, Row{"00fg", false}, Row{"0x0f", false},
                               Row{" 0ff", false},  Row{"", false}};
  for (const auto& row : rows) {
    CAPTURE(row.hex);
    std::array<std::byte, 2> into{};
    CHECK(from_hex(row.hex, into) == row.is_right);
  }
}

}  // namespace
}  // namespace caregrid::core
