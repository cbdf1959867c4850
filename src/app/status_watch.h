#pragma once

#include <cstdint>
#include <map>

#include "cli/workplace.h"
#include "core/result.h"
#include "intake/job.h"
#include "registry/rule_book.h"

namespace caregrid::app {

/// Keeps what the rules say of each child up to date: draws the answers anew of children of whom
/// something was said, and of everybody on a new day or when the rules have changed.
class StatusWatch final {
 public:
  StatusWatch(cli::Workplace& workplace, intake::JobQueue& queue)
      : workplace_(workplace), queue_(queue) {}

  /// The rules it asks, for whoever else asks them.
  [[nodiscard]] registry::RuleBooks& books() { return books_; }

  /// Now and then: does a little at once, asks for a job when there is more. One thread at a time.
  /// What fails is tried again the next time.
  void look();

  /// The job: goes on until everything is drawn; safe beside `look`.
  core::Result<void> run(const intake::JobContext& job);

 private:
  void look_at(const access::Actor& actor);
  core::Result<void> enqueue(const access::Actor& actor);

  cli::Workplace& workplace_;
  registry::RuleBooks books_;
  intake::JobQueue& queue_;
  std::int64_t looked_at_ = 0;                     ///< Microseconds.
  std::map<std::int64_t, intake::JobId> running_;  ///< By county.
};

}  // namespace caregrid::app
