// What the door costs: 64 clients send commands that each insert one small record and wait until
// it is durable, against the bare sqlite3 C API inserting the very same rows (record, answer,
// journal, feed): once for 64 waiting clients behind the plainest group commit one would write by
// hand, and once on a single thread in commits of 64 for nobody at all, which is the limit of the
// machine. All take turns in each round; their tables must hold the same number of rows before
// anything is printed. The bare sides hash nothing, ask nothing and cannot undo one record.
//
// usage: door_bench [COMMANDS]      (default 4000 each round, 15 rounds)

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <semaphore>
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
                path.find("bare.db") != std::string::npos);
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

/// Runs `send(number, id)` for each number on 64 threads; the seconds it took.
double run_clients(std::int64_t count,
                   const std::function<void(std::int64_t, const access::CommandId&)>& send) {
  std::atomic<std::int64_t> next{0};
  const auto client = [&](int client_number) {
    core::SystemClock clock;
    core::SeededRng rng(static_cast<std::uint64_t>(client_number));
    for (std::int64_t number = next++; number < count; number = next++) {
      send(number, access::CommandId::make(clock.now(), rng));
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
  return seconds_since(start);
}

Figure measure_door(const std::string& path, std::int64_t count) {
  auto database = make_database(path);
  core::SystemClock clock;
  access::Door door(*database, clock);
  const access::Actor actor{{}, access::Role::county, access::Area{county * 1'000'000}, "bench"};
  const double elapsed_s =
      run_clients(count, [&](std::int64_t number, const access::CommandId& id) {
        const std::string payload = R"({"name":")" + record_name(number) + R"("})";
        const auto done =
            door.submit(actor, {.id = id, .kind = "record", .payload = payload},
                        [&](const access::Call& call) { return insert_record(call, number, id); });
        core::check(done.ok());
      });
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

/// The plainest group commit: a queue, one thread that drains it, a signal for each client.
class BareQueue final {
 public:
  explicit BareQueue(const std::string& path) : bare_(path), thread_([this] { run(); }) {}
  BareQueue(const BareQueue&) = delete;
  BareQueue& operator=(const BareQueue&) = delete;
  ~BareQueue() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
  }

  void insert(const core::IdBytes& id) {
    Waiting waiting{.id = id};
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(&waiting);
    }
    arrived_.notify_one();
    waiting.done.acquire();
  }

 private:
  struct Waiting {
    core::IdBytes id;
    std::binary_semaphore done{0};
  };

  void run() {
    std::int64_t number = 0;
    for (;;) {
      std::vector<Waiting*> group;
      {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return is_stopping_ || !queue_.empty(); });
        group.swap(queue_);
      }
      if (group.empty()) {
        return;
      }
      bare_.run("BEGIN IMMEDIATE");
      for (const Waiting* waiting : group) {
        bare_.insert(number++, waiting->id);
      }
      bare_.run("COMMIT");
      for (Waiting* waiting : group) {
        waiting->done.release();
      }
    }
  }

  Bare bare_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Waiting*> queue_;
  bool is_stopping_ = false;
  std::thread thread_;
};

Figure measure_bare_group(const std::string& path, std::int64_t count) {
  make_database(path).reset();
  double elapsed_s = 0;
  {
    BareQueue queue(path);
    elapsed_s = run_clients(
        count, [&](std::int64_t, const access::CommandId& id) { queue.insert(id.bytes); });
  }
  return {static_cast<double>(count) / elapsed_s, count_rows(path)};
}

Figure measure_bare_batch(const std::string& path, std::int64_t count) {
  make_database(path).reset();
  double elapsed_s = 0;
  {
    Bare bare(path);
    core::SystemClock clock;
    core::SeededRng rng(1);
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t number = 0; number < count;) {
      bare.run("BEGIN IMMEDIATE");
      for (int i = 0; i < commit_size && number < count; ++i, ++number) {
        bare.insert(number, core::make_id_bytes(clock.now(), rng));
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

using Measure = Figure (*)(const std::string&, std::int64_t);
constexpr std::array<Measure, 3> sides{measure_door, measure_bare_group, measure_bare_batch};

int run(std::int64_t count) {
  std::array<std::vector<double>, 3> per_s;
  std::array<std::vector<double>, 3> ratios;
  for (int round = 0; round < rounds; ++round) {
    const Folder folder;
    std::array<double, 3> now_per_s{};
    // Each is first in turn: the later ones find the disk busy with the earlier.
    for (std::size_t k = 0; k < sides.size(); ++k) {
      const std::size_t side = (k + static_cast<std::size_t>(round)) % sides.size();
      const std::string path = (folder.path / (side == 0 ? "door.db" : "bare.db")).string();
      const Figure figure = sides[side](path + std::to_string(side), count);
      core::check(figure.rows == Counts{count, count, count, count});
      now_per_s[side] = figure.per_s;
    }
    for (std::size_t side = 0; side < sides.size(); ++side) {
      per_s[side].push_back(now_per_s[side]);
      ratios[side].push_back(now_per_s[0] / now_per_s[side]);
    }
  }
  const double ratio = median(ratios[1]);
  std::printf("commands/s, medians of %d rounds of %lld commands\n", rounds,
              static_cast<long long>(count));
  std::printf("  door, %d clients                          %8.0f\n", clients, median(per_s[0]));
  std::printf("  bare sqlite3, %d clients, group commit    %8.0f   door/bare %.2f (goal 0.70)\n",
              clients, median(per_s[1]), ratio);
  std::printf("  bare sqlite3, no clients, commits of %d   %8.0f   door/bare %.2f\n", commit_size,
              median(per_s[2]), median(ratios[2]));
  return ratio >= 0.70 ? 0 : 1;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  return caregrid::run(count > 1 ? std::strtoll(arguments[1], nullptr, 10) : 4'000);
}
