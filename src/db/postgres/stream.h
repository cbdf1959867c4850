#pragma once

#include <deque>

#include "core/result.h"
#include "db/postgres/answer.h"

struct pg_conn;

namespace caregrid::db::postgres {

/// The rows of a running statement, one at a time as they arrive.
///
/// A connection carries one statement at a time: when a visitor starts another, the rest of this
/// one is first taken in (`take_rest`). So memory is bounded unless a visitor asks again.
class Stream final {
 public:
  explicit Stream(pg_conn* connection) : connection_(connection) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  /// Reads and drops what was not visited, so that the connection is free again.
  ~Stream();

  /// The next row; null after the last, or after a failure.
  Answer next();
  void take_rest();

  /// Success, or why the statement failed; known once `next` gave null.
  [[nodiscard]] const core::Result<void>& outcome() const { return outcome_; }
  /// How many rows the statement changed (or, for a query, gave).
  [[nodiscard]] std::int64_t changed() const { return changed_; }

 private:
  Answer receive();

  pg_conn* connection_;
  std::deque<Answer> kept_;
  bool is_finished_ = false;
  core::Result<void> outcome_;
  std::int64_t changed_ = 0;
};

}  // namespace caregrid::db::postgres
