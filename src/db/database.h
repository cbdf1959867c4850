#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/function_ref.h"
#include "core/result.h"
#include "db/sql.h"

namespace caregrid::db {

/// One row of a result, valid until the visitor returns. Columns count from 0.
///
/// Asking for another type than the column holds gives the database's own conversion of it
/// (text of a number) or zero/empty; stores read what they wrote.
class Row {
 public:
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
  [[nodiscard]] virtual core::Bytes blob(int column) const = 0;

 protected:
  Row() = default;
  ~Row() = default;
};

/// One transaction: everything a store may do to the database.
///
/// SQL is one text for both databases, a compile-time constant with named parameters (":village").
/// Errors: conflict "db.constraint" for a unique or foreign-key violation, unavailable "db.full"
/// or "db.gone", internal "db.sql" for a statement that does not fit the schema, invalid "db.text"
/// for text with a zero byte. The first error ends the step: every later statement gives it
/// again and the step rolls back; where a violation is expected, say ON CONFLICT.
class Transaction {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Runs a statement; gives the number of rows it changed.
  virtual core::Result<std::int64_t> run(Sql sql, Binds binds) = 0;

  /// Visits each row of a query until the visitor says false.
  virtual core::Result<void> each(Sql sql, Binds binds,
                                  core::FunctionRef<bool(const Row&)> visit) = 0;

  /// Once this is committed, leaves nothing in the database's log of what it deleted, as far as the
  /// database can. For erasures: writers wait until readers of older snapshots are done, at most 5
  /// s.
  virtual void settle_after_commit() {}

  /// Makes the rest of a `read_kept` see what `append` wrote, too; before the first statement.
  virtual void see_newest() {}

  /// Runs one statement of a schema file; for `db::migrate` alone.
  virtual core::Result<void> run_schema(const SchemaStatement& statement) = 0;

 protected:
  Transaction() = default;
  ~Transaction() = default;
};

using Work = core::FunctionRef<core::Result<void>(Transaction&)>;

enum class Engine { sqlite, postgres };

/// A database: many readers, each on a snapshot of its own, beside one ordered writer.
///
/// Safe to call from any thread. Neither call may be made from inside the other.
class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  /// Runs `work` on one consistent snapshot; nothing it writes is kept.
  virtual core::Result<void> read(Work work) = 0;

  /// As `read`, on a snapshot that may be kept from an earlier call: of what `append` wrote, up to
  /// the last second may be missing from it; of all other writes nothing. Cost: in SQLite a new
  /// snapshot forgets every page the reader holds, a kept one none.
  virtual core::Result<void> read_kept(Work work) { return read(work); }

  /// Runs `work` as one atomic step, in order with all other writes of this process, and returns
  /// after it is durable. Steps that wait together share one commit (group commit: at most 64
  /// steps or 4 ms); a failing step rolls back alone. A failed commit fails every step in it.
  virtual core::Result<void> write(Work work) = 0;

  /// As `write`, but a step that changes many rows (an import chunk): never joined with others,
  /// so that it can neither delay nor fail them.
  virtual core::Result<void> write_alone(Work work) = 0;

  /// As `write`, for what `read_kept` need not see at once: entries of the journal.
  virtual core::Result<void> append(Work work) { return write(work); }

  [[nodiscard]] virtual Engine engine() const = 0;
  /// Library and server version, for `caregrid doctor`.
  [[nodiscard]] virtual std::string version() = 0;
};

/// The first row of a query, read by `read(row)`; none when there is no row.
template <class Read>
auto find_one(Transaction& transaction, Sql sql, Binds binds, Read read)
    -> core::Result<std::optional<decltype(read(std::declval<const Row&>()))>> {
  std::optional<decltype(read(std::declval<const Row&>()))> found;
  const auto done = transaction.each(sql, binds, [&](const Row& row) {
    found = read(row);
    return false;
  });
  if (!done) {
    return done.error();
  }
  return found;
}

/// All rows of a query, each read by `read(row)`. The statement carries its own LIMIT.
template <class Read>
auto list(Transaction& transaction, Sql sql, Binds binds, Read read)
    -> core::Result<std::vector<decltype(read(std::declval<const Row&>()))>> {
  std::vector<decltype(read(std::declval<const Row&>()))> rows;
  const auto done = transaction.each(sql, binds, [&](const Row& row) {
    rows.push_back(read(row));
    return true;
  });
  if (!done) {
    return done.error();
  }
  return rows;
}

/// As `list`, with a reading that gives a `core::Result<T>`: its first failure ends the query and
/// comes back.
template <class T, class Read>
core::Result<std::vector<T>> try_list(Transaction& transaction, Sql sql, Binds binds, Read read) {
  std::vector<T> rows;
  std::optional<core::Error> failed;
  const auto done = transaction.each(sql, binds, [&](const Row& row) {
    core::Result<T> one = read(row);
    if (!one) {
      failed = one.error();
      return false;
    }
    rows.push_back(std::move(*one));
    return true;
  });
  if (!done) {
    return done.error();
  }
  return failed ? core::Result<std::vector<T>>(std::move(*failed))
                : core::Result<std::vector<T>>(std::move(rows));
}

/// The first row of a query, by a reading that may fail.
template <class T, class Read>
core::Result<std::optional<T>> try_find_one(Transaction& transaction, Sql sql, Binds binds,
                                            Read read) {
  core::Result<std::optional<T>> found = std::optional<T>();
  const auto done = transaction.each(sql, binds, [&](const Row& row) {
    core::Result<T> one = read(row);
    found = one ? core::Result<std::optional<T>>(std::optional<T>(std::move(*one)))
                : core::Result<std::optional<T>>(one.error());
    return false;
  });
  return done ? std::move(found) : core::Result<std::optional<T>>(done.error());
}

}  // namespace caregrid::db
