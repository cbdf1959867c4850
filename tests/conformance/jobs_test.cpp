// Shows on every database that background work is done once, tells how far it is, can be cancelled
// and goes on after a restart; and that imports run as such jobs. Threads are waited for by the
// queue's own wait; nothing sleeps.
#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/policy.h"
#include "core/file.h"
#include "intake/import_operations.h"
#include "jobs/queue.h"
#include "support/databases.h"
#include "support/members.h"

namespace caregrid::jobs {
namespace {

using intake::Job;
using intake::JobContext;
using intake::JobId;
using intake::JobState;
using support::ImportWorld;

JobId ask_for(ImportWorld& world, Queue& queue, std::string_view kind) {
  const JobId id = JobId::make(world.clock.now(), world.rng);
  const auto done = world.door.submit(
      world.office, {access::CommandId{id.bytes}, "ask", id.text()},
      [&](const access::Call& call) -> core::Result<std::string> {
        auto queued = queue.enqueue(call, {id, std::string(kind), "subject", "{}", "steps"});
        return queued ? core::Result<std::string>(std::string("{}")) : queued.error();
      });
  REQUIRE(done.ok());
  queue.wake();
  return id;
}

/// Waits for the job to reach `wanted`; every change on the way is seen in order.
Job wait_for(ImportWorld& world, Queue& queue, const JobId& id, JobState wanted) {
  std::uint64_t seen = 0;
  for (int changes = 0; changes < 10'000; ++changes) {
    auto job = queue.wait_for_change(world.office, id, seen, std::chrono::seconds(20));
    REQUIRE(job.ok());
    CHECK(job->version >= seen);
    seen = job->version;
    if (job->state == wanted || intake::is_final(job->state)) {
      return *job;
    }
  }
  return {};
}

/// A runner that reports once and then waits until it is let go or stopped.
struct Gate {
  std::mutex mutex;
  std::condition_variable_any opened;
  bool is_open = false;
  std::atomic<int> runs = 0;

  core::Result<void> run(const JobContext& context) {
    ++runs;
    context.report(1, 2);
    std::unique_lock lock(mutex);
    opened.wait(lock, context.stop, [&] { return is_open; });
    return {};
  }
  void open() {
    {
      const std::lock_guard lock(mutex);
      is_open = true;
    }
    opened.notify_all();
  }
};

TEST_CASE("a job is done once and tells how far it is") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    Gate gate;
    Queue queue(test->database(), world.clock, {.workers = 2});
    queue.add_runner("gate", [&](const JobContext& context) { return gate.run(context); });
    REQUIRE(queue.start().ok());
    const JobId id = ask_for(world, queue, "gate");
    std::uint64_t seen = 0;
    for (bool has_reported = false; !has_reported;) {
      const auto job = queue.wait_for_change(world.office, id, seen, std::chrono::seconds(20));
      REQUIRE(job.ok());
      REQUIRE(job->version > seen);
      seen = job->version;
      has_reported = job->done == 1;
    }
    gate.open();
    const Job done = wait_for(world, queue, id, JobState::done);
    CHECK(done.state == JobState::done);
    CHECK(done.done == 2);
    CHECK(gate.runs == 1);
  }
}

TEST_CASE("a job works with the rights of who asked for it") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    std::optional<access::Actor> worker;
    Queue queue(test->database(), world.clock, {});
    queue.add_runner("look", [&](const JobContext& context) -> core::Result<void> {
      worker = context.actor;
      // What the person may not do, the job may not do either.
      return access::authorise(context.actor, access::Operation::manage_accounts, {});
    });
    REQUIRE(queue.start().ok());
    const JobId id = ask_for(world, queue, "look");
    const Job refused = wait_for(world, queue, id, JobState::failed);
    CHECK(refused.state == JobState::failed);
    CHECK(refused.message == "access.role");
    REQUIRE(worker);
    CHECK(worker->account == world.office.account);
    CHECK(worker->role == world.office.role);
    CHECK(worker->area.code == world.office.area.code);
  }
}

TEST_CASE("a job that fails says why, one without a runner too") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    Queue queue(test->database(), world.clock, {});
    queue.add_runner("bad", [](const JobContext&) -> core::Result<void> {
      return core::failure(core::Code::unavailable, "db.full");
    });
    queue.add_runner("broken", [](const JobContext&) -> core::Result<void> {
      std::string text;
      text.resize(std::numeric_limits<std::size_t>::max());
      return {};
    });
    REQUIRE(queue.start().ok());
    struct Row {
      std::string_view kind;
      std::string_view message;
    };
    for (const Row& row : {Row{"bad", "db.full"}, Row{"broken", "job.broke_down"},
                           Row{"unheard_of", "job.unknown_kind"}}) {
      const JobId id = ask_for(world, queue, row.kind);
      const Job job = wait_for(world, queue, id, JobState::failed);
      CHECK(job.state == JobState::failed);
      CHECK(job.message == row.message);
    }
  }
}

