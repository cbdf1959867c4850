#include <array>
#include <tuple>

#include "allocation/operations.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "cli/demo_county.h"
#include "cli/import_run.h"
#include "cli/new_account.h"
#include "cli/password.h"
#include "core/json_codec.h"
#include "registry/operations.h"

namespace caregrid::cli {
namespace {

/// An account of the demonstration county; the password is told once and kept in DATA/sign-in.txt.
struct DemoAccount {
  std::string login;
  std::string password;
  std::string role;
  std::int64_t area = 0;
};

struct DemoResult {
  std::string folder;
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::int64_t units = 0;
  std::int64_t units_served = 0;
  std::vector<DemoAccount> accounts;
};

}  // namespace
}  // namespace caregrid::cli

namespace caregrid::core {

template <>
struct Describe<cli::DemoAccount> {
  using It = cli::DemoAccount;
  static constexpr std::string_view name = "DemoAccount";
  static constexpr auto fields =
      std::tuple{field("login", &It::login), field("password", &It::password),
                 field("role", &It::role), field("area", &It::area)};
};

template <>
struct Describe<cli::DemoResult> {
  using It = cli::DemoResult;
  static constexpr std::string_view name = "DemoResult";
  static constexpr auto fields = std::tuple{field("folder", &It::folder),
                                            field("rows", &It::rows),
                                            field("rejected", &It::rejected),
                                            field("units", &It::units),
                                            field("units_served", &It::units_served),
                                            field("accounts", &It::accounts)};
};

}  // namespace caregrid::core

