#include "app/status_watch.h"

#include <algorithm>
#include <string>

#include "cli/county.h"
#include "registry/status_drawing.h"

namespace caregrid::app {
namespace {

constexpr std::int64_t look_every = 1'000'000;
/// So many children are done at once, in about a hundredth of a second.
constexpr std::int64_t at_once_max = 200;
/// Children of one command of the job: a fifth of a second, after which others may write.
constexpr int batch = 4'000;

std::int64_t left(const registry::DrawingProgress& progress) {
  return std::max<std::int64_t>(0, progress.last + 1 - progress.next) + progress.due;
}

core::Result<registry::DrawingProgress> draw(cli::Workplace& workplace, registry::RuleBooks& books,
                                             const access::Actor& actor, int limit) {
  registry::DrawingProgress progress;
  const auto done = cli::submit(workplace, actor, "draw_statuses",
                                [&](const access::Call& call) -> core::Result<std::string> {
                                  const auto drawn = registry::draw_statuses(call, books, limit);
                                  if (!drawn) {
                                    return drawn.error();
                                  }
                                  progress = *drawn;
                                  return std::string("{}");
                                });
  return done ? core::Result<registry::DrawingProgress>(progress)
              : core::Result<registry::DrawingProgress>(done.error());
}

}  // namespace

void StatusWatch::look() {
  const std::int64_t now = workplace_.clock().now().micros;
  if (now < looked_at_ + look_every && now >= looked_at_) {
    return;
  }
  looked_at_ = now;
  const auto operators = cli::operators_for_all(workplace_, access::Role::county);
  if (!operators) {
    return;
  }
  for (const access::Actor& actor : *operators) {
    look_at(actor);
  }
}

void StatusWatch::look_at(const access::Actor& actor) {
  registry::DrawingProgress progress;
  const auto read =
      workplace_.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto found = registry::drawing_progress(call, books_);
        progress = found ? *found : progress;
        return found ? core::Result<void>() : core::Result<void>(found.error());
      });
  if (!read || progress.is_done()) {
    return;
  }
  if (left(progress) <= at_once_max) {
    static_cast<void>(draw(workplace_, books_, actor, static_cast<int>(at_once_max)).ok());
    return;
  }
  const auto running = running_.find(actor.area.county());
  if (running != running_.end()) {
    const auto job = queue_.find(actor, running->second);
    if (job && !intake::is_final(job->state)) {
      return;
    }
  }
  static_cast<void>(enqueue(actor).ok());
}

core::Result<void> StatusWatch::enqueue(const access::Actor& actor) {
  const auto id = intake::JobId::make(workplace_.clock().now(), workplace_.rng());
  const auto asked = cli::submit(workplace_, actor, "run_status_drawing",
                                 [&](const access::Call& call) -> core::Result<std::string> {
                                   const auto queued = queue_.enqueue(
                                       call, {id, "statuses", id.text(), "{}", "children"});
                                   return queued ? core::Result<std::string>("{}") : queued.error();
                                 });
  if (!asked) {
    return asked.error();
  }
  running_[actor.area.county()] = id;
  queue_.wake();
  return {};
}

core::Result<void> StatusWatch::run(const intake::JobContext& job) {
  std::int64_t done = 0;
  while (!job.stop.stop_requested()) {
    const auto progress = draw(workplace_, books_, job.actor, batch);
    if (!progress) {
      return progress.error();
    }
    done += progress->children;
    job.report(done, done + left(*progress));
    if (progress->is_done()) {
      break;
    }
  }
  return {};
}

}  // namespace caregrid::app
