// What the door costs: 64 clients send commands that each insert one small record, against the
// bare sqlite3 C API inserting the very same rows (record, answer, journal, feed) on one thread
// in commits of 64. Both are measured in turns in one run; the tables must hold the same number of
// rows before anything is printed. The bare side hashes nothing, asks nothing and waits for no
// client: it is the limit, not a rival.
//
// usage: door_bench [COMMANDS]      (default 4000 each round, 15 rounds)

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "access/door.h"
#include "access/journal.h"
#include "core/clock.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"

namespace caregrid {
namespace {

constexpr int clients = 64;
constexpr int rounds = 15;
constexpr int commit_size = 64;
constexpr std::int64_t county = 990'601;
constexpr std::string_view answer_text = R"({"setting":"recorded","version":1})";
constexpr core::Instant now{1'790'000'000'000'000};

using Counts = std::array<std::int64_t, 4>;

struct Figure {
  double per_s = 0;
  Counts rows{};
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string record_name(std::int64_t number) { return "record " + std::to_string(number); }

Counts count_rows(const std::string& path) {
  Counts counts{};
  auto database = db::sqlite::open({.path = path});
  const auto done = (*database)->read([&](db::Transaction& transaction) -> core::Result<void> {
    constexpr std::array<db::Sql, 4> questions{
        db::Sql("SELECT COUNT(*) FROM setting"), db::Sql("SELECT COUNT(*) FROM command_log"),
        db::Sql("SELECT COUNT(*) FROM journal"), db::Sql("SELECT COUNT(*) FROM change_feed")};
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const auto found = db::find_one(transaction, questions[i], {},
                                      [](const db::Row& row) { return row.integer(0); });
      counts[i] = **found;
    }
    core::check(access::verify_journal(transaction, county).value().broken_at == 0 ||
                path.ends_with("bare.db"));
    return {};
  });
  core::check(done.ok());
  return counts;
}

/// A database with the shipped schema and nothing in it.
std::unique_ptr<db::Database> make_database(const std::string& path) {
  auto database = db::sqlite::open({.path = path});
  core::check(database.ok());
  core::check(db::migrate(**database, db::schema_files(), now).ok());
  return std::move(*database);
}

core::Result<std::string> insert_record(const access::Call& call, std::int64_t number,
                                        access::CommandId id) {
  const auto done = call.transaction.run(
      "INSERT INTO setting (county, name, value) VALUES (:county, :name, :value)",
      {{"county", call.county}, {"name", record_name(number)}, {"value", "a small value"}});
  if (!done) {
    return done.error();
  }
  call.changed("setting", id);
  return std::string(answer_text);
}

Figure measure_door(const std::string& path, std::int64_t count) {
  auto database = make_database(path);
  core::ManualClock clock(now);
  access::Door door(*database, clock);
  const access::Actor actor{{}, access::Role::county, access::Area{county * 1'000'000}, "bench"};
  std::atomic<std::int64_t> next{0};
  const auto client = [&](int client_number) {
    core::SeededRng rng(static_cast<std::uint64_t>(client_number));
    for (std::int64_t number = next++; number < count; number = next++) {
      const auto id = access::CommandId::make(clock.now(), rng);
      const std::string payload = R"({"name":")" + record_name(number) + R"("})";
      const auto done =
          door.submit(actor, {.id = id, .kind = "record", .payload = payload},
                      [&](const access::Call& call) { return insert_record(call, number, id); });
      core::check(done.ok());
    }
  };
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) {
    threads.emplace_back(client, i);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const double elapsed_s = seconds_since(start);
  database.reset();
  return {static_cast<double>(count) / elapsed_s, count_rows(path)};
}

/// The bare C API: a connection and the four statements of a command.
class Bare final {
 public:
  explicit Bare(const std::string& path) {
    core::check(sqlite3_open(path.c_str(), &handle_) == SQLITE_OK);
    sqlite3_wal_autocheckpoint(handle_, 2000);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768");
    record_ = prepare("INSERT INTO setting (county, name, value) VALUES (?, ?, ?)");
    answer_ = prepare(
        "INSERT INTO command_log (county, id, kind, payload_hash, answer, at) "
        "VALUES (?, ?, ?, ?, ?, ?)");
    journal_ = prepare(
        "INSERT INTO journal (county, seq, at, account, role, command, kind, payload_hash, "
        "changes_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    feed_ = prepare("INSERT INTO change_feed (county, seq, kind, ids) VALUES (?, ?, ?, ?)");
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() {
    for (sqlite3_stmt* statement : {record_, answer_, journal_, feed_}) {
      sqlite3_finalize(statement);
    }
    sqlite3_close(handle_);
  }

  void run(const char* text) {
    core::check(sqlite3_exec(handle_, text, nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  void insert(std::int64_t number, const core::IdBytes& id) {
    const std::string name = record_name(number);
    bind(record_, {county}, {name, "a small value"});
    step(record_);
    bind(answer_, {county}, {blob(id), "record", blob(hash_), answer_text});
    sqlite3_bind_int64(answer_, 6, now.micros);
    step(answer_);
    bind(journal_, {county, number + 1, now.micros},
         {blob(account_), "county", blob(id), "record", blob(hash_), blob(hash_), blob(hash_)});
    step(journal_);
    bind(feed_, {county, number + 1}, {"setting", blob(id)});
    step(feed_);
  }

 private:
  struct Piece {
    std::string_view text;
    bool is_blob = false;

    Piece(std::string_view words) : text(words) {}
    Piece(const std::string& words) : text(words) {}
    Piece(const char* words) : text(words) {}
    Piece(std::string_view bytes, bool blob) : text(bytes), is_blob(blob) {}
  };

  template <std::size_t size>
  static Piece blob(const std::array<std::byte, size>& bytes) {
    return {std::string_view(reinterpret_cast<const char*>(bytes.data()), size), true};
  }

  sqlite3_stmt* prepare(const char* text) {
    sqlite3_stmt* statement = nullptr;
    core::check(sqlite3_prepare_v3(handle_, text, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                                   nullptr) == SQLITE_OK);
    return statement;
  }

  static void bind(sqlite3_stmt* statement, std::initializer_list<std::int64_t> integers,
                   std::initializer_list<Piece> pieces) {
    int index = 0;
    for (const std::int64_t integer : integers) {
      sqlite3_bind_int64(statement, ++index, integer);
    }
    for (const Piece& piece : pieces) {
      const auto size = static_cast<int>(piece.text.size());
      if (piece.is_blob) {
        sqlite3_bind_blob(statement, ++index, piece.text.data(), size, SQLITE_STATIC);
      } else {
        sqlite3_bind_text(statement, ++index, piece.text.data(), size, SQLITE_STATIC);
      }
    }
  }

  static void step(sqlite3_stmt* statement) {
    core::check(sqlite3_step(statement) == SQLITE_DONE);
    sqlite3_reset(statement);
  }

  sqlite3* handle_ = nullptr;
  sqlite3_stmt* record_ = nullptr;
  sqlite3_stmt* answer_ = nullptr;
  sqlite3_stmt* journal_ = nullptr;
  sqlite3_stmt* feed_ = nullptr;
  core::Digest hash_{};
  core::IdBytes account_{};
};

Figure measure_bare(const std::string& path, std::int64_t count) {
  make_database(path).reset();
  double elapsed_s = 0;
  {
    Bare bare(path);
    core::SeededRng rng(1);
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t number = 0; number < count;) {
      bare.run("BEGIN IMMEDIATE");
      for (int i = 0; i < commit_size && number < count; ++i, ++number) {
        bare.insert(number, core::make_id_bytes(now, rng));
      }
      bare.run("COMMIT");
    }
    elapsed_s = seconds_since(start);
  }
  return {static_cast<double>(count) / elapsed_s, count_rows(path)};
}

/// A folder in the working directory: /tmp may be memory, where a commit costs nothing.
struct Folder {
  std::filesystem::path path;

  Folder() {
    std::string name = (std::filesystem::current_path() / "door-bench-XXXXXX").string();
    core::check(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

int run(std::int64_t count) {
  std::vector<double> door;
  std::vector<double> bare;
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    const Folder folder;
    // In turns, each first every other time: the second finds the disk busy with the first.
    const bool is_door_first = round % 2 == 0;
    const std::string door_path = (folder.path / "door.db").string();
    const std::string bare_path = (folder.path / "bare.db").string();
    Figure limit = is_door_first ? Figure{} : measure_bare(bare_path, count);
    const Figure ours = measure_door(door_path, count);
    limit = is_door_first ? measure_bare(bare_path, count) : limit;
    core::check(ours.rows == limit.rows && ours.rows == Counts{count, count, count, count});
    door.push_back(ours.per_s);
    bare.push_back(limit.per_s);
    ratios.push_back(ours.per_s / limit.per_s);
    std::printf("  round %d: door %.0f/s, bare %.0f/s, ratio %.2f\n", round + 1, ours.per_s,
                limit.per_s, ratios.back());
  }
  const double ratio = median(ratios);
  std::printf(
      "commands/s, %d clients, %lld commands: door %.0f, bare sqlite3 with commits of %d: %.0f, "
      "ratio %.2f (goal 0.70)\n",
      clients, static_cast<long long>(count), median(door), commit_size, median(bare), ratio);
  return ratio >= 0.70 ? 0 : 1;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  return caregrid::run(count > 1 ? std::atoll(arguments[1]) : 4'000);
}
