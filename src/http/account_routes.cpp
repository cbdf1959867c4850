// Who may sign in: the people of an area, and what those who look after accounts do with them.
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "access/account_desk.h"
#include "access/one_time_code.h"
#include "access/policy.h"
#include "assessment/counts.h"
#include "http/endpoint.h"
#include "http/routes.h"
#include "http/shape.h"
#include "registry/assigning.h"

namespace caregrid::http {
namespace {

struct AccountShape {
  access::AccountId id;
  std::string login;
  std::string name;
  std::string role;
  Place area;
  bool is_active = true;
  core::Instant created_at;
  std::optional<core::Instant> seen_at;
  bool has_second_factor = false;
  bool may_change = false;
};

struct AccountList {
  std::vector<AccountShape> items;
  std::vector<std::string> grantable;
};

struct NewAccountInput {
  std::string login;
  std::string name;
  std::string role;
  std::int64_t area = 0;
};

struct AccountChangeInput {
  std::string name;
  std::string role;
  std::int64_t area = 0;
};

struct HandOverShape {
  std::string login;
  std::string code;
};

struct AssignedChildShape {
  registry::ChildId child;
  std::string name;
  std::string purpose;
  core::Date valid_from;
  std::optional<core::Date> valid_to;
};

struct AssignedChildList {
  std::vector<AssignedChildShape> items;
};

}  // namespace
}  // namespace caregrid::http

namespace caregrid::core {

template <>
struct Describe<http::AccountShape> {
  using It = http::AccountShape;
  static constexpr std::string_view name = "ManagedAccount";
  static constexpr auto fields = std::tuple{
      field("id", &It::id),
      field("login", &It::login),
      field("name", &It::name),
      field("role", &It::role),
      field("area", &It::area),
      field("active", &It::is_active, "Not closed"),
      field("created_at", &It::created_at),
      field("seen_at", &It::seen_at, "Last at work; null before the first sign-in"),
      field("second_factor", &It::has_second_factor),
      field("may_change", &It::may_change, "By whoever is looking; nobody changes their own")};
};

template <>
struct Describe<http::AccountList> {
  static constexpr std::string_view name = "ManagedAccountList";
  static constexpr auto fields =
      std::tuple{field("items", &http::AccountList::items),
                 field("grantable", &http::AccountList::grantable,
                       "Roles whoever is looking may give; none for those who only look")};
};

template <>
struct Describe<http::NewAccountInput> {
  using It = http::NewAccountInput;
  static constexpr std::string_view name = "NewAccount";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("login", &It::login), field("name", &It::name), field("role", &It::role),
                 field("area", &It::area, "12-digit division code inside one's own area")};
};

template <>
struct Describe<http::AccountChangeInput> {
  using It = http::AccountChangeInput;
  static constexpr std::string_view name = "AccountChange";
  static constexpr bool is_input = true;
  static constexpr auto fields =
      std::tuple{field("name", &It::name), field("role", &It::role),
                 field("area", &It::area, "12-digit division code inside one's own area")};
};

template <>
struct Describe<http::HandOverShape> {
  using It = http::HandOverShape;
  static constexpr std::string_view name = "HandOver";
  static constexpr auto fields = std::tuple{
      field("login", &It::login),
      field("code", &It::code, "The owner sets a password by it, once, within 24 hours")};
};

template <>
struct Describe<http::AssignedChildShape> {
  using It = http::AssignedChildShape;
  static constexpr std::string_view name = "AssignedChild";
  static constexpr auto fields =
      std::tuple{field("child", &It::child), field("name", &It::name),
                 field("purpose", &It::purpose), field("valid_from", &It::valid_from),
                 field("valid_to", &It::valid_to, "The first day it no longer holds")};
};

template <>
struct Describe<http::AssignedChildList> {
  static constexpr std::string_view name = "AssignedChildList";
  static constexpr auto fields = std::tuple{field("items", &http::AssignedChildList::items)};
};

}  // namespace caregrid::core

