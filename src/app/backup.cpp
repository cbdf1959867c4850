#include "app/backup.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "core/hash.h"
#include "db/sqlite/copy.h"

namespace caregrid::app {
namespace {

constexpr std::array<std::string_view, 2> keyring_tables{"data_key", "schema_version"};

/// Keys; names in clear and statuses, drawn anew after a restore; and what belongs to the running
/// program.
constexpr std::array<std::string_view, 11> left_out{
    "data_key",     "child_name",      "child_by_place", "child_by_name",
    "session",      "sign_in_attempt", "import_file",    "job",
    "child_status", "status_due",      "status_standing"};

bool is_data(std::string_view table) {
  return std::ranges::find(left_out, table) == left_out.end();
}

bool is_keyring(std::string_view table) {
  return std::ranges::find(keyring_tables, table) != keyring_tables.end();
}

std::string database_of(const cli::DataOptions& options) { return options.folder + "/caregrid.db"; }

core::Result<std::string> digest_of(core::FileSystem& files, const std::string& path) {
  const auto file = files.open(path);
  if (!file) {
    return file.error();
  }
  core::Sha256 digest;
  std::vector<std::byte> piece(std::size_t{1} << 20U);
  for (std::int64_t at = 0; at < (*file)->size_bytes();) {
    const auto read = (*file)->read_at(at, piece);
    if (!read) {
      return read.error();
    }
    digest.add(core::Bytes(piece).first(*read));
    at += static_cast<std::int64_t>(*read);
  }
  return core::to_hex(digest.finish());
}

/// Copies a file piece by piece.
core::Result<void> copy_file(core::FileSystem& files, const std::string& from,
                             const std::string& to) {
  const auto source = files.open(from);
  if (!source) {
    return source.error();
  }
  const auto made = files.create(to);
  if (!made) {
    return made.error();
  }
  std::vector<std::byte> piece(std::size_t{1} << 20U);
  for (std::int64_t at = 0; at < (*source)->size_bytes();) {
    const auto read = (*source)->read_at(at, piece);
    if (!read) {
      return read.error();
    }
    if (const auto written = (*made)->write(core::Bytes(piece).first(*read)); !written) {
      return written;
    }
    at += static_cast<std::int64_t>(*read);
  }
  return (*made)->commit();
}

core::Result<void> check_digest(core::FileSystem& files, const std::string& folder) {
  constexpr std::int64_t bytes_max = 4096;
  const auto sums = core::read_file(files, folder + "/SHA256SUMS", bytes_max);
  if (!sums) {
    return sums.error();
  }
  const auto digest = digest_of(files, folder + "/data.db");
  if (!digest) {
    return digest.error();
  }
  return sums->find(*digest + "  data.db\n") != std::string::npos
             ? core::Result<void>()
             : core::failure(core::Code::unavailable, "backup.damaged", folder + "/data.db");
}

}  // namespace

core::Result<void> back_up(core::FileSystem& files, const cli::DataOptions& options,
                           const std::string& folder) {
  if (!options.database.empty()) {
    return core::invalid("database", "backup.postgres");
  }
  if (const auto made = files.make_folder(folder); !made) {
    return made;
  }
  const auto data = db::sqlite::copy_tables(database_of(options), folder + "/data.db", is_data);
  if (!data) {
    return data;
  }
  const auto keys =
      db::sqlite::copy_tables(database_of(options), folder + "/keyring.db", is_keyring);
  if (!keys) {
    return keys;
  }
  std::string sums;
  for (const std::string name : {"data.db", "keyring.db"}) {
    const auto digest = digest_of(files, folder + "/" + name);
    if (!digest) {
      return digest.error();
    }
    sums += *digest + "  " + name + "\n";
  }
  return core::write_file(files, folder + "/SHA256SUMS", core::as_bytes(sums));
}

core::Result<void> restore_files(core::FileSystem& files, const cli::DataOptions& options,
                                 const cli::RestoreSource& source) {
  const std::string path = database_of(options);
  if (files.exists(path)) {
    return core::failure(core::Code::conflict, "restore.not_empty", path);
  }
  if (const auto whole = check_digest(files, source.folder); !whole) {
    return whole;
  }
  if (const auto made = files.make_folder(options.folder); !made) {
    return made;
  }
  const std::string draft = path + ".restoring";
  if (const auto copied = copy_file(files, source.folder + "/data.db", draft); !copied) {
    return copied;
  }
  if (const auto keyed = db::sqlite::replace_rows(source.keyring, draft, "data_key"); !keyed) {
    return keyed;
  }
  const auto moved = copy_file(files, draft, path);
  return moved ? files.remove(draft) : moved;
}

}  // namespace caregrid::app
