// Shows that canaries of a child, and of what was written of it, are in no file there is once it
// has been erased: database, log, uploads, rejects, backup, exports. And that work on keys left as
// a wish is done by whoever holds the database, in steps, to its end.
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "cli/key_requests.h"
#include "intake/import_operations.h"
#include "jobs/queue.h"
#include "support/office.h"

namespace caregrid {

using support::all_bytes;
using support::children;
using support::count_of;
using support::erase;
using support::name_of;
using support::number_of;
using support::Office;
using support::officer;
using support::phone_of;

namespace {

constexpr std::string_view note = "夜里常哭醒怕黑";
constexpr std::string_view helper = "诸葛前辈";
constexpr std::string_view refused_note = "说不清的需求";

/// A list of needs somebody sends to the server: one of child 7, and one that is refused.
std::string list_of_needs() {
  const std::string child = name_of(7) + "," + number_of(7) + ",";
  const std::string rest = ",紧急,周六上午,1," + std::string(helper) + ",2025-09-01,";
  return "儿童姓名,身份证号,需求类型,紧急程度,可参加时段,每周次数,原帮扶人,登记日期,说明\n" +
         child + "阅读" + rest + std::string(note) + "\n" + child + "洗车" + rest +
         std::string(refused_note) + "\n";
}

/// What a server has besides the workplace, for files people send.
struct Sending {
  explicit Sending(cli::Workplace& place)
      : workplace(place),
        queue(place.door().database(), place.clock(), {}),
        imports({place.door(), place.catalogue(), queue, place.files(), place.rng(),
                 place.folder() + "/uploads"}) {
    queue.add_runner("import",
                     [this](const intake::JobContext& job) { return imports.execute(job); });
    REQUIRE(queue.start().ok());
  }

  access::CommandId command() {
    return access::CommandId::make(workplace.clock().now(), workplace.rng());
  }
  intake::Import send(const std::string& content, bool dry_run) {
    const auto path = imports.new_upload_path(office);
    REQUIRE(path.ok());
    REQUIRE(core::write_file(workplace.files(), *path, core::as_bytes(content)).ok());
    const auto sent = imports.create(office, command(), "needs.csv", *path);
    REQUIRE(sent.ok());
    const auto job = imports.run(office, command(), sent->id, {.dry_run = dry_run});
    REQUIRE(job.ok());
    for (std::uint64_t version = 0;;) {
      const auto seen = queue.wait_for_change(office, *job, version, std::chrono::seconds(1));
      REQUIRE(seen.ok());
      if (intake::is_final(seen->state)) {
        break;
      }
      version = seen->version;
    }
    return *imports.find(office, sent->id);
  }

  cli::Workplace& workplace;
  access::Actor office = officer("sender");
  jobs::Queue queue;
  intake::Imports imports;
};

std::string notes_of(cli::Workplace& workplace) {
  std::string notes;
  const access::Actor actor = officer("reader");
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        const auto page = care::list_needs(call, {});
        for (const care::NeedRow& row : page ? page->items : std::vector<care::NeedRow>()) {
          notes += row.need.note + row.need.previous_helper;
        }
        return {};
      });
  return done ? notes : done.error().reason;
}

