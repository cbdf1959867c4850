#pragma once

#include "db/database.h"

namespace caregrid::support {

/// A database whose n-th statement fails, as a full disk or a lost connection would.
///
/// The statement either fails before it has an effect or, with `after_effect`, after it. Used by
/// anomaly tests: fail statement 1, 2, 3 … of a command until it gets through, and look after
/// each failure that nothing was half-written. Method: SQLite's "How SQLite Is Tested", anomaly
/// testing.
class FailingDatabase final : public db::Database {
 public:
  explicit FailingDatabase(db::Database& database) : database_(database) {}

  /// The `n`-th statement from now fails, counted from 1; 0 lets all pass.
  void fail_statement(int n, bool after_effect = false);
  /// Whether the statement to fail was reached.
  [[nodiscard]] bool has_failed() const { return has_failed_; }

  core::Result<void> read(db::Work work) override;
  core::Result<void> write(db::Work work) override;
  core::Result<void> write_alone(db::Work work) override;
  [[nodiscard]] db::Engine engine() const override { return database_.engine(); }
  [[nodiscard]] std::string version() override { return database_.version(); }

 private:
  class FailingTransaction;

  core::Result<void> wrap(db::Work work, db::Transaction& transaction);

  db::Database& database_;
  int statements_left_ = 0;
  bool after_effect_ = false;
  bool has_failed_ = false;
};

}  // namespace caregrid::support
