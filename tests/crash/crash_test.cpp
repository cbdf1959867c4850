// Shows that an acknowledged command survives and no command has two effects: a writer program is
// killed at seeded moments, again and again on the same file, and ended or failed at every
// failpoint; each time the file must be whole. Then a disk that is full, and has room again.

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "access/journal.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"
#include "support/scratch_folder.h"

namespace caregrid {
namespace {

constexpr std::int64_t county = 990'601;
constexpr std::int64_t never_reached = 1'000'000;

/// One run of the writer program: what it acknowledged, and how it ended.
struct Run {
  std::vector<std::int64_t> acknowledged;
  int status = 0;
};

std::string read_all(int descriptor) {
  std::string all;
  std::array<char, 4096> piece{};
  for (ssize_t size = read(descriptor, piece.data(), piece.size()); size > 0;
       size = read(descriptor, piece.data(), piece.size())) {
    all.append(piece.data(), static_cast<std::size_t>(size));
  }
  return all;
}

Run run_writer(const std::vector<std::string>& arguments, const std::string& failpoint = {}) {
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "crash_writer";
  std::vector<char*> pointers{const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) {
    pointers.push_back(const_cast<char*>(argument.c_str()));
  }
  pointers.push_back(nullptr);
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    if (!failpoint.empty()) {
      setenv("CAREGRID_FAILPOINT", failpoint.c_str(), 1);
    }
    execv(program.c_str(), pointers.data());
    _exit(2);
  }
  close(ends[1]);
  const std::string output = read_all(ends[0]);
  close(ends[0]);
  Run run;
  REQUIRE(waitpid(child, &run.status, 0) == child);
  for (const char* at = output.data(); at < output.data() + output.size(); ++at) {
    std::int64_t number = -1;
    at = std::from_chars(at, output.data() + output.size(), number).ptr;
    run.acknowledged.push_back(number);
  }
  return run;
}

std::int64_t count(db::Transaction& transaction, db::Sql sql) {
  const auto found =
      db::find_one(transaction, sql, {}, [](const db::Row& row) { return row.integer(0); });
  return found.ok() ? found->value_or(-1) : -1;
}

/// Checks the file after a crash; the highest number it holds comes back.
std::int64_t check_file(const std::string& path, const std::set<std::int64_t>& acknowledged) {
  auto database = db::sqlite::open({.path = path});
  REQUIRE(database.ok());
  std::set<std::int64_t> kept;
  const auto done = (*database)->read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto verdict = db::find_one(transaction, "PRAGMA integrity_check", {},
                                      [](const db::Row& row) { return std::string(row.text(0)); });
    CHECK(verdict.value() == "ok");
    // No tables: killed before the first migration was whole.
    if (count(transaction,
              "SELECT COUNT(*) FROM sqlite_master WHERE name = 'journal_checkpoint'") == 0) {
      return {};
    }
    CHECK(count(transaction, "SELECT COUNT(*) FROM setting WHERE value <> '1'") == 0);
    const std::int64_t settings = count(transaction, "SELECT COUNT(*) FROM setting");
    CHECK(count(transaction, "SELECT COUNT(*) FROM command_log") == settings);
    CHECK(count(transaction, "SELECT COUNT(*) FROM change_feed") == settings);
    const auto journal = access::verify_journal(transaction, county);
    CHECK(journal.value().entries == settings);
    CHECK(journal.value().broken_at == 0);
    return transaction.each("SELECT CAST(name AS BIGINT) FROM setting", {},
                            [&](const db::Row& row) {
                              kept.insert(row.integer(0));
                              return true;
                            });
  });
  CHECK(done.ok());
  CHECK(std::includes(kept.begin(), kept.end(), acknowledged.begin(), acknowledged.end()));
  return kept.empty() ? -1 : *kept.rbegin();
}

TEST_CASE("killed at any moment: nothing acknowledged is lost, nothing done twice") {
  core::SeededRng rng(20'260'921);
  int killed = 0;
  std::size_t acknowledged_count = 0;
  for (int file = 0; file < 5; ++file) {
    const support::ScratchFolder folder;
    const std::string path = folder.path("county.db");
    std::set<std::int64_t> acknowledged;
    std::int64_t first = 0;
    for (int cycle = 0; cycle < 20; ++cycle) {
      // Long enough that most kills come after the migrations, also under a sanitizer.
      const std::uint64_t kill_us = 1'000 + rng.below(500'000);
      const Run run = run_writer(
          {path, std::to_string(first), std::to_string(never_reached), std::to_string(kill_us)});
      killed += WIFSIGNALED(run.status) && WTERMSIG(run.status) == SIGKILL ? 1 : 0;
      acknowledged.insert(run.acknowledged.begin(), run.acknowledged.end());
      CAPTURE(cycle);
      first = check_file(path, acknowledged) + 1;
    }
    acknowledged_count += acknowledged.size();
  }
  CHECK(killed == 100);
  CHECK(acknowledged_count > 100);
  MESSAGE("100 kills, ", acknowledged_count, " acknowledged commands");
}

