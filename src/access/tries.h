#pragma once

#include <cstdint>
#include <string_view>

#include "access/call.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// Tries to sign in as one login since its last success, from anywhere; its owner is told of them.
struct Tries {
  std::int64_t failed = 0;     ///< Begun and not brought to an end.
  std::int64_t half_done = 0;  ///< Of these, with the right password but no right second factor.
};

/// Counts a try, known login or not, so that both cost the same. Cost: two statements.
core::Result<void> count_try(db::Transaction& transaction, std::string_view login,
                             core::Instant now);
/// Takes a try back that was no failure.
core::Result<void> forget_try(db::Transaction& transaction, std::string_view login,
                              core::Instant now);
/// The password was right and the second step is missing or wrong.
core::Result<void> count_half_done(db::Transaction& transaction, std::string_view login,
                                   core::Instant now);

/// Tells the owner, who has just signed in, of tries that were not theirs, and counts anew. A slip
/// of the finger or two is nobody's concern: from three failures on. `own` are those that belong to
/// this very sign-in. Source: OWASP ASVS 5.0 6.3.5.
core::Result<void> tell_of_tries(const Call& call, std::string_view login, const Tries& own);

}  // namespace caregrid::access
