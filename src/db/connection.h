#pragma once

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db {

/// What a driver is: one connection, used by one thread at a time.
///
/// The order of writes, the pool of readers and the refusal of nested use are shared by all
/// drivers (`GroupCommit`, `ReaderPool`); a driver speaks only the protocol of its database.
/// A connection that was lost mends itself in its next `begin`.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  /// Starts a transaction: a write transaction on the writer, a snapshot on a reader.
  virtual core::Result<void> begin() = 0;
  /// Returns after the transaction is durable. After a failure nothing of it is kept.
  virtual core::Result<void> commit() = 0;
  /// Drops the transaction; harmless when there is none.
  virtual void roll_back() = 0;

  /// Marks where `roll_back_step` returns to. Steps do not nest.
  virtual core::Result<void> begin_step() = 0;
  virtual core::Result<void> end_step() = 0;
  virtual core::Result<void> roll_back_step() = 0;

  /// False after an error that made the database drop the whole transaction.
  [[nodiscard]] virtual bool in_transaction() = 0;

  [[nodiscard]] virtual Transaction& transaction() = 0;
};

}  // namespace caregrid::db
