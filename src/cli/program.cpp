#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <utility>

#include "cli/commands.h"
#include "core/date.h"

namespace caregrid::cli {
namespace {

/// The whole command line as CLI11 sees it, and where each option goes.
struct Line {
  explicit Line(const Surroundings& around, Console& to) : surroundings(around), console(to) {}

  const Surroundings& surroundings;
  Console& console;
  CLI::App app{"CareGrid: a register of children, a planner of help, a web app.", "caregrid"};
  std::string today;
  std::string language = "en";
  std::string format = "csv";
  DataOptions data;
  ServeOptions serving;
  ImportOptions importing;
  std::string truth;
  PlanOptions planning;
  ExportOptions exporting;
  PublishOptions publishing;
  LinkOptions linking;
  DemoOptions demo;
  AccountOptions account;
  BackupOptions backup;
  RestoreOptions restoring;
  KeyOptions keys;
  JournalOptions journal;
  RulesOptions rules;
  std::function<ExitCode()> action;
};

std::string exit_code_footer() {
  std::vector<std::vector<std::string>> rows;
  for (const auto& doc : exit_code_docs) {
    rows.push_back({std::to_string(static_cast<int>(doc.code)), std::string(doc.meaning)});
  }
  return "Exit codes:\n" + align(rows);
}

std::string check_day(const std::string& text) {
  return core::parse_iso_date(text) ? std::string() : "a day is written YYYY-MM-DD";
}

std::string check_county(const std::string& text) {
  const bool is_code =
      text.size() == 6 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  return is_code ? std::string() : "a county is six digits, like 620524";
}

/// A subcommand with the options every one has, and what it does.
CLI::App& command(Line& line, CLI::App& parent, const std::string& name, const std::string& about,
                  std::function<ExitCode(Line&)> act) {
  CLI::App& sub = *parent.add_subcommand(name, about);
  sub.add_flag("--json", line.console.is_json, "Print results as JSON");
  sub.add_option("--language", line.language, "zh or en")->check(CLI::IsMember({"zh", "en"}));
  sub.callback([&line, act = std::move(act)] { line.action = [&line, act] { return act(line); }; });
  return sub;
}

void add_journal_places(Line& line, CLI::App& sub) {
  sub.add_option("--journal-key", line.data.journal_key,
                 "File of the key that signs the journal; DATA/keys/journal.key unless given, made "
                 "when missing")
      ->envname("CAREGRID_JOURNAL_KEY");
  sub.add_option("--anchor", line.data.anchor_folder,
                 "Folder the journal's signed roots are copied to, best on another machine; "
                 "DATA/anchors unless given")
      ->envname("CAREGRID_ANCHOR");
}

void add_data_options(Line& line, CLI::App& sub) {
  sub.add_option("--data", line.data.folder, "Folder of the data")->capture_default_str();
  sub.add_option("--database", line.data.database,
                 "PostgreSQL connection (postgresql://…) instead of SQLite in the folder; one on "
                 "another machine needs sslmode=verify-full");
  sub.add_flag("--database-in-clear", line.data.is_clear_allowed,
               "Take a PostgreSQL on another machine without checked TLS: a tunnel protects it");
  sub.add_option("--county", line.data.county,
                 "County, six digits; learnt from the data or the first divisions file")
      ->check(check_county);
  sub.add_option("--today", line.today, "Take this day for today (YYYY-MM-DD)")->check(check_day);
  add_journal_places(line, sub);
}

void add_provider_options(ProviderOptions& provider, CLI::App& sub) {
  CLI::Option* issuer = sub.add_option("--oidc-issuer", provider.issuer,
                                       "Let people sign in through this OpenID Connect provider "
                                       "(https://id.county.example); needs --origin");
  CLI::Option* client =
      sub.add_option("--oidc-client-id", provider.client, "As the provider knows this server");
  issuer->needs(client);
  client->needs(issuer);
  sub.add_option("--oidc-secret-file", provider.secret_file,
                 "File with the client's secret, for its owner's eyes only; else the environment "
                 "variable CAREGRID_OIDC_SECRET holds it")
      ->needs(issuer);
  sub.add_option("--oidc-name", provider.name, "What the provider is called on the sign-in page")
      ->needs(issuer);
  sub.add_option("--oidc-acr", provider.strong_acr,
                 "A class (acr) of the provider that counts as a second factor; none unless given")
      ->needs(issuer);
  sub.add_option("--oidc-amr", provider.strong_amr,
                 "A method (amr) of the provider that counts as a second factor; none unless given")
      ->needs(issuer);
}

void add_serve(Line& line) {
  CLI::App& sub = command(line, line.app, "serve", "Serve the web app and the API", [](Line& l) {
    l.serving.data = l.data;
    return serve(l.serving, l.surroundings, l.console);
  });
  add_data_options(line, sub);
  sub.add_option("--host", line.serving.host, "Address to listen on")->capture_default_str();
  sub.add_option("--port", line.serving.port, "Port; 0 takes any free one")->capture_default_str();
  sub.add_flag("--behind-tls", line.serving.is_behind_tls,
               "Browsers reach this through a proxy with TLS: cookies become Secure");
  sub.add_option(
      "--origin", line.serving.origin,
      "What browsers call the server (https://county.example); passkeys are bound to it");
  sub.add_option("--upload-max-mib", line.serving.upload_max_mib, "Largest upload")
      ->capture_default_str();
  sub.add_option("--keep-files-days", line.serving.keep_files_days,
                 "Days until uploads and files of rejected rows are destroyed")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  sub.add_option("--allow-host", line.serving.hosts,
                 "A name browsers may use for this server, besides localhost and bare addresses");
  sub.add_option("--rate", line.serving.rate_per_second,
                 "Requests a second of one account; half of it of an address; 0: no limit")
      ->capture_default_str();
  sub.add_option("--burst", line.serving.rate_burst, "So many at once after a pause")
      ->capture_default_str();
  sub.add_flag("--quiet", line.serving.is_quiet, "Log no line for each request");
  sub.add_option_function<std::string>(
         "--second-factor",
         [&line](const std::string& said) {
           line.serving.is_second_factor_optional = said == "optional";
         },
         "required, or optional: only for counties of invented people, to look around")
      ->check(CLI::IsMember({"required", "optional"}))
      ->default_str("required");
  add_provider_options(line.serving.provider, sub);
}

void add_import(Line& line) {
  CLI::App& sub =
      command(line, line.app, "import", "Import spreadsheets, in any order", [](Line& l) {
        l.importing.data = l.data;
        return import_files(l.importing, l.surroundings, l.console);
      });
  add_data_options(line, sub);
  sub.add_option("files", line.importing.files, "XLSX or CSV files")->required();
  sub.add_flag("--dry-run", line.importing.dry_run, "Try everything, keep nothing");
  sub.add_option("--county-name", line.importing.county_name, "What the county is called");
  sub.add_flag("--synthetic", line.importing.is_synthetic,
               "Mark the county's people as invented: its pages carry a banner");
  sub.add_option("--rejects", line.importing.rejects_folder,
                 "Folder for rejected rows; DATA/rejects unless given");
}

void add_plan(Line& line) {
  CLI::App& sub = command(line, line.app, "plan", "Make this week's plan", [](Line& l) {
    l.planning.data = l.data;
    return make_plan(l.planning, l.surroundings, l.console);
  });
  add_data_options(line, sub);
  sub.add_option("--week-of", line.planning.week_of, "A Monday (YYYY-MM-DD)")->check(check_day);
  sub.add_flag("--show", line.planning.show_only, "Show the newest plan, make none");
}

void add_export(Line& line) {
  CLI::App& sub = command(line, line.app, "export", "Write a list as a file", [](Line& l) {
    l.exporting.data = l.data;
    l.exporting.format =
        l.format == "csv" ? assessment::TableFormat::csv : assessment::TableFormat::xlsx;
    return export_list(l.exporting, l.surroundings, l.console);
  });
  add_data_options(line, sub);
  sub.add_option("what", line.exporting.what, "children, needs or plan")
      ->required()
      ->check(CLI::IsMember({"children", "needs", "plan"}));
  sub.add_option("--format", line.format, "csv or xlsx")
      ->check(CLI::IsMember({"csv", "xlsx"}))
      ->capture_default_str();
  sub.add_option("--out", line.exporting.out, "The file; WHAT.FORMAT unless given");
}

void add_publish(Line& line) {
  CLI::App& sub =
      command(line, line.app, "publish",
              "Publish a table of counts from which nobody can be worked out", [](Line& l) {
                l.publishing.data = l.data;
                l.publishing.format = l.format == "csv" ? assessment::TableFormat::csv
                                                        : assessment::TableFormat::xlsx;
                return publish(l.publishing, l.surroundings, l.console);
              });
  add_data_options(line, sub);
  sub.add_option("what", line.publishing.what, "children, needs or served")
      ->required()
      ->check(CLI::IsMember({"children", "needs", "served"}));
  sub.add_option("--by", line.publishing.by,
                 "One to three of township, sex, age, kind, tier; kind and tier of needs only")
      ->required()
      ->delimiter(',')
      ->check(CLI::IsMember({"township", "sex", "age", "kind", "tier"}));
  sub.add_option("--format", line.format, "csv or xlsx")
      ->check(CLI::IsMember({"csv", "xlsx"}))
      ->capture_default_str();
  sub.add_option("--out", line.publishing.out, "The file; WHAT.FORMAT unless given");
}

void add_link(Line& line) {
  CLI::App& sub = command(line, line.app, "link",
                          "Find rows of tables that are of one person, without any labels",
                          [](Line& l) { return link_tables(l.linking, l.console); });
  sub.add_option("files", line.linking.files, "CSV or XLSX; one: who is in it twice")->required();
  sub.add_option("--config", line.linking.config,
                 "JSON of the columns (docs/models/linkage.md); guessed and printed unless given");
  sub.add_option("--out", line.linking.out, "CSV file of the pairs")->required();
  sub.add_option("--clusters", line.linking.clusters, "CSV of each row's cluster");
  CLI::App& own =
      command(line, line.app, "duplicates", "Find children who stand in the register twice",
              [](Line& l) { return find_duplicates(l.data, l.truth, l.surroundings, l.console); });
  add_data_options(line, own);
  own.add_option("--truth", line.truth, "CSV of file, row, child: measures the result");
}

void add_demo(Line& line) {
  CLI::App& sub = command(line, line.app, "demo",
                          "Invent a county, import it, make accounts and a plan", [](Line& l) {
                            l.demo.data = l.data;
                            return make_demo(l.demo, l.surroundings, l.console);
                          });
  add_data_options(line, sub);
  sub.add_option("--children", line.demo.children, "How many children")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  sub.add_option("--seed", line.demo.seed, "Same seed, same county")->capture_default_str();
  sub.add_option("--out", line.demo.out, "Folder for the spreadsheets; DATA/demo unless given");
}

void add_care_of_data(Line& line) {
  add_data_options(line,
                   command(line, line.app, "migrate", "Bring the database to this program's schema",
                           [](Line& l) { return migrate(l.data, l.surroundings, l.console); }));
  add_data_options(line,
                   command(line, line.app, "doctor", "Examine database, journal and disk",
                           [](Line& l) { return examine(l.data, l.surroundings, l.console); }));
}

void add_backup_commands(Line& line) {
  CLI::App& backup =
      command(line, line.app, "backup", "Write a backup, also while serving", [](Line& l) {
        l.backup.data = l.data;
        return back_up(l.backup, l.surroundings, l.console);
      });
  add_data_options(line, backup);
  backup.add_option("--to", line.backup.folder, "A new folder")->required();
  CLI::App& restore_command =
      command(line, line.app, "restore", "Make a register of a backup and a keyring", [](Line& l) {
        l.restoring.data = l.data;
        return restore(l.restoring, l.surroundings, l.console);
      });
  add_data_options(line, restore_command);
  CLI::Option* from = restore_command.add_option("--from", line.restoring.source.folder,
                                                 "Folder of the backup; without it only the lists "
                                                 "of names are drawn anew (PostgreSQL)");
  restore_command
      .add_option("--keys", line.restoring.source.keyring, "The newest keyring.db there is")
      ->needs(from);
  from->needs(restore_command.get_option("--keys"));
}

void add_key_commands(Line& line) {
  CLI::App& keys =
      *line.app.add_subcommand("keys", "Keys that what is said about children is sealed under");
  keys.require_subcommand(1);
  add_data_options(line, command(line, keys, "status", "List the wrapping keys", [](Line& l) {
                     return show_keys(l.data, l.surroundings, l.console);
                   }));
  CLI::App& rotate = command(line, keys, "rotate", "Put a new wrapping key in use", [](Line& l) {
    l.keys.data = l.data;
    return rotate_keys(l.keys, l.surroundings, l.console);
  });
  add_data_options(line, rotate);
  rotate.add_flag("--with-data", line.keys.with_data,
                  "Give every child a new key instead and seal its data anew");
  CLI::App& retire = command(line, keys, "retire", "Remove an old wrapping key", [](Line& l) {
    l.keys.data = l.data;
    return retire_key(l.keys, l.surroundings, l.console);
  });
  add_data_options(line, retire);
  retire.add_option("key", line.keys.key, "As `keys status` names it")->required();
}

CLI::App& account_command(Line& line, CLI::App& parent, const std::string& name,
                          const std::string& about,
                          ExitCode (*act)(const AccountOptions&, const Surroundings&, Console&)) {
  CLI::App& sub = command(line, parent, name, about, [act](Line& l) {
    l.account.data = l.data;
    return act(l.account, l.surroundings, l.console);
  });
  add_data_options(line, sub);
  sub.add_option("login", line.account.login, "What the person types to sign in")->required();
  return sub;
}

void add_identity_commands(Line& line, CLI::App& accounts) {
  CLI::App& link =
      account_command(line, accounts, "link",
                      "Let an identity of the provider sign in as this account", link_account);
  CLI::App& unlink = account_command(line, accounts, "unlink",
                                     "Undo that and end the account's sessions", unlink_account);
  for (CLI::App* sub : {&link, &unlink}) {
    sub->add_option("--issuer", line.account.issuer, "The provider, as given to serve")->required();
    sub->add_option("--subject", line.account.subject,
                    "What the provider calls the person for ever; the sign-in page shows it to "
                    "whoever is not linked yet")
        ->required();
  }
  add_data_options(line,
                   command(line, accounts, "links", "List the linked identities",
                           [](Line& l) { return list_links(l.data, l.surroundings, l.console); }));
}

void add_password_option(Line& line, CLI::App& sub) {
  sub.add_flag("--password-stdin", line.account.reads_password,
               "Read the password from standard input; else a code is printed by which the owner "
               "sets one, once, within 24 hours");
}

void add_account_commands(Line& line) {
  CLI::App& accounts = *line.app.add_subcommand("account", "Who may sign in");
  accounts.require_subcommand(1);
  CLI::App& add = account_command(line, accounts, "add", "Make an account", add_account);
  add.add_option("--name", line.account.name, "The person's name");
  add.add_option("--role", line.account.role,
                 "director, supervisor, county, ngo_coordinator or administrator")
      ->capture_default_str();
  add.add_option("--area", line.account.area, "Division code; the county unless given");
  add_password_option(line, add);
  add_data_options(line, command(line, accounts, "list", "List the accounts", [](Line& l) {
                     return list_accounts(l.data, l.surroundings, l.console);
                   }));
  account_command(line, accounts, "deactivate", "Close an account and its sessions",
                  deactivate_account);
  CLI::App& reset = account_command(
      line, accounts, "reset", "Print a code by which the owner sets a password", reset_account);
  reset.add_flag("--second-factor", line.account.is_factor_reset,
                 "The code removes lost second factors instead; the owner adds the password");
  add_identity_commands(line, accounts);
  account_command(line, accounts, "sign-out", "End all sessions of an account, forget its devices",
                  sign_out_account);
}

CLI::App& journal_command(Line& line, CLI::App& parent, const std::string& name,
                          const std::string& about,
                          ExitCode (*act)(const JournalOptions&, const Surroundings&, Console&)) {
  CLI::App& sub = command(line, parent, name, about, [act](Line& l) {
    l.journal.data = l.data;
    return act(l.journal, l.surroundings, l.console);
  });
  return sub;
}

void add_journal_commands(Line& line) {
  CLI::App& journal = *line.app.add_subcommand("journal", "Who did and saw what: prove it");
  journal.require_subcommand(1);
  CLI::App& key = journal_command(line, journal, "key", "Make the key that signs the journal",
                                  make_journal_key);
  key.add_option("--out", line.journal.file, "The file; never replaced")->required();
  CLI::App& verify = journal_command(
      line, journal, "verify",
      "Recompute chain, roots and signatures, and hold them against anchors", verify_journal);
  add_data_options(line, verify);
  CLI::App& prove = journal_command(line, journal, "prove",
                                    "Print a proof that an entry is in the journal", prove_entry);
  add_data_options(line, prove);
  prove.add_option("--entry", line.journal.entry, "Its number")->required();
  CLI::App& report =
      journal_command(line, journal, "report",
                      "Print the yearly audit of minors' personal data, in Markdown", report_audit);
  add_data_options(line, report);
  report.add_option("--year", line.journal.year, "The calendar year")->required();
  CLI::App& check = journal_command(line, journal, "check-proof",
                                    "Check such a proof, without the data", check_entry_proof);
  check.add_option("file", line.journal.file, "The proof")->required();
  for (CLI::App* sub : {&verify, &check}) {
    sub->add_option("--public-key", line.journal.public_key,
                    "The key it must be signed by, as `journal key` printed it");
  }
}

void add_rules_commands(Line& line) {
  CLI::App& rules = *line.app.add_subcommand("rules", "Definitions and rules, as files");
  rules.require_subcommand(1);
  using Act = ExitCode (*)(const RulesOptions&, const Surroundings&, Console&);
  const auto add = [&](const std::string& name, const std::string& about, Act act) -> CLI::App& {
    CLI::App& sub = command(line, rules, name, about, [act](Line& l) {
      l.rules.data = l.data;
      return act(l.rules, l.surroundings, l.console);
    });
    sub.add_option("--data", line.data.folder, "Folder of the data; its packs/ is the county's")
        ->capture_default_str();
    return sub;
  };
  const std::string files = "Packs to put on top; FILE.cases.json are test tables";
  add("check", "Find mistakes in rule packs: file, line, what to do", check_rules)
      .add_option("files", line.rules.files, files);
  add("test", "Run the test tables of rule packs", test_rules)
      .add_option("files", line.rules.files, files);
  CLI::App& explain =
      add("explain", "Say why the cases of a test table come out as they do", explain_rules);
  explain.add_option("files", line.rules.files, files)->required();
  explain.add_option("--scheme", line.rules.scheme,
                     "Of this scheme; else of those a case expects something of");
}

void add_about(Line& line) {
  command(line, line.app, "api", "Print the OpenAPI document", [](Line& l) {
    l.console.out << l.surroundings.openapi() << '\n';
    return ExitCode::done;
  });
  command(line, line.app, "reference", "Print this reference in Markdown", [](Line& l) {
    l.console.out << reference(l.surroundings);
    return ExitCode::done;
  });
  command(line, line.app, "version", "Print the version", [](Line& l) {
    l.console.out << "caregrid " << l.surroundings.version << '\n';
    return ExitCode::done;
  });
}

void add_commands(Line& line) {
  line.app.require_subcommand(1);
  line.app.footer(exit_code_footer());
  add_serve(line);
  add_import(line);
  add_plan(line);
  add_export(line);
  add_publish(line);
  add_link(line);
  add_demo(line);
  add_care_of_data(line);
  add_account_commands(line);
  add_backup_commands(line);
  add_key_commands(line);
  add_journal_commands(line);
  add_rules_commands(line);
  add_about(line);
}

void describe(const CLI::App& app, const std::string& name, std::string& into) {
  into += "\n## " + name + "\n\n```\n" + app.help(name) + "```\n";
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    describe(*sub, name + " " + sub->get_name(), into);
  }
}

}  // namespace

ExitCode run(std::vector<std::string> arguments, const Surroundings& surroundings,
             Console& console) {
  Line line(surroundings, console);
  add_commands(line);
  std::ranges::reverse(arguments);  // As CLI11 wants them.
  try {
    line.app.parse(arguments);
  } catch (const CLI::ParseError& failed) {
    const int code = line.app.exit(failed, console.out, console.errors);
    return code == 0 ? ExitCode::done : ExitCode::usage;
  }
  console.language = core::parse_language(line.language);
  if (!line.today.empty()) {
    line.data.today = core::parse_iso_date(line.today);
  }
  return line.action();
}

std::string reference(const Surroundings& surroundings) {
  Console console{std::cout, std::cerr};
  Line line(surroundings, console);
  add_commands(line);
  std::string text =
      "# Commands\n\nMade by `caregrid reference`; the same text as `caregrid --help`.\n";
  describe(line.app, "caregrid", text);
  return text;
}

}  // namespace caregrid::cli
