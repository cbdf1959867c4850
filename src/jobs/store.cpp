#include "jobs/store.h"

#include <string>

#include "access/policy.h"

namespace caregrid::jobs {
namespace {

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

StoredJob read_job(const db::Row& row) {
  StoredJob stored;
  intake::Job& job = stored.job;
  job.county = row.integer(0);
  job.id = intake::JobId::from(row.blob(1)).value_or(intake::JobId{});
  job.kind = row.text(2);
  job.subject = row.text(3);
  job.input = row.text(4);
  job.state = core::value_of<intake::JobState>(row.text(5)).value_or(intake::JobState::failed);
  job.done = row.integer(6);
  job.total = row.integer(7);
  job.unit = row.text(8);
  job.message = row.text(9);
  job.cancel_wanted = row.integer(10) != 0;
  stored.actor.account = access::AccountId::from(row.blob(11)).value_or(access::AccountId{});
  stored.actor.role = access::parse_role(row.text(12)).value_or(access::least_role);
  stored.actor.purpose = access::default_purpose(stored.actor.role);
  stored.actor.area = access::Area{row.integer(13)};
  stored.actor.name = row.text(14);
  return stored;
}

}  // namespace

core::Result<void> insert_job(const access::Call& call, const intake::NewJob& job) {
  return done_or_error(call.transaction.run(
      "INSERT INTO job (county, id, kind, subject, input, state, unit, account, role, area, "
      "actor_name, created_at) VALUES (:county, :id, :kind, :subject, :input, 'queued', :unit, "
      ":account, :role, :area, :actor_name, :created_at)",
      {{"county", call.county},
       {"id", job.id},
       {"kind", job.kind},
       {"subject", job.subject},
       {"input", job.input},
       {"unit", job.unit},
       {"account", call.actor.account},
       {"role", access::to_text(call.actor.role)},
       {"area", call.actor.area.code},
       {"actor_name", call.actor.name},
       {"created_at", call.now}}));
}

core::Result<std::optional<StoredJob>> find_job(db::Transaction& transaction, std::int64_t county,
                                                const intake::JobId& id) {
  return db::find_one(transaction,
                      "SELECT county, id, kind, subject, input, state, done, total, unit, message, "
                      "cancel_wanted, account, role, area, actor_name FROM job "
                      "WHERE county = :county AND id = :id",
                      {{"county", county}, {"id", id}}, read_job);
}

core::Result<bool> has_queued_job(db::Transaction& transaction) {
  const auto found =
      db::find_one(transaction, "SELECT county FROM job WHERE state = 'queued' LIMIT 1", {},
                   [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

core::Result<std::optional<StoredJob>> claim_job(db::Transaction& transaction,
                                                 core::Instant lease_until) {
  auto claimed =
      db::list(transaction,
               "UPDATE job SET state = 'running', lease_until = :lease_until "
               "WHERE state = 'queued' AND (county, id) IN (SELECT county, id FROM job "
               "WHERE state = 'queued' ORDER BY created_at, id LIMIT 1) "
               "RETURNING county, id, kind, subject, input, state, done, total, unit, message, "
               "cancel_wanted, account, role, area, actor_name",
               {{"lease_until", lease_until}}, read_job);
  if (!claimed) {
    return claimed.error();
  }
  return claimed->empty() ? std::optional<StoredJob>() : std::optional(std::move(claimed->front()));
}

core::Result<void> requeue_jobs(db::Transaction& transaction, std::optional<core::Instant> now) {
  return done_or_error(
      transaction.run("UPDATE job SET state = 'queued' WHERE state = 'running' "
                      "AND (CAST(:now AS BIGINT) IS NULL OR lease_until < CAST(:now AS BIGINT))",
                      {{"now", now}}));
}

core::Result<void> update_job(db::Transaction& transaction, const intake::Job& job,
                              core::Instant lease_until) {
  return done_or_error(transaction.run(
      "UPDATE job SET state = :state, done = :done, total = :total, message = :message, "
      "cancel_wanted = :cancel_wanted, lease_until = :lease_until "
      "WHERE county = :county AND id = :id AND state = 'running'",
      {{"state", core::name_of(job.state)},
       {"done", job.done},
       {"total", job.total},
       {"message", job.message},
       {"cancel_wanted", job.cancel_wanted},
       {"lease_until", lease_until},
       {"county", job.county},
       {"id", job.id}}));
}

core::Result<bool> cancel_queued_job(db::Transaction& transaction, std::int64_t county,
                                     const intake::JobId& id) {
  const auto changed = transaction.run(
      "UPDATE job SET state = 'cancelled', cancel_wanted = 1 "
      "WHERE county = :county AND id = :id AND state = 'queued'",
      {{"county", county}, {"id", id}});
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

}  // namespace caregrid::jobs
