#include "app/workplace.h"

#include <string>
#include <utility>
#include <vector>

#include "access/key_store.h"
#include "access/keys.h"
#include "app/clock.h"
#include "app/key_files.h"
#include "care/targets.h"
#include "db/migrate.h"
#include "db/postgres/database.h"
#include "db/sqlite/database.h"
#include "db/sqlite/integrity.h"
#include "registry/targets.h"
#include "services/targets.h"

namespace caregrid::app {
namespace {

class OpenedData final : public cli::Workplace {
 public:
  OpenedData(const cli::DataOptions& options, std::unique_ptr<db::Database> database,
             access::JournalKey key, int migrations)
      : folder_(options.folder),
        clock_(options.today ? shift_to(*options.today, core::SystemClock().now()) : 0),
        database_(std::move(database)),
        keys_(make_key_source(files_, folder_), rng_),
        door_(*database_, clock_, keys_),
        keeper_(*database_, files_, std::move(key), cli::anchor_folder(options)),
        catalogue_(make_catalogue()),
        migrations_(migrations) {}
  /// What cannot be signed now is signed by the next to open these data; `journal verify` tells.
  ~OpenedData() override { static_cast<void>(keeper_.sign_all(clock_.now()).ok()); }

  access::Door& door() override { return door_; }
  access::JournalKeeper& journal() override { return keeper_; }
  core::Clock& clock() override { return clock_; }
  core::Rng& rng() override { return rng_; }
  core::FileSystem& files() override { return files_; }
  const intake::Catalogue& catalogue() override { return catalogue_; }
  [[nodiscard]] std::string folder() const override { return folder_; }
  [[nodiscard]] int migrations() const override { return migrations_; }
  core::Result<void> check_integrity() override;

  /// Makes the first wrapping key; false when there are keys already. Errors: those of the source;
  /// "keys.missing" when something is sealed here under keys that are gone.
  core::Result<bool> ensure_keys();

 private:
  std::string folder_;
  ShiftedClock clock_;
  core::SystemRng rng_;
  core::RealFileSystem files_;
  std::unique_ptr<db::Database> database_;
  access::KeyRing keys_;
  access::Door door_;
  access::JournalKeeper keeper_;
  intake::Catalogue catalogue_;
  int migrations_;
};

core::Result<bool> OpenedData::ensure_keys() {
  const auto ids = keys_.ids();
  if (ids) {
    return false;
  }
  if (ids.error().reason != "keys.missing") {
    return ids.error();
  }
  const auto done = database_->read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto needed = access::has_keys(transaction);
    if (!needed) {
      return needed.error();
    }
    return *needed ? core::Result<void>(ids.error()) : core::Result<void>();
  });
  if (!done) {
    return done.error();
  }
  const auto made = make_key_file(files_, rng_, folder_);
  return made ? core::Result<bool>(true) : core::Result<bool>(made.error());
}

core::Result<void> OpenedData::check_integrity() {
  // PostgreSQL checks its pages by itself; a SQLite file is read to its end.
  return database_->engine() == db::Engine::sqlite ? db::sqlite::check_integrity(*database_)
                                                   : core::Result<void>();
}

db::postgres::Options postgres_of(const cli::DataOptions& options) {
  db::postgres::Options made;
  made.connection = options.database;
  made.is_clear_allowed = options.is_clear_allowed;
  return made;
}

core::Result<std::unique_ptr<db::Database>> open_database(const cli::DataOptions& options) {
  if (!options.database.empty()) {
    return db::postgres::open(postgres_of(options));
  }
  return db::sqlite::open({options.folder + "/caregrid.db"});
}

}  // namespace

intake::Catalogue make_catalogue() {
  return intake::Catalogue({registry::make_division_target, registry::make_school_target,
                            registry::make_child_target, care::make_need_target,
                            services::make_offer_target, registry::make_summary_target});
}

core::Result<std::unique_ptr<cli::Workplace>> open_workplace(const cli::DataOptions& options,
                                                             const NoteKeys& note_keys) {
  core::RealFileSystem files;
  if (const auto made = files.make_folder(options.folder); !made) {
    return made.error();
  }
  auto database = open_database(options);
  if (!database) {
    return database.error();
  }
  const auto applied = db::migrate(**database, db::schema_files(), core::SystemClock().now());
  if (!applied) {
    return applied.error();
  }
  core::SystemRng rng;
  auto key = access::read_or_make_journal_key(files, cli::journal_key_path(options), rng);
  if (!key) {
    return key.error();
  }
  auto opened =
      std::make_unique<OpenedData>(options, std::move(*database), std::move(*key), *applied);
  const auto made = opened->ensure_keys();
  if (!made) {
    return made.error();
  }
  if (*made) {
    note_keys(key_file_of(options.folder));
  }
  return std::unique_ptr<cli::Workplace>(std::move(opened));
}

core::Result<std::unique_ptr<db::Database>> open_to_read(const cli::DataOptions& options) {
  return options.database.empty()
             ? db::sqlite::open_to_read({.path = options.folder + "/caregrid.db"})
             : db::postgres::open_to_read(postgres_of(options));
}

}  // namespace caregrid::app
