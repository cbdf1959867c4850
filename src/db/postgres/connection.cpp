#include "db/postgres/connection.h"

#include <libpq-fe.h>

#include <utility>
#include <vector>

#include "db/postgres/answer.h"
#include "db/postgres/line.h"
#include "db/postgres/parameters.h"
#include "db/postgres/prepared.h"
#include "db/postgres/stream.h"

namespace caregrid::db::postgres {
namespace {

constexpr int oldest_version = 150000;

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Handle = std::unique_ptr<PGconn, CloseConnection>;

/// The writer's turn among all processes that share the database: held to the end of the
/// transaction. The number is arbitrary, and ours ("caregrid" in ASCII).
constexpr const char* begin_writing =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(7161132978206140772)";
constexpr const char* begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A libpq session. Its commands are constants; values travel apart from them, in binary.
class PostgresConnection final : public Connection, public Transaction {
 public:
  PostgresConnection(Handle handle, Use use) : handle_(std::move(handle)), use_(use) {}

  core::Result<void> set_up();

  core::Result<void> begin() override;
  core::Result<void> commit() override;
  void roll_back() override {
    if (in_transaction()) {
      static_cast<void>(execute("ROLLBACK"));
    }
  }
  core::Result<void> begin_step() override;
  core::Result<void> end_step() override;
  core::Result<void> roll_back_step() override;
  [[nodiscard]] bool in_transaction() override {
    const PGTransactionStatusType status = PQtransactionStatus(handle_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
  }
  [[nodiscard]] Transaction& transaction() override { return *this; }

  core::Result<std::int64_t> run(Sql sql, Binds binds) override;
  core::Result<void> each(Sql sql, Binds binds, core::FunctionRef<bool(const Row&)> visit) override;
  core::Result<void> run_schema(const SchemaStatement& statement) override {
    return execute(std::string(statement.text()).c_str());
  }

 private:
  core::Result<void> execute(const char* text);
  core::Result<std::vector<std::string>> ask(const char* text);
  core::Result<void> check_database();
  core::Result<void> send(Sql sql, Binds binds);
  core::Result<std::int64_t> stream(Sql sql, Binds binds,
                                    core::FunctionRef<bool(const Row&)> visit);

  Handle handle_;
  Use use_;
  PreparedStatements statements_;
  Stream* running_ = nullptr;  ///< The statement whose rows are being visited.
  bool is_step_open_ = false;
};

core::Error unsupported(std::string detail) {
  return core::failure(core::Code::unavailable, "db.unsupported", std::move(detail));
}

/// Runs constant commands; several may be joined by semicolons.
core::Result<void> PostgresConnection::execute(const char* text) {
  const Answer answer(PQexec(handle_.get(), text));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    return to_error(handle_.get(), answer.get());
  }
  return {};
}

/// The one row of a constant question, as text.
core::Result<std::vector<std::string>> PostgresConnection::ask(const char* text) {
  const Answer answer(PQexec(handle_.get(), text));
  if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK || PQntuples(answer.get()) != 1) {
    return to_error(handle_.get(), answer.get());
  }
  std::vector<std::string> columns;
  for (int column = 0; column < PQnfields(answer.get()); ++column) {
    columns.emplace_back(PQgetvalue(answer.get(), 0, column));
  }
  return columns;
}

/// Order and equality of text must be the same as in SQLite: by code point.
core::Result<void> PostgresConnection::check_database() {
  if (PQserverVersion(handle_.get()) < oldest_version) {
    return unsupported("PostgreSQL 15 or later is needed");
  }
  const auto traits =
      ask("SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database "
          "WHERE datname = current_database()");
  if (!traits) {
    return traits.error();
  }
  const std::string& encoding = traits->at(0);
  const std::string& collation = traits->at(1);
  const bool is_by_code_point =
      collation == "C" || collation == "POSIX" || collation == "C.UTF-8" || collation == "C.utf8";
  if (encoding != "UTF8" || !is_by_code_point) {
    return unsupported("the database has encoding " + encoding + " and collation " + collation +
                       "; make it with: CREATE DATABASE caregrid TEMPLATE template0 "
                       "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
  }
  return {};
}

core::Result<void> PostgresConnection::set_up() {
  statements_.clear();
  is_step_open_ = false;
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    return to_error(handle_.get(), nullptr);
  }
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
  if (const core::Result<void> fit = check_database(); !fit) {
    return fit;
  }
  return execute("SET client_encoding = 'UTF8'; SET synchronous_commit = on");
}

core::Result<void> PostgresConnection::begin() {
  is_step_open_ = false;
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    PQreset(handle_.get());
    if (const core::Result<void> ready = set_up(); !ready) {
      return ready;
    }
  }
  return execute(use_ == Use::writing ? begin_writing : begin_reading);
}

