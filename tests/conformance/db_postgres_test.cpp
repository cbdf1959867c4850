// Shows what only a database server can do to us: drop the connection, be set up wrongly, not
// answer. Needs CAREGRID_TEST_POSTGRES; without it only the last case runs.

#include <doctest/doctest.h>
#include <libpq-fe.h>

#include <cstdlib>
#include <memory>

#include "db/postgres/database.h"
#include "support/databases.h"

namespace caregrid {
namespace {

using support::every_database;
using support::Start;

constexpr auto kill_own_connection = [](db::Transaction& transaction) {
  return transaction.each("SELECT pg_terminate_backend(pg_backend_pid())", {},
                          [](const db::Row&) { return true; });
};

constexpr auto select_one = [](db::Transaction& transaction) -> core::Result<void> {
  const auto one = db::find_one(transaction, "SELECT CAST(:one AS BIGINT)", {{"one", 1}},
                                [](const db::Row& row) { return row.integer(0); });
  return one && **one == 1 ? core::Result<void>() : one.error();
};

TEST_CASE("a lost connection is told once and made again") {
  for (const auto& test : every_database(Start::empty)) {
    if (test->database().engine() != db::Engine::postgres) {
      continue;
    }
    db::Database& database = test->database();
    CHECK(database.write(select_one).ok());
    const auto lost = database.write(kill_own_connection);
    CHECK(lost.error().code == core::Code::unavailable);
    CHECK(lost.error().reason == "db.gone");
    CHECK(database.write(select_one).ok());
    CHECK(database.write_alone(kill_own_connection).error().reason == "db.gone");
    CHECK(database.write_alone(select_one).ok());
    CHECK(database.read(kill_own_connection).error().reason == "db.gone");
    CHECK(database.read(select_one).ok());
  }
}

TEST_CASE(
    "a database that does not hold UTF-8 is refused with the command that makes a right one") {
  const char* address = std::getenv("CAREGRID_TEST_POSTGRES");
  if (address == nullptr) {
    return;
  }
  const std::unique_ptr<PGconn, void (*)(PGconn*)> server(PQconnectdb(address), PQfinish);
  const auto run = [&](const char* command) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(server.get(), command),
                                                                PQclear);
    CHECK(PQresultStatus(result.get()) == PGRES_COMMAND_OK);
  };
  run("CREATE DATABASE caregrid_wrong TEMPLATE template0 ENCODING 'SQL_ASCII' "
      "LC_COLLATE 'C' LC_CTYPE 'C'");
  const auto opened =
      db::postgres::open({.connection = std::string(address) + " dbname=caregrid_wrong"});
  run("DROP DATABASE caregrid_wrong WITH (FORCE)");
  REQUIRE(!opened.ok());
  CHECK(opened.error().reason == "db.unsupported");
  CHECK(opened.error().detail.find("SQL_ASCII") != std::string::npos);
  CHECK(opened.error().detail.find("CREATE DATABASE") != std::string::npos);
}

TEST_CASE("a server that does not answer is gone") {
  const auto opened = db::postgres::open({.connection = "host=127.0.0.1 port=1 dbname=none"});
  CHECK(opened.error().reason == "db.gone");
  CHECK(opened.error().code == core::Code::unavailable);
}

}  // namespace
}  // namespace caregrid
