#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "db/database.h"

namespace caregrid::support {

/// A database of its own for one test, gone afterwards.
class TestDatabase {
 public:
  TestDatabase() = default;
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  virtual ~TestDatabase() = default;

  /// "sqlite" or "postgres"; CAPTURE it.
  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] db::Database& database() { return *database_; }

  /// Closes the database and opens it again, as a restart of the process would.
  core::Result<void> reopen();

 protected:
  [[nodiscard]] virtual core::Result<std::unique_ptr<db::Database>> open() = 0;

  std::unique_ptr<db::Database> database_;
};

enum class Start { empty, migrated };

/// One fresh database of each kind there is: SQLite always, PostgreSQL when the environment
/// variable CAREGRID_TEST_POSTGRES holds a connection string (scripts/test sets it).
///
/// Cost: a few milliseconds each, 50 when migrated. A failure to open stops the test program.
std::vector<std::unique_ptr<TestDatabase>> every_database(Start start = Start::migrated);

}  // namespace caregrid::support
