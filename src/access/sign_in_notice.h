#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/clock.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

struct NoticeTag;
using NoticeId = core::Id<NoticeTag>;

/// Something odd or changed about how an account signs in, told to its owner. No mail is sent: it
/// is shown at the next sign-in and kept on the security page.
/// Source: OWASP ASVS 5.0 6.3.5, 6.3.7.
struct SignInNotice {
  NoticeId id;
  std::string kind;    ///< One of `notice_kinds`.
  std::string detail;  ///< A number of tries, the name of a browser or passkey; may be empty.
  core::Instant at;
  std::optional<core::Instant> acknowledged_at;
  bool is_own = false;  ///< Done in the session that asks: its owner knows already.

  bool operator==(const SignInNotice&) const = default;
};

/// What people are told of; each has words in both languages, `notice.<kind>`.
inline constexpr std::string_view notice_kinds[] = {
    "new_device",            // Signed in from a browser not known for this account.
    "after_failures",        // Signed in after wrong passwords; `detail` says how many.
    "half_done",             // The password was right, the second step was not done; how often.
    "recovery_code_used",    // Signed in by one; `detail` says how many are left.
    "password_changed",      // By its owner.
    "password_reset_begun",  // By an administrator: a code was printed.
    "password_reset",        // Set anew by that code.
    "codes_on",              // One-time codes are asked for.
    "codes_off",             // They no longer are.
    "recovery_codes_made",   // The earlier ones are worth nothing.
    "passkey_added",         // `detail` is its name.
    "passkey_removed",       // Likewise.
    "factor_reset_begun",    // By an administrator: a code was printed.
    "factor_reset",          // All second factors were removed by that code and the password.
    "signed_out",            // By an administrator: every session ended.
};

/// Notes something for the owner of an account, in the commit that does it. Tries that went before
/// a sign-in are told in that very session; the rest in all others. Notices of more than a year ago
/// go. Cost: two statements.
core::Result<void> note_sign_in(const Call& call, AccountId account, std::string_view kind,
                                std::string_view detail = {});

/// The actor's own notices, newest first, at most 100.
core::Result<std::vector<SignInNotice>> list_own_notices(const Call& call);

/// How many the actor has not acknowledged and did not cause in this very session.
core::Result<std::int64_t> count_own_notices(const Call& call);

/// The owner has seen it; once more does nothing. Errors: not_found "notice.unknown".
core::Result<void> acknowledge_own_notice(const Call& call, const NoticeId& id);

}  // namespace caregrid::access
