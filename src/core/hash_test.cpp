// Shows that SHA-256 is SHA-256: the examples of FIPS 180-4, in one piece and in many.
#include "core/hash.h"

#include <doctest/doctest.h>

#include <array>

namespace caregrid::core {
namespace {

struct Row {
  std::string_view text;
  std::string_view digest;
};
constexpr std::array rows = {
    Row{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    Row{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    Row{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};

TEST_CASE("the standard's examples, whole and byte by byte") {
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(to_hex(sha256(as_bytes(row.text))) == row.digest);
    Sha256 hash;
    for (const char c : row.text) {
      hash.add(std::string_view(&c, 1));
    }
    CHECK(to_hex(hash.finish()) == row.digest);
  }
}

TEST_CASE("in one piece and in many it is the same, at every length across several blocks") {
  std::string text;
  for (int size = 0; size < 400; ++size) {
    Sha256 hash;  // libsodium's; in one piece the processor's own instructions may do it.
    hash.add(text);
    CHECK(hash.finish() == sha256(as_bytes(text)));
    text += static_cast<char>(size * 7);
  }
}

TEST_CASE("a million times the letter a") {
  Sha256 hash;
  const std::string thousand(1000, 'a');
  for (int i = 0; i < 1000; ++i) {
    hash.add(thousand);
  }
  CHECK(to_hex(hash.finish()) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace caregrid::core
