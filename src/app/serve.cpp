#include "app/serve.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "access/sign_in.h"
#include "allocation/operations.h"
#include "app/county_watch.h"
#include "app/entry.h"
#include "app/files_watch.h"
#include "app/key_watch.h"
#include "app/logging.h"
#include "app/status_watch.h"
#include "app/version.h"
#include "app/web_assets.h"
#include "app/workplace.h"
#include "assessment/counts.h"
#include "care/operations.h"
#include "http/server.h"
#include "http/service.h"
#include "intake/import_operations.h"
#include "jobs/queue.h"
#include "registry/link_register.h"

namespace caregrid::app {
namespace {

/// Makes the plan a job asks for, telling of each step.
core::Result<void> run_plan(access::Door& door, const intake::JobContext& context) {
  const auto id = allocation::PlanId::parse(context.job.subject);
  if (!id) {
    return core::failure(core::Code::internal, "job.input");
  }
  const auto report = [&](const allocation::PlanProgress& progress) {
    context.report(progress.done, progress.total);
    return !context.stop.stop_requested();
  };
  const auto plan = allocation::make_plan(door, context.actor, {*id, std::nullopt}, report);
  return plan ? core::Result<void>() : core::Result<void>(plan.error());
}

/// Links the register of the county of whoever asked.
core::Result<void> run_linkage(access::Door& door, const intake::JobContext& context) {
  const auto follow = [](const access::Call& call, const registry::Following& following) {
    return care::follow_merge(call, following);
  };
  const auto report = [&](std::int64_t done, std::int64_t total) {
    context.report(done, total);
    return !context.stop.stop_requested();
  };
  const auto linked = registry::link_register(
      door, context.actor, registry::LinkageRunId::derive("link" + context.job.id.text()),
      {follow, report});
  return linked ? core::Result<void>() : core::Result<void>(linked.error());
}

/// Has new children looked at once a list is in; whoever may not link leaves them to who may.
core::Result<void> link_after(access::Door& door, jobs::Queue& queue,
                              const intake::JobContext& context) {
  const std::string name = "link after " + context.job.id.text();
  const access::Command command{access::CommandId::derive(name), "find_duplicates", name, false};
  const auto asked = door.submit(
      context.actor, command, [&](const access::Call& call) -> core::Result<std::string> {
        const auto has_new = registry::has_unlinked_children(call);
        if (!has_new || !*has_new) {
          return has_new ? core::Result<std::string>("{}") : has_new.error();
        }
        const auto id = intake::JobId::derive(name);
        const auto queued = queue.enqueue(call, {id, "link", id.text(), "{}", "steps"});
        return queued ? core::Result<std::string>("{}") : core::Result<std::string>(queued.error());
      });
  queue.wake();
  const bool is_not_theirs = !asked && (asked.error().code == core::Code::forbidden ||
                                        asked.error().code == core::Code::not_found);
  return asked || is_not_theirs ? core::Result<void>() : core::Result<void>(asked.error());
}

void add_runners(jobs::Queue& queue, intake::Imports& imports, StatusWatch& statuses,
                 access::Door& door) {
  queue.add_runner("statuses", [&](const intake::JobContext& job) { return statuses.run(job); });
  queue.add_runner("link", [&](const intake::JobContext& job) { return run_linkage(door, job); });
  queue.add_runner("import", [&](const intake::JobContext& job) {
    const auto done = imports.execute(job);
    return done && !job.stop.stop_requested() ? link_after(door, queue, job) : done;
  });
  queue.add_runner("plan", [&](const intake::JobContext& job) { return run_plan(door, job); });
}

/// What the program is busy with now; zeros when the database does not answer.
assessment::Activity activity_of(db::Database& database) {
  assessment::Activity activity;
  const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto measured = assessment::measure_activity(transaction);
    activity = measured ? *measured : activity;
    return {};
  });
  return done ? activity : assessment::Activity();
}

std::vector<http::Gauge> gauges(db::Database& database) {
  const auto number = [&database](std::int64_t assessment::Activity::* member) {
    return [&database, member] { return static_cast<double>(activity_of(database).*member); };
  };
  return {
      {"caregrid_memory_bytes", "Resident memory of the process", "gauge", http::resident_bytes},
      {"caregrid_journal_entries_total", "Journal entries (commands, reads, denials), ever",
       "counter", number(&assessment::Activity::entries)},
      {"caregrid_jobs_queued", "Jobs that wait", "gauge",
       number(&assessment::Activity::jobs_queued)},
      {"caregrid_jobs_running", "Jobs under way", "gauge",
       number(&assessment::Activity::jobs_running)}};
}

/// Has the journal's roots signed when they are due, and says so once when that fails.
class JournalWatch final {
 public:
  JournalWatch(cli::Workplace& workplace, const Log& log) : workplace_(workplace), log_(log) {}

