#include <iostream>

#include "access/accounts.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "cli/new_account.h"
#include "cli/password.h"
#include "core/json.h"

namespace caregrid::cli {
namespace {

/// Opened data and the administrator who works on them.
struct Desk {
  std::unique_ptr<Workplace> workplace;
  access::Actor actor;
};

core::Result<Desk> open_desk(const DataOptions& options, const Surroundings& surroundings) {
  auto workplace = surroundings.open(options);
  if (!workplace) {
    return workplace.error();
  }
  auto actor = operator_for(**workplace, options, access::Role::administrator);
  if (!actor) {
    return actor.error();
  }
  return Desk{std::move(*workplace), std::move(*actor)};
}

ExitCode fail(const Console& console, const core::Error& error) {
  tell(console, error);
  return exit_code_of(error);
}

core::Result<std::string> password_of(const AccountOptions& options, core::Rng& rng) {
  return options.reads_password ? read_password(std::cin)
                                : core::Result<std::string>(make_password(rng));
}

/// Says what was done; a password that was made is shown here and nowhere else.
void print(const Console& console, const AccountOptions& options, const std::string& password) {
  if (console.is_json) {
    core::json::Writer writer;
    writer.begin_object().member("login", options.login);
    if (!options.reads_password) {
      writer.member("password", password);
    }
    writer.end_object();
    console.out << writer.text() << '\n';
    return;
  }
  console.out << "login: " << options.login << '\n';
  if (!options.reads_password) {
    console.out << "password: " << password << " (shown only now)\n";
  }
}

core::Result<std::string> add_new(Desk& desk, const AccountOptions& options) {
  const auto role = access::parse_role(options.role);
  if (!role) {
    return core::invalid("--role", "account.role");
  }
  auto password = password_of(options, desk.workplace->rng());
  if (!password) {
    return password;
  }
  const access::Area area = options.area == 0 ? desk.actor.area : access::Area{options.area};
  const auto id = access::AccountId::make(desk.workplace->clock().now(), desk.workplace->rng());
  const access::NewAccount account{
      id,    options.login, options.name.empty() ? options.login : options.name,
      *role, area,          *password};
  const auto done = store_account(*desk.workplace, desk.actor, account);
  return done ? password : core::Result<std::string>(done.error());
}

core::Result<std::string> set_password(Desk& desk, const AccountOptions& options) {
  auto password = password_of(options, desk.workplace->rng());
  if (!password) {
    return password;
  }
  if (auto fits = access::check_new_account(
          {{}, options.login, {}, access::Role::county, desk.actor.area, *password});
      !fits) {
    return fits.error();
  }
  const auto hash = access::hash_password(*password);
  if (!hash) {
    return hash.error();
  }
  const auto done = submit(*desk.workplace, desk.actor, "change_password",
                           [&](const access::Call& call) -> core::Result<std::string> {
                             const auto changed =
                                 access::change_password(call, options.login, *hash);
                             return changed ? core::Result<std::string>("{}")
                                            : core::Result<std::string>(changed.error());
                           });
  return done ? password : done;
}

void print(const Console& console, const std::vector<access::Account>& accounts) {
  if (!console.is_json) {
    std::vector<std::vector<std::string>> rows{{"login", "name", "role", "area", "state"}};
    for (const auto& account : accounts) {
      rows.push_back({account.login, account.name, std::string(access::to_text(account.role)),
                      std::to_string(account.area.code), account.is_active ? "open" : "closed"});
    }
    console.out << align(rows);
    return;
  }
  core::json::Writer writer;
  writer.begin_array();
  for (const auto& account : accounts) {
    writer.begin_object().member("login", account.login).member("name", account.name);
    writer.member("role", access::to_text(account.role)).member("area", account.area.code);
    writer.key("active").boolean(account.is_active).end_object();
  }
  writer.end_array();
  console.out << writer.text() << '\n';
}

}  // namespace

ExitCode add_account(const AccountOptions& options, const Surroundings& surroundings,
                     Console& console) {
  auto desk = open_desk(options.data, surroundings);
  const auto password = desk ? add_new(*desk, options) : core::Result<std::string>(desk.error());
  if (!password) {
    return fail(console, password.error());
  }
  print(console, options, *password);
  return ExitCode::done;
}

ExitCode change_password(const AccountOptions& options, const Surroundings& surroundings,
                         Console& console) {
  auto desk = open_desk(options.data, surroundings);
  const auto password =
      desk ? set_password(*desk, options) : core::Result<std::string>(desk.error());
  if (!password) {
    return fail(console, password.error());
  }
  print(console, options, *password);
  return ExitCode::done;
}

ExitCode deactivate_account(const AccountOptions& options, const Surroundings& surroundings,
                            Console& console) {
  const auto desk = open_desk(options.data, surroundings);
  if (!desk) {
    return fail(console, desk.error());
  }
  const auto done = submit(*desk->workplace, desk->actor, "deactivate_account",
                           [&](const access::Call& call) -> core::Result<std::string> {
                             const auto closed = access::deactivate_account(call, options.login);
                             return closed ? core::Result<std::string>("{}")
                                           : core::Result<std::string>(closed.error());
                           });
  if (!done) {
    return fail(console, done.error());
  }
  console.out << (console.is_json ? "{}" : "closed: " + options.login) << '\n';
  return ExitCode::done;
}

ExitCode list_accounts(const DataOptions& options, const Surroundings& surroundings,
                       Console& console) {
  const auto desk = open_desk(options, surroundings);
  if (!desk) {
    return fail(console, desk.error());
  }
  std::vector<access::Account> accounts;
  const auto done = desk->workplace->door().read(
      desk->actor, [&](const access::Call& call) -> core::Result<void> {
        auto listed = access::list_accounts(call);
        if (!listed) {
          return listed.error();
        }
        accounts = std::move(*listed);
        return {};
      });
  if (!done) {
    return fail(console, done.error());
  }
  print(console, accounts);
  return ExitCode::done;
}

}  // namespace caregrid::cli
