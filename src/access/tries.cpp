#include "access/tries.h"

#include <algorithm>
#include <string>

#include "access/lockout.h"
#include "access/session_store.h"
#include "access/sign_in_notice.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t told_from_failures = 3;

/// Where the tries of a login from anywhere are counted; nobody waits for these.
core::Digest bucket_of(std::string_view login, std::string_view what) {
  core::Sha256 hash;
  hash.add(login);
  hash.add(what);
  return hash.finish();
}

core::Digest failed_bucket(std::string_view login) { return bucket_of(login, "\nanywhere\n"); }
core::Digest half_bucket(std::string_view login) { return bucket_of(login, "\nhalf\n"); }

core::Result<void> add(db::Transaction& transaction, const core::Digest& bucket, std::int64_t count,
                       core::Instant now) {
  const auto before = find_attempts(transaction, bucket);
  return before ? upsert_attempts(transaction, bucket,
                                  {std::max<std::int64_t>(0, before->failures + count), now})
                : core::Result<void>(before.error());
}

/// Tells of one kind of tries when there are at least so many, and forgets them.
core::Result<void> tell(const Call& call, const core::Digest& bucket, std::string_view kind,
                        std::int64_t own, std::int64_t least) {
  const auto counted = find_attempts(call.transaction, bucket);
  if (!counted) {
    return counted.error();
  }
  if (const std::int64_t count = counted->failures - own; count >= least) {
    const auto told = note_sign_in(call, call.actor.account, kind, std::to_string(count));
    if (!told) {
      return told;
    }
  }
  return delete_attempts(call.transaction, bucket);
}

}  // namespace

core::Result<void> count_try(db::Transaction& transaction, std::string_view login,
                             core::Instant now) {
  return add(transaction, failed_bucket(login), 1, now);
}

core::Result<void> forget_try(db::Transaction& transaction, std::string_view login,
                              core::Instant now) {
  return add(transaction, failed_bucket(login), -1, now);
}

core::Result<void> count_half_done(db::Transaction& transaction, std::string_view login,
                                   core::Instant now) {
  return add(transaction, half_bucket(login), 1, now);
}

core::Result<void> tell_of_tries(const Call& call, std::string_view login, const Tries& own) {
  const auto told =
      tell(call, failed_bucket(login), "after_failures", own.failed, told_from_failures);
  return told ? tell(call, half_bucket(login), "half_done", own.half_done, 1) : told;
}

}  // namespace caregrid::access
