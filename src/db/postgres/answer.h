#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "core/result.h"
#include "db/database.h"

struct pg_conn;
struct pg_result;

namespace caregrid::db::postgres {

struct ClearAnswer {
  void operator()(pg_result* result) const;
};

/// What the server sent back for one statement, or one row of it.
using Answer = std::unique_ptr<pg_result, ClearAnswer>;

/// One row of an answer in binary form.
class AnswerRow final : public Row {
 public:
  AnswerRow(const pg_result* result, int row) : result_(result), row_(row) {}

  [[nodiscard]] bool is_null(int column) const override;
  /// Sums of BIGINT arrive as NUMERIC; their fraction is cut off.
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] double real(int column) const override;
  /// Empty when the column holds a number.
  [[nodiscard]] std::string_view text(int column) const override;
  [[nodiscard]] core::Bytes blob(int column) const override;

 private:
  [[nodiscard]] std::string_view bytes(int column) const;

  const pg_result* result_;
  int row_;
};

/// What a failure means to the callers of `Transaction`; `result` may be null.
///
/// The server's own words are passed on only where they cannot quote a value that was stored.
core::Error to_error(const pg_conn* connection, const pg_result* result);

}  // namespace caregrid::db::postgres
