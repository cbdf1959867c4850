#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "access/identity_link.h"
#include "access/passkeys.h"
#include "db/database.h"

namespace caregrid::access {

/// The account a subject is bound to, in whichever county.
core::Result<std::optional<Owner>> find_identity(db::Transaction& transaction,
                                                 std::string_view issuer, std::string_view subject);
core::Result<void> insert_identity(const Call& call, const IdentityLink& link, AccountId account);
/// False when there is none such.
core::Result<bool> delete_identity(const Call& call, const IdentityLink& link, AccountId account);
core::Result<std::vector<IdentityLink>> list_identity_rows(const Call& call);

}  // namespace caregrid::access
