#include "support/databases.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "core/check.h"
#include "db/migrate.h"
#include "db/postgres/database.h"
#include "db/sqlite/database.h"

namespace caregrid::support {
namespace {

class TestSqlite final : public TestDatabase {
 public:
  TestSqlite() {
    std::string name = (std::filesystem::temp_directory_path() / "caregrid-XXXXXX").string();
    core::check(mkdtemp(name.data()) != nullptr);
    folder_ = name;
  }
  ~TestSqlite() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  [[nodiscard]] std::string name() const override { return "sqlite"; }

 private:
  core::Result<std::unique_ptr<db::Database>> open() override {
    return db::sqlite::open({.path = (folder_ / "county.db").string()});
  }

  std::filesystem::path folder_;
};

/// A schema of its own in the database of the connection string.
class TestPostgres final : public TestDatabase {
 public:
  TestPostgres(std::string address, int number)
      : address_(std::move(address)),
        schema_("test_" + std::to_string(getpid()) + "_" + std::to_string(number)) {
    execute("CREATE SCHEMA " + schema_);
  }
  ~TestPostgres() override {
    database_.reset();
    execute("DROP SCHEMA " + schema_ + " CASCADE");
  }
  [[nodiscard]] std::string name() const override { return "postgres"; }

 private:
  core::Result<std::unique_ptr<db::Database>> open() override {
    return db::postgres::open(
        {.connection = address_ + " options='-csearch_path=" + schema_ + "'"});
  }

  void execute(const std::string& command) {
    PGconn* connection = PQconnectdb(address_.c_str());
    PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
    PGresult* result = PQexec(connection, command.c_str());
    core::check(PQresultStatus(result) == PGRES_COMMAND_OK);
    PQclear(result);
    PQfinish(connection);
  }

  std::string address_;
  std::string schema_;
};

}  // namespace

core::Result<void> TestDatabase::reopen() {
  database_.reset();
  core::Result<std::unique_ptr<db::Database>> opened = open();
  if (!opened) {
    return opened.error();
  }
  database_ = std::move(*opened);
  return {};
}

std::vector<std::unique_ptr<TestDatabase>> every_database(Start start) {
  std::vector<std::unique_ptr<TestDatabase>> databases;
  databases.push_back(std::make_unique<TestSqlite>());
  if (const char* address = std::getenv("CAREGRID_TEST_POSTGRES"); address != nullptr) {
    static int number = 0;
    databases.push_back(std::make_unique<TestPostgres>(address, ++number));
  }
  for (const auto& each : databases) {
    core::check(each->reopen().ok());
    if (start == Start::migrated) {
      core::check(db::migrate(each->database(), db::schema_files(), core::Instant{}).ok());
    }
  }
  return databases;
}

}  // namespace caregrid::support
