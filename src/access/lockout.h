#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/hash.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// Failed sign-ins of one login from one place since the last success.
struct Attempts {
  std::int64_t failures = 0;
  core::Instant last_at;
};

/// The network an address belongs to: the first three bytes of IPv4, the first three groups of
/// IPv6 (a /48, what one customer gets); any other text is its own network.
std::string network_of(std::string_view address);

/// Counts one try before it is made, so that tries at the same time cannot share a turn.
///
/// What was counted before comes back, for a try that turns out to be half an answer only.
/// After n failures the bucket waits 2^(n-1) seconds, at most 15 minutes, never for ever.
/// Errors: limited "session.wait" with the seconds in `detail`.
/// Source: reliability handbook 2.3; OWASP ASVS 5.0 6.3.1.
core::Result<Attempts> begin_attempt(db::Transaction& transaction, const core::Digest& bucket,
                                     core::Instant now);

/// At most 20 failed tries a minute from one address, whatever the logins. Safe from any thread;
/// kept in memory: a restart forgets a minute.
class AddressLimit final {
 public:
  /// Takes a turn. Errors: limited "session.wait" with the seconds in `detail`.
  core::Result<void> take(std::string_view address, core::Instant now);
  /// Gives the turn of a success back.
  void give_back(std::string_view address);

 private:
  std::mutex mutex_;
  std::int64_t minute_ = 0;
  std::map<std::string, int, std::less<>> counts_;
};

}  // namespace caregrid::access
