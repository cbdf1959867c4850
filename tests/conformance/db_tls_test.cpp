// Shows, against a real PostgreSQL with a certificate, that a server elsewhere is talked to only
// over TLS whose certificate and name are right, with the least of rights and connections. Needs
// scripts/lib/with-postgres; without it nothing runs.

#include <doctest/doctest.h>
#include <libpq-fe.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "db/migrate.h"
#include "db/postgres/database.h"

namespace caregrid {
namespace {

using std::string;

/// The test server under a name that is not this machine's, or none when there is no server.
string elsewhere(const string& more, const string& host = "database.test") {
  const char* address = std::getenv("CAREGRID_TEST_POSTGRES");
  return address == nullptr ? string()
                            : string(address) + " host=" + host + " hostaddr=127.0.0.1 " + more;
}

string root(const string& name) {
  const char* folder = std::getenv("CAREGRID_TEST_CERTIFICATES");
  return " sslrootcert=" + string(folder == nullptr ? "/nowhere" : folder) + "/" + name + ".pem";
}

bool is_encrypted(db::Database& database) {
  bool is_on = false;
  const auto done = database.read([&](db::Transaction& transaction) {
    return transaction.each("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", {},
                            [&](const db::Row& row) { return is_on = row.integer(0) == 1; });
  });
  return done.ok() && is_on;
}

TEST_CASE("a PostgreSQL elsewhere is talked to over TLS with a checked certificate") {
  if (elsewhere("").empty()) {
    return;
  }
  const auto opened =
      db::postgres::open({.connection = elsewhere("sslmode=verify-full" + root("trusted"))});
  REQUIRE_MESSAGE(opened.ok(), opened.error().detail);
  CHECK(is_encrypted(**opened));
  const auto to_read = db::postgres::open_to_read(
      {.connection = elsewhere("sslmode=verify-full" + root("trusted"))});
  REQUIRE(to_read.ok());
  CHECK(is_encrypted(**to_read));
}

TEST_CASE("a wrong certificate, a wrong name and a line in clear are refused") {
  if (elsewhere("").empty()) {
    return;
  }
  const struct {
    string connection;
    std::string_view reason;
  } rows[] = {
      {elsewhere("sslmode=verify-full" + root("stranger")), "db.gone"},
      {elsewhere("sslmode=verify-full" + root("trusted"), "other.test"), "db.gone"},
      {elsewhere("sslmode=verify-full" + root("missing")), "db.gone"},
      {elsewhere("sslmode=disable"), "db.clear_line"},
      {elsewhere("sslmode=prefer"), "db.clear_line"},
      {elsewhere("sslmode=require"), "db.clear_line"},
      {elsewhere("sslmode=verify-ca" + root("trusted")), "db.clear_line"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.connection);
    CHECK(db::postgres::open({.connection = row.connection}).error().reason == row.reason);
    const auto reader = db::postgres::open_to_read({.connection = row.connection});
    CHECK(!reader.ok());
  }
}

TEST_CASE("a line in clear is used when it is said that something else protects it") {
  if (elsewhere("").empty()) {
    return;
  }
  const auto opened = db::postgres::open(
      {.connection = elsewhere("sslmode=disable"), .readers = 1, .is_clear_allowed = true});
  REQUIRE(opened.ok());
  CHECK(!is_encrypted(**opened));
}

void run(const string& address, const char* command) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> server(PQconnectdb(address.c_str()), PQfinish);
  PQsetNoticeProcessor(server.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(server.get(), command),
                                                              PQclear);
  CHECK_MESSAGE(PQresultStatus(result.get()) == PGRES_COMMAND_OK, PQerrorMessage(server.get()));
}

TEST_CASE("an account with rights on its own schema alone is enough") {
  const char* address = std::getenv("CAREGRID_TEST_POSTGRES");
  if (address == nullptr) {
    return;
  }
  run(address, "CREATE ROLE caregrid_least LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE");
  run(address, "CREATE SCHEMA least AUTHORIZATION caregrid_least");
  {
    const auto opened = db::postgres::open(
        {.connection = string(address) + " user=caregrid_least options='-csearch_path=least'"});
    REQUIRE(opened.ok());
    const auto migrated = db::migrate(**opened, db::schema_files(), core::SystemClock().now());
    CHECK_MESSAGE(migrated.ok(), (migrated ? "" : migrated.error().detail));
    // And it can do no more than that.
    const auto elsewhere = (*opened)->write([](db::Transaction& transaction) -> core::Result<void> {
      const auto made = transaction.run("SELECT pg_read_file('/etc/passwd')", {});
      return made ? core::Result<void>() : core::Result<void>(made.error());
    });
    CHECK_FALSE(elsewhere.ok());
  }
  run(address, "DROP SCHEMA least CASCADE");
  run(address, "DROP ROLE caregrid_least");
}

TEST_CASE("reads never use more connections than they were given") {
  const char* address = std::getenv("CAREGRID_TEST_POSTGRES");
  if (address == nullptr) {
    return;
  }
  constexpr int readers = 2;
  const auto opened = db::postgres::open(
      {.connection = string(address) + " application_name=few_readers", .readers = readers});
  REQUIRE(opened.ok());
  std::atomic<std::int64_t> most = 0;
  std::atomic<int> done = 0;
  const auto look = [&](db::Transaction& transaction) {
    return transaction.each(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'few_readers'", {},
        [&](const db::Row& row) {
          std::int64_t seen = most;
          while (row.integer(0) > seen && !most.compare_exchange_weak(seen, row.integer(0))) {
          }
          return true;
        });
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        done += (*opened)->read(look).ok() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(done == 400);  // Those that found none free waited their turn.
  CHECK(most <= readers + 1);
}

}  // namespace
}  // namespace caregrid
