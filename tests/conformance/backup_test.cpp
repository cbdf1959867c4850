// Shows what a backup gives away and what it brings back: no name, number or phone of any child
// stands in any file of a backup; with the keys everything is there again; a child erased later
// cannot be read back from an older backup with the newest keyring; and a rotation stopped after
// any step goes on where it was while others read.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "access/key_rotation.h"
#include "registry/upkeep.h"
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
using support::submit;

TEST_CASE("no name, number or phone of a child stands in any file of a backup") {
  Office office;
  office.run({"backup", "--data", office.data(), "--to", office.path("backup")});
  REQUIRE(office.code == cli::ExitCode::done);
  const std::string bytes = all_bytes(office.path("backup"));
  const std::string live = all_bytes(office.data());
  CHECK(bytes.size() > 20'000);
  for (int i = 0; i < children; ++i) {
    CAPTURE(i);
    CHECK(live.find(name_of(i)) != std::string::npos);  // The canaries are good: lists hold names.
    CHECK(bytes.find(name_of(i)) == std::string::npos);
    for (const std::string& secret : {number_of(i), phone_of(i)}) {
      CHECK(bytes.find(secret) == std::string::npos);
      CHECK(live.find(secret) == std::string::npos);
    }
  }
  office.run({"backup", "--data", office.data(), "--to", office.path("backup")});
  CHECK(office.code != cli::ExitCode::done);
}

TEST_CASE("with the keys everything is there again, without them nothing") {
  Office office;
  office.run({"backup", "--data", office.data(), "--to", office.path("backup")});
  const std::string keyring = office.path("backup/keyring.db");
  const std::string keyless = office.path("keyless");
  const auto refused = office.run(
      {"restore", "--data", keyless, "--from", office.path("backup"), "--keys", keyring});
  CHECK(office.code != cli::ExitCode::done);
  CHECK(refused.find("key file") != std::string::npos);

  const std::string restored = office.folder_with_keys("restored");
  const auto said = office.run(
      {"restore", "--data", restored, "--from", office.path("backup"), "--keys", keyring});
  CAPTURE(said);
  CHECK(office.code == cli::ExitCode::done);
  CHECK(said.find("40 children readable and listed, 0 erased") != std::string::npos);
  const auto workplace = office.open(restored);
  CHECK(count_of(*workplace, "") == children);
  CHECK(count_of(*workplace, number_of(7)) == 1);
  CHECK(count_of(*workplace, phone_of(7)) == 1);
  CHECK(count_of(*workplace, name_of(7)) == 1);
}

TEST_CASE("a child erased since cannot be read back from an older backup") {
  Office office;
  office.run({"backup", "--data", office.data(), "--to", office.path("old")});
  {
    const auto workplace = office.open(office.data());
    CHECK(all_bytes(office.data()).find(name_of(7)) != std::string::npos);
    erase(*workplace, 7);
    CHECK(count_of(*workplace, number_of(7)) == 0);
    // Neither in the file nor in its log, while the program goes on.
    CHECK(all_bytes(office.data()).find(name_of(7)) == std::string::npos);
    CHECK(all_bytes(office.data()).find(name_of(8)) != std::string::npos);
  }
  office.run({"backup", "--data", office.data(), "--to", office.path("new")});
  const std::string restored = office.folder_with_keys("restored");
  const auto said = office.run({"restore", "--data", restored, "--from", office.path("old"),
                                "--keys", office.path("new/keyring.db")});
  CAPTURE(said);
  CHECK(office.code == cli::ExitCode::done);
  CHECK(said.find("39 children readable and listed, 1 erased") != std::string::npos);
  CHECK(said.find("erased: child 990601/8") != std::string::npos);
  const auto workplace = office.open(restored);
  CHECK(count_of(*workplace, "") == children - 1);
  CHECK(count_of(*workplace, number_of(7)) == 0);
  CHECK(all_bytes(restored).find(name_of(7)) == std::string::npos);
}

TEST_CASE("a damaged backup is refused") {
  Office office;
  office.run({"backup", "--data", office.data(), "--to", office.path("backup")});
  {
    std::fstream file(office.path("backup/data.db"),
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(8000);
    file.put('x');
  }
  office.run({"restore", "--data", office.folder_with_keys("restored"), "--from",
              office.path("backup"), "--keys", office.path("backup/keyring.db")});
  CHECK(office.code != cli::ExitCode::done);
}

TEST_CASE("rotating wrapping keys stopped after any step goes on where it was") {
  Office office;
  {
    const auto workplace = office.open(office.data());
    REQUIRE(workplace->door().keys().add_key().ok());
    std::int64_t after = access::before_all_keys;
    for (bool has_more = true; has_more;) {
      CHECK(count_of(*workplace, "") == children);
      CHECK(submit(*workplace, officer("one"), "rewrap_keys", [&](const access::Call& call) {
        auto done = access::rewrap_keys(call, after, 7);
        if (done) {
          after = done->last_child;
          has_more = done->keys == 7 && after < 21;  // Stopped half-way.
        }
        return done;
      }));
    }
  }
  CHECK(
      office.run({"keys", "rotate", "--data", office.data()}).find("an earlier rotation goes on") !=
      std::string::npos);
  const auto status = office.run({"keys", "status", "--data", office.data()});
  CHECK(status.find("42") != std::string::npos);  // Forty children, index, answers.
  const auto old_key = status.substr(status.find('\n') + 1, 12);
  CHECK(office.run({"keys", "retire", old_key, "--data", office.data()}).find("removed") !=
        std::string::npos);
  const auto workplace = office.open(office.data());
  CHECK(count_of(*workplace, "") == children);
  CHECK(count_of(*workplace, number_of(3)) == 1);
}

TEST_CASE("new keys for the children stopped after any step are made to the end") {
  Office office;
  {
    const auto workplace = office.open(office.data());
    for (int step = 0; step < 3; ++step) {
      CHECK(submit(*workplace, officer("one"), "renew_keys",
                   [&](const access::Call& call) { return registry::renew_child_keys(call, 7); }));
      CHECK(count_of(*workplace, "") == children);
    }
  }
  CHECK(office.run({"keys", "rotate", "--with-data", "--data", office.data()})
            .find("19 children sealed under new keys") != std::string::npos);
  const auto workplace = office.open(office.data());
  CHECK(count_of(*workplace, "") == children);
  CHECK(count_of(*workplace, phone_of(3)) == 1);
}

}  // namespace caregrid
