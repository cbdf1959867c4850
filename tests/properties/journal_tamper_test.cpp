// Shows that whatever is changed in a journal, its rows or its roots is told: 100,000 random
// tamperings of two counties' journals in memory go through the verification `caregrid journal
// verify` runs (tests/crash/tamper_test.py does some hundred on a real file), and a longer journal
// is checked in stretches on two threads.
//
// Method: start from a whole journal, tamper once (flip a bit of any column of any row, drop, swap,
// duplicate, cut the tail off with its roots, exchange counties' rows, replace or forge roots,
// rewrite and chain anew, even with the true key), and expect at least one finding. A tampering
// that changes nothing (two equal values swapped) is drawn again.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <thread>
#include <vector>

#include "support/draws.h"
#include "support/journal_model.h"

namespace caregrid::access {
namespace {

using support::counties;
using support::Journal;
using support::Touch;
using World = support::JournalWorld;

void flip(core::SeededRng& rng, std::span<std::byte> bytes) {
  if (!bytes.empty()) {
    bytes[rng.below(bytes.size())] ^= static_cast<std::byte>(1U << rng.below(8));
  }
}
void flip(core::SeededRng& rng, std::string& text) {
  flip(rng, std::as_writable_bytes(std::span(text)));
}
void flip(core::SeededRng& rng, std::int64_t& number) {
  flip(rng, std::as_writable_bytes(std::span(&number, 1)));
}

template <class Row>
Row& any_of(core::SeededRng& rng, std::vector<Row>& rows) {
  return rows[rng.below(rows.size())];
}

void flip_entry(core::SeededRng& rng, Journal& journal) {
  JournalEntry& entry = any_of(rng, journal.entries);
  switch (rng.below(15)) {
    case 0:
      return flip(rng, entry.county);
    case 1:
      return flip(rng, entry.seq);
    case 2:
      return flip(rng, entry.at.micros);
    case 3:
      return flip(rng, entry.account.bytes);
    case 4:
      return flip(rng, entry.role);
    case 5:
      return flip(rng, entry.command.bytes);
    case 6:
      return flip(rng, entry.kind);
    case 7:
      return flip(rng, entry.payload_hash);
    case 8:
      return flip(rng, entry.changes_hash);
    case 9:
      return flip(rng, entry.hash);
    case 10:
      return flip(rng, entry.event);
    case 11:
      return flip(rng, entry.purpose);
    case 12:
      return flip(rng, entry.field_class);
    case 13:
      return flip(rng, entry.policy);
    default:
      return flip(rng, entry.session);
  }
}

void flip_touch(core::SeededRng& rng, Journal& journal) {
  Touch& touch = any_of(rng, journal.touches);
  switch (rng.below(5)) {
    case 0:
      return flip(rng, touch.county);
    case 1:
      return flip(rng, touch.seq);
    case 2:
      return flip(rng, touch.kind);
    case 3:
      touch.is_seen = !touch.is_seen;  // Moved to the other table.
      return;
    default:
      return flip(rng, touch.ids);
  }
}

void flip_checkpoint(core::SeededRng& rng, Journal& journal) {
  StoredCheckpoint& row = any_of(rng, journal.checkpoints);
  switch (rng.below(6)) {
    case 0:
      return flip(rng, row.county);
    case 1:
      return flip(rng, row.size);
    case 2:
      return flip(rng, row.at);
    case 3:
      return flip(rng, row.root);
    case 4:
      return flip(rng, row.note);
    default:
      return flip(rng, row.frontier);
  }
}

template <class Row>
void drop(core::SeededRng& rng, std::vector<Row>& rows) {
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(rng.below(rows.size())));
}

void drop_something(core::SeededRng& rng, Journal& journal) {
  switch (rng.below(4)) {
    case 0:
      return drop(rng, journal.entries);
    case 1:
      return drop(rng, journal.touches);
    case 2:
      return drop(rng, journal.checkpoints);
    default: {  // An entry with everything of it.
      const JournalEntry gone = any_of(rng, journal.entries);
      std::erase(journal.entries, gone);
      std::erase_if(journal.touches, [&](const Touch& touch) {
        return touch.county == gone.county && touch.seq == gone.seq;
      });
    }
  }
}

/// Two entries, or two lists of records, change places.
void reorder(core::SeededRng& rng, Journal& journal) {
  if (rng.below(2) == 0) {
    JournalEntry& one = any_of(rng, journal.entries);
    JournalEntry& other = any_of(rng, journal.entries);
    std::swap(one.seq, other.seq);
    return;
  }
  std::swap(any_of(rng, journal.touches).seq, any_of(rng, journal.touches).seq);
}

void duplicate(core::SeededRng& rng, Journal& journal) {
  const auto seq = static_cast<std::int64_t>(rng.below(3 * journal.entries.size()));
  if (rng.below(2) == 0) {
    JournalEntry copy = any_of(rng, journal.entries);
    copy.seq = seq;
    journal.entries.push_back(copy);
    return;
  }
  Touch copy = any_of(rng, journal.touches);
  copy.seq = seq;
  journal.touches.push_back(copy);
}

/// The newest entries go, with their lists and every root over them.
void truncate(core::SeededRng& rng, Journal& journal) {
  const std::int64_t county = counties[rng.below(counties.size())];
  const auto kept = static_cast<std::int64_t>(rng.below(journal.entries.size() / 2));
  const auto is_cut = [&](const auto& row) { return row.county == county && row.seq > kept; };
  std::erase_if(journal.entries, is_cut);
  std::erase_if(journal.touches, is_cut);
  std::erase_if(journal.checkpoints,
                [&](const auto& row) { return row.county == county && row.size > kept; });
}

/// One entry of each county, or everything, changes sides.
void exchange_counties(core::SeededRng& rng, Journal& journal) {
  const bool is_all = rng.below(4) == 0;
  const auto seq = static_cast<std::int64_t>(1 + rng.below(journal.entries.size() / 2));
  const auto exchange = [&](auto& rows) {
    for (auto& row : rows) {
      if (is_all || row.seq == seq) {
        row.county = row.county == counties[0] ? counties[1] : counties[0];
      }
    }
  };
  exchange(journal.entries);
  exchange(journal.touches);
}

void replace_checkpoint(core::SeededRng& rng, Journal& journal, const JournalKey& key) {
  StoredCheckpoint& row = any_of(rng, journal.checkpoints);
  const StoredCheckpoint& other = any_of(rng, journal.checkpoints);
  switch (rng.below(3)) {
    case 0:
      row.note = other.note;
      return;
    case 1: {
      const std::int64_t county = row.county;
      row = other;
      row.county = county;
      return;
    }
    default: {  // Signed anew by somebody else's key.
      const JournalKey forged = JournalKey::make(rng);
      const bool is_stolen = rng.below(2) == 0;
      flip(rng, row.root);
      row.note =
          sign_checkpoint({row.county, {row.size, row.root}, {row.at}}, is_stolen ? key : forged);
    }
  }
}

/// One entry is changed and everything behind it made to fit: with the stolen key the roots too.
void rewrite(core::SeededRng& rng, Journal& journal, const JournalKey& key) {
  JournalEntry& entry = any_of(rng, journal.entries);
  const std::int64_t county = entry.county;
  if (rng.below(2) == 0) {
    entry.role = "auditor";
    entry.account = {};
  } else {
    std::erase_if(journal.touches, [&](const Touch& touch) {
      return touch.county == county && touch.seq == entry.seq;
    });
    rng.fill(entry.payload_hash);
  }
  support::chain_anew(journal, county, rng.below(2) == 0 ? &key : nullptr);
}

void tamper(core::SeededRng& rng, Journal& journal, const JournalKey& key) {
  switch (rng.below(10)) {
    case 0:
    case 1:
      return flip_entry(rng, journal);
    case 2:
      return flip_touch(rng, journal);
    case 3:
      return flip_checkpoint(rng, journal);
    case 4:
      return drop_something(rng, journal);
    case 5:
      return reorder(rng, journal);
    case 6:
      return duplicate(rng, journal);
    case 7:
      return rng.below(2) == 0 ? truncate(rng, journal) : exchange_counties(rng, journal);
    case 8:
      return replace_checkpoint(rng, journal, key);
    default:
      return rewrite(rng, journal, key);
  }
}

/// Rows compared as a database keeps them: without order.
bool is_same(Journal left, Journal right) {
  const auto sort = [](Journal& journal) {
    std::ranges::sort(journal.entries, {},
                      [](const JournalEntry& e) { return std::pair(e.county, e.seq); });
    std::ranges::sort(journal.touches, {}, [](const Touch& t) {
      return std::tuple(t.county, t.seq, t.is_seen, t.kind, t.ids);
    });
    std::ranges::sort(journal.checkpoints, {},
                      [](const StoredCheckpoint& c) { return std::pair(c.county, c.size); });
  };
  sort(left);
  sort(right);
  return left == right;
}

int count_missed(World& world, std::uint64_t seed, int times, int threads) {
  core::SeededRng rng(seed);
  int missed = 0;
  for (int i = 0; i < times;) {
    Journal tampered = world.journal;
    tamper(rng, tampered, world.key);
    const auto faults = world.faults_of(tampered, threads);
    if (faults.empty() && is_same(tampered, world.journal)) {
      continue;  // Nothing was changed: draw again.
    }
    missed += faults.empty() ? 1 : 0;
    ++i;
  }
  return missed;
}

TEST_CASE("100,000 random tamperings of the journal are all detected") {
  constexpr int times = support::draws(50'000);
  World world(8, {3, 8});
  REQUIRE(world.faults_of(world.journal).empty());
  std::array<int, 2> missed{};
  {
    std::array<std::jthread, 2> halves;
    for (std::size_t half = 0; half < halves.size(); ++half) {
      halves[half] =
          std::jthread([&, half] { missed[half] = count_missed(world, half + 1, times, 1); });
    }
  }
  CHECK(missed == std::array<int, 2>{});
}

TEST_CASE("a journal of several blocks is checked in stretches, and tampering is found in each") {
  World world(2'600, {1'024, 1'500, 2'048, 2'600});
  for (const int threads : {1, 2, 3}) {
    CHECK(world.faults_of(world.journal, threads).empty());
  }
  CHECK(count_missed(world, 3, 20, 2) == 0);
}

}  // namespace
}  // namespace caregrid::access
