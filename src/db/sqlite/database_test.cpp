// Shows what is special to the SQLite driver: one process at a time, a file that is kept, a name
// that cannot be opened. What both drivers must do alike is in tests/conformance.

#include "db/sqlite/database.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "db/database.h"

namespace caregrid::db::sqlite {
namespace {

/// A folder that is gone after the test.
struct Folder {
  std::filesystem::path path;

  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "caregrid-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file() const { return (path / "county.db").string(); }
};

TEST_CASE("a second process is refused, and let in when the first is gone") {
  const Folder folder;
  auto first = open({.path = folder.file()});
  REQUIRE(first.ok());
  CHECK(open({.path = folder.file()}).error().reason == "db.in_use");
  first = core::failure(core::Code::internal, "closed");
  CHECK(open({.path = folder.file()}).ok());
}

TEST_CASE("what was written is there after the file is opened again") {
  const Folder folder;
  {
    auto database = open({.path = folder.file()});
    REQUIRE(database.ok());
    CHECK((*database)
              ->write([](Transaction& transaction) -> core::Result<void> {
                const auto made = transaction.run("CREATE TABLE note (id BIGINT)", {});
                const auto added =
                    transaction.run("INSERT INTO note (id) VALUES (:id)", {{"id", 7}});
                CHECK(made.ok());
                CHECK(added.value() == 1);
                return {};
              })
              .ok());
  }
  CHECK(!std::filesystem::exists(folder.file() + "-wal"));
  auto database = open({.path = folder.file()});
  REQUIRE(database.ok());
  const auto read = (*database)->read([](Transaction& transaction) -> core::Result<void> {
    const auto id = find_one(transaction, "SELECT id FROM note", {},
                             [](const Row& row) { return row.integer(0); });
    CHECK(id.value() == 7);
    return {};
  });
  CHECK(read.ok());
}

TEST_CASE("a file that cannot be opened says so") {
  CHECK(open({.path = "/nowhere/county.db"}).error().reason == "db.open");
  const Folder folder;
  std::filesystem::create_directory(folder.file());
  CHECK(open({.path = folder.file()}).error().code == core::Code::unavailable);
}

}  // namespace
}  // namespace caregrid::db::sqlite
