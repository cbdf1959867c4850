#pragma once

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/accounts.h"
#include "access/sign_in.h"
#include "allocation/operations.h"
#include "app/workplace.h"
#include "core/file.h"
#include "http/service.h"
#include "intake/import_operations.h"
#include "support/scratch_folder.h"
#include "support/small_county.h"

namespace caregrid::http {

/// A queue whose jobs are done at once, on the thread that wakes it.
class ImmediateJobs final : public intake::JobQueue {
 public:
  explicit ImmediateJobs(access::Door& door) : door_(door) {}

  void serve_imports(intake::Imports& imports) { imports_ = &imports; }

  core::Result<void> enqueue(const access::Call& call, const intake::NewJob& job) override {
    intake::Job stored;
    stored.id = job.id;
    stored.county = call.county;
    stored.kind = job.kind;
    stored.subject = job.subject;
    stored.input = job.input;
    stored.unit = job.unit;
    jobs_.emplace_back(std::move(stored), call.actor);
    return {};
  }
  void wake() override {
    for (auto& [job, actor] : jobs_) {
      if (job.state == intake::JobState::queued) {
        job.state = intake::JobState::running;
        const auto done = perform(job, actor);
        job.state = done ? intake::JobState::done : intake::JobState::failed;
        job.message = done ? std::string() : done.error().reason;
      }
    }
  }
  core::Result<intake::Job> find(const access::Actor& actor, const intake::JobId& id) override {
    for (const auto& [job, asked_by] : jobs_) {
      if (job.id == id && job.county == actor.area.county()) {
        return job;
      }
    }
    return core::failure(core::Code::not_found, "job.not_found");
  }
  core::Result<void> cancel(const access::Actor& actor, const intake::JobId& id) override {
    const auto found = find(actor, id);
    return found ? core::Result<void>() : core::Result<void>(found.error());
  }
  core::Result<intake::Job> wait_for_change(const access::Actor& actor, const intake::JobId& id,
                                            std::uint64_t /*seen*/,
                                            std::chrono::milliseconds /*patience*/) override {
    return find(actor, id);
  }

 private:
  core::Result<void> perform(intake::Job& job, const access::Actor& actor) {
    const std::function<void(std::int64_t, std::int64_t)> report = [&](auto done, auto total) {
      job.done = done;
      job.total = total;
    };
    if (job.kind == "import") {
      return imports_->execute({job, actor, {}, report});
    }
    const auto id = allocation::PlanId::parse(job.subject);
    const auto plan = allocation::make_plan(door_, actor, {id.value_or(allocation::PlanId{}), {}},
                                            [](const allocation::PlanProgress&) { return true; });
    return plan ? core::Result<void>() : core::Result<void>(plan.error());
  }

  access::Door& door_;
  intake::Imports* imports_ = nullptr;
  std::vector<std::pair<intake::Job, access::Actor>> jobs_;
};

/// What some tests want otherwise.
struct Surroundings {
  bool is_behind_tls = false;
  std::vector<Gauge> gauges = {};
};

/// The small county behind the whole service, with an account for each role, all signed in.
class Office final {
 public:
  explicit Office(support::TestDatabase& database, Rate rate = {},
                  std::vector<std::string> hosts = {}, Surroundings around = {})
      : world_(database),
        jobs_(world_.door),
        sign_in_(world_.door, world_.rng),
        cursors_(world_.rng),
        catalogue_(app::make_catalogue()),
        imports_({world_.door, catalogue_, jobs_, files_, world_.rng, folder_.path("uploads")}),
        site_{world_.door,
              sign_in_,
              world_.rng,
              jobs_,
              imports_,
              catalogue_,
              cursors_,
              cache_,
              rules_,
              counties_,
              "0.0.0",
              folder_.path(""),
              around.is_behind_tls},
        service_(site_,
                 {assets, std::move(around.gauges),
                  [this](const AccessLine& line) { log_.push_back(line); }, rate, std::move(hosts),
                  [this](const Violation& seen) { violations_.push_back(seen); }}) {
    REQUIRE(files_.make_folder(folder_.path("uploads")).ok());
    allocation::fill(world_);
    jobs_.serve_imports(imports_);
    add_accounts();
  }

  Response answer(const Request& request) { return service_.answer(request); }
  /// What a server needs to speak for this office over a socket.
  Handler& handler() { return service_; }
  [[nodiscard]] std::string folder() const { return folder_.path("uploads"); }
  [[nodiscard]] std::string cookie_of(const std::string& role) const { return tokens_.at(role); }
  [[nodiscard]] const std::vector<AccessLine>& log() const { return log_; }
  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }
  /// A file an upload was streamed to.
  std::string store_upload(std::string_view content) {
    return folder_.write("uploads/" + std::to_string(++uploads_), content);
  }

  static constexpr std::string_view password = "correct horse battery";

 private:
  static constexpr std::array<Asset, 2> assets{
      Asset{"/index.html", "text/html; charset=utf-8", "\"i1\"", "<p>page</p>", {}, false},
      Asset{"/assets/app-1a2b.js", "text/javascript; charset=utf-8", "\"a1\"", "let long = 1",
            "GZIPPED", true}};

  void add_accounts() {
    using access::Role;
    const auto hash = access::hash_password(password);
    const access::Actor keeper =
        access::operator_of(Role::administrator, access::Area{allocation::county_code});
    const std::pair<Role, std::int64_t> roles[] = {{Role::county, allocation::county_code},
                                                   {Role::supervisor, allocation::township_code},
                                                   {Role::director, allocation::township_code + 1},
                                                   {Role::ngo_coordinator, allocation::county_code},
                                                   {Role::administrator, allocation::county_code}};
    for (const auto& [role, area] : roles) {
      const std::string name(access::to_text(role));
      const access::NewAccount account{access::AccountId::derive(name),
                                       name,
                                       "示例",
                                       role,
                                       access::Area{area},
                                       std::string(password)};
      const auto reason = world_.submit(
          [&](const access::Call& call) -> core::Result<std::string> {
            const auto done = access::add_account(call, account, *hash);
            return done ? core::Result<std::string>("{}") : done.error();
          },
          &keeper);
      REQUIRE(reason.empty());
      tokens_[name] = enter(account);
    }
  }

  /// As a sign-in with password and code ends, so that names may be seen; scripts that sign in by
  /// password alone meet what that is worth.
  std::string enter(const access::NewAccount& account) {
    access::Sessions sessions(world_.door, world_.rng);
    const auto grant = sessions.open(
        access::make_actor(account.id, account.role, account.area, account.name),
        {"one_time_code", true}, {}, [](const access::Call&) { return core::Result<void>(); });
    REQUIRE(grant.ok());
    return grant->token;
  }

  support::ScratchFolder folder_;
  allocation::World world_;
  core::RealFileSystem files_;
  ImmediateJobs jobs_;
  access::SignIn sign_in_;
  Cursors cursors_;
  AnswerCache cache_;
  registry::RuleBooks rules_;
  registry::CountyKeeper counties_;
  intake::Catalogue catalogue_;
  intake::Imports imports_;
  Site site_;
  Service service_;
  std::map<std::string, std::string> tokens_;
  std::vector<Violation> violations_;
  std::vector<AccessLine> log_;
  int uploads_ = 0;
};

}  // namespace caregrid::http
