#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/door.h"
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
  std::int64_t county = 0;          ///< Six digits; 0: the one the data hold.
  std::optional<core::Date> today;  ///< The day it shall be; none: the real one.
};

/// How `serve` serves.
struct ServeOptions {
  DataOptions data;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool is_behind_tls = false;
  std::int64_t upload_max_mib = 2048;
  double rate_per_second = 10;  ///< Of one account; 0: no limit.
  double rate_burst = 50;
  std::vector<std::string> hosts;  ///< Names besides localhost and bare addresses.
  bool is_quiet = false;           ///< No line for each request.
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
  /// Serves until told to stop; `ready` is called with the port once it listens.
  std::function<core::Result<void>(const ServeOptions&, std::function<void(std::uint16_t)> ready)>
      serve;
  std::function<std::string()> openapi;
};

}  // namespace caregrid::cli
