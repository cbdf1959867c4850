// What sealing costs: the 50 rows of a page of children opened (a key unwrapped and a record opened
// for each), beside libsodium doing the same two decryptions of the same bytes with nothing around
// them; a child sealed as an import does it (key made and wrapped, record and statement sealed, two
// blind indexes); and keys wrapped anew as a rotation does it. Every value is checked once.
//
// usage: seal_bench [ROUNDS]      (default 200)

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "access/blind_index.h"
#include "access/key_source.h"
#include "access/keys.h"
#include "core/check.h"
#include "core/rng.h"
#include "registry/sealed.h"

namespace caregrid {
namespace {

constexpr std::size_t page_rows = 50;
constexpr std::int64_t county = 990601;
constexpr std::string_view column = "child|sealed";

double micros(auto work, int rounds) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::ranges::nth_element(times, times.begin() + rounds / 2);
  return times[static_cast<std::size_t>(rounds) / 2];
}

struct StoredRow {
  std::int64_t child = 0;
  access::WrappedKey key;
  std::string sealed;
};

registry::ChildSecret some_child(std::size_t number) {
  return {"王小雨" + std::to_string(number), "99010120150903" + std::to_string(1000 + number),
          "G99010120150903" + std::to_string(1000 + number), 1};
}

std::vector<StoredRow> some_page(access::KeyRing& ring) {
  std::vector<StoredRow> rows;
  for (std::size_t i = 0; i < page_rows; ++i) {
    const auto child = static_cast<std::int64_t>(i) + 1;
    const auto key = ring.make_key(child, 1);
    auto wrapped = ring.wrap(county, *key);
    const std::string plain = registry::pack(some_child(i));
    rows.push_back({child, std::move(*wrapped),
                    ring.seal(*key, {column, county, child, 0, 1}, core::as_bytes(plain))});
  }
  return rows;
}

std::size_t open_page(access::KeyRing& ring, const std::vector<StoredRow>& rows) {
  std::size_t names = 0;
  for (const StoredRow& row : rows) {
    const auto key = ring.unwrap(county, row.child, row.key.wrapping_key, row.key.version,
                                 core::as_bytes(row.key.bytes));
    core::check(key.ok());
    const auto plain =
        access::KeyRing::open(*key, {column, county, row.child, 0, 1}, core::as_bytes(row.sealed));
    core::check(plain.ok());
    names += registry::unpack_child(*plain)->name.size();
  }
  return names;
}

/// libsodium alone on messages of the same lengths.
struct RawPage {
  explicit RawPage(const std::vector<StoredRow>& rows) {
    randombytes_buf(key.data(), key.size());
    for (const StoredRow& row : rows) {
      for (const std::size_t size : {row.key.bytes.size(), row.sealed.size()}) {
        std::vector<unsigned char> message(size - 1);  // Without our byte of format.
        randombytes_buf(message.data(), 24);
        const std::vector<unsigned char> plain(size - core::seal_bytes, 'x');
        crypto_aead_xchacha20poly1305_ietf_encrypt(message.data() + 24, nullptr, plain.data(),
                                                   plain.size(), nullptr, 0, nullptr,
                                                   message.data(), key.data());
        messages.push_back(std::move(message));
      }
    }
  }

  void open() const {
    std::array<unsigned char, 512> plain{};
    for (const auto& message : messages) {
      core::check(crypto_aead_xchacha20poly1305_ietf_decrypt(
                      plain.data(), nullptr, nullptr, message.data() + 24, message.size() - 24,
                      nullptr, 0, message.data(), key.data()) == 0);
    }
  }

  std::array<unsigned char, 32> key{};
  std::vector<std::vector<unsigned char>> messages;
};

void seal_one(access::KeyRing& ring, const access::BlindIndex& index,
              const registry::ChildRecord& record) {
  const auto key = ring.make_key(7, 1);
  const auto wrapped = ring.wrap(county, *key);
  core::check(wrapped.ok());
  const std::string child = registry::pack(some_child(7));
  const std::string statement = registry::pack(record);
  const std::string one = ring.seal(*key, {column, county, 7, 0, 1}, core::as_bytes(child));
  const std::string two =
      ring.seal(*key, {"statement|sealed", county, 7, 0, 1}, core::as_bytes(statement));
  core::check(!one.empty() && !two.empty() &&
              index.official_number(7) != index.source_row(record.digest));
}

int run(int rounds) {
  core::SystemRng rng;
  access::KeyRing ring(access::make_text_source("Y2FyZWdyaWQgdGVzdCBrZXksIG5ldmVyIGluIHVzZSE="),
                       rng);
  const std::vector<StoredRow> rows = some_page(ring);
  const RawPage raw(rows);
  core::check(open_page(ring, rows) > page_rows);
  const double ours = micros([&] { open_page(ring, rows); }, rounds);
  const double bare = micros([&] { raw.open(); }, rounds);
  const access::BlindIndex index(core::SecretKey::make(rng));
  registry::ChildRecord record;
  record.facts = std::string(200, 'f');
  record.relations.resize(1);
  const double sealing = micros([&] { seal_one(ring, index, record); }, rounds * 50);
  std::printf("page of %zu opened  %8.1f us   (target <= 1000)\n", page_rows, ours);
  std::printf("libsodium alone    %8.1f us   the same bytes\n", bare);
  std::printf("ratio              %8.2f\n", ours / bare);
  std::printf("a child sealed     %8.2f us\n", sealing);
  return 0;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  constexpr int rounds_default = 200;
  return caregrid::run(count > 1 ? std::atoi(arguments[1]) : rounds_default);
}
