// Shows that every look-up by a full key or by a child, a need or an offer goes through the index
// made for it: SQLite is asked for its plan, row by row of the table, in a county of no size at
// all.
#include "db/planner.h"

#include <doctest/doctest.h>

#include <string>

#include "support/databases.h"

namespace caregrid::db {
namespace {

std::string plan_of(Database& database, Sql sql) {
  std::string plan;
  const auto done = database.read([&](Transaction& transaction) {
    return transaction.each(sql, {}, [&](const Row& row) {
      plan += std::string(row.text(3)) + "; ";
      return true;
    });
  });
  REQUIRE(done.ok());
  return plan;
}

TEST_CASE("look-ups go through their index") {
  struct Look {
    Sql sql;
    std::string_view index;
  };
  const Look looks[] = {
      {"EXPLAIN QUERY PLAN SELECT 1 FROM need WHERE county = 1 AND child = x'00'", "need_by_child"},
      {"EXPLAIN QUERY PLAN SELECT 1 FROM need WHERE county = 1 AND id = x'00'", "PRIMARY KEY"},
      {"EXPLAIN QUERY PLAN SELECT 1 FROM child WHERE county = 1 AND id = x'00'", "child_by_id"},
      {"EXPLAIN QUERY PLAN SELECT 1 FROM plan_line WHERE county = 1 AND plan = x'00' "
       "AND offer = x'01'",
       "plan_line_by_offer"},
      {"EXPLAIN QUERY PLAN SELECT 1 FROM offer WHERE county = 1 AND code = 'V1'", "offer_by_code"},
  };
  for (const auto& database : support::every_database()) {
    CAPTURE(database->name());
    if (database->database().engine() != Engine::sqlite) {
      continue;  // PostgreSQL counts for itself.
    }
    for (const auto& look : looks) {
      CHECK(plan_of(database->database(), look.sql).find(look.index) != std::string::npos);
    }
    CHECK(describe_indexes(database->database()).ok());  // Doing it again does no harm.
  }
}

}  // namespace
}  // namespace caregrid::db
