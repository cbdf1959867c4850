#include "app/entry.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "access/settings.h"
#include "access/sign_in_key.h"
#include "app/provider_setup.h"
#include "app/web_client.h"
#include "cli/county.h"

namespace caregrid::app {
namespace {

core::Result<access::SignInKey> prepare_folder(cli::Workplace& workplace) {
  for (const std::string_view name : std::array<std::string_view, 2>{"/uploads", "/exports"}) {
    if (const auto made = workplace.files().make_folder(workplace.folder() + std::string(name));
        !made) {
      return made.error();
    }
  }
  return access::load_sign_in_key(workplace.files(), workplace.folder(), workplace.rng());
}

/// Writes down, where it changes, whether second factors are asked for: `caregrid doctor` tells.
core::Result<void> note_rule(cli::Workplace& workplace, std::string_view rule) {
  const auto operators = cli::operators_for_all(workplace, access::Role::administrator);
  if (!operators) {
    return operators.error();
  }
  for (const access::Actor& actor : *operators) {
    std::string noted = "required";
    const auto read =
        workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
          const auto setting = access::county_setting(call, access::second_factor_setting);
          noted = setting ? setting->value_or(noted) : noted;
          return setting ? core::Result<void>() : core::Result<void>(setting.error());
        });
    if (!read) {
      return read.error();
    }
    if (noted == rule) {
      continue;
    }
    const auto done = cli::submit(
        workplace, actor, "set_setting",
        [&](const access::Call& call) -> core::Result<std::string> {
          const auto set = access::set_county_setting(call, access::second_factor_setting, rule);
          return set ? core::Result<std::string>("{}") : core::Result<std::string>(set.error());
        });
    if (!done) {
      return done.error();
    }
  }
  return {};
}

/// Without second factors only invented people may be looked at: a county that is not marked as
/// such, or data without any, is refused. Each request asks again, should one be added meanwhile.
core::Result<access::SecondFactorRule> second_factor_rule(const cli::ServeOptions& options,
                                                          cli::Workplace& workplace,
                                                          const Log& log) {
  if (!options.is_second_factor_optional) {
    const auto noted = note_rule(workplace, "required");
    return noted ? core::Result<access::SecondFactorRule>(access::SecondFactorRule::required)
                 : core::Result<access::SecondFactorRule>(noted.error());
  }
  const auto real = access::find_real_county(workplace.door().database());
  if (!real) {
    return real.error();
  }
  if (*real) {
    return core::failure(core::Code::forbidden, "serve.second_factor", std::to_string(**real));
  }
  if (const auto noted = note_rule(workplace, "optional"); !noted) {
    return noted.error();
  }
  log.event("second_factor_optional", "warning: nobody is asked for one; invented people only");
  return access::SecondFactorRule::optional_in_demonstration;
}

}  // namespace

core::Result<Entry> prepare_entry(cli::Workplace& workplace, const cli::ServeOptions& options,
                                  const Log& log, core::Clock& phone_time) {
  auto provider = read_provider(workplace.files(), options);
  if (!provider) {
    return provider.error();
  }
  const auto rule = second_factor_rule(options, workplace, log);
  if (!rule) {
    return rule.error();
  }
  const auto key = prepare_folder(workplace);
  return key ? core::Result<Entry>(Entry{{&phone_time, *key, *rule}, std::move(*provider)})
             : core::Result<Entry>(key.error());
}

OwnProvider::OwnProvider(const std::optional<access::ProviderSettings>& settings,
                         core::Clock& clock, cli::Workplace& workplace, access::SignIn& sign_in) {
  if (settings) {
    web_ = make_web_client();
    provider_.emplace(*settings, *web_, clock);
    entry_.emplace(*provider_, workplace.door(), workplace.rng(), sign_in);
  }
}

}  // namespace caregrid::app
