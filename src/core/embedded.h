#pragma once

#include <string_view>

namespace caregrid::core {

/// A file that was put into the program when it was built. Source: cmake/embed.cmake.
struct EmbeddedFile {
  std::string_view name;  ///< Without folder.
  std::string_view content;
};

}  // namespace caregrid::core