namespace caregrid::cli {
namespace {

core::Result<DemoFiles> write_files(Workplace& workplace, const DemoCountyOptions& county,
                                    const Console& console) {
  if (auto made = workplace.files().make_folder(county.folder); !made) {
    return made.error();
  }
  ProgressBar bar(console, "writing");
  return write_demo_county(county,
                           [&](std::int64_t done, std::int64_t total) { bar.show(done, total); });
}

core::Result<std::int64_t> import_files(Workplace& workplace, const access::Actor& actor,
                                        const DemoFiles& files, const Console& console) {
  const auto inspected = inspect_all(workplace, files.imports);
  if (!inspected) {
    return inspected.error();
  }
  const ImportRun run{false, workplace.folder() + "/rejects"};
  const auto report = import_all(workplace, actor, *inspected, run, console);
  if (!report) {
    return report.error();
  }
  if (report->problem) {
    return *report->problem;
  }
  std::int64_t rejected = 0;
  for (const auto& file : report->files) {
    rejected += file.counts.rejected;
  }
  return rejected;
}

/// The first place of a level in the county, so that each role has an area of its own.
std::int64_t first_of(const std::vector<registry::Division>& divisions, access::Level level) {
  for (const auto& division : divisions) {
    if (division.level() == level) {
      return division.code;
    }
  }
  return divisions.empty() ? 0 : divisions.front().code;
}

core::Result<std::vector<registry::Division>> divisions_of(Workplace& workplace,
                                                           const access::Actor& actor) {
  std::vector<registry::Division> divisions;
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        auto listed = registry::list_divisions(call);
        if (!listed) {
          return listed.error();
        }
        divisions = std::move(*listed);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return divisions;
}

/// One account for each role, with passwords nobody chose.
core::Result<std::vector<DemoAccount>> make_accounts(Workplace& workplace,
                                                     const access::Actor& actor) {
  const auto divisions = divisions_of(workplace, actor);
  if (!divisions) {
    return divisions.error();
  }
  using access::Role;
  const auto keeper = access::operator_of(Role::administrator, actor.area);
  std::vector<DemoAccount> accounts;
  for (const Role role : {Role::county, Role::supervisor, Role::director, Role::ngo_coordinator,
                          Role::administrator}) {
    std::int64_t area = actor.area.code;
    if (role == Role::supervisor || role == Role::director) {
      area = first_of(*divisions,
                      role == Role::supervisor ? access::Level::township : access::Level::village);
    }
    const std::string name(access::to_text(role));
    std::string login = role == Role::ngo_coordinator ? "ngo" : name;
    const std::string password = make_password(workplace.rng());
    const auto id = access::AccountId::make(workplace.clock().now(), workplace.rng());
    const auto stored =
        store_account(workplace, keeper, {id, login, name, role, access::Area{area}, password});
    if (!stored) {
      return stored.error();
    }
    accounts.push_back({std::move(login), password, name, area});
  }
  return accounts;
}

std::vector<std::vector<std::string>> table_of(const std::vector<DemoAccount>& accounts) {
  std::vector<std::vector<std::string>> rows{{"account", "password", "role", "area"}};
  for (const auto& account : accounts) {
    rows.push_back({account.login, account.password, account.role, std::to_string(account.area)});
  }
  return rows;
}

/// Keeps the passwords where only the owner of the data can read them.
core::Result<void> keep_passwords(Workplace& workplace, const std::vector<DemoAccount>& accounts) {
  const std::string text = align(table_of(accounts));
  return core::write_file(workplace.files(), workplace.folder() + "/sign-in.txt",
                          core::as_bytes(text));
}

core::Result<DemoResult> build_demo(Workplace& workplace, const DemoOptions& options,
                                    const Console& console) {
  DemoCountyOptions county;
  county.children = options.children;
  county.seed = options.seed;
  county.county = options.data.county == 0 ? county.county : options.data.county;
  county.today = workplace.door().today();
  county.folder = options.out.empty() ? workplace.folder() + "/demo" : options.out;
  const auto files = write_files(workplace, county, console);
  if (!files) {
    return files.error();
  }
  const auto actor =
      access::operator_of(access::Role::county, access::Area{county.county * 1'000'000});
  if (auto named = name_county(workplace, actor, "示例县"); !named) {
    return named.error();
  }
  if (auto marked = mark_synthetic(workplace, actor); !marked) {
    return marked.error();
  }
  const auto rejected = import_files(workplace, actor, *files, console);
  if (!rejected) {
    return rejected.error();
  }
  if (auto invented = invent_consents(workplace, actor); !invented) {
    return invented.error();
  }
  auto accounts = make_accounts(workplace, actor);
  if (!accounts) {
    return accounts.error();
  }
  if (auto kept = keep_passwords(workplace, *accounts); !kept) {
    return kept.error();
  }
  ProgressBar bar(console, "planning");
  const auto id = allocation::PlanId::make(workplace.clock().now(), workplace.rng());
  const auto plan = allocation::make_plan(workplace.door(), actor, {id, std::nullopt},
                                          [&](const allocation::PlanProgress& progress) {
                                            bar.show(progress.done, progress.total, progress.step);
                                            return true;
                                          });
  if (!plan) {
    return plan.error();
  }
  return DemoResult{county.folder, files->rows,        *rejected,
                    plan->units,   plan->units_served, std::move(*accounts)};
}

/// A demonstration goes into empty data only: it must never mix with real people.
core::Result<void> check_empty(Workplace& workplace) {
  const auto found = operator_for(workplace, {}, access::Role::county);
  if (found || found.error().reason != "county.unknown") {
    return core::failure(core::Code::conflict, "demo.not_empty");
  }
  return {};
}

void print(const Console& console, const DemoResult& result) {
  if (console.is_json) {
    console.out << core::to_json(result) << '\n';
    return;
  }
  console.out << "Synthetic county in " << result.folder << ": " << result.rows << " rows, "
              << result.rejected << " given back; the plan serves " << result.units_served << " of "
              << result.units << " units a week\n\n"
              << align(table_of(result.accounts));
}

}  // namespace

ExitCode make_demo(const DemoOptions& options, const Surroundings& surroundings, Console& console) {
  const auto work = [&]() -> core::Result<DemoResult> {
    const auto workplace = surroundings.open(options.data);
    if (!workplace) {
      return workplace.error();
    }
    if (auto empty = check_empty(**workplace); !empty) {
      return empty.error();
    }
    return build_demo(**workplace, options, console);
  };
  const auto result = work();
  if (!result) {
    tell(console, result.error());
    return exit_code_of(result.error());
  }
  print(console, *result);
  return ExitCode::done;
}

}  // namespace caregrid::cli
