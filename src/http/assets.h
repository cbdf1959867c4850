#pragma once

#include <span>
#include <string_view>

#include "http/message.h"

namespace caregrid::http {

/// One file of the web app, put into the program when it was built. Source: cmake/assets.cmake.
struct Asset {
  std::string_view path;  ///< "/index.html".
  std::string_view type;
  std::string_view etag;  ///< Quoted.
  std::string_view body;
  std::string_view gzip;   ///< The same, compressed; empty when that gained nothing.
  bool is_hashed = false;  ///< Its name changes with its content: cached for ever.
};

/// Answers GET and HEAD of a page or one of its parts. A path without a file name is a screen of
/// the app and gets index.html.
///
/// Cost: one pass over the paths (about thirty), no copy of the content.
Response answer_asset(std::span<const Asset> assets, const Request& request);

}  // namespace caregrid::http
