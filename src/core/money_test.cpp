// Shows that sums of money neither mix currencies nor overflow.
#include "core/money.h"

#include <doctest/doctest.h>

#include <limits>

namespace caregrid::core {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr Currency dollar{{'U', 'S', 'D'}};

TEST_CASE("money adds within one currency and range") {
  struct Row {
    Money a;
    Money b;
    std::optional<std::int64_t> minor;
  };
  const std::array rows = {
      Row{{1250, {}}, {250, {}}, 1500},         Row{{1250, {}}, {-1250, {}}, 0},
      Row{{most, {}}, {0, {}}, most},           Row{{most, {}}, {1, {}}, std::nullopt},
      Row{{-most, {}}, {-2, {}}, std::nullopt}, Row{{1, {}}, {1, dollar}, std::nullopt},
      Row{{1, dollar}, {1, dollar}, 2},
  };
  for (const auto& row : rows) {
    CAPTURE(row.a.minor);
    CAPTURE(row.b.minor);
    const auto sum = add(row.a, row.b);
    REQUIRE(sum.has_value() == row.minor.has_value());
    if (sum) {
      CHECK(*sum == Money{*row.minor, row.a.currency});
    }
  }
}

}  // namespace
}  // namespace caregrid::core
