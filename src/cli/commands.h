#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assessment/exports.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/workplace.h"
#include "core/messages.h"

namespace caregrid::cli {

struct ImportOptions {
  DataOptions data;
  std::vector<std::string> files;
  bool dry_run = false;
  std::string county_name;     ///< Empty: not said.
  bool is_synthetic = false;   ///< The people are invented; pages carry a banner.
  std::string rejects_folder;  ///< Empty: DATA/rejects.
};

struct PlanOptions {
  DataOptions data;
  std::string week_of;  ///< "YYYY-MM-DD", empty: the first Monday not yet past.
  bool show_only = false;
};

struct ExportOptions {
  DataOptions data;
  std::string what;  ///< "children", "needs", "plan".
  assessment::TableFormat format = assessment::TableFormat::csv;
  std::string out;
};

struct DemoOptions {
  DataOptions data;
  std::int64_t children = 9000;
  std::uint64_t seed = 1;
  std::string out;  ///< Where the spreadsheets go; empty: DATA/demo.
};

struct AccountOptions {
  DataOptions data;
  std::string login;
  std::string name;
  std::string role = "county";
  std::int64_t area = 0;        ///< A division code; 0: the whole county.
  bool reads_password = false;  ///< From standard input; else one is made and printed once.
};

/// One per subcommand. Each prints its result and gives the exit code.
ExitCode serve(const ServeOptions& options, const Surroundings& surroundings, Console& console);
ExitCode import_files(const ImportOptions& options, const Surroundings& surroundings,
                      Console& console);
ExitCode make_plan(const PlanOptions& options, const Surroundings& surroundings, Console& console);
ExitCode export_list(const ExportOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode make_demo(const DemoOptions& options, const Surroundings& surroundings, Console& console);
ExitCode migrate(const DataOptions& options, const Surroundings& surroundings, Console& console);
ExitCode examine(const DataOptions& options, const Surroundings& surroundings, Console& console);
ExitCode add_account(const AccountOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode list_accounts(const DataOptions& options, const Surroundings& surroundings,
                       Console& console);
ExitCode deactivate_account(const AccountOptions& options, const Surroundings& surroundings,
                            Console& console);
ExitCode change_password(const AccountOptions& options, const Surroundings& surroundings,
                         Console& console);

}  // namespace caregrid::cli
