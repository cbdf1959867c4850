#pragma once

#include "access/accounts.h"
#include "access/actor.h"
#include "cli/workplace.h"
#include "core/result.h"

namespace caregrid::cli {

/// Checks, hashes and stores a new account through the door. Errors: those of
/// `access::check_new_account` and `access::add_account`. Cost: one Argon2id hash.
core::Result<void> store_account(Workplace& workplace, const access::Actor& actor,
                                 const access::NewAccount& account);

}  // namespace caregrid::cli
