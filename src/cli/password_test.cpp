// Shows that made passwords are long, plain to type and never the same; and what is read.
#include "cli/password.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

namespace caregrid::cli {
namespace {

TEST_CASE("made passwords have four groups of signs that look like no other") {
  core::SeededRng rng(1);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string password = make_password(rng);
    REQUIRE(password.size() == 19);
    CHECK(password[4] == '-');
    CHECK(password.find_first_of("01oilOI") == std::string::npos);
    seen.insert(password);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("a password is the first line of the input") {
  std::istringstream lines("secret words\r\nsecond line\n");
  CHECK(*read_password(lines) == "secret words");
  std::istringstream nothing("");
  CHECK(read_password(nothing).error().reason == "password.missing");
}

}  // namespace
}  // namespace caregrid::cli
