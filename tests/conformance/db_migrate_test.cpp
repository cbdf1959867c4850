// Shows that migrations run once, in order, whole or not at all, on every database there is, and
// that a database of a newer or another program is refused. Small made-up schema files.

#include <doctest/doctest.h>

#include <array>

#include "db/migrate.h"
#include "support/databases.h"

namespace caregrid {
namespace {

using core::EmbeddedFile;
using support::every_database;
using support::Start;

constexpr core::Instant now{1'000'000};
constexpr EmbeddedFile first{"0001_a.sql",
                             "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY) /* clustered */;\n"
                             "-- It's a remark; nothing more\n"
                             "INSERT INTO a (id) VALUES (1); /* end; */"};
constexpr EmbeddedFile second{"0002_b.sql",
                              "CREATE TABLE b (word TEXT NOT NULL);"
                              "INSERT INTO b (word) VALUES ('a;b')"};
constexpr EmbeddedFile broken{"0003_c.sql",
                              "CREATE TABLE c (id BIGINT); CREATE TABLE a (id BIGINT)"};

std::int64_t count(db::Database& database, db::Sql sql) {
  std::int64_t found = -1;
  const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto row =
        db::find_one(transaction, sql, {}, [](const db::Row& each) { return each.integer(0); });
    if (!row) {
      return row.error();
    }
    found = row->value_or(-1);
    return {};
  });
  return done ? found : -1;
}

TEST_CASE("files are applied once and in order") {
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    CHECK(db::migrate(database, std::array{first}, now).value() == 1);
    CHECK(db::migrate(database, std::array{first}, now).value() == 0);
    CHECK(db::migrate(database, std::array{first, second}, now).value() == 1);
    REQUIRE(test->reopen().ok());
    CHECK(db::migrate(test->database(), std::array{first, second}, now).value() == 0);
    CHECK(count(test->database(), "SELECT COUNT(*) FROM a") == 1);
    CHECK(count(test->database(), "SELECT COUNT(*) FROM b WHERE word = 'a;b'") == 1);
    CHECK(count(test->database(),
                "SELECT COUNT(*) FROM schema_version WHERE applied_at = 1000000") == 2);
  }
}

TEST_CASE("a file that fails leaves nothing of itself, and the ones before it stay") {
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    const auto failed = db::migrate(database, std::array{first, second, broken}, now);
    REQUIRE(!failed.ok());
    CHECK(failed.error().detail.starts_with("0003_c.sql: "));
    CHECK(count(database, "SELECT COUNT(*) FROM b") == 1);
    CHECK(count(database, "SELECT COUNT(*) FROM c") == -1);
    CHECK(count(database, "SELECT COUNT(*) FROM schema_version") == 2);
  }
}

TEST_CASE("a newer schema and a changed file are refused") {
  constexpr EmbeddedFile changed{"0001_a.sql", "CREATE TABLE a (id TEXT)"};
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    db::Database& database = test->database();
    REQUIRE(db::migrate(database, std::array{first, second}, now).ok());
    CHECK(db::migrate(database, std::array{first}, now).error().reason == "db.schema_newer");
    CHECK(db::migrate(database, std::array{changed, second}, now).error().reason ==
          "db.schema_changed");
    CHECK(db::migrate(database, std::array{second, first}, now).error().reason ==
          "db.schema_numbering");
  }
}

TEST_CASE("the schema this program ships is applied whole") {
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    const auto applied = db::migrate(test->database(), db::schema_files(), now);
    if (!applied) {
      FAIL(applied.error().detail);
    }
    CHECK(applied.value() == static_cast<int>(db::schema_files().size()));
  }
}

}  // namespace
}  // namespace caregrid
