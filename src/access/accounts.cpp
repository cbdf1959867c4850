#include "access/accounts.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "access/password_rules.h"
#include "access/policy.h"
#include "access/session_store.h"
#include "access/sign_in_notice.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t argon_memory_bytes = std::size_t{47'104} * 1024;
constexpr unsigned long long argon_passes = 2;
constexpr std::size_t name_bytes_max = 200;
constexpr std::int64_t reset_micros = 24 * 3600 * std::int64_t{1'000'000};

bool is_login(std::string_view login) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  };
  return login.size() >= 3 && login.size() <= 64 && std::all_of(login.begin(), login.end(), fits);
}

/// An account may be managed only by somebody whose area holds the account's whole area.
core::Result<void> authorise_account(const Call& call, Area area) {
  if (auto allowed = authorise(call.actor, Operation::manage_accounts, {area.code}); !allowed) {
    return allowed;
  }
  const bool is_inside =
      area.low() >= call.actor.area.low() && area.high() <= call.actor.area.high();
  return is_inside ? core::Result<void>()
                   : core::failure(core::Code::not_found, "access.not_found");
}

}  // namespace

core::Result<Account> find_managed_account(const Call& call, std::string_view login) {
  auto found = find_account(call.transaction, login);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "account.unknown");
  }
  if (auto allowed = authorise_account(call, (*found)->account.area); !allowed) {
    return allowed.error();
  }
  // Nobody opens, closes or changes the account they work with: another administrator does.
  if ((*found)->account.id == call.actor.account) {
    return core::failure(core::Code::forbidden, "account.self");
  }
  if (!may_look_after(call.actor.role, (*found)->account.role)) {
    return core::failure(core::Code::forbidden, "account.role_above");
  }
  return std::move((*found)->account);
}

Actor make_actor(AccountId account, Role role, Area area, std::string_view name) {
  return {account, role, area, std::string(name), default_purpose(role)};
}

Actor operator_of(Role role, Area area) { return make_actor(AccountId{}, role, area, "operator"); }

bool may_look_after(Role actor, Role role) {
  if (actor == Role::administrator) {
    return true;
  }
  if (role == actor || role == Role::auditor || role == Role::administrator) {
    return false;
  }
  for (std::size_t index = 0; index < operation_count; ++index) {
    const auto operation = static_cast<Operation>(index);
    if (ceiling_of(role, operation) > ceiling_of(actor, operation)) {
      return false;
    }
  }
  return true;
}

core::Result<void> may_give(const Call& call, Role role, Area area) {
  if (auto allowed = authorise_account(call, area); !allowed) {
    return allowed;
  }
  if (!may_look_after(call.actor.role, role)) {
    return core::failure(core::Code::forbidden, "account.role_above");
  }
  // Rights that end at assignments, or at published numbers, know no smaller place than the county.
  if (scope_of(role) != Scope::area && level_of(area.code) != Level::county) {
    return core::invalid("area", "account.area");
  }
  return {};
}

core::Result<void> check_account_names(std::string_view login, std::string_view name) {
  if (!is_login(login)) {
    return core::invalid("login", "account.login");
  }
  return name.empty() || name.size() > name_bytes_max ? core::invalid("name", "account.name")
                                                      : core::Result<void>();
}

core::Result<void> check_new_account(const NewAccount& account) {
  if (auto fit = check_account_names(account.login, account.name); !fit) {
    return fit;
  }
  return check_password(account.password, account.login, false);
}

core::Result<void> add_account(const Call& call, const NewAccount& account,
                               std::string_view password_hash) {
  if (auto may = may_give(call, account.role, account.area); !may) {
    return may;
  }
  auto existing = find_account(call.transaction, account.login);
  if (!existing) {
    return existing.error();
  }
  if (*existing) {
    return core::Error{core::Code::conflict, "login", "account.exists", ""};
  }
  call.changed("account", account.id);
  return insert_account(call,
                        {.id = account.id,
                         .login = account.login,
                         .name = account.name,
                         .role = account.role,
                         .area = account.area,
                         .is_active = true,
                         .created_at = call.now},
                        password_hash);
}

core::Result<std::vector<Account>> list_accounts(const Call& call) {
  if (auto allowed = authorise(call.actor, Operation::manage_accounts, {}); !allowed) {
    return allowed.error();
  }
  return list_accounts_inside(call.transaction, call.actor.area);
}

core::Result<void> deactivate_account(const Call& call, std::string_view login) {
  auto account = find_managed_account(call, login);
  if (!account) {
    return account.error();
  }
  if (auto done = update_account_active(call, login, false); !done) {
    return done.error();
  }
  call.changed("account", account->id);
  return delete_sessions_of(call, account->id);
}

core::Result<void> start_reset(const Call& call, std::string_view login,
                               const core::Digest& code_hash) {
  const auto account = find_managed_account(call, login);
  if (!account) {
    return account.error();
  }
  call.changed("account", account->id);
  const auto told = note_sign_in(call, account->id, "password_reset_begun");
  return told ? upsert_reset(call, account->id, code_hash,
                             core::Instant{call.now.micros + reset_micros})
              : told;
}

core::Result<void> start_factor_reset(const Call& call, std::string_view login,
                                      const core::Digest& code_hash) {
  const auto account = find_managed_account(call, login);
  if (!account) {
    return account.error();
  }
  call.changed("account", account->id);
  const auto told = note_sign_in(call, account->id, "factor_reset_begun");
  return told ? upsert_factor_reset(call, account->id, code_hash,
                                    core::Instant{call.now.micros + reset_micros})
              : told;
}

core::Result<std::string> hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (sodium_init() < 0 || crypto_pwhash_str(text.data(), password.data(), password.size(),
                                             argon_passes, argon_memory_bytes) != 0) {
    return core::failure(core::Code::unavailable, "password.memory");
  }
  return std::string(text.data());
}

bool verify_password(std::string_view password_hash, std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (sodium_init() < 0 || password_hash.size() >= text.size()) {
    return false;
  }
  std::copy(password_hash.begin(), password_hash.end(), text.begin());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view password_hash) {
  return crypto_pwhash_str_needs_rehash(std::string(password_hash).c_str(), argon_passes,
                                        argon_memory_bytes) != 0;
}

}  // namespace caregrid::access
