#include "db/sqlite/database.h"

#include <sqlite3.h>

#include <utility>

#include "db/group_commit.h"
#include "db/read_only.h"
#include "db/reader_pool.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/file_lock.h"

namespace caregrid::db::sqlite {
namespace {

/// The first version without the WAL-reset bug, which could corrupt a file when two connections
/// wrote or checkpointed at one instant. (One writing connection is our second line of defence.)
constexpr int oldest_version = 3051003;

core::Error nested() {
  return core::failure(core::Code::internal, "db.nested", "a transaction inside another");
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const Options& options, FileLock lock, std::unique_ptr<Connection> writer)
      : lock_(std::move(lock)),
        writer_(std::move(writer)),
        readers_(options.readers,
                 [path = options.path, cache_kib = options.reader_cache_kib] {
                   return connect(path, Use::reading, cache_kib);
                 }),
        commits_(*writer_, &readers_) {}

  core::Result<void> read(Work work) override {
    return commits_.is_writer_thread() ? nested() : readers_.read(work);
  }
  core::Result<void> read_kept(Work work) override {
    return commits_.is_writer_thread() ? nested() : readers_.read_kept(work);
  }
  core::Result<void> append(Work work) override { return submit(work, GroupCommit::Way::appended); }
  core::Result<void> write(Work work) override { return submit(work, GroupCommit::Way::joined); }
  core::Result<void> write_alone(Work work) override {
    return submit(work, GroupCommit::Way::alone);
  }

  [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
  [[nodiscard]] std::string version() override {
    return std::string("SQLite ") + sqlite3_libversion();
  }

 private:
  core::Result<void> submit(Work work, GroupCommit::Way way) {
    if (commits_.is_writer_thread() || readers_.is_reading()) {
      return nested();
    }
    return commits_.submit(work, way);
  }

  // Destroyed from the last: the writer thread stops, readers close, the writer closes (and
  // checkpoints, being the last connection), then the lock is let go.
  FileLock lock_;
  std::unique_ptr<Connection> writer_;
  ReaderPool readers_;
  GroupCommit commits_;
};

}  // namespace

core::Result<std::unique_ptr<Database>> open(const Options& options) {
  if (sqlite3_libversion_number() < oldest_version) {
    return core::failure(
        core::Code::unavailable, "db.unsupported",
        std::string("SQLite ") + sqlite3_libversion() + " is too old, 3.51.3 or later is needed");
  }
  core::Result<FileLock> lock = FileLock::take(options.path + ".lock");
  if (!lock) {
    return lock.error();
  }
  auto writer = connect(options.path, Use::writing, options.writer_cache_kib);
  if (!writer) {
    return writer.error();
  }
  return std::unique_ptr<Database>(
      std::make_unique<SqliteDatabase>(options, std::move(*lock), std::move(*writer)));
}

core::Result<std::unique_ptr<Database>> open_to_read(const Options& options) {
  return read_only({Engine::sqlite, std::string("SQLite ") + sqlite3_libversion(), options.readers},
                   [path = options.path, cache_kib = options.reader_cache_kib] {
                     return connect(path, Use::reading, cache_kib);
                   });
}

}  // namespace caregrid::db::sqlite
