#include "access/identity_link.h"

#include "access/accounts.h"
#include "access/identity_link_store.h"
#include "access/policy.h"
#include "access/provider_url.h"
#include "access/session_store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t issuer_bytes_max = 512;
constexpr std::size_t subject_bytes_max = 255;  // Source: OpenID Connect Core 1.0, 2.

}  // namespace

core::Result<void> link_identity(const Call& call, const IdentityLink& link) {
  const auto account = find_managed_account(call, link.login);
  if (!account) {
    return account.error();
  }
  if (link.issuer.size() > issuer_bytes_max || origin_of_url(link.issuer).empty()) {
    return core::invalid("--issuer", "identity.issuer");
  }
  if (link.subject.empty() || link.subject.size() > subject_bytes_max) {
    return core::invalid("--subject", "identity.subject");
  }
  const auto known = find_identity(call.transaction, link.issuer, link.subject);
  if (!known) {
    return known.error();
  }
  if (*known) {
    return (*known)->account == account->id ? core::Result<void>()
                                            : core::failure(core::Code::conflict, "identity.taken");
  }
  call.changed("account", account->id);
  return insert_identity(call, link, account->id);
}

core::Result<void> unlink_identity(const Call& call, const IdentityLink& link) {
  const auto account = find_managed_account(call, link.login);
  if (!account) {
    return account.error();
  }
  const auto found = delete_identity(call, link, account->id);
  if (!found || !*found) {
    return found ? core::failure(core::Code::not_found, "identity.unknown") : found.error();
  }
  call.changed("account", account->id);
  return delete_sessions_of(call, account->id);
}

core::Result<std::vector<IdentityLink>> list_identities(const Call& call) {
  if (auto allowed = authorise(call.actor, Operation::manage_accounts, {}); !allowed) {
    return allowed.error();
  }
  return list_identity_rows(call);
}

}  // namespace caregrid::access
