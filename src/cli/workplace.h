#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/door.h"
#include "access/journal_keeper.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/file.h"
#include "core/result.h"
#include "core/rng.h"
#include "intake/catalogue.h"

namespace caregrid::cli {

/// Which data a command works on.
struct DataOptions {
  std::string folder = "./caregrid-data";
  std::string database;             ///< A PostgreSQL connection; empty: SQLite in `folder`.
  bool is_clear_allowed = false;    ///< PostgreSQL elsewhere without checked TLS.
  std::int64_t county = 0;          ///< Six digits; 0: the one the data hold.
  std::optional<core::Date> today;  ///< The day it shall be; none: the real one.
  std::string journal_key;          ///< The file; empty: keys/journal.key in `folder`.
  std::string anchor_folder;        ///< Empty: anchors in `folder`.
};

/// Where the journal's key and its anchors lie.
inline std::string journal_key_path(const DataOptions& options) {
  return options.journal_key.empty() ? options.folder + "/keys/journal.key" : options.journal_key;
}
inline std::string anchor_folder(const DataOptions& options) {
  return options.anchor_folder.empty() ? options.folder + "/anchors" : options.anchor_folder;
}

/// The identity provider of the county; without an issuer there is none.
struct ProviderOptions {
  std::string issuer;
  std::string client;
  std::string secret_file;  ///< Empty: the environment has the secret.
  std::string name;         ///< On the button; empty: the issuer.
  std::vector<std::string> strong_acr;
  std::vector<std::string> strong_amr;
};

/// How `serve` serves.
struct ServeOptions {
  DataOptions data;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool is_behind_tls = false;
  std::string origin;  ///< What browsers call the server; empty: http://localhost, for trying out.
  std::int64_t upload_max_mib = 2048;
  int keep_files_days = 30;     ///< How long uploads and reject files are kept.
  double rate_per_second = 10;  ///< Of one account; 0: no limit.
  double rate_burst = 50;
  std::vector<std::string> hosts;  ///< Names besides localhost and bare addresses.
  bool is_quiet = false;           ///< No line for each request.
  /// Nobody is asked for a second factor in counties of invented people; there must be no other.
  bool is_second_factor_optional = false;
  ProviderOptions provider;
};

/// Where a restore takes its files from.
struct RestoreSource {
  std::string folder;   ///< Of the backup.
  std::string keyring;  ///< The newest keyring.db there is.
};

/// Opened data and what commands work with; `app` makes it, tests make their own.
class Workplace {
 public:
  Workplace() = default;
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  virtual ~Workplace() = default;

  virtual access::Door& door() = 0;
  virtual core::Clock& clock() = 0;
  virtual core::Rng& rng() = 0;
  virtual core::FileSystem& files() = 0;
  virtual const intake::Catalogue& catalogue() = 0;
  /// Signs the journal's roots; everything is signed when the workplace is closed.
  virtual access::JournalKeeper& journal() = 0;
  /// Where uploads, reject files and the like of this database lie.
  [[nodiscard]] virtual std::string folder() const = 0;
  /// How many schema files were applied when it was opened.
  [[nodiscard]] virtual int migrations() const = 0;
  /// Reads the whole database file; the first fault as `detail` of the error. Minutes when large.
  virtual core::Result<void> check_integrity() = 0;
};

/// What the command line needs from the program around it.
struct Surroundings {
  std::string_view version;
  std::function<core::Result<std::unique_ptr<Workplace>>(const DataOptions&)> open;
  /// Opens the database to read only, also while a server works on it; changes nothing.
  std::function<core::Result<std::unique_ptr<db::Database>>(const DataOptions&)> open_to_read;
  /// Serves until told to stop; `ready` is called with the port once it listens.
  std::function<core::Result<void>(const ServeOptions&, std::function<void(std::uint16_t)> ready)>
      serve;
  /// Writes a backup into a folder; see `app::back_up`.
  std::function<core::Result<void>(const DataOptions&, const std::string& folder)> back_up;
  /// Puts a backup's files into an empty data folder; see `app::restore_files`.
  std::function<core::Result<void>(const DataOptions&, const RestoreSource&)> restore_files;
  std::function<std::string()> openapi;
};

}  // namespace caregrid::cli
