#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace caregrid::tabular {

/// Where in a file something is wrong, counted from 1; 0 where it does not apply.
struct Place {
  std::string_view sheet;  ///< Empty for CSV.
  std::int64_t row = 0;
  std::int64_t column = 0;
};

/// The place as the `field` of an error: "sheets[名单].rows[12].cells[3]".
std::string to_field(const Place& place);

}  // namespace caregrid::tabular
