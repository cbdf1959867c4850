#include "db/read_only.h"

#include <utility>

namespace caregrid::db {
namespace {

class ReadOnlyDatabase final : public Database {
 public:
  ReadOnlyDatabase(ReadOnlyOptions options, ReaderPool::Open open)
      : options_(std::move(options)), readers_(options_.readers, std::move(open)) {}

  core::Result<void> read(Work work) override { return readers_.read(work); }
  core::Result<void> write(Work /*work*/) override { return refused(); }
  core::Result<void> write_alone(Work /*work*/) override { return refused(); }
  [[nodiscard]] Engine engine() const override { return options_.engine; }
  [[nodiscard]] std::string version() override { return options_.version; }

 private:
  static core::Error refused() { return core::failure(core::Code::unavailable, "db.read_only"); }

  ReadOnlyOptions options_;
  ReaderPool readers_;
};

}  // namespace

core::Result<std::unique_ptr<Database>> read_only(ReadOnlyOptions options, ReaderPool::Open open) {
  if (auto tried = open(); !tried) {
    return tried.error();
  }
  return std::unique_ptr<Database>(
      std::make_unique<ReadOnlyDatabase>(std::move(options), std::move(open)));
}

}  // namespace caregrid::db