std::string exported(Office& office, const std::string& what) {
  const std::string path = office.path(what + ".csv");
  std::filesystem::remove(path);
  office.run({"export", what, "--data", office.data(), "--out", path});
  CHECK(office.code == cli::ExitCode::done);
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool holds_any(const std::string& bytes) {
  for (const std::string& canary : {name_of(7), number_of(7), phone_of(7), std::string(note),
                                    std::string(helper), std::string(refused_note)}) {
    if (bytes.find(canary) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("after an erasure no file holds anything of the child, before it the lists do") {
  Office office;
  {
    const auto workplace = office.open(office.data());
    Sending sending(*workplace);
    const intake::Import tried = sending.send(list_of_needs(), true);
    CHECK(tried.state == intake::ImportState::checked);
    const intake::Import done = sending.send(list_of_needs(), false);
    CHECK(done.state == intake::ImportState::done);
    CHECK(done.counts.created == 1);
    REQUIRE(done.rejects.size() == 1);
    const std::string kept = all_bytes(office.data() + "/uploads");
    CHECK(kept.size() > 1000);
    CHECK_FALSE(holds_any(kept));
    CHECK(workplace->files().list(office.data() + "/uploads")->size() == 3);
    const auto copy = sending.imports.rejects_path(sending.office, done.id);
    REQUIRE(copy.ok());
    CHECK(std::filesystem::file_size(*copy) > 1000);
    CHECK(workplace->files().remove(*copy).ok());
    CHECK(notes_of(*workplace) == std::string(note) + std::string(helper));
  }
  CHECK(exported(office, "children").find(name_of(7)) != std::string::npos);
  CHECK(exported(office, "needs").find(name_of(7)) != std::string::npos);
  CHECK(all_bytes(office.data()).find(name_of(7)) != std::string::npos);
  {
    const auto workplace = office.open(office.data());
    Sending sending(*workplace);
    erase(*workplace, 7);
    CHECK_FALSE(holds_any(all_bytes(office.data())));  // Database and log, while the program runs.
    CHECK(sending.imports.list(sending.office, std::nullopt, 10)->items.empty());
    CHECK(sending.imports.sweep().ok());
    CHECK(workplace->files().list(office.data() + "/uploads")->empty());
    CHECK(notes_of(*workplace).empty());
    std::string certificate;
    const auto read = workplace->door().read(
        officer("reader"), [&](const access::Call& call) -> core::Result<void> {
          certificate = registry::list_erasures(call)->at(0).certificate;
          return {};
        });
    CHECK(read.ok());
    CHECK(certificate.find("\"files\":3") != std::string::npos);
    CHECK(certificate.find("\"texts\":1") != std::string::npos);
  }
  office.run({"backup", "--data", office.data(), "--to", office.path("backup")});
  CHECK_FALSE(holds_any(all_bytes(office.path("backup"))));
  CHECK_FALSE(holds_any(exported(office, "children")));
  CHECK_FALSE(holds_any(exported(office, "needs")));
  CHECK(exported(office, "children").find(name_of(8)) != std::string::npos);
}

TEST_CASE("what a crash left in clear goes at the start, what is old goes with its key") {
  Office office;
  const auto workplace = office.open(office.data());
  Sending sending(*workplace);
  const intake::Import sent = sending.send(list_of_needs(), true);
  const std::string folder = office.data() + "/uploads/";
  REQUIRE(core::write_file(workplace->files(), folder + "left.plain", core::as_bytes(note)).ok());
  REQUIRE(core::write_file(workplace->files(), folder + "lost.upload.sealed", {}).ok());
  CHECK(sending.imports.sweep_at_start().ok());
  CHECK(sending.imports.sweep().ok());
  CHECK(workplace->files().list(folder)->size() == 2);
  CHECK(sending.imports.forget_old(sending.office, 1).ok());
  CHECK(sending.imports.find(sending.office, sent.id).ok());
  CHECK(sending.imports.forget_old(sending.office, -1).ok());  // As if days had gone by.
  CHECK(sending.imports.find(sending.office, sent.id).error().reason == "import.not_found");
  CHECK(sending.imports.sweep().ok());
  CHECK(workplace->files().list(folder)->empty());
}

TEST_CASE("work on keys left as a wish is done in steps, and goes on after a stop") {
  Office office;
  const auto workplace = office.open(office.data());
  core::FileSystem& files = workplace->files();
  const std::string data = office.data();
  REQUIRE(cli::leave_key_request(files, data, "1", {"rotate", {}}).ok());
  REQUIRE(cli::leave_key_request(files, data, "2", {"renew", {}}).ok());
  REQUIRE(cli::leave_key_request(files, data, "3", {"status", {}}).ok());
  REQUIRE(cli::leave_key_request(files, data, "4", {"sing", {}}).ok());
  const std::string folder = cli::key_request_folder(data);
  REQUIRE(core::write_file(files, folder + "/5.request", core::as_bytes("{\"what\":")).ok());
  CHECK_FALSE(cli::find_key_answer(files, data, "1"));

  int asked = 0;
  cli::serve_key_requests(*workplace, [&] { return ++asked < 2; });  // Stopped after one step.
  CHECK(cli::list_key_requests(files, data).size() == 5);
  CHECK(cli::find_key_answer(files, data, "1")->done == children + 2);  // Index and answers too.
  CHECK_FALSE(cli::find_key_answer(files, data, "1")->is_final);
  CHECK(count_of(*workplace, "") == children);

  cli::serve_key_requests(*workplace, [] { return true; });
  CHECK(cli::list_key_requests(files, data).empty());
  CHECK(cli::find_key_answer(files, data, "2")->text ==
        std::to_string(children) + " children sealed under new keys\n");
  const auto status = cli::find_key_answer(files, data, "3");
  CHECK(status->is_final);
  CHECK(status->text.find("in use") != std::string::npos);
  for (const std::string name : {"4", "5"}) {
    CHECK(cli::find_key_answer(files, data, name)->reason == "keys.work_unknown");
  }
  CHECK(cli::forget_key_answer(files, data, "3").ok());
  CHECK_FALSE(cli::find_key_answer(files, data, "3"));
  CHECK(count_of(*workplace, number_of(7)) == 1);
  CHECK(count_of(*workplace, name_of(7)) == 1);
}

}  // namespace caregrid
