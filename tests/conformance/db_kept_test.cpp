// Shows what a kept snapshot may lack: appended entries of the last second, and nothing else. A row
// count of one table tells what a reader saw; many readers beside one writer look for a change that
// was acknowledged and not seen.

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "db/database.h"
#include "support/databases.h"

namespace caregrid {
namespace {

using support::every_database;
using support::Start;

core::Result<void> add(db::Transaction& transaction, std::int64_t id) {
  const auto done = transaction.run("INSERT INTO item (id) VALUES (:id)", {{"id", id}});
  return done ? core::Result<void>() : done.error();
}

std::int64_t count(db::Transaction& transaction) {
  const auto found = db::find_one(transaction, "SELECT COUNT(*) FROM item", {},
                                  [](const db::Row& row) { return row.integer(0); });
  return found && *found ? **found : -1;
}

std::int64_t count_kept(db::Database& database, bool is_newest) {
  std::int64_t found = -1;
  const auto read = database.read_kept([&](db::Transaction& transaction) -> core::Result<void> {
    if (is_newest) {
      transaction.see_newest();
    }
    found = count(transaction);
    return {};
  });
  return read ? found : -1;
}

std::vector<std::unique_ptr<support::TestDatabase>> databases() {
  auto all = every_database(Start::empty);
  for (const auto& test : all) {
    const auto made = test->database().write([](db::Transaction& transaction) {
      const auto done = transaction.run("CREATE TABLE item (id BIGINT NOT NULL PRIMARY KEY)", {});
      return done ? core::Result<void>() : core::Result<void>(done.error());
    });
    REQUIRE(made.ok());
  }
  return all;
}

TEST_CASE("a kept snapshot shows each change at once, and what was appended when asked") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    CHECK(count_kept(database, false) == 0);
    const auto one = [](db::Transaction& transaction) { return add(transaction, 1); };
    CHECK(database.write(one).ok());
    CHECK(count_kept(database, false) == 1);
    const auto two = [](db::Transaction& transaction) { return add(transaction, 2); };
    CHECK(database.append(two).ok());
    CHECK(count_kept(database, true) == 2);
    CHECK(count_kept(database, false) == 2);
    const auto three = [](db::Transaction& transaction) { return add(transaction, 3); };
    CHECK(database.write_alone(three).ok());
    CHECK(count_kept(database, false) == 3);
  }
}

TEST_CASE("an appended entry is durable and in every other read before its call returns") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    for (std::int64_t id = 1; id <= 20; ++id) {
      CHECK(count_kept(database, false) >= 0);
      CHECK(
          database.append([&](db::Transaction& transaction) { return add(transaction, id); }).ok());
      std::int64_t seen = -1;
      const auto read = database.read([&](db::Transaction& transaction) -> core::Result<void> {
        seen = count(transaction);
        return {};
      });
      CHECK(read.ok());
      CHECK(seen == id);
    }
  }
}

TEST_CASE("readers of kept snapshots miss no acknowledged change, whatever is appended between") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    std::atomic<std::int64_t> changed{0};
    std::atomic<bool> is_over{false};
    std::atomic<int> missed{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 3; ++reader) {
      readers.emplace_back([&] {
        while (!is_over.load()) {
          const std::int64_t told = changed.load();
          const std::int64_t seen = count_kept(database, false);
          missed += seen < told ? 1 : 0;
        }
      });
    }
    for (std::int64_t id = 1; id <= 200; ++id) {
      const auto work = [&](db::Transaction& transaction) { return add(transaction, id); };
      const bool is_change = id % 4 == 0;
      CHECK((is_change ? database.write(work) : database.append(work)).ok());
      if (is_change) {
        changed = id;
      }
    }
    is_over = true;
    for (std::thread& reader : readers) {
      reader.join();
    }
    CHECK(missed == 0);
  }
}

TEST_CASE("what an erasure settles does not wait for snapshots that are only kept") {
  for (const auto& test : databases()) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    CHECK(count_kept(database, false) == 0);
    const auto erase = [](db::Transaction& transaction) {
      transaction.settle_after_commit();
      return add(transaction, 1);
    };
    CHECK(database.write(erase).ok());
    CHECK(count_kept(database, false) == 1);
  }
}

}  // namespace
}  // namespace caregrid
