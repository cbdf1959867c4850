#include "access/notice_store.h"

namespace caregrid::access {
namespace {

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

}  // namespace

core::Result<void> insert_notice(const Call& call, AccountId account, const SignInNotice& notice,
                                 const SessionId& made_in) {
  return done_or_error(call.transaction.run(
      "INSERT INTO sign_in_notice (county, account, id, kind, detail, session, at) "
      "VALUES (:county, :account, :id, :kind, :detail, :session, :at) "
      "ON CONFLICT (county, account, id) DO NOTHING",
      {{"county", call.county},
       {"account", account},
       {"id", notice.id},
       {"kind", notice.kind},
       {"detail", notice.detail},
       {"session", made_in},
       {"at", notice.at}}));
}

core::Result<std::vector<SignInNotice>> list_notices_of(const Call& call, AccountId account) {
  return db::list(call.transaction,
                  "SELECT id, kind, detail, at, acknowledged_at, session FROM sign_in_notice "
                  "WHERE county = :county AND account = :account "
                  "ORDER BY at DESC, kind, id LIMIT 100",
                  {{"county", call.county}, {"account", account}}, [&](const db::Row& row) {
                    SignInNotice notice;
                    notice.id = NoticeId::from(row.blob(0)).value_or(NoticeId{});
                    notice.kind = row.text(1);
                    notice.detail = row.text(2);
                    notice.at = core::Instant{row.integer(3)};
                    if (!row.is_null(4)) {
                      notice.acknowledged_at = core::Instant{row.integer(4)};
                    }
                    const auto session = SessionId::from(row.blob(5)).value_or(SessionId{});
                    notice.is_own = !session.is_nil() && session == call.actor.session;
                    return notice;
                  });
}

core::Result<bool> update_notice_acknowledged(const Call& call, const NoticeId& id) {
  const auto changed = call.transaction.run(
      "UPDATE sign_in_notice SET acknowledged_at = COALESCE(acknowledged_at, :now) "
      "WHERE county = :county AND account = :account AND id = :id",
      {{"now", call.now}, {"county", call.county}, {"account", call.actor.account}, {"id", id}});
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

core::Result<void> delete_notices_before(const Call& call, AccountId account,
                                         core::Instant before) {
  return done_or_error(call.transaction.run(
      "DELETE FROM sign_in_notice WHERE county = :county AND account = :account AND at < :before",
      {{"county", call.county}, {"account", account}, {"before", before}}));
}

}  // namespace caregrid::access