namespace caregrid::http {
namespace {

constexpr Spec add_spec{Method::post, "/api/accounts", "add_account",
                        "Add an account; its owner sets the password by the code", 201};

core::Result<Place> place_at(const access::Call& call, std::int64_t code) {
  auto name = assessment::find_place_name(call, code);
  return name ? core::Result(Place{code, std::move(*name)}) : core::Result<Place>(name.error());
}

core::Result<AccountList> list_accounts(const access::Call& call, const Visit& /*visit*/,
                                        const NoQuery& /*query*/) {
  const auto accounts = access::list_managed_accounts(call);
  if (!accounts) {
    return accounts.error();
  }
  AccountList list;
  for (const access::ManagedAccount& each : *accounts) {
    auto area = place_at(call, each.account.area.code);
    if (!area) {
      return area.error();
    }
    list.items.push_back({each.account.id, each.account.login, each.account.name,
                          std::string(access::to_text(each.account.role)), std::move(*area),
                          each.account.is_active, each.account.created_at, each.seen_at,
                          each.has_second_factor, each.may_change});
  }
  for (const access::Role role : access::list_grantable(call.actor.role)) {
    list.grantable.emplace_back(access::to_text(role));
  }
  return list;
}

core::Digest hash_of(const std::string& code) {
  return core::sha256(core::as_bytes(access::tidy_code(code)));
}

core::Result<std::string> start_account(const access::Call& call, const Visit& visit,
                                        const NewAccountInput& input,
                                        const std::string& locked_hash) {
  const auto role = access::parse_role(input.role);
  if (!role) {
    return core::invalid("role", "account.role");
  }
  const std::string code = access::make_hand_over_code(visit.site.rng);
  const access::NewAccount account{access::AccountId::make(call.now, visit.site.rng),
                                   input.login,
                                   input.name,
                                   *role,
                                   access::Area{input.area},
                                   {}};
  const auto done = access::start_account(call, account, locked_hash, hash_of(code));
  return done ? core::Result(core::to_json(HandOverShape{input.login, code}))
              : core::Result<std::string>(done.error());
}

/// Hashing takes long, so it happens before the transaction, and for nobody who may not add.
core::Result<Response> add_account(const Visit& visit) {
  const auto input = core::from_json<NewAccountInput>(visit.request.body);
  if (!input) {
    return input.error();
  }
  const auto allowed = access::authorise(*visit.actor, access::Operation::manage_accounts, {});
  if (!allowed) {
    return allowed.error();
  }
  // A password nobody knows, and a real hash of it: signing in takes as long as with any other.
  const auto locked = access::hash_password(access::make_hand_over_code(visit.site.rng) +
                                            access::make_hand_over_code(visit.site.rng));
  if (!locked) {
    return locked.error();
  }
  auto body =
      submit(visit, add_spec, core::to_json(*input), nullptr,
             [&](const access::Call& call) { return start_account(call, visit, *input, *locked); });
  return body ? core::Result(written(add_spec, std::move(*body)))
              : core::Result<Response>(body.error());
}

using access::AccountId;

core::Result<Nothing> nothing_if(const core::Result<void>& done) {
  return done ? core::Result<Nothing>(Nothing{}) : core::Result<Nothing>(done.error());
}

core::Result<Nothing> change_account(const access::Call& call, const Visit& visit,
                                     const AccountChangeInput& input) {
  const auto id = visit.id<access::AccountTag>(0);
  if (!id) {
    return id.error();
  }
  const auto role = access::parse_role(input.role);
  if (!role) {
    return core::invalid("role", "account.role");
  }
  return nothing_if(
      access::change_account(call, {*id, input.name, *role, access::Area{input.area}}));
}

core::Result<Nothing> close_account(const access::Call& call, const Visit& visit,
                                    const Nothing& /*input*/) {
  const auto id = visit.id<access::AccountTag>(0);
  const auto account =
      id ? access::find_managed_account(call, *id) : core::Result<access::Account>(id.error());
  return account ? nothing_if(access::deactivate_account(call, account->login))
                 : core::Result<Nothing>(account.error());
}

core::Result<Nothing> reopen_account(const access::Call& call, const Visit& visit,
                                     const Nothing& /*input*/) {
  const auto id = visit.id<access::AccountTag>(0);
  return id ? nothing_if(access::reopen_account(call, *id)) : core::Result<Nothing>(id.error());
}

core::Result<HandOverShape> reset_account(const access::Call& call, const Visit& visit,
                                          const Nothing& /*input*/) {
  const auto id = visit.id<access::AccountTag>(0);
  const auto account =
      id ? access::find_managed_account(call, *id) : core::Result<access::Account>(id.error());
  if (!account) {
    return account.error();
  }
  const std::string code = access::make_hand_over_code(visit.site.rng);
  const auto done = access::start_reset(call, account->login, hash_of(code));
  return done ? core::Result(HandOverShape{account->login, code})
              : core::Result<HandOverShape>(done.error());
}

core::Result<AssignedChildList> list_children_of(const access::Call& call, const Visit& visit,
                                                 const NoQuery& /*query*/) {
  const auto id = visit.id<access::AccountTag>(0);
  if (!id) {
    return id.error();
  }
  auto children = registry::list_assigned_children(call, *id);
  if (!children) {
    return children.error();
  }
  AssignedChildList list;
  for (registry::AssignedChild& each : *children) {
    list.items.push_back({each.child, std::move(each.name),
                          std::string(access::to_text(each.assignment.purpose)),
                          each.assignment.valid_from, each.assignment.valid_to});
  }
  return list;
}

}  // namespace

void add_account_routes(RouteTable& table) {
  add_read(table,
           {Method::get, "/api/accounts", "list_accounts",
            "Accounts of one's own area, for those who look after them or entrust children"},
           list_accounts);
  Route& add = add_raw(table, add_spec, add_account);
  add.parameters = write_parameters(false);
  add.request_schema = core::schema_of<NewAccountInput>(table.schemas);
  add.response_schema = core::schema_of<HandOverShape>(table.schemas);
  add_write(table,
            {Method::post, "/api/accounts/{id}/change", "change_account",
             "Give an account another name, role or area"},
            change_account);
  add_write(table,
            {Method::post, "/api/accounts/{id}/close", "close_account",
             "Close an account and end its sessions"},
            close_account);
  add_write(
      table,
      {Method::post, "/api/accounts/{id}/reopen", "reopen_account", "Open a closed account again"},
      reopen_account);
  add_write(table,
            {Method::post, "/api/accounts/{id}/reset", "reset_account",
             "Make a code by which the owner sets a password anew"},
            reset_account);
  add_read(table,
           {Method::get, "/api/accounts/{id}/children", "list_assigned_children",
            "Children of one's own area entrusted to an account today"},
           list_children_of);
}

}  // namespace caregrid::http
