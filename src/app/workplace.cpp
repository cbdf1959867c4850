#include "app/workplace.h"

#include <string>
#include <utility>
#include <vector>

#include "app/clock.h"
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
  OpenedData(cli::DataOptions options, std::unique_ptr<db::Database> database, int migrations)
      : folder_(std::move(options.folder)),
        clock_(options.today ? shift_to(*options.today, core::SystemClock().now()) : 0),
        database_(std::move(database)),
        door_(*database_, clock_),
        catalogue_(make_catalogue()),
        migrations_(migrations) {}

  access::Door& door() override { return door_; }
  core::Clock& clock() override { return clock_; }
  core::Rng& rng() override { return rng_; }
  core::FileSystem& files() override { return files_; }
  const intake::Catalogue& catalogue() override { return catalogue_; }
  [[nodiscard]] std::string folder() const override { return folder_; }
  [[nodiscard]] int migrations() const override { return migrations_; }
  core::Result<void> check_integrity() override;

 private:
  std::string folder_;
  ShiftedClock clock_;
  core::SystemRng rng_;
  core::RealFileSystem files_;
  std::unique_ptr<db::Database> database_;
  access::Door door_;
  intake::Catalogue catalogue_;
  int migrations_;
};

core::Result<void> OpenedData::check_integrity() {
  // PostgreSQL checks its pages by itself; a SQLite file is read to its end.
  return database_->engine() == db::Engine::sqlite ? db::sqlite::check_integrity(*database_)
                                                   : core::Result<void>();
}

core::Result<std::unique_ptr<db::Database>> open_database(const cli::DataOptions& options) {
  if (!options.database.empty()) {
    return db::postgres::open({options.database});
  }
  return db::sqlite::open({options.folder + "/caregrid.db"});
}

}  // namespace

intake::Catalogue make_catalogue() {
  return intake::Catalogue({registry::make_division_target, registry::make_school_target,
                            registry::make_child_target, care::make_need_target,
                            services::make_offer_target});
}

core::Result<std::unique_ptr<cli::Workplace>> open_workplace(const cli::DataOptions& options) {
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
  return std::unique_ptr<cli::Workplace>(
      std::make_unique<OpenedData>(options, std::move(*database), *applied));
}

}  // namespace caregrid::app
