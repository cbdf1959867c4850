#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "db/database.h"

namespace caregrid::db::sqlite {

/// How to open a SQLite file.
struct Options {
  std::string path;  ///< The file; beside it lie PATH-wal, PATH-shm and PATH.lock.
  std::size_t readers = 4;
  std::size_t writer_cache_kib = 32768;
  std::size_t reader_cache_kib = 24576;  ///< For each reader.
};

/// Opens or creates a database file for this process alone.
///
/// WAL, synchronous=FULL: an acknowledged step survives a power cut. One connection writes and
/// checkpoints, the others only read. Errors: unavailable "db.in_use" when another process holds
/// it, "db.unsupported" for a SQLite before 3.51.3 (its WAL-reset bug can corrupt the file),
/// "db.open" or "db.damaged" when the file cannot be opened.
core::Result<std::unique_ptr<Database>> open(const Options& options);

/// Opens an existing file to read only, beside whoever works on it: neither lock nor writer.
/// Writing is unavailable "db.read_only". Errors: unavailable "db.open" or "db.damaged".
core::Result<std::unique_ptr<Database>> open_to_read(const Options& options);

}  // namespace caregrid::db::sqlite
