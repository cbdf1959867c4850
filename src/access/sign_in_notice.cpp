#include "access/sign_in_notice.h"

#include <algorithm>

#include "access/notice_store.h"
#include "access/session.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t kept_micros = std::int64_t{366} * 24 * 3600 * 1'000'000;

}  // namespace

core::Result<void> note_sign_in(const Call& call, AccountId account, std::string_view kind,
                                std::string_view detail) {
  if (auto cleared = delete_notices_before(call, account, {call.now.micros - kept_micros});
      !cleared) {
    return cleared;
  }
  // By what it says, so that a command sent again tells once.
  std::string name = account.text();
  name.append(kind).append(detail).append(std::to_string(call.now.micros));
  SignInNotice notice;
  notice.id = NoticeId::derive(name);
  notice.kind = kind;
  notice.detail = detail;
  notice.at = call.now;
  const bool is_of_others = kind == "after_failures" || kind == "half_done";
  return insert_notice(call, account, notice, is_of_others ? SessionId{} : call.actor.session);
}

core::Result<std::vector<SignInNotice>> list_own_notices(const Call& call) {
  const auto allowed = authorise_own(call);
  return allowed ? list_notices_of(call, call.actor.account)
                 : core::Result<std::vector<SignInNotice>>(allowed.error());
}

core::Result<std::int64_t> count_own_notices(const Call& call) {
  const auto notices = list_own_notices(call);
  if (!notices) {
    return notices.error();
  }
  return std::ranges::count_if(*notices, [](const SignInNotice& notice) {
    return !notice.acknowledged_at && !notice.is_own;
  });
}

core::Result<void> acknowledge_own_notice(const Call& call, const NoticeId& id) {
  if (auto allowed = authorise_own(call); !allowed) {
    return allowed;
  }
  const auto found = update_notice_acknowledged(call, id);
  if (!found) {
    return found.error();
  }
  return *found ? core::Result<void>() : core::failure(core::Code::not_found, "notice.unknown");
}

}  // namespace caregrid::access
