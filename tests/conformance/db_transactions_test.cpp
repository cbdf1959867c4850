// Shows what a transaction promises on every database there is: whole or not at all, one failing
// step of a commit leaves the others, readers see one moment, errors say what happened. A row
// count of one table tells what was kept.

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>

#include "db/database.h"
#include "support/databases.h"

namespace caregrid {
namespace {

using support::every_database;
using support::Start;

constexpr db::Sql insert = "INSERT INTO item (id, word) VALUES (:id, :word)";

core::Result<void> done(const core::Result<std::int64_t>& result) {
  return result ? core::Result<void>() : result.error();
}

core::Result<void> add(db::Transaction& transaction, std::int64_t id) {
  return done(transaction.run(insert, {{"id", id}, {"word", "w"}}));
}

core::Result<void> add_to(db::Database& database, std::int64_t id) {
  return database.write([&](db::Transaction& transaction) { return add(transaction, id); });
}

std::int64_t count(db::Transaction& transaction) {
  const auto found = db::find_one(transaction, "SELECT COUNT(*) FROM item", {},
                                  [](const db::Row& row) { return row.integer(0); });
  return found && *found ? **found : -1;
}

std::int64_t count(db::Database& database) {
  std::int64_t found = -1;
  const auto read = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    found = count(transaction);
    return {};
  });
  return read ? found : -1;
}

/// Fresh databases with the tables of these tests.
std::vector<std::unique_ptr<support::TestDatabase>> databases() {
  auto all = every_database(Start::empty);
  for (const auto& test : all) {
    const auto made = test->database().write([](db::Transaction& transaction) {
      const auto item = transaction.run(
          "CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY, word TEXT NOT NULL)", {});
      const auto part = transaction.run(
          "CREATE TABLE part (id BIGINT NOT NULL PRIMARY KEY, item BIGINT NOT NULL "
          "REFERENCES item (id), amount BIGINT NOT NULL CHECK (amount > 0))",
          {});
      return done(item ? part : item);
    });
    REQUIRE(made.ok());
  }
  return all;
}

TEST_CASE("a failing step leaves nothing, and the next one works") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    for (const bool alone : {false, true}) {
      const auto work = [](db::Transaction& transaction) -> core::Result<void> {
        CHECK(add(transaction, 1).ok());
        return core::invalid("word", "test.refused");
      };
      const auto failed = alone ? database.write_alone(work) : database.write(work);
      CHECK(failed.error() == core::invalid("word", "test.refused"));
      CHECK(count(database) == 0);
    }
    CHECK(add_to(database, 1).ok());
    CHECK(count(database) == 1);
  }
}

TEST_CASE("a work that throws fails alone") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    const auto work = [](db::Transaction& transaction) -> core::Result<void> {
      CHECK(add(transaction, 1).ok());
      throw std::runtime_error("thrown");
    };
    CHECK(database.write(work).error().reason == "db.step_threw");
    CHECK(database.write_alone(work).error().reason == "db.step_threw");
    CHECK(database
              .read([](db::Transaction&) -> core::Result<void> {
                throw std::runtime_error("thrown");
              })
              .error()
              .reason == "db.step_threw");
    CHECK(count(database) == 0);
    CHECK(add_to(database, 1).ok());
  }
}

TEST_CASE("broken constraints are conflicts, and end the step even if looked away from") {
  constexpr std::array<db::Sql, 4> violations{
      db::Sql("INSERT INTO item (id, word) VALUES (1, 'again')"),
      db::Sql("INSERT INTO item (id, word) VALUES (2, NULL)"),
      db::Sql("INSERT INTO part (id, item, amount) VALUES (1, 99, 1)"),
      db::Sql("INSERT INTO part (id, item, amount) VALUES (1, 1, 0)"),
  };
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    REQUIRE(add_to(database, 1).ok());
    for (const db::Sql& violation : violations) {
      CAPTURE(violation.text());
      const auto failed = database.write([&](db::Transaction& transaction) -> core::Result<void> {
        CHECK(add(transaction, 5).ok());
        CHECK(transaction.run(violation, {}).error().code == core::Code::conflict);
        CHECK(add(transaction, 6).error().reason == "db.constraint");
        return {};
      });
      CHECK(failed.error().code == core::Code::conflict);
      CHECK(failed.error().reason == "db.constraint");
      CHECK(count(database) == 1);
    }
  }
}

