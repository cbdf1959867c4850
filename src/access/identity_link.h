#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"

namespace caregrid::access {

/// Whom an identity provider's subject is here. The two together name a person, never one alone:
/// another provider may give the same subject to somebody else. Source: OWASP ASVS 5.0 6.8.1.
struct IdentityLink {
  std::string issuer;
  std::string subject;
  std::string login;

  bool operator==(const IdentityLink&) const = default;
};

/// Binds a subject to the account of `login`, by an administrator over it. Nobody is ever bound by
/// name or e-mail, which may be given to somebody else. Binding it again changes nothing.
/// Errors: as `find_managed_account`; invalid "identity.issuer", "identity.subject"; conflict
/// "identity.taken" when the subject is another account's.
core::Result<void> link_identity(const Call& call, const IdentityLink& link);

/// Undoes that, and ends the account's sessions. Errors: as `find_managed_account`; not_found
/// "identity.unknown".
core::Result<void> unlink_identity(const Call& call, const IdentityLink& link);

/// All bound subjects of accounts inside the actor's area, by login, for whoever may manage them.
core::Result<std::vector<IdentityLink>> list_identities(const Call& call);

}  // namespace caregrid::access