core::Result<void> PostgresConnection::commit() {
  const Answer answer(PQexec(handle_.get(), "COMMIT"));
  if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
    return to_error(handle_.get(), answer.get());
  }
  // The server answers the COMMIT of a failed transaction with success and the word ROLLBACK.
  if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") {
    return core::failure(core::Code::internal, "db.sql", "the transaction had failed before");
  }
  return {};
}

/// A finished step stays open until the next one or the commit, which saves a round trip each.
core::Result<void> PostgresConnection::begin_step() {
  const bool was_open = std::exchange(is_step_open_, true);
  return execute(was_open ? "RELEASE SAVEPOINT step; SAVEPOINT step" : "SAVEPOINT step");
}

core::Result<void> PostgresConnection::end_step() {
  if (PQtransactionStatus(handle_.get()) != PQTRANS_INTRANS) {
    return core::failure(core::Code::internal, "db.sql", "the step had failed before");
  }
  return {};
}

core::Result<void> PostgresConnection::roll_back_step() {
  is_step_open_ = false;
  return execute("ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step");
}

/// Starts a statement; its rows are read from the connection by a `Stream`.
core::Result<void> PostgresConnection::send(Sql sql, Binds binds) {
  PreparedStatements::Entry& entry = statements_.find(sql.text());
  const core::Result<Arguments> arguments = arrange(entry.numbered.names, binds);
  if (!arguments) {
    return arguments.error();
  }
  const auto prepared = statements_.prepare(handle_.get(), entry, arguments->types);
  if (!prepared) {
    return prepared.error();
  }
  constexpr int binary = 1;
  const std::vector<int> formats(arguments->values.size(), binary);
  const int sent = PQsendQueryPrepared(
      handle_.get(), (*prepared)->name.c_str(), static_cast<int>(arguments->values.size()),
      arguments->values.data(), arguments->lengths.data(), formats.data(), binary);
  if (sent == 0) {
    return to_error(handle_.get(), nullptr);
  }
  PQsetSingleRowMode(handle_.get());
  return {};
}

core::Result<std::int64_t> PostgresConnection::stream(Sql sql, Binds binds,
                                                      core::FunctionRef<bool(const Row&)> visit) {
  if (running_ != nullptr) {
    running_->take_rest();
  }
  if (const core::Result<void> sent = send(sql, binds); !sent) {
    return sent.error();
  }
  Stream rows(handle_.get());
  // Puts the outer statement back even when a visitor throws.
  struct Outer {
    Stream*& running;
    Stream* outer;
    ~Outer() { running = outer; }
  };
  const Outer outer{running_, std::exchange(running_, &rows)};
  bool is_wanted = true;
  while (const Answer row = rows.next()) {
    is_wanted = is_wanted && visit(AnswerRow(row.get(), 0));
  }
  if (!rows.outcome()) {
    return rows.outcome().error();
  }
  return rows.changed();
}

core::Result<std::int64_t> PostgresConnection::run(Sql sql, Binds binds) {
  return stream(sql, binds, [](const Row&) { return true; });
}

core::Result<void> PostgresConnection::each(Sql sql, Binds binds,
                                            core::FunctionRef<bool(const Row&)> visit) {
  const core::Result<std::int64_t> done = stream(sql, binds, visit);
  if (!done) {
    return done.error();
  }
  return {};
}

}  // namespace

core::Result<std::unique_ptr<Connection>> connect(const Address& address, Use use) {
  if (!address.is_clear_allowed) {
    if (const core::Result<void> safe = check_line(address.connection); !safe) {
      return safe.error();
    }
  }
  auto connection =
      std::make_unique<PostgresConnection>(Handle(PQconnectdb(address.connection.c_str())), use);
  if (const core::Result<void> ready = connection->set_up(); !ready) {
    return ready.error();
  }
  return std::unique_ptr<Connection>(std::move(connection));
}

}  // namespace caregrid::db::postgres
