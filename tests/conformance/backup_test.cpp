// Shows what a backup gives away and what it brings back: no name, number or phone of any child
// stands in any file of a backup; with the keys everything is there again; a child erased later
// cannot be read back from an older backup with the newest keyring; and a rotation stopped after
// any step goes on where it was while others read.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/key_rotation.h"
#include "app/backup.h"
#include "app/workplace.h"
#include "care/operations.h"
#include "cli/program.h"
#include "core/file.h"
#include "core/rng.h"
#include "registry/erasure.h"
#include "registry/operations.h"
#include "registry/upkeep.h"

namespace caregrid {
namespace {

constexpr std::int64_t county_code = 990'601'000'000;
constexpr int children = 40;

std::string number_of(int child) {
  constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  std::string text = "99060120150903" + std::to_string(100 + child);
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum += (text[i] - '0') * weights.at(i);
  }
  return text + "10X98765432"[sum % 11];
}

std::string name_of(int child) {
  constexpr std::array<std::string_view, 10> digits{"一", "二", "三", "四", "五",
                                                    "六", "七", "八", "九", "十"};
  const auto at = static_cast<std::size_t>(child);
  return "欧阳" + std::string(digits[at / 10]) + std::string(digits[at % 10]);
}

std::string phone_of(int child) { return "100" + std::to_string(31'415'900 + child); }

/// A data folder of its own with a register of forty children, gone afterwards.
class Office {
 public:
  Office() {
    std::array<std::byte, 8> name{};
    rng_.fill(name);
    home_ = std::filesystem::temp_directory_path() / ("caregrid-backup-" + core::to_hex(name));
    std::filesystem::create_directories(home_);
    write_lists();
    const auto said = run({"import", "--data", data(), path("divisions.csv"), path("roster.csv")});
    CHECK(said.find("A key file was made") != std::string::npos);
  }
  Office(const Office&) = delete;
  Office& operator=(const Office&) = delete;
  ~Office() { std::filesystem::remove_all(home_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (home_ / name).string(); }
  [[nodiscard]] std::string data() const { return path("data"); }

  /// Runs a command of the program; all it says, and its exit code in `code`.
  std::string run(const std::vector<std::string>& words) {
    std::ostringstream out;
    cli::Console console{out, out};
    cli::Surroundings surroundings;
    surroundings.open = [&](const cli::DataOptions& options) {
      return app::open_workplace(options, [&](const std::string& file) {
        out << "A key file was made: " << file << "\n";
      });
    };
    surroundings.back_up = [&](const cli::DataOptions& options, const std::string& folder) {
      return app::back_up(files_, options, folder);
    };
    surroundings.restore_files = [&](const cli::DataOptions& options,
                                     const cli::RestoreSource& source) {
      return app::restore_files(files_, options, source);
    };
    code = cli::run(words, surroundings, console);
    return out.str();
  }

  std::unique_ptr<cli::Workplace> open(const std::string& folder) {
    cli::DataOptions options;
    options.folder = folder;
    auto opened = app::open_workplace(options, [](const std::string&) {});
    if (!opened) {
      FAIL(opened.error().reason << " " << opened.error().detail);
    }
    return std::move(*opened);
  }

  /// A new data folder with the wrapping keys brought from the safe.
  std::string folder_with_keys(const std::string& name) {
    std::filesystem::create_directories(home_ / name / "keys");
    std::filesystem::copy_file(home_ / "data/keys/kek.key", home_ / name / "keys/kek.key");
    return path(name);
  }

  cli::ExitCode code = cli::ExitCode::done;

 private:
  void write_lists() const {
    std::ofstream divisions(home_ / "divisions.csv");
    divisions << "统计用区划代码,村(居)名称,乡镇代码,乡镇名称,纬度,经度\n"
              << "990601100001,第一村民委员会,990601100,城关镇,34.5,104.9\n";
    std::ofstream roster(home_ / "roster.csv");
    roster << "序号,学籍号,学生姓名,性别,出生日期,身份证号,家庭住址,监护人,联系电话\n";
    for (int i = 0; i < children; ++i) {
      const std::string number = number_of(i);
      roster << i + 1 << ",G" << number << ',' << name_of(i) << ','
             << ((number[16] - '0') % 2 == 1 ? "男" : "女") << ",2015-09-03," << number
             << ",城关镇第一村民委员会,司马" << name_of(i) << ',' << phone_of(i) << '\n';
    }
  }

  std::filesystem::path home_;
  core::SystemRng rng_;
  core::RealFileSystem files_;
};

access::Actor officer(const std::string& name) {
  return access::make_actor(access::AccountId::derive(name), access::Role::county,
                            access::Area{county_code}, name);
}

core::Result<registry::ChildPage> search(cli::Workplace& workplace, const std::string& query) {
  core::Result<registry::ChildPage> page = core::failure(core::Code::internal, "unset");
  const access::Actor actor = officer("reader");
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        page = registry::list_children(call, {.query = query, .limit = 200});
        return {};
      });
  CHECK(done.ok());
  return page;
}

std::size_t count_of(cli::Workplace& workplace, const std::string& query) {
  const auto page = search(workplace, query);
  return page ? page->items.size() : 9999;
}

template <class Act>
bool submit(cli::Workplace& workplace, const access::Actor& actor, std::string_view kind, Act act) {
  const access::Command command{access::CommandId::make(workplace.clock().now(), workplace.rng()),
                                kind, "", true};
  return workplace.door()
      .submit(actor, command,
              [&](const access::Call& call) -> core::Result<std::string> {
                const auto done = act(call);
                return done ? core::Result<std::string>("{}") : done.error();
              })
      .ok();
}

void erase(cli::Workplace& workplace, int child) {
  const auto page = search(workplace, number_of(child));
  REQUIRE(page.ok());
  REQUIRE(page->items.size() == 1);
  const auto id = registry::ErasureId::derive(number_of(child));
  REQUIRE(submit(workplace, officer("one"), "request_erasure", [&](const access::Call& call) {
    return registry::request_erasure(call, id, page->items[0].id,
                                     registry::ErasureGround::guardian_request);
  }));
  REQUIRE(submit(workplace, officer("two"), "confirm_erasure", [&](const access::Call& call) {
    return registry::confirm_erasure(
        call, id, [&](const registry::ChildId& one) { return care::forget_child(call, one); });
  }));
}

std::string all_bytes(const std::string& folder) {
  std::string bytes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path(), std::ios::binary);
      bytes.append(std::istreambuf_iterator<char>(file), {});
    }
  }
  return bytes;
}

}  // namespace

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
