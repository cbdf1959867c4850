// Verification of a journal of 500,000 entries in a SQLite file, one id each, a signed root every
// 1,024: chain, lists of ids, tree, roots, signatures and anchor, as `caregrid journal verify` does
// it. Beside it stands bare SHA-256 of the same messages on one core, which nothing can undercut.
//
// usage: journal_bench [ENTRIES]

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "access/accounts.h"
#include "access/door.h"
#include "access/journal_keeper.h"
#include "access/journal_verify.h"
#include "core/rng.h"
#include "db/migrate.h"
#include "db/sqlite/database.h"

namespace caregrid {
namespace {

constexpr std::int64_t county = 990'601;
constexpr int per_commit = 20'000;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void fill(db::Database& database, std::int64_t entries) {
  access::KeyRing no_keys;
  const access::Actor actor =
      access::make_actor({}, access::Role::county, access::Area{county * 1'000'000}, "bench");
  for (std::int64_t done = 0; done < entries; done += per_commit) {
    const auto written = database.write_alone([&](db::Transaction& transaction) {
      core::Result<void> outcome;
      for (std::int64_t i = done; i < std::min(entries, done + per_commit) && outcome; ++i) {
        access::Notes notes;
        const access::Call call{actor, county, core::Date{20'000}, core::Instant{i}, transaction,
                                notes, no_keys};
        const auto id = access::CommandId::derive(std::to_string(i));
        call.saw("child", id);
        outcome = access::append_sightings(call, access::Event::read, "show_child", notes.seen);
      }
      return outcome;
    });
    core::check(written.ok());
  }
}

/// The messages one entry costs: canonical text, list of ids, leaf, and one node on average.
double hash_bare(std::int64_t entries) {
  constexpr std::array<std::size_t, 4> sizes{226, 30, 33, 65};
  std::array<std::byte, 256> message{};
  const auto start = std::chrono::steady_clock::now();
  for (std::int64_t i = 0; i < entries; ++i) {
    for (const std::size_t size : sizes) {
      const core::Digest digest = core::sha256(core::Bytes(message).first(size));
      std::ranges::copy(digest, message.begin());
    }
  }
  return seconds_since(start);
}

int run(std::int64_t entries) {
  std::string name = (std::filesystem::temp_directory_path() / "journal-bench-XXXXXX").string();
  core::check(mkdtemp(name.data()) != nullptr);
  const std::filesystem::path folder = name;
  core::RealFileSystem files;
  core::SeededRng rng(1);
  const access::JournalKey key = access::JournalKey::make(rng);
  {
    auto database = db::sqlite::open({.path = (folder / "county.db").string()});
    core::check(database.ok());
    core::check(db::migrate(**database, db::schema_files(), core::Instant{}).ok());
    fill(**database, entries);
    access::JournalKeeper keeper(**database, files, key, (folder / "anchors").string());
    core::check(keeper.sign_all(core::Instant{entries}).ok());
  }
  const auto database = db::sqlite::open_to_read({.path = (folder / "county.db").string()});
  core::check(database.ok());
  for (const int threads : {1, 2}) {
    const auto start = std::chrono::steady_clock::now();
    const auto found = access::verify_journals(
        **database, files, {(folder / "anchors").string(), key.public_key(), threads});
    const double took = seconds_since(start);
    core::check(found.ok() && found->size() == 1 && found->front().faults.empty());
    core::check(found->front().entries == entries);
    const double bare = hash_bare(entries);
    std::printf(
        "verify, %d thread%s  %9.0f entries/s   bare SHA-256, 1 thread %9.0f/s   ratio %.2f\n",
        threads, threads == 1 ? " " : "s", static_cast<double>(entries) / took,
        static_cast<double>(entries) / bare, bare / took);
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace caregrid

int main(int count, char** arguments) {
  return caregrid::run(count > 1 ? std::strtoll(arguments[1], nullptr, 10) : 500'000);
}
