// Shows that a command through the door is never half-written: its 1st, 2nd, 3rd … statement is
// made to fail until the command gets through, and after each failure all tables are as before
// and the same command can be sent again. Same for a migration.

#include <doctest/doctest.h>

#include <array>

#include "access/door.h"
#include "access/journal.h"
#include "core/clock.h"
#include "db/migrate.h"
#include "support/databases.h"
#include "support/failing_database.h"

namespace caregrid {
namespace {

using support::every_database;
using support::FailingDatabase;
using support::Start;

constexpr std::int64_t county = 990'601;
/// More statements than any command here has.
constexpr int statements_max = 50;

const access::Actor office{{}, access::Role::county, access::Area{990'601'000'000}, "office"};

std::vector<std::int64_t> row_counts(db::Database& database) {
  constexpr std::array<db::Sql, 4> questions{
      db::Sql("SELECT COUNT(*) FROM setting"), db::Sql("SELECT COUNT(*) FROM journal"),
      db::Sql("SELECT COUNT(*) FROM change_feed"), db::Sql("SELECT COUNT(*) FROM command_log")};
  std::vector<std::int64_t> counts;
  const auto read = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    for (const db::Sql& question : questions) {
      const auto found = db::find_one(transaction, question, {},
                                      [](const db::Row& row) { return row.integer(0); });
      counts.push_back(found.value().value_or(-1));
    }
    return {};
  });
  CHECK(read.ok());
  return counts;
}

core::Result<std::string> record(access::Door& door, access::CommandId id) {
  return door.submit(
      office, {.id = id, .kind = "set", .payload = "p"},
      [](const access::Call& call) -> core::Result<std::string> {
        for (const std::string_view name : {"a", "b"}) {
          const auto done = call.transaction.run(
              "INSERT INTO setting (county, name, value) VALUES (:county, :name, 'x')",
              {{"county", call.county}, {"name", name}});
          if (!done) {
            return done.error();
          }
          call.changed("setting", access::CommandId::derive(name));
        }
        return std::string("{}");
      });
}

TEST_CASE("a command fails whole at each of its statements, then succeeds") {
  for (const bool after_effect : {false, true}) {
    for (const auto& test : every_database(Start::migrated)) {
      CAPTURE(test->name());
      CAPTURE(after_effect);
      core::ManualClock clock({1'790'000'000'000'000});
      FailingDatabase failing(test->database());
      access::Door door(failing, clock);
      const auto before = row_counts(test->database());
      int failures = 0;
      for (int n = 1; n < statements_max; ++n) {
        failing.fail_statement(n, after_effect);
        const auto sent = record(door, access::CommandId::derive("one"));
        if (!failing.has_failed()) {
          CHECK(sent.ok());
          break;
        }
        ++failures;
        CHECK(sent.error().reason == "db.full");
        CHECK(row_counts(test->database()) == before);
      }
      // Seek the answer, two records, the chain's head, journal, feed, answer.
      CHECK(failures == 7);
      CHECK(row_counts(test->database()) == std::vector<std::int64_t>{2, 1, 1, 1});
    }
  }
}

TEST_CASE("a migration fails whole at each of its statements, then succeeds") {
  for (const auto& test : every_database(Start::empty)) {
    CAPTURE(test->name());
    FailingDatabase failing(test->database());
    int failures = 0;
    for (int n = 1; n < 10 * statements_max; ++n) {
      failing.fail_statement(n);
      const auto migrated = db::migrate(failing, db::schema_files(), core::Instant{});
      if (!failing.has_failed()) {
        CHECK(migrated.ok());
        break;
      }
      ++failures;
      CHECK(!migrated.ok());
    }
    CHECK(failures > 10);
    CHECK(row_counts(test->database()) == std::vector<std::int64_t>{0, 0, 0, 0});
  }
}

}  // namespace
}  // namespace caregrid
