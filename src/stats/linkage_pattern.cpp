#include "stats/linkage_pattern.h"

#include <algorithm>

namespace caregrid::stats {

std::size_t PatternCounter::slot_of(Pattern pattern) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>((pattern * 0x9e3779b97f4a7c15ULL) >> 32U) & mask;
  while (slots_[at].count > 0 && slots_[at].pattern != pattern) {
    at = (at + 1) & mask;
  }
  return at;
}

void PatternCounter::add(Pattern pattern, double count) {
  std::size_t at = slot_of(pattern);
  if (slots_[at].count == 0) {
    if (2 * (used_ + 1) > slots_.size()) {
      grow();
      at = slot_of(pattern);
    }
    ++used_;
    slots_[at].pattern = pattern;
  }
  slots_[at].count += count;
}

void PatternCounter::grow() {
  std::vector<PatternCount> old(2 * slots_.size());
  old.swap(slots_);
  for (const PatternCount& slot : old) {
    if (slot.count > 0) {
      slots_[slot_of(slot.pattern)] = slot;
    }
  }
}

std::vector<PatternCount> PatternCounter::counts() const {
  std::vector<PatternCount> all;
  all.reserve(used_);
  std::ranges::copy_if(slots_, std::back_inserter(all),
                       [](const PatternCount& slot) { return slot.count > 0; });
  std::ranges::sort(all, {}, &PatternCount::pattern);
  return all;
}

}  // namespace caregrid::stats
