#include "allocation/booking.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

namespace caregrid::allocation {
namespace {

/// Takes up to `units` of the earliest hours of a mask.
care::Slots take_earliest(care::Slots from, int units) {
  care::Slots taken;
  for (int slot = 0; slot < care::slot_count && taken.count() < units; ++slot) {
    if (from.has(slot)) {
      taken.mask |= 1U << slot;
    }
  }
  return taken;
}

class Diary final {
 public:
  explicit Diary(const Snapshot& snapshot)
      : snapshot_(snapshot), helper_busy_(snapshot.offers.size()) {}

  void book(DraftLine& line) {
    const care::NeedRow& row = snapshot_.needs[line.need];
    if (line.slots.empty()) {
      line.slots = choose(line, row.need);
    }
    if (care::is_one_to_one(row.need.kind)) {
      helper_busy_[line.offer].mask |= line.slots.mask;
      child_busy_[row.need.child].mask |= line.slots.mask;
    }
  }

 private:
  care::Slots choose(const DraftLine& line, const care::Need& need) {
    const care::Slots shared = care::common(need.slots, snapshot_.offers[line.offer].slots);
    if (!care::is_one_to_one(need.kind)) {
      return take_earliest(shared, line.units);
    }
    const std::uint32_t child = child_busy_[need.child].mask;
    const std::uint32_t helper = helper_busy_[line.offer].mask;
    care::Slots chosen = take_earliest({shared.mask & ~child & ~helper}, line.units);
    // A helper's hour twice is a talk between two people; a child's hour twice is a harder clash.
    for (const std::uint32_t avoided : {child, std::uint32_t{0}}) {
      const care::Slots rest{shared.mask & ~avoided & ~chosen.mask};
      chosen.mask |= take_earliest(rest, line.units - chosen.count()).mask;
    }
    return chosen;
  }

  const Snapshot& snapshot_;
  std::vector<care::Slots> helper_busy_;
  std::map<care::ChildId, care::Slots> child_busy_;
};

}  // namespace

void suggest_slots(const Snapshot& snapshot, Draft& draft) {
  std::vector<std::size_t> order(draft.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank = [&](std::size_t index) {
    const DraftLine& line = draft.lines[index];
    const bool is_new = line.slots.empty();
    return std::tuple(is_new, snapshot.needs[line.need].need.tier, line.need, line.offer);
  };
  std::ranges::stable_sort(order, {}, rank);
  Diary diary(snapshot);
  for (const std::size_t index : order) {
    diary.book(draft.lines[index]);
  }
}

}  // namespace caregrid::allocation
