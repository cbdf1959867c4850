#pragma once

#include <string_view>

namespace caregrid::tabular {

/// How a CSV file parts its cells.
struct Dialect {
  char delimiter = ',';
  std::size_t skip_bytes = 0;  ///< A leading "sep=;" line, which Excel writes and hides.

  bool operator==(const Dialect&) const = default;
};

/// Chooses comma, tab or semicolon: the one that parts most of the first rows into the same number
/// of cells. Comma when none does.
Dialect sniff_dialect(std::string_view head);

}  // namespace caregrid::tabular
