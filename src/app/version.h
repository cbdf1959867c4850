#pragma once

#include <string_view>

namespace caregrid::app {

/// The program's version, as CMakeLists.txt states it.
std::string_view program_version();

}  // namespace caregrid::app
