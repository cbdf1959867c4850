#include "db/sqlite/copy.h"

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <vector>

namespace caregrid::db::sqlite {
namespace {

constexpr int busy_ms = 5000;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

/// One thing of a schema: a table, an index, a view.
struct Made {
  std::string type;
  std::string name;
  std::string sql;
};

core::Error error_of(sqlite3* handle) {
  const int code = sqlite3_errcode(handle) & 0xFF;
  return core::failure(core::Code::unavailable, code == SQLITE_FULL ? "db.full" : "db.open",
                       sqlite3_errmsg(handle));
}

core::Result<void> run(const Handle& handle, const std::string& sql) {
  return sqlite3_exec(handle.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
             ? core::Result<void>()
             : core::Result<void>(error_of(handle.get()));
}

std::string in_quotes(std::string_view text, char mark) {
  std::string word(1, mark);
  for (const char c : text) {
    word += c == mark ? std::string(2, c) : std::string(1, c);
  }
  return word + mark;
}

/// Opens a file and puts another beside it under the name `other`.
core::Result<Handle> open_both(const std::string& path, const std::string& other) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return core::failure(core::Code::not_found, "file.not_found", path);
  }
  sqlite3* raw = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Handle handle(raw);
  if (opened != SQLITE_OK) {
    return error_of(raw);
  }
  sqlite3_busy_timeout(raw, busy_ms);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_wal_autocheckpoint(raw, 0);
  if (const auto done = run(handle, "PRAGMA secure_delete=ON"); !done) {
    return done.error();
  }
  const auto attached = run(handle, "ATTACH " + in_quotes(other, '\'') + " AS other");
  return attached ? core::Result<Handle>(std::move(handle))
                  : core::Result<Handle>(attached.error());
}

core::Result<std::vector<Made>> schema_of(const Handle& handle) {
  std::vector<Made> all;
  const auto visit = [](void* into, int, char** values, char**) {
    static_cast<std::vector<Made>*>(into)->push_back({values[0], values[1], values[2]});
    return 0;
  };
  constexpr const char* sql =
      "SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL "
      "AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC, type = 'index' DESC, rowid";
  return sqlite3_exec(handle.get(), sql, visit, &all, nullptr) == SQLITE_OK
             ? core::Result<std::vector<Made>>(std::move(all))
             : core::Result<std::vector<Made>>(error_of(handle.get()));
}

/// "CREATE TABLE name …" said of the other file: its name goes before the thing's own.
std::string said_of_other(const Made& made) {
  const std::size_t at = made.sql.find(made.name);
  return at == std::string::npos ? made.sql : std::string(made.sql).insert(at, "other.");
}

core::Result<void> copy_all(const Handle& handle, bool (*is_wanted)(std::string_view)) {
  const auto schema = schema_of(handle);
  if (!schema) {
    return schema.error();
  }
  for (const Made& made : *schema) {
    if (const auto done = run(handle, said_of_other(made)); !done) {
      return done;
    }
    if (made.type != "table" || !is_wanted(made.name)) {
      continue;
    }
    const std::string table = in_quotes(made.name, '"');
    const auto copied = run(handle, "INSERT INTO other." + table + " SELECT * FROM main." + table);
    if (!copied) {
      return copied;
    }
  }
  return {};
}

}  // namespace

core::Result<void> copy_tables(const std::string& from, const std::string& to,
                               bool (*is_wanted)(std::string_view table)) {
  std::error_code ignored;
  if (std::filesystem::exists(to, ignored)) {
    return core::failure(core::Code::conflict, "backup.exists", to);
  }
  const auto handle = open_both(from, to);
  if (!handle) {
    return handle.error();
  }
  if (const auto begun = run(*handle, "BEGIN"); !begun) {
    return begun;
  }
  if (const auto copied = copy_all(*handle, is_wanted); !copied) {
    return copied;
  }
  return run(*handle, "COMMIT");
}

core::Result<void> replace_rows(const std::string& from, const std::string& to,
                                std::string_view table) {
  const auto handle = open_both(from, to);
  if (!handle) {
    return handle.error();
  }
  const std::string name = in_quotes(table, '"');
  return run(*handle, "BEGIN; DELETE FROM other." + name + "; INSERT INTO other." + name +
                          " SELECT * FROM main." + name + "; COMMIT");
}

}  // namespace caregrid::db::sqlite
