#include "intake/order.h"

#include <algorithm>

namespace caregrid::intake {

std::vector<SheetTurn> import_order(std::span<const std::vector<SheetMapping>> files,
                                    const Catalogue& catalogue) {
  std::vector<SheetTurn> turns;
  for (std::size_t file = 0; file < files.size(); ++file) {
    for (std::size_t sheet = 0; sheet < files[file].size(); ++sheet) {
      if (files[file][sheet].kind) {
        turns.push_back({file, sheet});
      }
    }
  }
  std::ranges::stable_sort(turns, {}, [&](const SheetTurn& turn) {
    return catalogue.order_of(*files[turn.file][turn.sheet].kind);
  });
  return turns;
}

}  // namespace caregrid::intake