TEST_CASE("a job is cancelled before it begins or while it runs, and stays so") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    Gate gate;
    Queue queue(test->database(), world.clock, {});
    queue.add_runner("gate", [&](const JobContext& context) { return gate.run(context); });
    const JobId waiting = ask_for(world, queue, "gate");
    REQUIRE(queue.cancel(world.office, waiting).ok());
    CHECK(wait_for(world, queue, waiting, JobState::cancelled).state == JobState::cancelled);

    REQUIRE(queue.start().ok());
    const JobId running = ask_for(world, queue, "gate");
    CHECK(wait_for(world, queue, running, JobState::running).state == JobState::running);
    REQUIRE(queue.cancel(world.office, running).ok());
    CHECK(wait_for(world, queue, running, JobState::cancelled).state == JobState::cancelled);
    REQUIRE(queue.cancel(world.office, running).ok());
    CHECK(queue.find(world.office, running)->state == JobState::cancelled);
    CHECK(gate.runs == 1);
  }
}

TEST_CASE("another county's job is not found") {
  const auto tests = support::every_database();
  ImportWorld world(tests[0]->database());
  Queue queue(tests[0]->database(), world.clock, {});
  const JobId id = ask_for(world, queue, "gate");
  access::Actor stranger = world.office;
  stranger.area.code = 110'101'000'000;
  CHECK(queue.find(stranger, id).error().reason == "job.not_found");
  CHECK(queue.cancel(stranger, id).error().reason == "job.not_found");
}

TEST_CASE("a job that was under way goes on after a restart") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportWorld world(test->database());
    Gate gate;
    JobId id;
    {
      Queue before(test->database(), world.clock, {});
      before.add_runner("gate", [&](const JobContext& context) { return gate.run(context); });
      REQUIRE(before.start().ok());
      id = ask_for(world, before, "gate");
      CHECK(wait_for(world, before, id, JobState::running).state == JobState::running);
    }
    gate.open();
    Queue after(test->database(), world.clock, {});
    after.add_runner("gate", [&](const JobContext& context) { return gate.run(context); });
    CHECK(after.find(world.office, id)->state == JobState::queued);
    REQUIRE(after.start().ok());
    CHECK(wait_for(world, after, id, JobState::done).state == JobState::done);
    CHECK(gate.runs == 2);
  }
}

/// A world with a queue that imports.
struct ImportingWorld : ImportWorld {
  explicit ImportingWorld(db::Database& database)
      : ImportWorld(database),
        queue(database, clock, {}),
        imports({door, catalogue, queue, files, rng, (folder / "imports").string()}) {
    queue.add_runner("import",
                     [this](const JobContext& context) { return imports.execute(context); });
  }

  core::Result<intake::Import> upload(const std::string& name, std::string_view content) {
    const auto path = imports.new_upload_path(office);
    REQUIRE(path.ok());
    REQUIRE(core::write_file(files, *path, core::as_bytes(content)).ok());
    return imports.create(office, access::CommandId::make(clock.now(), rng), name, *path);
  }

  intake::Import run(const intake::ImportId& id, const intake::RunRequest& request) {
    const auto job = imports.run(office, access::CommandId::make(clock.now(), rng), id, request);
    REQUIRE(job.ok());
    wait_for(*this, queue, *job, JobState::done);
    const auto import = imports.find(office, id);
    REQUIRE(import.ok());
    return *import;
  }

  /// Names of the files in the folder of imports.
  std::vector<std::string> kept() { return *files.list((folder / "imports").string()); }

  core::RealFileSystem files;
  Queue queue;
  intake::Imports imports;
};

constexpr std::string_view small_roster = "编号,姓名,积分\n1,甲,1\n2,,2\n3,丙,3\n";

TEST_CASE("an upload is inspected, tried, imported and forgotten") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportingWorld world(test->database());
    REQUIRE(world.queue.start().ok());
    const auto sent = world.upload("C:\\files\\名单.csv", small_roster);
    REQUIRE(sent.ok());
    CHECK(sent->file == "名单.csv");
    CHECK(sent->state == intake::ImportState::inspected);
    CHECK(sent->sheets.at(0).kind == "member");

    const intake::Import tried = world.run(sent->id, {.dry_run = true});
    CHECK(tried.state == intake::ImportState::checked);
    CHECK(tried.counts.created == 2);
    CHECK(tried.counts.rejected == 1);
    CHECK(world.stored("member/") == 0);

    const intake::Import done = world.run(sent->id, {});
    CHECK(done.state == intake::ImportState::done);
    CHECK(done.counts.created == 2);
    CHECK(world.stored("member/") == 2);
    CHECK(done.rejects.at(0).reason == "name.missing");
    const auto rejects = world.imports.rejects_path(world.office, sent->id);
    REQUIRE(rejects.ok());
    CHECK(world.files.exists(*rejects));
    CHECK(world.files.remove(*rejects).ok());

    CHECK(done.path.empty());
    CHECK_FALSE(world.files.exists(sent->path));
    const auto late = access::CommandId::make(world.clock.now(), world.rng);
    CHECK(world.imports.run(world.office, late, sent->id, {}).error().reason == "import.file_gone");

    const auto page = world.imports.list(world.office, std::nullopt, 10);
    REQUIRE(page.ok());
    REQUIRE(page->items.size() == 1);
    CHECK(page->items[0].rejects.empty());

    const auto forget = access::CommandId::make(world.clock.now(), world.rng);
    REQUIRE(world.imports.remove(world.office, forget, sent->id).ok());
    CHECK(world.kept().empty());
    CHECK(world.imports.find(world.office, sent->id).error().reason == "import.not_found");
  }
}

