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

struct PublishOptions {
  DataOptions data;
  std::string what;             ///< "children", "needs", "served".
  std::vector<std::string> by;  ///< Dimensions.
  assessment::TableFormat format = assessment::TableFormat::csv;
  std::string out;
};

struct LinkOptions {
  std::vector<std::string> files;
  std::string config;    ///< Empty: guessed from headers and cells.
  std::string out;       ///< Where the pairs go.
  std::string clusters;  ///< Where each row's cluster goes; empty: nowhere.
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
  std::int64_t area = 0;         ///< A division code; 0: the whole county.
  bool is_factor_reset = false;  ///< Of lost second factors, not of the password.
  bool reads_password = false;   ///< From standard input; else one is made and printed once.
  std::string issuer;            ///< Of an identity to link.
  std::string subject;
};

struct BackupOptions {
  DataOptions data;
  std::string folder;
};

struct RestoreOptions {
  DataOptions data;
  RestoreSource source;
};

struct KeyOptions {
  DataOptions data;
  std::string key;         ///< Name of a wrapping key, 12 hexadecimal digits.
  bool with_data = false;  ///< New keys for the children too.
};

struct JournalOptions {
  DataOptions data;
  std::string file;        ///< A key to make, a proof to check.
  std::string public_key;  ///< Empty: the key file's, else the anchor's.
  std::int64_t entry = 0;
  int year = 0;
};

struct RulesOptions {
  DataOptions data;                ///< Its folder's packs/ holds the county's own.
  std::vector<std::string> files;  ///< More packs; FILE.cases.json are test tables.
  std::string scheme;              ///< Empty: those a case expects something of.
  bool only_files = false;         ///< Leave out the tables the program came with.
};

/// One per subcommand. Each prints its result and gives the exit code.
ExitCode serve(const ServeOptions& options, const Surroundings& surroundings, Console& console);
ExitCode import_files(const ImportOptions& options, const Surroundings& surroundings,
                      Console& console);
/// Links the register; `truth` is a file that knows which row is which child, or empty.
ExitCode find_duplicates(const DataOptions& options, const std::string& truth,
                         const Surroundings& surroundings, Console& console);
ExitCode make_plan(const PlanOptions& options, const Surroundings& surroundings, Console& console);
ExitCode export_list(const ExportOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode publish(const PublishOptions& options, const Surroundings& surroundings, Console& console);
ExitCode link_tables(const LinkOptions& options, Console& console);
ExitCode make_demo(const DemoOptions& options, const Surroundings& surroundings, Console& console);
ExitCode migrate(const DataOptions& options, const Surroundings& surroundings, Console& console);
ExitCode examine(const DataOptions& options, const Surroundings& surroundings, Console& console);
ExitCode back_up(const BackupOptions& options, const Surroundings& surroundings, Console& console);
ExitCode restore(const RestoreOptions& options, const Surroundings& surroundings, Console& console);
ExitCode show_keys(const DataOptions& options, const Surroundings& surroundings, Console& console);
ExitCode rotate_keys(const KeyOptions& options, const Surroundings& surroundings, Console& console);
ExitCode retire_key(const KeyOptions& options, const Surroundings& surroundings, Console& console);
ExitCode add_account(const AccountOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode list_accounts(const DataOptions& options, const Surroundings& surroundings,
                       Console& console);
ExitCode deactivate_account(const AccountOptions& options, const Surroundings& surroundings,
                            Console& console);
ExitCode reset_account(const AccountOptions& options, const Surroundings& surroundings,
                       Console& console);
ExitCode sign_out_account(const AccountOptions& options, const Surroundings& surroundings,
                          Console& console);

ExitCode link_account(const AccountOptions& options, const Surroundings& surroundings,
                      Console& console);
ExitCode unlink_account(const AccountOptions& options, const Surroundings& surroundings,
                        Console& console);
ExitCode list_links(const DataOptions& options, const Surroundings& surroundings, Console& console);

ExitCode make_journal_key(const JournalOptions& options, const Surroundings& surroundings,
                          Console& console);
ExitCode verify_journal(const JournalOptions& options, const Surroundings& surroundings,
                        Console& console);
ExitCode prove_entry(const JournalOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode report_audit(const JournalOptions& options, const Surroundings& surroundings,
                      Console& console);
ExitCode check_entry_proof(const JournalOptions& options, const Surroundings& surroundings,
                           Console& console);

ExitCode check_rules(const RulesOptions& options, const Surroundings& surroundings,
                     Console& console);
ExitCode test_rules(const RulesOptions& options, const Surroundings& surroundings,
                    Console& console);
ExitCode explain_rules(const RulesOptions& options, const Surroundings& surroundings,
                       Console& console);

}  // namespace caregrid::cli
