// Shows what the seam to the disk promises: a file is there whole or not at all. The same cases run
// on the real disk, in a folder of their own, and on the one in memory; the rest shows the failures
// that only the one in memory can be told to have.
#include "core/file.h"

#include <doctest/doctest.h>

#include <string>

#include "core/memory_files.h"
#include "support/scratch_folder.h"

namespace caregrid::core {
namespace {

void shows_the_promises(FileSystem& files, const std::string& root) {
  const std::string folder = root + "/a/b";
  const std::string path = folder + "/plan.json";
  REQUIRE(files.make_folder(folder).ok());
  REQUIRE(files.make_folder(folder).ok());
  CHECK_FALSE(files.exists(path));
  CHECK(files.open(path).error().code == Code::not_found);
  CHECK(files.list(folder).value().empty());
  CHECK(files.list(root + "/absent").value().empty());
  CHECK(files.create(root + "/absent/x").error().reason == "file.write");

  REQUIRE(write_file(files, path, as_bytes("first")).ok());
  CHECK(read_file(files, path, 100).value() == "first");
  CHECK(read_file(files, path, 4).error().code == Code::too_large);

  const auto old_reader = files.open(path);
  REQUIRE(old_reader.ok());
  {
    const auto writer = files.create(path);
    REQUIRE(writer.ok());
    REQUIRE(writer.value()->write(as_bytes("sec")).ok());
    CHECK(read_file(files, path, 100).value() == "first");
    CHECK(files.list(folder).value().front() == "plan.json");
    REQUIRE(writer.value()->write(as_bytes("ond")).ok());
    REQUIRE(writer.value()->commit().ok());
  }
  CHECK(read_file(files, path, 100).value() == "second");
  std::array<std::byte, 8> buffer{};
  CHECK(old_reader.value()->size_bytes() == 5);
  CHECK(old_reader.value()->read_at(3, buffer).value() == 2);
  CHECK(to_hex(Bytes(buffer).first(2)) == to_hex(as_bytes("st")));
  CHECK(old_reader.value()->read_at(5, buffer).value() == 0);

  {
    const auto abandoned = files.create(folder + "/draft");
    REQUIRE(abandoned.ok());
    REQUIRE(abandoned.value()->write(as_bytes("never seen")).ok());
  }
  CHECK(files.list(folder).value() == std::vector<std::string>{"plan.json"});
  CHECK(files.free_bytes(folder).value() > 0);

  CHECK(files.append(folder + "/log", as_bytes("one ")).ok());
  CHECK(files.append(folder + "/log", as_bytes("two")).ok());
  CHECK(read_file(files, folder + "/log", 100).value() == "one two");
  CHECK(files.append(root + "/absent/log", as_bytes("x")).error().reason == "file.write");

  CHECK(files.remove(path).ok());
  CHECK(files.remove(path).ok());
  CHECK_FALSE(files.exists(path));
}

TEST_CASE("the real disk keeps the promises") {
  const support::ScratchFolder folder;
  RealFileSystem files;
  shows_the_promises(files, folder.path("root"));
  CHECK(files.open(folder.path("root")).error().detail == "not a regular file");
  CHECK(files.open("/dev/null").error().code == Code::not_found);
  CHECK(write_file(files, "/dev/null/x", as_bytes("x")).error().code == Code::unavailable);
}

TEST_CASE("the disk in memory keeps the promises") {
  MemoryFileSystem files;
  shows_the_promises(files, "/data");
}

TEST_CASE("a full disk refuses and keeps the old file") {
  MemoryFileSystem files;
  REQUIRE(files.make_folder("/data").ok());
  REQUIRE(write_file(files, "/data/x", as_bytes("old")).ok());
  files.set_free_bytes(4);
  CHECK(write_file(files, "/data/x", as_bytes("newer")).error().reason == "file.full");
  CHECK(read_file(files, "/data/x", 100).value() == "old");
  CHECK(write_file(files, "/data/x", as_bytes("new")).ok());
  CHECK(files.free_bytes("/data").value() == 1);
}

TEST_CASE("whichever step fails, the old file stays or the new one stands") {
  for (int nth = 1; nth <= 4; ++nth) {
    CAPTURE(nth);
    MemoryFileSystem files;
    REQUIRE(files.make_folder("/data").ok());
    REQUIRE(write_file(files, "/data/x", as_bytes("old")).ok());
    files.fail_nth_write(nth);
    const bool is_written = write_file(files, "/data/x", as_bytes("new")).ok();
    CHECK(is_written == (nth == 4));
    CHECK(read_file(files, "/data/x", 100).value() == (is_written ? "new" : "old"));
  }
}

TEST_CASE("a power cut drops what was not committed") {
  MemoryFileSystem files;
  REQUIRE(files.make_folder("/data").ok());
  REQUIRE(write_file(files, "/data/kept", as_bytes("kept")).ok());
  const auto writer = files.create("/data/lost");
  REQUIRE(writer.ok());
  REQUIRE(writer.value()->write(as_bytes("lost")).ok());
  files.cut_power();
  CHECK(writer.value()->commit().error().reason == "file.write");
  CHECK(files.list("/data").value() == std::vector<std::string>{"kept"});
}

}  // namespace
}  // namespace caregrid::core