TEST_CASE("one person keeps fifty files at most, and may send another once one is forgotten") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportingWorld world(test->database());
    core::Result<intake::Import> last = core::failure(core::Code::internal, "");
    for (int i = 0; i < intake::uploads_max; ++i) {
      last = world.upload("a.csv", "编号\n1\n");
      REQUIRE(last.ok());
    }
    const auto refused = world.upload("one-too-many.csv", "编号\n1\n");
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().reason == "import.too_many");
    const auto forget = access::CommandId::make(world.clock.now(), world.rng);
    REQUIRE(world.imports.remove(world.office, forget, last->id).ok());
    CHECK(world.upload("a.csv", "编号\n1\n").ok());
  }
}

TEST_CASE("what cannot be a table of ours is kept with its problem") {
  const auto tests = support::every_database();
  ImportingWorld world(tests[0]->database());
  const auto picture = world.upload("a.xlsx", "\x89PNG\r\n\x1a\n0000000000");
  REQUIRE(picture.ok());
  CHECK(picture->state == intake::ImportState::failed);
  CHECK(picture->problem->reason == "table.not_a_spreadsheet");
  const auto lacking = world.upload("b.csv", "编号,积分,所属小组\n1,2,\n");
  REQUIRE(lacking.ok());
  CHECK(lacking->state == intake::ImportState::inspected);
  CHECK(lacking->problem->reason == "import.missing_columns");
  const auto run = world.imports.run(
      world.office, access::CommandId::make(world.clock.now(), world.rng), lacking->id, {});
  CHECK(run.error().reason == "import.missing_columns");
}

TEST_CASE("a file is taken when its ending and its content say the same") {
  const auto tests = support::every_database();
  ImportingWorld world(tests[0]->database());
  for (const char* name : {"a.xlsx", "a.exe", "a.html", "a.csv.xlsx", "csv", "a."}) {
    CAPTURE(name);
    const auto sent = world.upload(name, small_roster);
    REQUIRE(sent.ok());
    CHECK(sent->state == intake::ImportState::failed);
    REQUIRE(sent->problem);
    CHECK(sent->problem->reason == "import.ending");
  }
  for (const char* name : {"a.csv", "名单.CSV", "a.txt", "a.tsv"}) {
    CAPTURE(name);
    const auto sent = world.upload(name, small_roster);
    REQUIRE(sent.ok());
    CHECK(sent->state == intake::ImportState::inspected);
  }
}

TEST_CASE("a person may correct what was recognised") {
  const auto tests = support::every_database();
  ImportingWorld world(tests[0]->database());
  REQUIRE(world.queue.start().ok());
  const auto sent = world.upload("b.csv", "编号,积分,称呼\n1,2,甲\n");
  REQUIRE(sent.ok());
  intake::RunRequest request{.sheets = sent->sheets};
  request.sheets.at(0).kind = "member";
  request.sheets.at(0).columns.at(0).field = "number";
  request.sheets.at(0).columns.at(2).field = "name";
  const intake::Import done = world.run(sent->id, request);
  CHECK(done.state == intake::ImportState::done);
  CHECK(done.counts.created == 1);
}

TEST_CASE("an upload sent twice under one command is one import; a running one is left alone") {
  for (const auto& test : support::every_database()) {
    CAPTURE(test->name());
    ImportingWorld world(test->database());
    const auto command = access::CommandId::make(world.clock.now(), world.rng);
    std::vector<intake::ImportId> ids;
    for (int i = 0; i < 2; ++i) {
      const auto path = world.imports.new_upload_path(world.office);
      REQUIRE(core::write_file(world.files, *path, core::as_bytes(small_roster)).ok());
      const auto sent = world.imports.create(world.office, command, "a.csv", *path);
      REQUIRE(sent.ok());
      ids.push_back(sent->id);
      CHECK(world.files.exists(sent->path));
    }
    CHECK(ids[0] == ids[1]);
    CHECK(world.files.list((world.folder / "imports").string())->size() == 1);

    const auto run_command = access::CommandId::make(world.clock.now(), world.rng);
    const auto job = world.imports.run(world.office, run_command, ids[0], {});
    REQUIRE(job.ok());
    CHECK(*world.imports.run(world.office, run_command, ids[0], {}) == *job);
    const auto other = access::CommandId::make(world.clock.now(), world.rng);
    CHECK(world.imports.run(world.office, other, ids[0], {}).error().reason == "import.running");
    CHECK(world.imports.remove(world.office, other, ids[0]).error().reason == "import.running");
    REQUIRE(world.queue.cancel(world.office, *job).ok());
    CHECK(world.imports.find(world.office, ids[0])->state == intake::ImportState::cancelled);
  }
}

}  // namespace
}  // namespace caregrid::jobs
