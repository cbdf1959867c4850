#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/rng.h"

namespace caregrid::access {

/// An account as those see it who look after accounts.
struct ManagedAccount {
  Account account;
  /// When it was last at work: its open sessions and known devices say; none before the first.
  std::optional<core::Instant> seen_at;
  bool has_second_factor = false;
  bool may_change = false;  ///< Whether the actor may close, open, change or reset it.

  bool operator==(const ManagedAccount&) const = default;
};

/// What an account is to become.
struct AccountChange {
  AccountId account;
  std::string name;
  Role role = Role::director;
  Area area;
};

/// Roles the actor may give to others, in the order of the table of rights.
std::vector<Role> list_grantable(Role actor);

/// A code to hand over by mouth or on paper: "abcd-efgh-ijkl-mnop", 80 random bits.
std::string make_hand_over_code(core::Rng& rng);

/// Accounts inside the actor's area, open ones first, by role and name, at most 5000; for whoever
/// looks after accounts or entrusts children to people.
/// Errors: forbidden.
core::Result<std::vector<ManagedAccount>> list_managed_accounts(const Call& call);

/// Makes an account nobody can sign in to until its owner has set a password by the code, within
/// 24 hours; `locked_hash` is of a password nobody knows.
/// Errors: as `add_account` and `check_new_account`, but for the password's.
core::Result<void> start_account(const Call& call, const NewAccount& account,
                                 std::string_view locked_hash, const core::Digest& code_hash);

/// As `find_managed_account`, by id.
core::Result<Account> find_managed_account(const Call& call, AccountId id);

/// Opens a closed account again. Errors: as `find_managed_account`.
core::Result<void> reopen_account(const Call& call, AccountId id);

/// Gives an account another name, role or area and ends its sessions, so that nobody goes on with
/// what was taken away. Its assignments stay; those of another purpose count for nothing.
/// Errors: as `find_managed_account` and `add_account`.
core::Result<void> change_account(const Call& call, const AccountChange& change);

}  // namespace caregrid::access
