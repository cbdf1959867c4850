// Shows that a cursor opens only for its own list and only unchanged: every single changed
// character is tried.
#include "http/cursor.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

TEST_CASE("a cursor comes back as it was given") {
  core::SeededRng rng(1);
  const Cursors cursors(rng);
  const std::string sealed = cursors.seal("children", "620524100001|张");
  const auto opened = cursors.open("children", sealed);
  REQUIRE(opened.ok());
  CHECK(*opened == "620524100001|张");
}

TEST_CASE("a changed, cut or foreign cursor is refused") {
  core::SeededRng rng(1);
  const Cursors cursors(rng);
  const std::string sealed = cursors.seal("children", "place");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = changed[i] == '0' ? '1' : '0';
    CAPTURE(i);
    CHECK(!cursors.open("children", changed).ok());
    CHECK(!cursors.open("children", sealed.substr(0, i)).ok());
  }
  CHECK(!cursors.open("needs", sealed).ok());
  CHECK(!cursors.open("children", "not hexadecimal at all, and rather long as well").ok());
  const Cursors after_restart(rng);
  CHECK(after_restart.open("children", sealed).error().reason == "list.cursor");
}

}  // namespace
}  // namespace caregrid::http