  void look() { tell(workplace_.journal().sign_due(workplace_.clock().now())); }
  void finish() { tell(workplace_.journal().sign_all(workplace_.clock().now())); }

 private:
  void tell(const core::Result<int>& signed_now) {
    const core::Error fault = signed_now ? core::Error() : signed_now.error();
    if (fault != told_ && !fault.reason.empty()) {
      log_.event("journal_not_signed", fault.reason + " " + fault.detail);
    }
    told_ = fault;
  }

  cli::Workplace& workplace_;
  const Log& log_;
  core::Error told_ = {};
};

/// Clears away what a crash left, then lets the queue work, with what is looked after beside it.
core::Result<void> start_work(jobs::Queue& queue, FilesWatch& files, JournalWatch& watch,
                              StatusWatch& statuses, const std::string& exports) {
  queue.add_duty([&] { files.look(); });
  queue.add_duty([&] { watch.look(); });
  queue.add_duty([&] { statuses.look(); });
  const auto swept = files.begin(exports);
  return swept ? queue.start() : swept;
}

http::ServerOptions server_options(const cli::ServeOptions& options, const std::string& uploads) {
  http::ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.upload_folder = uploads;
  server.upload_bytes_max = static_cast<std::uint64_t>(options.upload_max_mib) << 20U;
  return server;
}

/// The names of the server: those given, and the one it listens to. Never none, so that a request
/// for any other name is refused.
std::vector<std::string> hosts_of(const cli::ServeOptions& options) {
  std::vector<std::string> names{"localhost", options.host};
  names.insert(names.end(), options.hosts.begin(), options.hosts.end());
  for (std::string& name : names) {
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  return names;
}

/// `log` and `database` outlive the service.
http::ServiceOptions service_options(const cli::ServeOptions& options, const Log& log,
                                     db::Database& database) {
  return {web_assets(),
          gauges(database),
          [&log](const http::AccessLine& line) { log.request(line); },
          {options.rate_per_second, options.rate_burst},
          hosts_of(options),
          [&log](const http::Violation& seen) { log.violation(seen); }};
}

/// Work in hand ends where it can go on; then the journal's roots are kept.
void wind_up(jobs::Queue& queue, JournalWatch& watch, const Log& log) {
  queue.stop();
  watch.finish();
  log.event("stopped");
}

/// Serves until the program is told to end.
void run(http::Server& server, std::uint16_t port, const Log& log,
         const std::function<void(std::uint16_t)>& ready) {
  log.event("started", std::to_string(port));
  ready(port);
  server.run();
}

}  // namespace

core::Result<void> serve(const cli::ServeOptions& options,
                         const std::function<void(std::uint16_t)>& ready) {
  const Log log(options.is_quiet);
  auto opened = open_workplace(options.data,
                               [&](const std::string& path) { log.event("key_file_made", path); });
  if (!opened) {
    return opened.error();
  }
  cli::Workplace& workplace = **opened;
  access::Door& door = workplace.door();
  const std::string uploads = workplace.folder() + "/uploads";
  core::SystemClock phone_time;  // One-time codes go by it, whatever day the county is shown at.
  const auto entry = prepare_entry(workplace, options, log, phone_time);
  if (!entry) {
    return entry.error();
  }
  jobs::Queue queue(door.database(), workplace.clock(), {1, options.data.database.empty()});
  intake::Imports imports(
      {door, workplace.catalogue(), queue, workplace.files(), workplace.rng(), uploads});
  StatusWatch statuses(workplace, queue);
  add_runners(queue, imports, statuses, door);
  FilesWatch files(workplace, imports, options.keep_files_days);
  JournalWatch watch(workplace, log);
  const auto started = start_work(queue, files, watch, statuses, workplace.folder() + "/exports");
  if (!started) {
    return started.error();
  }
  const KeyWatch key_watch(workplace);
  access::SignIn sign_in(door, workplace.rng(), entry->sign_in);
  OwnProvider provider(entry->provider, phone_time, workplace, sign_in);
  const http::Cursors cursors(workplace.rng());
  http::AnswerCache cache;
  http::ExportProgress exports;
  CountyWatch counties(door);
  const http::Site site{door,
                        sign_in,
                        workplace.rng(),
                        queue,
                        imports,
                        workplace.catalogue(),
                        cursors,
                        cache,
                        statuses.books(),
                        counties.keeper(),
                        std::string(program_version()),
                        workplace.folder() + "/exports",
                        options.is_behind_tls,
                        options.origin,
                        provider.entry(),
                        &exports};
  http::Service service(site, service_options(options, log, door.database()));
  http::Server server(server_options(options, uploads), service);
  const auto port = server.listen();
  if (!port) {
    return port.error();
  }
  run(server, *port, log, ready);
  wind_up(queue, watch, log);
  return {};
}

}  // namespace caregrid::app