TEST_CASE("statements that cannot be run say why") {
  struct Case {
    db::Sql sql;
    std::string reason;
  };
  const std::vector<Case> cases = {
      {"SELECT nothing FROM item", "db.sql"},
      {"SELECT 1 FROM missing", "db.sql"},
      {"SELEC 1", "db.sql"},
      {"SELECT word FROM item WHERE id = :id AND word = :other", "db.sql"},
      {"SELECT word FROM item", "db.sql"},
  };
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    for (const Case& row : cases) {
      CAPTURE(row.sql.text());
      const auto failed = test->database().write([&](db::Transaction& transaction) {
        return done(transaction.run(row.sql, {{"id", 1}}));
      });
      CHECK(failed.error().reason == row.reason);
    }
    const auto zero = test->database().write([](db::Transaction& transaction) {
      return done(transaction.run(insert, {{"id", 1}, {"word", std::string_view("a\0b", 3)}}));
    });
    CHECK(zero.error().reason == "db.text");
    CHECK(add_to(test->database(), 1).ok());
  }
}

TEST_CASE("a reader cannot write") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    CHECK(test->database()
              .read([](db::Transaction& transaction) { return add(transaction, 1); })
              .error()
              .reason == "db.sql");
    CHECK(count(test->database()) == 0);
  }
}

TEST_CASE("a reader sees one moment while others write") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    REQUIRE(add_to(database, 1).ok());
    const auto read = database.read([&](db::Transaction& transaction) -> core::Result<void> {
      CHECK(count(transaction) == 1);
      std::thread([&] { CHECK(add_to(database, 2).ok()); }).join();
      CHECK(count(transaction) == 1);
      return {};
    });
    CHECK(read.ok());
    CHECK(count(database) == 2);
  }
}

TEST_CASE("a step sees what the step before it wrote") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    for (std::int64_t id = 0; id < 20; ++id) {
      CHECK(test->database()
                .write([&](db::Transaction& transaction) -> core::Result<void> {
                  CHECK(count(transaction) == id);
                  return add(transaction, id);
                })
                .ok());
    }
  }
}

TEST_CASE("a transaction inside another is refused") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    const auto nothing = [](db::Transaction&) -> core::Result<void> { return {}; };
    const auto nest = [&](db::Transaction& transaction) -> core::Result<void> {
      CHECK(database.read(nothing).error().reason == "db.nested");
      CHECK(database.write(nothing).error().reason == "db.nested");
      CHECK(database.write_alone(nothing).error().reason == "db.nested");
      CHECK(count(transaction) == 0);
      return {};
    };
    CHECK(database.read(nest).ok());
    CHECK(database.write(nest).ok());
    CHECK(database.write_alone(nest).ok());
  }
}

TEST_CASE("many writers at once: each step is kept or dropped by its own outcome") {
  constexpr int threads = 16;
  constexpr int rounds = 25;
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    std::latch start(threads);
    std::atomic<int> wrong{0};
    const auto work = [&](int number) {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const std::int64_t id = number * rounds + round;
        const bool should_fail = id % 3 == 0;
        const auto step = [&](db::Transaction& transaction) -> core::Result<void> {
          auto added = add(transaction, id);
          return added && should_fail ? core::invalid("id", "test.refused") : added;
        };
        const auto result = id % 10 == 0 ? database.write_alone(step) : database.write(step);
        wrong += result.ok() == should_fail ? 1 : 0;
      }
    };
    std::vector<std::thread> running;
    for (int number = 0; number < threads; ++number) {
      running.emplace_back(work, number);
    }
    for (std::thread& thread : running) {
      thread.join();
    }
    CHECK(wrong == 0);
    std::int64_t kept = 0;
    for (int id = 0; id < threads * rounds; ++id) {
      kept += id % 3 == 0 ? 0 : 1;
    }
    CHECK(count(database) == kept);
  }
}

TEST_CASE("more readers than connections all get their turn") {
  constexpr int threads = 12;
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    REQUIRE(add_to(test->database(), 1).ok());
    std::atomic<int> right{0};
    std::vector<std::thread> running;
    for (int number = 0; number < threads; ++number) {
      running.emplace_back([&] { right += count(test->database()) == 1 ? 1 : 0; });
    }
    for (std::thread& thread : running) {
      thread.join();
    }
    CHECK(right == threads);
  }
}

TEST_CASE("what was acknowledged is there after the database is opened again") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    REQUIRE(add_to(test->database(), 1).ok());
    REQUIRE(test->reopen().ok());
    CHECK(count(test->database()) == 1);
    CHECK(test->database().version().size() > 8);
  }
}

}  // namespace
}  // namespace caregrid
