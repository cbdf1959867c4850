#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/hash.h"
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
/// Errors: invalid "account.login" (3–64 of a–z 0–9 . _ -) and those of `check_password`; conflict
/// "account.exists"; those of `may_give`.
/// Cost: one Argon2id hash, about 160 ms, taken before the transaction: see `hash_password`.
core::Result<void> add_account(const Call& call, const NewAccount& account,
                               std::string_view password_hash);

/// Whether somebody of the role `actor` may look after accounts of `role`: an administrator after
/// all; others after roles that hold no more than their own in any line of the table of rights, but
/// not after their equals, so that nobody makes himself the second person a step asks for, nor
/// after those who watch over them (auditor, administrator).
bool may_look_after(Role actor, Role role);

/// Whether the actor may give a role in an area to somebody.
/// Errors: forbidden, "account.role_above"; not_found "access.not_found"; invalid "account.area".
core::Result<void> may_give(const Call& call, Role role, Area area);

/// Errors: invalid "account.login", "account.name".
core::Result<void> check_account_names(std::string_view login, std::string_view name);

/// Checks login and password before any work is done.
core::Result<void> check_new_account(const NewAccount& account);

/// The account, for somebody who may manage it.
/// Errors: not_found "account.unknown", "access.not_found"; forbidden "account.self" for one's own,
/// "account.role_above" for one the actor may not look after.
core::Result<Account> find_managed_account(const Call& call, std::string_view login);

core::Result<std::vector<Account>> list_accounts(const Call& call);

/// Closes an account and every session of it at once.
core::Result<void> deactivate_account(const Call& call, std::string_view login);

/// Argon2id, 46 MiB, two passes (about 160 ms of CPU), salted.
/// Errors: unavailable "password.memory". Source: reliability handbook 2.3, OWASP.
core::Result<std::string> hash_password(std::string_view password);

/// Lets the owner of an account set a password by a code, once, within 24 hours; the code goes to
/// them by hand. The administrator starts this and never chooses. Source: OWASP ASVS 5.0 6.4.6.
/// Errors: as `find_managed_account`.
core::Result<void> start_reset(const Call& call, std::string_view login,
                               const core::Digest& code_hash);

/// Lets the owner of an account remove their lost second factors by a code, beside the password,
/// once, within 24 hours. As with passwords the code goes to them in person, once they have shown
/// who they are as they did when the account was made. Source: OWASP ASVS 5.0 6.4.4.
/// Errors: as `find_managed_account`.
core::Result<void> start_factor_reset(const Call& call, std::string_view login,
                                      const core::Digest& code_hash);

/// Whether the password fits the hash; takes as long for a wrong one.
bool verify_password(std::string_view password_hash, std::string_view password);

/// Whether a hash was made at other costs than today's, so that the next sign-in makes it anew.
bool needs_rehash(std::string_view password_hash);

}  // namespace caregrid::access
