#include "access/account_desk.h"

#include <array>
#include <utility>

#include "access/account_desk_store.h"
#include "access/one_time_code.h"
#include "access/policy.h"
#include "access/session_store.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t code_bytes = 10;
constexpr std::size_t code_group = 4;

}  // namespace

std::vector<Role> list_grantable(Role actor) {
  std::vector<Role> roles;
  for (std::size_t index = 0; index < role_count; ++index) {
    const auto role = static_cast<Role>(index);
    if (ceiling_of(actor, Operation::manage_accounts) && may_look_after(actor, role)) {
      roles.push_back(role);
    }
  }
  return roles;
}

std::string make_hand_over_code(core::Rng& rng) {
  std::array<std::byte, code_bytes> bytes{};
  rng.fill(bytes);
  const std::string letters = tidy_code(base32(bytes));
  std::string code;
  for (std::size_t at = 0; at < letters.size(); at += code_group) {
    code.append(at == 0 ? "" : "-").append(letters.substr(at, code_group));
  }
  return code;
}

core::Result<std::vector<ManagedAccount>> list_managed_accounts(const Call& call) {
  // Who entrusts children to people sees the people; what they are is changed by others.
  const bool assigns = ceiling_of(call.actor.role, Operation::assign_children).has_value();
  const auto operation = assigns ? Operation::assign_children : Operation::manage_accounts;
  if (const auto allowed = authorise(call.actor, operation, {}); !allowed) {
    return allowed.error();
  }
  const bool may_manage = ceiling_of(call.actor.role, Operation::manage_accounts).has_value();
  auto accounts = list_managed_rows(call, call.actor.area);
  if (accounts) {
    for (ManagedAccount& each : *accounts) {
      each.may_change = may_manage && each.account.id != call.actor.account &&
                        may_look_after(call.actor.role, each.account.role);
    }
  }
  return accounts;
}

core::Result<void> start_account(const Call& call, const NewAccount& account,
                                 std::string_view locked_hash, const core::Digest& code_hash) {
  if (const auto fit = check_account_names(account.login, account.name); !fit) {
    return fit;
  }
  if (const auto added = add_account(call, account, locked_hash); !added) {
    return added;
  }
  return start_reset(call, account.login, code_hash);
}

core::Result<Account> find_managed_account(const Call& call, AccountId id) {
  // Asked before the look-up: who may not look after accounts learns of none.
  if (const auto allowed = authorise(call.actor, Operation::manage_accounts, {}); !allowed) {
    return allowed.error();
  }
  auto found = find_account_by_id(call.transaction, call.county, id);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "account.unknown");
  }
  return find_managed_account(call, (*found)->account.login);
}

core::Result<void> reopen_account(const Call& call, AccountId id) {
  const auto account = find_managed_account(call, id);
  if (!account) {
    return account.error();
  }
  if (auto done = update_account_active(call, account->login, true); !done) {
    return done.error();
  }
  call.changed("account", id);
  return {};
}

core::Result<void> change_account(const Call& call, const AccountChange& change) {
  const auto account = find_managed_account(call, change.account);
  if (!account) {
    return account.error();
  }
  if (const auto fit = check_account_names(account->login, change.name); !fit) {
    return fit;
  }
  // What it becomes must be the actor's to give, as what it was.
  if (const auto may = may_give(call, change.role, change.area); !may) {
    return may;
  }
  if (const auto done = update_account(call, change); !done) {
    return done;
  }
  call.changed("account", change.account);
  return delete_sessions_of(call, change.account);
}

}  // namespace caregrid::access
