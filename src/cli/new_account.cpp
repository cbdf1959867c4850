#include "cli/new_account.h"

#include "cli/county.h"

namespace caregrid::cli {

core::Result<void> store_account(Workplace& workplace, const access::Actor& actor,
                                 const access::NewAccount& account) {
  if (auto fits = access::check_new_account(account); !fits) {
    return fits;
  }
  const auto hash = access::hash_password(account.password);
  if (!hash) {
    return hash.error();
  }
  const auto done = submit(
      workplace, actor, "add_account", [&](const access::Call& call) -> core::Result<std::string> {
        const auto added = access::add_account(call, account, *hash);
        return added ? core::Result<std::string>("{}") : core::Result<std::string>(added.error());
      });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace caregrid::cli
