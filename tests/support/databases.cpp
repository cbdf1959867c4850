#include "support/databases.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "core/check.h"
#include "db/migrate.h"
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
  for (const auto& each : databases) {
    core::check(each->reopen().ok());
    if (start == Start::migrated) {
      core::check(db::migrate(each->database(), db::schema_files(), core::Instant{}).ok());
    }
  }
  return databases;
}

}  // namespace caregrid::support
