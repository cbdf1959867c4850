#pragma once

#include <optional>
#include <string_view>

#include "access/actor.h"
#include "access/call.h"
#include "core/clock.h"
#include "core/result.h"
#include "db/database.h"
#include "intake/job.h"

namespace caregrid::jobs {

/// A job as stored, with whoever asked for it.
struct StoredJob {
  intake::Job job;
  access::Actor actor;
};

core::Result<void> insert_job(const access::Call& call, const intake::NewJob& job);

core::Result<std::optional<StoredJob>> find_job(db::Transaction& transaction, std::int64_t county,
                                                const intake::JobId& id);

/// Whether any job waits; lets idle workers look without writing.
core::Result<bool> has_queued_job(db::Transaction& transaction);

/// Takes the oldest waiting job; none when another worker was faster.
core::Result<std::optional<StoredJob>> claim_job(db::Transaction& transaction,
                                                 core::Instant lease_until);

/// Gives jobs whose worker is gone back to the queue: all that run, or those whose lease is over.
core::Result<void> requeue_jobs(db::Transaction& transaction, std::optional<core::Instant> now);

/// Writes state, progress, message and cancel wish of a running job; late progress cannot change
/// one that has ended.
core::Result<void> update_job(db::Transaction& transaction, const intake::Job& job,
                              core::Instant lease_until);

/// Cancels a job that has not begun; false when it has.
core::Result<bool> cancel_queued_job(db::Transaction& transaction, std::int64_t county,
                                     const intake::JobId& id);

}  // namespace caregrid::jobs
