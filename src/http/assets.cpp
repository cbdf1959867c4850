#include "http/assets.h"

#include <algorithm>
#include <string>

#include "http/problem.h"

namespace caregrid::http {
namespace {

const Asset* find_asset(std::span<const Asset> assets, std::string_view path) {
  const auto found = std::ranges::find(assets, path, &Asset::path);
  return found == assets.end() ? nullptr : &*found;
}

/// The pages draw every address but those that look like a file or lie among files: what is asked
/// for there and is not there is not found, never something else.
bool is_screen(std::string_view path) {
  return path.find('.') == std::string_view::npos && !path.starts_with("/assets/");
}

}  // namespace

Response answer_asset(std::span<const Asset> assets, const Request& request) {
  if (request.method != Method::get && request.method != Method::head) {
    Response refused = problem(405, "http.method");
    refused.set("Allow", "GET, HEAD");
    return refused;
  }
  const Asset* asset = find_asset(assets, request.path);
  if (asset == nullptr && is_screen(request.path)) {
    asset = find_asset(assets, "/index.html");
  }
  if (asset == nullptr) {
    return problem(404, "http.not_found");
  }
  Response response;
  response.set("ETag", std::string(asset->etag));
  response.set("Cache-Control",
               asset->is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.set("Vary", "Accept-Encoding");
  if (names_etag(request.header("If-None-Match"), asset->etag)) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", std::string(asset->type));
  const bool takes_gzip = request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
  if (takes_gzip && !asset->gzip.empty()) {
    response.set("Content-Encoding", "gzip");
    response.view = asset->gzip;
  } else {
    response.view = asset->body;
  }
  return response;
}

}  // namespace caregrid::http
