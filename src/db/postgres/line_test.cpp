// Shows which PostgreSQL servers may be talked to without checked TLS: rows of connections, and
// what is said of each. No server is needed; nothing is sent.

#include "db/postgres/line.h"

#include <doctest/doctest.h>

namespace caregrid::db::postgres {
namespace {

TEST_CASE("only this machine may be talked to in clear") {
  const struct {
    std::string connection;
    bool is_fit;
  } rows[] = {
      {"", true},
      {"host=/var/run/postgresql dbname=a", true},
      {"host=localhost port=1", true},
      {"host=127.0.0.1 port=1", true},
      {"hostaddr=127.0.0.1 port=1", true},
      {"postgresql://caregrid@[::1]:1/a", true},
      {"host=192.0.2.1 port=1", false},
      {"host=database.test hostaddr=127.0.0.1 port=1", false},  // The name says it is elsewhere.
      {"host=localhost hostaddr=192.0.2.1 port=1", false},
      {"hostaddr=192.0.2.1 port=1", false},
      {"host=127.0.0.1,192.0.2.1 port=1", false},
      {"host=127.evil.example hostaddr=127.0.0.1 port=1", false},
      {"host=database.test hostaddr=127.0.0.1 port=1 sslmode=disable", false},
      {"host=database.test hostaddr=127.0.0.1 port=1 sslmode=prefer", false},
      {"host=database.test hostaddr=127.0.0.1 port=1 sslmode=require", false},
      {"host=database.test hostaddr=127.0.0.1 port=1 sslmode=verify-ca", false},
      {"host=database.test hostaddr=127.0.0.1 port=1 sslmode=verify-full", true},
      {"postgresql://database.test:1/a?hostaddr=127.0.0.1&sslmode=require", false},
      {"postgresql://database.test:1/a?hostaddr=127.0.0.1&sslmode=verify-full", true},
  };
  for (const auto& row : rows) {
    CAPTURE(row.connection);
    const auto checked = check_line(row.connection);
    CHECK(checked.ok() == row.is_fit);
    CHECK((row.is_fit || checked.error().reason == "db.clear_line"));
  }
}

}  // namespace
}  // namespace caregrid::db::postgres
