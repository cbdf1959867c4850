#include "db/sqlite/connection.h"

#include <sqlite3.h>

#include <unordered_map>
#include <utility>

#include "db/sqlite/statement.h"
#include "db/statements.h"

namespace caregrid::db::sqlite {
namespace {

/// How long to wait for a lock: only recovery after a crash ever holds one against us.
constexpr int busy_ms = 5000;
/// Pages in the write-ahead log before the writer copies them into the file.
constexpr int checkpoint_pages = 20'000;
/// A log grown by a long reader is cut back to this size.
constexpr int log_bytes_max = 64 << 20;

/// A handle and the statements prepared on it; what is asked twice is prepared once.
class SqliteConnection final : public Connection, public Transaction {
 public:
  SqliteConnection(sqlite3* handle, Use use) : handle_(handle), use_(use) {}
  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close(handle_);
  }

  core::Result<void> set_up(std::size_t cache_kib);

  core::Result<void> begin() override {
    return use_ == Use::writing ? run_constant("BEGIN IMMEDIATE") : run_constant("BEGIN");
  }
  core::Result<void> commit() override {
    core::Result<void> done = run_constant("COMMIT");
    if (done && std::exchange(settles_, false)) {
      // The log's earlier pages still hold what was deleted. When a reader is in the way they go
      // with the next checkpoint; the commit holds either way.
      static_cast<void>(run_constant("PRAGMA wal_checkpoint(TRUNCATE)"));
    }
    return done;
  }
  void roll_back() override {
    settles_ = false;
    if (in_transaction()) {
      // Cannot fail in a way that matters: the transaction is over either way.
      static_cast<void>(run_constant("ROLLBACK"));
    }
  }
  core::Result<void> begin_step() override { return run_constant("SAVEPOINT step"); }
  core::Result<void> end_step() override { return run_constant("RELEASE step"); }
  core::Result<void> roll_back_step() override {
    const core::Result<void> back = run_constant("ROLLBACK TO step");
    return back ? end_step() : back;
  }
  [[nodiscard]] bool in_transaction() override { return sqlite3_get_autocommit(handle_) == 0; }
  [[nodiscard]] Transaction& transaction() override { return *this; }

  core::Result<std::int64_t> run(Sql sql, Binds binds) override;
  core::Result<void> each(Sql sql, Binds binds, core::FunctionRef<bool(const Row&)> visit) override;
  core::Result<void> run_schema(const SchemaStatement& statement) override;
  void settle_after_commit() override { settles_ = true; }
  void see_newest() override {
    if (use_ == Use::reading) {
      roll_back();
      static_cast<void>(begin());  // A failure shows in the next statement: there is no snapshot.
    }
  }

 private:
  core::Result<void> run_constant(Sql sql) {
    return each(sql, {}, [](const Row&) { return true; });
  }
  core::Result<void> execute(const char* text);
  core::Result<Statement*> find_statement(const char* text);

  sqlite3* handle_;
  Use use_;
  bool settles_ = false;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

core::Result<void> SqliteConnection::execute(const char* text) {
  const int result = sqlite3_exec(handle_, text, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) {
    return to_error(handle_, result);
  }
  return {};
}

core::Result<void> SqliteConnection::set_up(std::size_t cache_kib) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, busy_ms);
  // Only the writer may checkpoint: see Database in database.cpp.
  const bool is_writer = use_ == Use::writing;
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_writer ? 0 : 1, nullptr);
  sqlite3_wal_autocheckpoint(handle_, is_writer ? checkpoint_pages : 0);
  const std::string settings =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=1; "
      "PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; "
      "PRAGMA secure_delete=ON; "
      "PRAGMA journal_size_limit=" +
      std::to_string(log_bytes_max) + "; PRAGMA cache_size=-" + std::to_string(cache_kib) + ";";
  core::Result<void> done = execute(settings.c_str());
  if (done && !is_writer) {
    done = execute("PRAGMA query_only=ON");
  }
  return done;
}

/// Finds a statement by the address of its text, which is a constant of the program.
core::Result<Statement*> SqliteConnection::find_statement(const char* text) {
  const auto known = statements_.find(text);
  if (known != statements_.end()) {
    return known->second.get();
  }
  core::Result<std::unique_ptr<Statement>> prepared = Statement::prepare(handle_, text);
  if (!prepared) {
    return prepared.error();
  }
  return statements_.emplace(text, std::move(*prepared)).first->second.get();
}

/// sqlite3_changes keeps the count of an earlier statement when this one changed nothing.
core::Result<std::int64_t> SqliteConnection::run(Sql sql, Binds binds) {
  const std::int64_t before = sqlite3_total_changes64(handle_);
  const core::Result<void> done = each(sql, binds, [](const Row&) { return true; });
  if (!done) {
    return done.error();
  }
  return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

core::Result<void> SqliteConnection::each(Sql sql, Binds binds,
                                          core::FunctionRef<bool(const Row&)> visit) {
  const core::Result<Statement*> found = find_statement(sql.text());
  if (!found) {
    return found.error();
  }
  Statement* statement = *found;
  std::unique_ptr<Statement> own;
  if (statement->is_busy()) {
    // A visitor that runs the statement it is visiting: rare, so prepared for this one use.
    core::Result<std::unique_ptr<Statement>> prepared = Statement::prepare(handle_, sql.text());
    if (!prepared) {
      return prepared.error();
    }
    own = std::move(*prepared);
    statement = own.get();
  }
  if (const core::Result<void> bound = statement->bind(binds); !bound) {
    return bound;
  }
  return statement->run(visit);
}

/// A table marked so is kept in the order of its key, as its rows are always asked for.
core::Result<void> SqliteConnection::run_schema(const SchemaStatement& statement) {
  return execute(replace_comment(statement.text(), "/* clustered */", "WITHOUT ROWID").c_str());
}

}  // namespace

core::Result<std::unique_ptr<Connection>> connect(const std::string& path, Use use,
                                                  std::size_t cache_kib) {
  sqlite3* handle = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (use == Use::writing ? SQLITE_OPEN_CREATE : 0);
  const int result = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(handle, use);
  if (result != SQLITE_OK) {
    return core::failure(core::Code::unavailable, "db.open", path + ": " + sqlite3_errstr(result));
  }
  if (const core::Result<void> ready = connection->set_up(cache_kib); !ready) {
    return ready.error();
  }
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace caregrid::db::sqlite
