#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "db/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace caregrid::db::sqlite {

/// One prepared statement, kept for the life of its connection.
class Statement final {
 public:
  static core::Result<std::unique_ptr<Statement>> prepare(sqlite3* connection, const char* text);
  /// Takes over a prepared handle; `prepare` is the way to one.
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Binds all parameters; the values must outlive the run.
  ///
  /// Cost: callers name the parameters in the same order each time, so a name is compared with
  /// the one seen last at its place, and looked up only when it differs.
  /// Errors: internal "db.sql" when a parameter is missing, doubled or unknown.
  core::Result<void> bind(Binds binds);

  /// Steps through all rows, or until the visitor says false, then resets.
  core::Result<void> run(core::FunctionRef<bool(const Row&)> visit);

  [[nodiscard]] sqlite3_stmt* handle() const { return handle_; }
  /// True between bind and the end of run: then a nested use needs a statement of its own.
  [[nodiscard]] bool is_busy() const { return is_busy_; }

 private:
  struct Place {
    std::string name;
    int index = 0;
  };

  core::Result<void> learn_places(Binds binds);
  [[nodiscard]] bool knows_places(Binds binds) const;
  core::Result<void> bind_value(int index, const Value& value);

  sqlite3_stmt* handle_;
  std::vector<Place> places_;
  bool is_learned_ = false;
  bool is_busy_ = false;
};

/// What a SQLite result code means to the callers of `Transaction`.
core::Error to_error(sqlite3* connection, int result);

}  // namespace caregrid::db::sqlite
