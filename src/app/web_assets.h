#pragma once

#include <span>

#include "http/assets.h"

namespace caregrid::app {

/// The files of the web app this program was built with. Source: cmake/assets.cmake.
std::span<const http::Asset> web_assets();

}  // namespace caregrid::app
