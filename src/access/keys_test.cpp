// Shows that a child's key opens only for that child under the wrapping key it was wrapped with,
// that a value opens only in its place, and what a key source refuses.
#include "access/keys.h"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "access/key_source.h"
#include "core/memory_files.h"
#include "core/rng.h"

namespace caregrid::access {
namespace {

constexpr std::string_view first_key = "Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE=";
constexpr std::string_view second_key = "c2Vjb25kIHRlc3Qga2V5LCBuZXZlciBpbiB1c2UhISE=";
constexpr const char* path = "/data/kek.key";

struct World {
  World() { CHECK(files.make_folder("/data").ok()); }

  core::MemoryFileSystem files;
  core::SeededRng rng{5};
};

std::string reason_of(const auto& result) {
  return result ? std::string() : result.error().reason + " " + result.error().detail;
}

}  // namespace

TEST_CASE("a child's key opens for that child alone") {
  World world;
  KeyRing ring(make_text_source(std::string(first_key)), world.rng);
  const auto key = ring.make_key(17, 1);
  REQUIRE(key);
  const auto wrapped = ring.wrap(620524, *key);
  REQUIRE(wrapped);
  const core::Bytes bytes = core::as_bytes(wrapped->bytes);
  const std::int64_t id = wrapped->wrapping_key;
  const auto opened = ring.unwrap(620524, 17, id, 1, bytes);
  REQUIRE(opened);
  CHECK(core::to_hex(opened->secret.view()) == core::to_hex(key->secret.view()));
  CHECK(reason_of(ring.unwrap(620524, 18, id, 1, bytes)).starts_with("seal.broken data_key"));
  CHECK(reason_of(ring.unwrap(620525, 17, id, 1, bytes)).starts_with("seal.broken"));
  CHECK(reason_of(ring.unwrap(620524, 17, id, 2, bytes)).starts_with("seal.broken"));
  CHECK(reason_of(ring.unwrap(620524, 17, id, 1, bytes.subspan(1))).starts_with("seal.broken"));

  KeyRing other(make_text_source(std::string(second_key)), world.rng);
  CHECK(reason_of(other.unwrap(620524, 17, id, 1, bytes)) ==
        "keys.unknown " + wrapping_key_name(id));
}

TEST_CASE("a value opens only where it was sealed") {
  World world;
  KeyRing ring(make_text_source(std::string(first_key)), world.rng);
  const auto key = ring.make_key(17, 1);
  REQUIRE(key);
  const SealedPlace place{"child|sealed", 620524, 17, 3, 1};
  const std::string sealed = ring.seal(*key, place, core::as_bytes("黄欢"));
  const auto open = [&](const SealedPlace& at) {
    return KeyRing::open(*key, at, core::as_bytes(sealed));
  };
  CHECK(*open(place) == "黄欢");
  CHECK(reason_of(open({"statement|sealed", 620524, 17, 3, 1})) ==
        "seal.broken statement|sealed 620524/17/3");
  CHECK_FALSE(open({"child|sealed", 620525, 17, 3, 1}));
  CHECK_FALSE(open({"child|sealed", 620524, 17, 4, 1}));
}

TEST_CASE("keys are read from text, and from nothing else") {
  const std::string both = std::string(first_key) + "\n# remark\n\n" + std::string(second_key);
  const auto keys = parse_keys(both + "  # the new one\n");
  REQUIRE(keys);
  REQUIRE(keys->size() == 2);
  CHECK((*keys)[0].id != (*keys)[1].id);
  const auto again = parse_keys(write_keys(*keys));
  REQUIRE(again);
  CHECK((*again)[1].id == (*keys)[1].id);
  CHECK(parse_keys(std::string(first_key) + "," + std::string(second_key))->size() == 2);
  const std::string name = wrapping_key_name((*keys)[0].id);
  CHECK(name.size() == 12);
  CHECK(parse_wrapping_key_name(name) == (*keys)[0].id);
  CHECK(parse_wrapping_key_name("12") == 0);
  for (const char* bad : {"", "# nothing", "c2hvcnQ=", "not base64 at all!", "////",
                          "Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE=x"}) {
    CAPTURE(bad);
    CHECK(reason_of(parse_keys(bad)) == "keys.format ");
  }
}

TEST_CASE("a ring takes up a key that another process has added, and drops one on request") {
  World world;
  std::vector<WrappingKey> keys;
  keys.push_back(make_wrapping_key(core::SecretKey::make(world.rng)));
  REQUIRE(make_file_source(world.files, path)->store(keys));
  KeyRing ours(make_file_source(world.files, path), world.rng);
  KeyRing theirs(make_file_source(world.files, path), world.rng);
  const auto key = ours.make_key(1, 1);
  const auto before = ours.wrap(1, *key);
  REQUIRE(before);
  const auto added = theirs.add_key();
  REQUIRE(added);
  const auto after = theirs.wrap(1, *key);
  REQUIRE(after);
  CHECK(after->wrapping_key == *added);
  CHECK(ours.unwrap(1, 1, *added, 1, core::as_bytes(after->bytes)));
  CHECK(ours.ids()->size() == 2);
  CHECK(reason_of(ours.remove_key(*added)).starts_with("keys.in_use"));
  CHECK(ours.remove_key(before->wrapping_key));
  CHECK(reason_of(ours.remove_key(before->wrapping_key)).starts_with("keys.unknown"));
  CHECK(reason_of(ours.unwrap(1, 1, before->wrapping_key, 1, core::as_bytes(before->bytes)))
            .starts_with("keys.unknown"));
}

TEST_CASE("without keys nothing is sealed or opened") {
  World world;
  KeyRing none;
  CHECK(reason_of(none.make_key(1, 1)) == "keys.missing ");
  CHECK(reason_of(none.ids()) == "keys.missing ");
  KeyRing absent(make_file_source(world.files, path), world.rng);
  CHECK(reason_of(absent.ids()) == std::string("keys.missing ") + path);
  KeyRing fixed(make_text_source(std::string(first_key)), world.rng);
  CHECK(reason_of(fixed.add_key()) == "keys.source_fixed ");
}

TEST_CASE("a key file others can read is refused") {
  core::RealFileSystem files;
  core::SystemRng rng;
  std::array<std::byte, 8> name{};
  rng.fill(name);
  const auto file = std::filesystem::temp_directory_path() / core::to_hex(name);
  std::vector<WrappingKey> keys;
  keys.push_back(make_wrapping_key(core::SecretKey::make(rng)));
  REQUIRE(make_file_source(files, file.string())->store(keys));
  CHECK(make_file_source(files, file.string())->load());
  using std::filesystem::perms;
  for (const perms exposed : {perms::group_read, perms::others_read, perms::others_write}) {
    std::filesystem::permissions(file, perms::owner_read | perms::owner_write | exposed);
    CHECK(reason_of(make_file_source(files, file.string())->load()) ==
          "keys.exposed " + file.string());
  }
  std::filesystem::remove(file);
}

}  // namespace caregrid::access