TEST_CASE("ended or failed at each failpoint: the same promises hold") {
  constexpr std::array<std::string_view, 3> names{"db.step.after", "db.commit.before",
                                                  "db.commit.after"};
  // Migrations commit first, one visit each; later ones are commands.
  const int migrations = static_cast<int>(db::schema_files().size()) + 2;
  const std::array<int, 5> visits{1, 2, 3, migrations + 3, migrations + 9};
  for (const std::string_view name : names) {
    for (const int visit : visits) {
      const support::ScratchFolder folder;
      const std::string path = folder.path("county.db");
      const std::string failpoint = std::string(name) + "=exit@" + std::to_string(visit);
      CAPTURE(failpoint);
      const Run ended = run_writer({path, "0", "200", "0"}, failpoint);
      CHECK(WEXITSTATUS(ended.status) == 137);
      const std::set<std::int64_t> before(ended.acknowledged.begin(), ended.acknowledged.end());
      check_file(path, before);
      // Sent again from the start, with one commit failing on the way: all have one effect.
      const Run again = run_writer({path, "0", "200", "0"},
                                   std::string(name) + "=error@" + std::to_string(migrations + 9));
      CHECK(again.status == 0);
      CHECK(again.acknowledged.size() == 200);
      check_file(path, {again.acknowledged.begin(), again.acknowledged.end()});
    }
  }
}

TEST_CASE("ended within a migration: the next start finishes it") {
  int ended = 0;
  bool is_through = false;
  for (int visit = 1; visit < 500 && !is_through; visit += 3) {
    const support::ScratchFolder folder;
    const std::string path = folder.path("county.db");
    CAPTURE(visit);
    const Run first =
        run_writer({path, "0", "5", "0"}, "db.migrate.step=exit@" + std::to_string(visit));
    is_through = first.status == 0;
    ended += is_through ? 0 : 1;
    const Run second = run_writer({path, "0", "10", "0"});
    CHECK(second.status == 0);
    check_file(path, {second.acknowledged.begin(), second.acknowledged.end()});
  }
  CHECK(is_through);
  CHECK(ended >= 3);
}

/// The largest file this process may write, as a disk of that size: restored at the end.
class FullDisk final {
 public:
  explicit FullDisk(rlim_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit full = before_;
    full.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &full);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

core::Result<void> put(db::Database& database, std::int64_t id, bool alone) {
  const std::string big(20'000, 'x');
  const auto work = [&](db::Transaction& transaction) -> core::Result<void> {
    const auto done = transaction.run("INSERT INTO page (id, body) VALUES (:id, :body)",
                                      {{"id", id}, {"body", big}});
    return done ? core::Result<void>() : done.error();
  };
  return alone ? database.write_alone(work) : database.write(work);
}

std::int64_t count_pages(db::Database& database) {
  std::int64_t found = -1;
  const auto read = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    found = count(transaction, "SELECT COUNT(*) FROM page");
    return {};
  });
  return read.ok() ? found : -1;
}

TEST_CASE("a full disk: a clear error, reads go on, and work goes on when there is room again") {
  for (const bool alone : {false, true}) {
    const support::ScratchFolder folder;
    auto opened = db::sqlite::open({.path = folder.path("county.db")});
    REQUIRE(opened.ok());
    db::Database& database = **opened;
    const auto made = database.write([](db::Transaction& transaction) -> core::Result<void> {
      const auto done = transaction.run("CREATE TABLE page (id BIGINT PRIMARY KEY, body TEXT)", {});
      return done ? core::Result<void>() : done.error();
    });
    REQUIRE(made.ok());
    std::int64_t written = 0;
    {
      const FullDisk disk(1 << 20);
      core::Result<void> last;
      while (last.ok() && written < 1'000) {
        last = put(database, written, alone);
        written += last.ok() ? 1 : 0;
      }
      CHECK(last.error().code == core::Code::unavailable);
      CHECK(last.error().reason == "db.full");
      CHECK(put(database, written, alone).error().reason == "db.full");
      CHECK(count_pages(database) == written);
    }
    CHECK(written > 10);
    CHECK(put(database, written, alone).ok());
    CHECK(count_pages(database) == written + 1);
  }
}

}  // namespace
}  // namespace caregrid
