#pragma once

#include <vector>

#include "access/accounts.h"
#include "access/sign_in_notice.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// Keeps a notice, marked with the session that caused it (nil: none of the owner's); one that is
/// there already stays as it is.
core::Result<void> insert_notice(const Call& call, AccountId account, const SignInNotice& notice,
                                 const SessionId& made_in);
core::Result<std::vector<SignInNotice>> list_notices_of(const Call& call, AccountId account);
/// Whether it is one of the actor's own; one acknowledged earlier keeps its time.
core::Result<bool> update_notice_acknowledged(const Call& call, const NoticeId& id);
core::Result<void> delete_notices_before(const Call& call, AccountId account, core::Instant before);

}  // namespace caregrid::access
