#pragma once

#include <span>
#include <string>
#include <vector>

#include "intake/catalogue.h"
#include "intake/mapping.h"

namespace caregrid::intake {

/// One sheet of one of several files.
struct SheetTurn {
  std::size_t file = 0;
  std::size_t sheet = 0;  ///< Index into that file's mappings.

  bool operator==(const SheetTurn&) const = default;
};

/// The order in which sheets must go in, so that what they refer to is there before them; sheets
/// without a kind are left out. Equal kinds keep the order given.
std::vector<SheetTurn> import_order(std::span<const std::vector<SheetMapping>> files,
                                    const Catalogue& catalogue);

}  // namespace caregrid::intake
