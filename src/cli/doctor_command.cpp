#include <tuple>

#include "access/accounts.h"
#include "access/journal_verify.h"
#include "access/policy.h"
#include "access/second_factors.h"
#include "access/settings.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "cli/journal_verdict.h"
#include "core/json_codec.h"

namespace caregrid::cli {
namespace {

/// One thing that was looked at.
struct Check {
  std::string name;
  bool healthy = false;
  std::string detail;
};

struct Findings {
  bool healthy = true;
  std::vector<Check> checks;

  void add(Check check) {
    healthy = healthy && check.healthy;
    checks.push_back(std::move(check));
  }
};

}  // namespace
}  // namespace caregrid::cli

namespace caregrid::core {

template <>
struct Describe<cli::Check> {
  static constexpr std::string_view name = "Check";
  static constexpr auto fields =
      std::tuple{field("name", &cli::Check::name), field("healthy", &cli::Check::healthy),
                 field("detail", &cli::Check::detail)};
};

template <>
struct Describe<cli::Findings> {
  static constexpr std::string_view name = "Findings";
  static constexpr auto fields = std::tuple{field("healthy", &cli::Findings::healthy),
                                            field("checks", &cli::Findings::checks)};
};

}  // namespace caregrid::core

namespace caregrid::cli {
namespace {

void examine_disk(Workplace& workplace, Findings& findings) {
  constexpr std::int64_t needed_bytes = std::int64_t{1} << 30U;
  const auto free = workplace.files().free_bytes(workplace.folder());
  findings.add({"disk", free && *free >= needed_bytes,
                free ? std::to_string(*free >> 20U) + " MiB free" : free.error().reason});
}

/// As `journal verify`, in one line a county.
void examine_journals(Workplace& workplace, Console& console, Findings& findings) {
  const auto verified = access::verify_journals(
      workplace.door().database(), workplace.files(),
      {workplace.journal().anchor_folder(), workplace.journal().public_key()});
  if (!verified) {
    findings.add({"journal", false, verified.error().reason});
    return;
  }
  for (const access::JournalFindings& county : *verified) {
    findings.add({"journal " + std::to_string(county.county), county.faults.empty(),
                  journal_verdict(county, console.language)});
  }
}

/// How many of those who must have a second factor have none yet, and whether the county was last
/// served without asking for it.
core::Result<std::string> second_factors_of(Workplace& workplace, const access::Actor& actor) {
  std::int64_t asked = 0;
  std::int64_t without = 0;
  std::string rule;
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto setting = access::county_setting(call, access::second_factor_setting);
        const auto accounts = access::list_accounts(call);
        if (!setting || !accounts) {
          return setting ? accounts.error() : setting.error();
        }
        rule = setting->value_or("required");
        for (const access::Account& account : *accounts) {
          const bool counts = account.is_active && access::needs_second_factor(account.role);
          const auto state = access::factor_state(call.transaction, call.county, account.id);
          if (!state) {
            return state.error();
          }
          asked += counts ? 1 : 0;
          without += counts && !state->has_any() ? 1 : 0;
        }
        return {};
      });
  if (!done) {
    return done.error();
  }
  return rule + "; " + std::to_string(without) + " of " + std::to_string(asked) +
         " accounts that need one have none yet";
}

void examine_second_factors(Workplace& workplace, Findings& findings) {
  const auto operators = operators_for_all(workplace, access::Role::administrator);
  if (!operators) {
    findings.add({"second factor", false, operators.error().reason});
    return;
  }
  for (const access::Actor& actor : *operators) {
    const auto said = second_factors_of(workplace, actor);
    findings.add({"second factor " + std::to_string(actor.area.county()), said.ok(),
                  said ? *said : said.error().reason});
  }
}

void examine_database(Workplace& workplace, Findings& findings) {
  findings.add({"database", true, workplace.door().database().version()});
  findings.add({"schema", true,
                workplace.migrations() == 0
                    ? "up to date"
                    : std::to_string(workplace.migrations()) + " files applied just now"});
  const auto integrity = workplace.check_integrity();
  findings.add(
      {"integrity", integrity.ok(), integrity ? std::string("whole") : integrity.error().detail});
}

}  // namespace

ExitCode examine(const DataOptions& options, const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options);
  if (!workplace) {
    tell(console, workplace.error());
    return exit_code_of(workplace.error());
  }
  Findings findings;
  examine_database(**workplace, findings);
  examine_journals(**workplace, console, findings);
  examine_second_factors(**workplace, findings);
  examine_disk(**workplace, findings);
  if (console.is_json) {
    console.out << core::to_json(findings) << '\n';
  } else {
    std::vector<std::vector<std::string>> rows;
    for (const auto& check : findings.checks) {
      rows.push_back({check.healthy ? "ok" : "NOT OK", check.name, check.detail});
    }
    console.out << align(rows);
  }
  return findings.healthy ? ExitCode::done : ExitCode::unhealthy;
}

}  // namespace caregrid::cli
