// Shows that the cache gives back what was kept and lets go of what was used longest ago.
#include "http/answer_cache.h"

#include <doctest/doctest.h>

namespace caregrid::http {
namespace {

TEST_CASE("what was not used for longest goes first") {
  AnswerCache cache(2);
  cache.keep("a", "1");
  cache.keep("b", "2");
  CHECK(cache.find("a") == "1");
  cache.keep("c", "3");
  CHECK(cache.find("a") == "1");
  CHECK(!cache.find("b"));
  CHECK(cache.find("c") == "3");
}

}  // namespace
}  // namespace caregrid::http
