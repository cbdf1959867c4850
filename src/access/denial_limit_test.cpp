// Shows that denials of one account reach the journal up to a bound and again later, and that one
// account cannot silence another.
#include "access/denial_limit.h"

#include <doctest/doctest.h>

namespace caregrid::access {
namespace {

TEST_CASE("thirty denials in ten minutes are noted, the rest dropped, then noted again") {
  DenialLimit limit;
  const AccountId curious = AccountId::derive("curious");
  const core::Instant start{1'000'000};
  for (int i = 1; i < DenialLimit::noted_max; ++i) {
    CHECK(limit.note(curious, start) == Denial::noted);
  }
  CHECK(limit.note(curious, start) == Denial::last);
  CHECK(limit.note(curious, start) == Denial::dropped);
  CHECK(limit.note(AccountId::derive("other"), start) == Denial::noted);
  const core::Instant almost{start.micros + DenialLimit::window_micros - 1};
  CHECK(limit.note(curious, almost) == Denial::dropped);
  CHECK(limit.note(curious, {almost.micros + 1}) == Denial::noted);
}

TEST_CASE("however many accounts ask, memory is bounded") {
  DenialLimit limit;
  for (std::size_t i = 0; i < DenialLimit::accounts_max; ++i) {
    CHECK(limit.note(AccountId::derive(std::to_string(i)), {0}) == Denial::noted);
  }
  CHECK(limit.note(AccountId::derive("late"), {0}) == Denial::dropped);
  CHECK(limit.note(AccountId::derive("late"), {DenialLimit::window_micros}) == Denial::noted);
}

}  // namespace
}  // namespace caregrid::access
