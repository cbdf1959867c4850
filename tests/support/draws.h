#pragma once
// How many random draws a property is tried on.

namespace caregrid::support {

/// `released` draws; a tenth of them, and one at least, where a sanitizer slows every access. What
/// a draw may find is of the algorithm and comes out in the released build; the sanitizer watches
/// memory.
[[nodiscard]] constexpr int draws(int released) {
#ifdef __SANITIZE_ADDRESS__
  return released < 10 ? 1 : released / 10;
#else
  return released;
#endif
}

}  // namespace caregrid::support
