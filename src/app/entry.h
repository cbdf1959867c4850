#pragma once

#include <memory>
#include <optional>

#include "access/provider.h"
#include "access/provider_sign_in.h"
#include "access/sign_in.h"
#include "app/logging.h"
#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::app {

/// What people sign in by besides what the database holds.
struct Entry {
  access::SignInOptions sign_in;
  std::optional<access::ProviderSettings> provider;
};

/// Makes the folders files lie in meanwhile, and the key of one-time codes where there is none;
/// reads how the identity provider is named; decides whether second factors are asked for and
/// writes that down. `phone_time` outlives the entry.
///
/// Errors: those of files and settings; forbidden "serve.second_factor" when second factors shall
/// be optional and some county's people are not invented.
core::Result<Entry> prepare_entry(cli::Workplace& workplace, const cli::ServeOptions& options,
                                  const Log& log, core::Clock& phone_time);

/// The county's identity provider and what it needs; nothing inside when there is none.
class OwnProvider final {
 public:
  OwnProvider(const std::optional<access::ProviderSettings>& settings, core::Clock& clock,
              cli::Workplace& workplace, access::SignIn& sign_in);

  [[nodiscard]] access::ProviderSignIn* entry() { return entry_ ? &*entry_ : nullptr; }

 private:
  std::unique_ptr<access::WebClient> web_;
  std::optional<access::Provider> provider_;
  std::optional<access::ProviderSignIn> entry_;
};

}  // namespace caregrid::app
