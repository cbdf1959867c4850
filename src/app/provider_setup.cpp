#include "app/provider_setup.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "access/provider_url.h"

namespace caregrid::app {
namespace {

constexpr std::int64_t secret_bytes_max = 4096;

core::Result<std::string> read_secret(core::FileSystem& files, const std::string& path) {
  if (path.empty()) {
    const char* secret = std::getenv("CAREGRID_OIDC_SECRET");
    return std::string(secret == nullptr ? "" : secret);
  }
  auto text = core::read_file(files, path, secret_bytes_max);
  if (!text) {
    return text;
  }
  if (!files.is_private(path)) {
    return core::failure(core::Code::unavailable, "provider.secret_exposed", path);
  }
  const std::size_t end = text->find_last_not_of(" \r\n\t");
  return text->substr(0, end == std::string::npos ? 0 : end + 1);
}

}  // namespace

core::Result<std::optional<access::ProviderSettings>> read_provider(
    core::FileSystem& files, const cli::ServeOptions& options) {
  const cli::ProviderOptions& given = options.provider;
  if (given.issuer.empty()) {
    return std::optional<access::ProviderSettings>();
  }
  auto secret = read_secret(files, given.secret_file);
  if (!secret) {
    return secret.error();
  }
  access::ProviderSettings settings{given.name.empty() ? given.issuer : given.name,
                                    given.issuer,
                                    given.client,
                                    std::move(*secret),
                                    given.strong_acr,
                                    given.strong_amr};
  if (auto sound = access::check_settings(settings); !sound) {
    return sound.error();
  }
  // Where the provider sends browsers back to must not depend on what a request says.
  if (options.origin.empty() && given.issuer.starts_with("https://")) {
    return core::invalid("--origin", "provider.origin_needed");
  }
  return std::optional(std::move(settings));
}

}  // namespace caregrid::app
