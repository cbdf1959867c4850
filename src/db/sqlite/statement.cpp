#include "db/sqlite/statement.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace caregrid::db::sqlite {
namespace {

/// The row a statement stands on; SQLite itself converts between types.
class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* handle) : handle_(handle) {}

  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t integer(int column) const override {
    return sqlite3_column_int64(handle_, column);
  }
  [[nodiscard]] double real(int column) const override {
    return sqlite3_column_double(handle_, column);
  }
  [[nodiscard]] std::string_view text(int column) const override {
    const unsigned char* start = sqlite3_column_text(handle_, column);
    const int size = sqlite3_column_bytes(handle_, column);
    return start == nullptr ? std::string_view()
                            : std::string_view(reinterpret_cast<const char*>(start),
                                               static_cast<std::size_t>(size));
  }
  [[nodiscard]] core::Bytes blob(int column) const override {
    const void* start = sqlite3_column_blob(handle_, column);
    const int size = sqlite3_column_bytes(handle_, column);
    return {static_cast<const std::byte*>(start), static_cast<std::size_t>(size)};
  }

 private:
  sqlite3_stmt* handle_;
};

core::Error wrong_parameters(std::string_view why, std::string_view name) {
  return core::failure(core::Code::internal, "db.sql",
                       std::string(why) + " parameter :" + std::string(name));
}

/// A write that found no room is an I/O error to SQLite unless it failed with ENOSPC itself.
bool is_disk_full(sqlite3* connection, int primary) {
  const int cause = sqlite3_system_errno(connection);
  return primary == SQLITE_FULL ||
         (primary == SQLITE_IOERR && (cause == ENOSPC || cause == EDQUOT || cause == EFBIG));
}

}  // namespace

core::Error to_error(sqlite3* connection, int result) {
  const int primary = result & 0xFF;
  const std::string detail = sqlite3_errmsg(connection);
  if (primary == SQLITE_CONSTRAINT) {
    return core::failure(core::Code::conflict, "db.constraint", detail);
  }
  if (is_disk_full(connection, primary)) {
    return core::failure(core::Code::unavailable, "db.full", detail);
  }
  switch (primary) {
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
      return core::failure(core::Code::unavailable, "db.damaged", detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return core::failure(core::Code::unavailable, "db.busy", detail);
    case SQLITE_NOMEM:
      return core::failure(core::Code::unavailable, "db.memory", detail);
    case SQLITE_TOOBIG:
      return core::failure(core::Code::too_large, "db.value_too_large", detail);
    default:
      return core::failure(core::Code::internal, "db.sql", detail);
  }
}

core::Result<std::unique_ptr<Statement>> Statement::prepare(sqlite3* connection, const char* text) {
  sqlite3_stmt* handle = nullptr;
  const int result =
      sqlite3_prepare_v3(connection, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (result != SQLITE_OK) {
    return to_error(connection, result);
  }
  return std::make_unique<Statement>(handle);
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::knows_places(Binds binds) const {
  return is_learned_ && std::ranges::equal(binds, places_, {}, &Bind::name, &Place::name);
}

/// Looks each name up and remembers where it stands, for callers who keep to this order.
core::Result<void> Statement::learn_places(Binds binds) {
  is_learned_ = false;
  places_.clear();
  const int count = sqlite3_bind_parameter_count(handle_);
  std::vector<bool> is_bound(static_cast<std::size_t>(count) + 1);
  for (const Bind& bind : binds) {
    const std::string name = ":" + std::string(bind.name);
    const int index = sqlite3_bind_parameter_index(handle_, name.c_str());
    if (index == 0 || is_bound[static_cast<std::size_t>(index)]) {
      return wrong_parameters(index == 0 ? "unknown" : "doubled", bind.name);
    }
    is_bound[static_cast<std::size_t>(index)] = true;
    places_.push_back({std::string(bind.name), index});
  }
  for (int index = 1; index <= count; ++index) {
    if (!is_bound[static_cast<std::size_t>(index)]) {
      return wrong_parameters("missing", sqlite3_bind_parameter_name(handle_, index) + 1);
    }
  }
  is_learned_ = true;
  return {};
}

core::Result<void> Statement::bind(Binds binds) {
  if (!knows_places(binds)) {
    if (const core::Result<void> learned = learn_places(binds); !learned) {
      return learned;
    }
  }
  const Place* place = places_.data();
  for (const Bind& bind : binds) {
    if (const core::Result<void> bound = bind_value(place->index, bind.value); !bound) {
      return bound;
    }
    ++place;
  }
  return {};
}

/// Values are borrowed (SQLITE_STATIC): each is bound anew before the statement steps again.
core::Result<void> Statement::bind_value(int index, const Value& value) {
  int result = SQLITE_OK;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    result = sqlite3_bind_int64(handle_, index, *integer);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    const char* start = text->data() == nullptr ? "" : text->data();
    result = sqlite3_bind_text64(handle_, index, start, text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* bytes = std::get_if<core::Bytes>(&value)) {
    // A null pointer would bind NULL; empty bytes are not null.
    const void* start = bytes->empty() ? "" : static_cast<const void*>(bytes->data());
    result = sqlite3_bind_blob64(handle_, index, start, bytes->size(), SQLITE_STATIC);
  } else if (const auto* real = std::get_if<double>(&value)) {
    result = sqlite3_bind_double(handle_, index, *real);
  } else {
    result = sqlite3_bind_null(handle_, index);
  }
  if (result != SQLITE_OK) {
    return to_error(sqlite3_db_handle(handle_), result);
  }
  return {};
}

core::Result<void> Statement::run(core::FunctionRef<bool(const Row&)> visit) {
  // Resets even when a visitor throws, so that the statement never stays half-run.
  struct Reset {
    Statement& statement;
    ~Reset() {
      sqlite3_reset(statement.handle_);
      statement.is_busy_ = false;
    }
  };
  is_busy_ = true;
  const Reset reset{*this};
  const SqliteRow row(handle_);
  int result = sqlite3_step(handle_);
  while (result == SQLITE_ROW && visit(row)) {
    result = sqlite3_step(handle_);
  }
  if (result != SQLITE_ROW && result != SQLITE_DONE) {
    return to_error(sqlite3_db_handle(handle_), result);
  }
  return {};
}

}  // namespace caregrid::db::sqlite
