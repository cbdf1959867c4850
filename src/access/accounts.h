#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/result.h"

namespace caregrid::access {

/// Somebody who may sign in.
struct Account {
  AccountId id;
  std::string login;
  std::string name;
  Role role = Role::director;
  Area area;
  bool is_active = true;
  core::Instant created_at;

  bool operator==(const Account&) const = default;
};

/// What is needed to make one; the password is hashed before anything is stored.
struct NewAccount {
  AccountId id;
  std::string login;
  std::string name;
  Role role = Role::director;
  Area area;
  std::string password;
};

/// An actor who works for the usual purpose of the role.
Actor make_actor(AccountId account, Role role, Area area, std::string_view name);

/// The actor the command line works as: the operator at the machine, with a nil account.
Actor operator_of(Role role, Area area);

/// Makes an account inside the actor's area.
///
/// Errors: invalid "account.login" (3–64 of a–z 0–9 . _ -), "password.too_short" (8 characters),
/// "password.too_long" (128 bytes), "password.like_login"; conflict "account.exists"; forbidden.
/// Cost: one Argon2id hash, about 160 ms, taken before the transaction: see `hash_password`.
core::Result<void> add_account(const Call& call, const NewAccount& account,
                               std::string_view password_hash);

/// Checks login and password before any work is done.
core::Result<void> check_new_account(const NewAccount& account);

core::Result<std::vector<Account>> list_accounts(const Call& call);

/// Closes an account and every session of it at once.
core::Result<void> deactivate_account(const Call& call, std::string_view login);

/// Sets another password and closes every session of the account.
core::Result<void> change_password(const Call& call, std::string_view login,
                                   std::string_view password_hash);

/// Argon2id, 46 MiB, two passes (about 160 ms of CPU), salted.
/// Errors: unavailable "password.memory". Source: reliability handbook 2.3, OWASP.
core::Result<std::string> hash_password(std::string_view password);

/// Whether the password fits the hash; takes as long for a wrong one.
bool verify_password(std::string_view password_hash, std::string_view password);

}  // namespace caregrid::access
