#include "db/postgres/database.h"

#include <utility>

#include "db/group_commit.h"
#include "db/postgres/connection.h"
#include "db/read_only.h"
#include "db/reader_pool.h"

namespace caregrid::db::postgres {
namespace {

core::Error nested() {
  return core::failure(core::Code::internal, "db.nested", "a transaction inside another");
}

Address address_of(const Options& options) {
  return {options.connection, options.is_clear_allowed};
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const Options& options, std::unique_ptr<Connection> writer)
      : writer_(std::move(writer)),
        readers_(options.readers,
                 [address = address_of(options)] { return connect(address, Use::reading); }),
        commits_(*writer_) {}

  core::Result<void> read(Work work) override {
    return commits_.is_writer_thread() ? nested() : readers_.read(work);
  }
  core::Result<void> write(Work work) override { return submit(work, GroupCommit::Way::joined); }
  core::Result<void> write_alone(Work work) override {
    return submit(work, GroupCommit::Way::alone);
  }

  [[nodiscard]] Engine engine() const override { return Engine::postgres; }
  [[nodiscard]] std::string version() override {
    std::string found = "PostgreSQL";
    const core::Result<void> asked = read([&](Transaction& transaction) -> core::Result<void> {
      return transaction.each("SHOW server_version", {}, [&](const Row& row) {
        found += " " + std::string(row.text(0));
        return false;
      });
    });
    return asked ? found : found + " (" + asked.error().detail + ")";
  }

 private:
  core::Result<void> submit(Work work, GroupCommit::Way way) {
    if (commits_.is_writer_thread() || readers_.is_reading()) {
      return nested();
    }
    return commits_.submit(work, way);
  }

  std::unique_ptr<Connection> writer_;
  ReaderPool readers_;
  GroupCommit commits_;
};

}  // namespace

core::Result<std::unique_ptr<Database>> open(const Options& options) {
  auto writer = connect(address_of(options), Use::writing);
  if (!writer) {
    return writer.error();
  }
  return std::unique_ptr<Database>(std::make_unique<PostgresDatabase>(options, std::move(*writer)));
}

core::Result<std::unique_ptr<Database>> open_to_read(const Options& options) {
  return read_only({Engine::postgres, "PostgreSQL", options.readers},
                   [address = address_of(options)] { return connect(address, Use::reading); });
}

}  // namespace caregrid::db::postgres
