#include <iostream>

#include "access/accounts.h"
#include "access/identity_link.h"
#include "access/one_time_code.h"
#include "access/session.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "cli/new_account.h"
#include "cli/password.h"
#include "core/hash.h"
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

/// Says what was done; a code is shown here and nowhere else.
void print_code(const Console& console, const AccountOptions& options, const std::string& code) {
  if (console.is_json) {
    core::json::Writer writer;
    writer.begin_object().member("login", options.login);
    if (!code.empty()) {
      writer.member("code", code);
    }
    writer.end_object();
    console.out << writer.text() << '\n';
    return;
  }
  console.out << "login: " << options.login << '\n';
  if (!code.empty()) {
    console.out << "reset code: " << code << " (shown only now; good once, for 24 hours)\n";
  }
}

/// Does something to the account of the options, as one command.
core::Result<void> act_on(Desk& desk, std::string_view kind,
                          core::FunctionRef<core::Result<void>(const access::Call&)> work) {
  const auto done = submit(*desk.workplace, desk.actor, kind,
                           [&](const access::Call& call) -> core::Result<std::string> {
                             const auto step = work(call);
                             return step ? core::Result<std::string>("{}")
                                         : core::Result<std::string>(step.error());
                           });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

/// Lets the owner set a password, or put a lost second factor away; gives the code for it.
core::Result<std::string> start_reset(Desk& desk, const AccountOptions& options) {
  std::string code = make_password(desk.workplace->rng());
  const auto hash = core::sha256(core::as_bytes(access::tidy_code(code)));
  const auto start = options.is_factor_reset ? access::start_factor_reset : access::start_reset;
  const auto done =
      act_on(desk, options.is_factor_reset ? "start_factor_reset" : "start_reset",
             [&](const access::Call& call) { return start(call, options.login, hash); });
  return done ? core::Result<std::string>(std::move(code))
              : core::Result<std::string>(done.error());
}

/// Gives the code by which the new owner sets a password; empty when the operator gave one. What
/// nobody has seen stands in its place until then, so that no first password can stay for good.
core::Result<std::string> add_new(Desk& desk, const AccountOptions& options) {
  const auto role = access::parse_role(options.role);
  if (!role) {
    return core::invalid("--role", "account.role");
  }
  auto password = options.reads_password
                      ? read_password(std::cin)
                      : core::Result<std::string>(make_password(desk.workplace->rng()));
  if (!password) {
    return password;
  }
  const access::Area area = options.area == 0 ? desk.actor.area : access::Area{options.area};
  const auto id = access::AccountId::make(desk.workplace->clock().now(), desk.workplace->rng());
  const access::NewAccount account{
      id,    options.login, options.name.empty() ? options.login : options.name,
      *role, area,          *password};
  const auto done = store_account(*desk.workplace, desk.actor, account);
  if (!done) {
    return done.error();
  }
  return options.reads_password ? core::Result<std::string>(std::string())
                                : start_reset(desk, options);
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

void print(const Console& console, const std::vector<access::IdentityLink>& links) {
  if (!console.is_json) {
    std::vector<std::vector<std::string>> rows{{"login", "issuer", "subject"}};
    for (const auto& link : links) {
      rows.push_back({link.login, link.issuer, link.subject});
    }
    console.out << align(rows);
    return;
  }
  core::json::Writer writer;
  writer.begin_array();
  for (const auto& link : links) {
    writer.begin_object().member("login", link.login).member("issuer", link.issuer);
    writer.member("subject", link.subject).end_object();
  }
  writer.end_array();
  console.out << writer.text() << '\n';
}

/// Links or unlinks the identity of the options.
ExitCode change_link(const AccountOptions& options, const Surroundings& surroundings,
                     const Console& console, bool is_linking) {
  auto desk = open_desk(options.data, surroundings);
  const access::IdentityLink link{options.issuer, options.subject, options.login};
  const auto done = desk ? act_on(*desk, is_linking ? "link_identity" : "unlink_identity",
                                  [&](const access::Call& call) {
                                    return is_linking ? access::link_identity(call, link)
                                                      : access::unlink_identity(call, link);
                                  })
                         : core::Result<void>(desk.error());
  if (!done) {
    return fail(console, done.error());
  }
  const std::string said = (is_linking ? "linked: " : "unlinked: ") + options.login;
  console.out << (console.is_json ? "{}" : said) << '\n';
  return ExitCode::done;
}

}  // namespace

ExitCode link_account(const AccountOptions& options, const Surroundings& surroundings,
                      Console& console) {
  return change_link(options, surroundings, console, true);
}

ExitCode unlink_account(const AccountOptions& options, const Surroundings& surroundings,
                        Console& console) {
  return change_link(options, surroundings, console, false);
}

ExitCode list_links(const DataOptions& options, const Surroundings& surroundings,
                    Console& console) {
  const auto desk = open_desk(options, surroundings);
  std::vector<access::IdentityLink> links;
  const auto done =
      desk ? desk->workplace->door().read(desk->actor,
                                          [&](const access::Call& call) -> core::Result<void> {
                                            auto listed = access::list_identities(call);
                                            if (!listed) {
                                              return listed.error();
                                            }
                                            links = std::move(*listed);
                                            return {};
                                          })
           : core::Result<void>(desk.error());
  if (!done) {
    return fail(console, done.error());
  }
  print(console, links);
  return ExitCode::done;
}

ExitCode add_account(const AccountOptions& options, const Surroundings& surroundings,
                     Console& console) {
  auto desk = open_desk(options.data, surroundings);
  const auto code = desk ? add_new(*desk, options) : core::Result<std::string>(desk.error());
  if (!code) {
    return fail(console, code.error());
  }
  print_code(console, options, *code);
  return ExitCode::done;
}

ExitCode reset_account(const AccountOptions& options, const Surroundings& surroundings,
                       Console& console) {
  auto desk = open_desk(options.data, surroundings);
  if (!desk) {
    return fail(console, desk.error());
  }
  const auto code = start_reset(*desk, options);
  if (!code) {
    return fail(console, code.error());
  }
  print_code(console, options, *code);
  return ExitCode::done;
}

ExitCode sign_out_account(const AccountOptions& options, const Surroundings& surroundings,
                          Console& console) {
  auto desk = open_desk(options.data, surroundings);
  const auto done = desk ? act_on(*desk, "revoke_everywhere",
                                  [&](const access::Call& call) {
                                    return access::revoke_everywhere(call, options.login);
                                  })
                         : core::Result<void>(desk.error());
  if (!done) {
    return fail(console, done.error());
  }
  console.out << (console.is_json ? "{}" : "signed out everywhere: " + options.login) << '\n';
  return ExitCode::done;
}

ExitCode deactivate_account(const AccountOptions& options, const Surroundings& surroundings,
                            Console& console) {
  auto desk = open_desk(options.data, surroundings);
  const auto done = desk ? act_on(*desk, "deactivate_account",
                                  [&](const access::Call& call) {
                                    return access::deactivate_account(call, options.login);
                                  })
                         : core::Result<void>(desk.error());
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
