// Shows one-time codes against the test vectors of RFC 6238 (appendix B, SHA-1) and RFC 4648, and
// that a code is taken once, one step early or late, and never again.
#include "access/one_time_code.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::access {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";
constexpr std::int64_t second = 1'000'000;

TEST_CASE("the codes of RFC 6238") {
  struct Row {
    std::int64_t seconds;
    std::string_view code;
  };
  constexpr std::array rows{Row{59, "94287082"},
                            Row{1'111'111'109, "07081804"},
                            Row{1'111'111'111, "14050471"},
                            Row{1'234'567'890, "89005924"},
                            Row{2'000'000'000, "69279037"},
                            Row{20'000'000'000, "65353130"}};
  for (const Row& row : rows) {
    const std::int64_t step = code_step({row.seconds * second});
    CHECK(one_time_code(core::as_bytes(rfc_secret), step, 8) == row.code);
  }
}

TEST_CASE("a code holds for its 30 seconds and one step either side, once") {
  const core::Bytes secret = core::as_bytes(rfc_secret);
  const core::Instant now{1'790'000'010 * second};
  const std::int64_t step = code_step(now);
  struct Row {
    std::int64_t offset;
    std::int64_t last_offset;
    bool is_taken;
  };
  constexpr std::array rows{Row{0, -9, true},   Row{-1, -9, true}, Row{1, -9, true},
                            Row{-2, -9, false}, Row{2, -9, false}, Row{0, 0, false},
                            Row{1, 0, true},    Row{-1, 0, false}};
  for (const Row& row : rows) {
    CAPTURE(row.offset);
    const std::string code = one_time_code(secret, step + row.offset);
    const auto found = find_code_step(secret, code, now, step + row.last_offset);
    CHECK(found.has_value() == row.is_taken);
  }
  for (const std::string_view wrong : {"", "000", "0000000", "abcdef"}) {
    CHECK_FALSE(find_code_step(secret, wrong, now, 0).has_value());
  }
}

TEST_CASE("base 32 of RFC 4648, and what an app reads") {
  constexpr std::array<std::array<std::string_view, 2>, 5> rows{
      {{"", ""}, {"f", "MY"}, {"foo", "MZXW6"}, {"foob", "MZXW6YQ"}, {"foobar", "MZXW6YTBOI"}}};
  for (const auto& [plain, text] : rows) {
    CHECK(base32(core::as_bytes(plain)) == text);
  }
  CHECK(otpauth_uri("wang.li", "MZXW6") ==
        "otpauth://totp/CareGrid:wang.li?secret=MZXW6&issuer=CareGrid&algorithm=SHA1&digits=6&"
        "period=30");
  CHECK(tidy_code(" ABCD-efgh 2345") == "abcdefgh2345");
}

}  // namespace
}  // namespace caregrid::access
