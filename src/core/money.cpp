#include "core/money.h"

namespace caregrid::core {

std::optional<Money> add(Money a, Money b) {
  Money sum = a;
  if (a.currency != b.currency || __builtin_add_overflow(a.minor, b.minor, &sum.minor)) {
    return std::nullopt;
  }
  return sum;
}

}  // namespace caregrid::core
