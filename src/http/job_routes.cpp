// Background work: look, follow, cancel.
#include <memory>
#include <tuple>

#include "http/endpoint.h"
#include "http/routes.h"
#include "intake/job.h"

namespace caregrid::http {
namespace {

/// Tells of a job whenever it has changed, and stops after its end.
class JobEvents final : public EventSource {
 public:
  JobEvents(intake::JobQueue& jobs, access::Actor actor, intake::JobId id)
      : jobs_(jobs), actor_(std::move(actor)), id_(id) {}

  Part poll() override {
    const auto job = jobs_.find(actor_, id_);
    if (!job) {
      return {{}, true};
    }
    std::string now = core::to_json(*job);
    const bool is_last = intake::is_final(job->state);
    if (now == told_) {
      return {{}, is_last};
    }
    told_ = std::move(now);
    return {"event: job\ndata: " + told_ + "\n\n", is_last};
  }

 private:
  intake::JobQueue& jobs_;
  access::Actor actor_;
  intake::JobId id_;
  std::string told_;
};

core::Result<Response> show_job(const Visit& visit) {
  const auto id = visit.id<intake::JobTag>(0);
  if (!id) {
    return id.error();
  }
  const auto job = visit.site.jobs.find(*visit.actor, *id);
  if (!job) {
    return job.error();
  }
  return json_response(200, core::to_json(*job));
}

core::Result<Response> follow_job(const Visit& visit) {
  const auto id = visit.id<intake::JobTag>(0);
  if (!id) {
    return id.error();
  }
  if (const auto job = visit.site.jobs.find(*visit.actor, *id); !job) {
    return job.error();
  }
  Response response;
  response.set("Content-Type", "text/event-stream");
  response.events = std::make_unique<JobEvents>(visit.site.jobs, *visit.actor, *id);
  return response;
}

core::Result<Response> cancel_job(const Visit& visit) {
  const auto id = visit.id<intake::JobTag>(0);
  if (!id) {
    return id.error();
  }
  if (const auto done = visit.site.jobs.cancel(*visit.actor, *id); !done) {
    return done.error();
  }
  return json_response(202, "{}");
}

}  // namespace

void add_job_routes(RouteTable& table) {
  Route& show =
      add_raw(table, {Method::get, "/api/jobs/{id}", "show_job", "How far a job is"}, show_job);
  show.response_schema = core::schema_of<intake::Job>(table.schemas);
  Route& follow = add_raw(table,
                          {Method::get, "/api/jobs/{id}/events", "follow_job",
                           "Server-sent events `job`, each with a Job, until it ends"},
                          follow_job);
  follow.response_type = "text/event-stream";
  Route& cancel = add_raw(
      table, {Method::post, "/api/jobs/{id}/cancel", "cancel_job", "Ask a job to stop", 202},
      cancel_job);
  cancel.response_schema = core::schema_of<Nothing>(table.schemas);
}

}  // namespace caregrid::http
