// Shows that a sealed file comes back byte for byte whatever its length, that none of its content
// can be read in it, and that no byte of it can be changed, moved or cut off unnoticed.
#include "core/seal_file.h"

#include <doctest/doctest.h>

#include <string>

#include "core/memory_files.h"
#include "core/rng.h"

namespace caregrid::core {
namespace {

constexpr std::int64_t bytes_max = std::int64_t{1} << 20U;

std::string content_of(std::size_t size) {
  std::string content;
  while (content.size() < size) {
    content += "王丁" + std::to_string(content.size()) + "\n";
  }
  content.resize(size);
  return content;
}

struct Bench {
  SeededRng rng{7};
  MemoryFileSystem files;
  SecretKey key = SecretKey::make(rng);

  Bench() { CHECK(files.make_folder("f").ok()); }

  void put(const std::string& path, const std::string& content) {
    CHECK(write_file(files, path, as_bytes(content)).ok());
  }
  std::string sealed(const std::string& content) {
    put("f/plain", content);
    CHECK(seal_file(files, key, "about", {"f/plain", "f/sealed"}).ok());
    return *read_file(files, "f/sealed", bytes_max);
  }
  /// The content again, or why not.
  std::string opened(const std::string& bytes, std::string_view about = "about") {
    put("f/sealed", bytes);
    CHECK(files.remove("f/again").ok());
    const auto done = open_sealed_file(files, key, about, {"f/sealed", "f/again"});
    CHECK(done.ok() == files.exists("f/again"));
    return done ? *read_file(files, "f/again", bytes_max) : done.error().reason;
  }
};

}  // namespace

TEST_CASE("a sealed file of any length comes back and shows nothing") {
  Bench bench;
  for (const std::size_t size : {0U, 1U, 100U, 65'535U, 65'536U, 65'537U, 131'072U, 200'000U}) {
    CAPTURE(size);
    const std::string content = content_of(size);
    const std::string sealed = bench.sealed(content);
    CHECK(sealed.size() > content.size());
    CHECK(sealed.find("王丁") == std::string::npos);
    CHECK(bench.opened(sealed) == content);
    CHECK(bench.opened(sealed, "elsewhere") == "seal.broken");
  }
}

TEST_CASE("a sealed file that was changed, cut or put together anew does not open") {
  Bench bench;
  const std::string sealed = bench.sealed(content_of(140'000));
  constexpr std::size_t head = 25;
  constexpr std::size_t piece = 65'536 + 17;
  for (std::size_t at = 0; at < sealed.size(); at += at < 200 ? 1 : 4'099) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK(bench.opened(changed) == "seal.broken");
  }
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, head, head + piece, head + 2 * piece, sealed.size() - 1}) {
    CAPTURE(size);
    CHECK(bench.opened(sealed.substr(0, size)) == "seal.broken");
  }
  CHECK(bench.opened(sealed + "x") == "seal.broken");
  std::string swapped = sealed;
  swapped.replace(head, piece, sealed, head + piece, piece);
  swapped.replace(head + piece, piece, sealed, head, piece);
  CHECK(bench.opened(swapped) == "seal.broken");
  const SecretKey other = SecretKey::make(bench.rng);
  CHECK_FALSE(open_sealed_file(bench.files, other, "about", {"f/sealed", "f/again"}).ok());
}

}  // namespace caregrid::core
