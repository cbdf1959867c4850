#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/journal_verify.h"
#include "core/memory_files.h"
#include "core/rng.h"

namespace caregrid::support {

inline constexpr std::array<std::int64_t, 2> counties{990'601, 990'602};

/// A row of the change feed or of sightings.
struct Touch {
  std::int64_t county = 0;
  std::int64_t seq = 0;
  std::string kind;
  std::string ids;
  bool is_seen = false;

  bool operator==(const Touch&) const = default;
};

/// All rows of both counties' journals.
struct Journal {
  std::vector<access::JournalEntry> entries;
  std::vector<Touch> touches;
  std::vector<access::StoredCheckpoint> checkpoints;

  bool operator==(const Journal&) const = default;
};

class MemorySource final : public access::JournalSource {
 public:
  explicit MemorySource(const Journal& journal) : journal_(journal) {}

  core::Result<std::vector<std::int64_t>> counties() override {
    std::vector<std::int64_t> found;
    const auto add = [&](const auto& rows) {
      for (const auto& row : rows) {
        found.push_back(row.county);
      }
    };
    add(journal_.entries);
    add(journal_.touches);
    add(journal_.checkpoints);
    std::ranges::sort(found);
    const auto repeats = std::ranges::unique(found);
    found.erase(repeats.begin(), repeats.end());
    return found;
  }

  core::Result<access::JournalSpans> spans(std::int64_t county) override {
    access::JournalSpans spans;
    for (const access::JournalEntry& entry : journal_.entries) {
      widen(spans.entries, entry, county);
    }
    for (const Touch& touch : journal_.touches) {
      widen(touch.is_seen ? spans.seen : spans.changed, touch, county);
    }
    return spans;
  }

  core::Result<void> each_entry(
      const access::SeqRange& range,
      core::FunctionRef<bool(const access::StoredEntry&)> visit) override {
    std::vector<const access::JournalEntry*> rows;
    for (const access::JournalEntry& entry : journal_.entries) {
      if (is_inside(entry, range)) {
        rows.push_back(&entry);
      }
    }
    std::ranges::stable_sort(rows, {}, &access::JournalEntry::seq);
    for (const access::JournalEntry* row : rows) {
      if (!visit(access::view_of(*row))) {
        break;
      }
    }
    return {};
  }

  core::Result<access::Touches> changed(const access::SeqRange& range) override {
    return rows_of(range, false);
  }
  core::Result<access::Touches> seen(const access::SeqRange& range) override {
    return rows_of(range, true);
  }

  core::Result<std::vector<access::StoredCheckpoint>> checkpoints(std::int64_t county) override {
    std::vector<access::StoredCheckpoint> rows;
    std::ranges::copy_if(journal_.checkpoints, std::back_inserter(rows),
                         [&](const auto& row) { return row.county == county; });
    std::ranges::stable_sort(rows, {}, &access::StoredCheckpoint::size);
    return rows;
  }

 private:
  template <class Row>
  static bool is_inside(const Row& row, const access::SeqRange& range) {
    return row.county == range.county && row.seq >= range.from && row.seq <= range.to;
  }

  template <class Row>
  static void widen(access::SeqSpan& span, const Row& row, std::int64_t county) {
    if (row.county == county) {
      const bool is_first = span.lowest > span.highest;
      span.lowest = is_first ? row.seq : std::min(span.lowest, row.seq);
      span.highest = is_first ? row.seq : std::max(span.highest, row.seq);
    }
  }

  access::Touches rows_of(const access::SeqRange& range, bool is_seen) const {
    access::Touches touches;
    for (const Touch& touch : journal_.touches) {
      if (touch.is_seen == is_seen && is_inside(touch, range)) {
        touches.rows.push_back({touch.county, touch.seq, touch.kind, core::as_bytes(touch.ids)});
      }
    }
    std::ranges::stable_sort(touches.rows, {}, [](const access::StoredTouch& touch) {
      return std::pair(touch.seq, touch.kind);
    });
    return touches;
  }

  const Journal& journal_;
};

inline std::string random_id(core::Rng& rng) {
  std::array<std::byte, 16> bytes{};
  rng.fill(bytes);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline std::vector<access::IdGroup> groups_of(const Journal& journal,
                                              const access::JournalEntry& entry, bool is_seen) {
  std::vector<access::IdGroup> groups;
  for (const Touch& touch : journal.touches) {
    if (touch.county == entry.county && touch.seq == entry.seq && touch.is_seen == is_seen) {
      groups.push_back({touch.kind, core::as_bytes(touch.ids)});
    }
  }
  std::ranges::sort(groups, {}, &access::IdGroup::kind);
  return groups;
}

/// Computes every hash of a county anew, as the honest program or a thorough forger would, and the
/// frontiers of its roots; the roots themselves where `key` is given.
inline void chain_anew(Journal& journal, std::int64_t county, const access::JournalKey* key) {
  core::Digest previous{};
  access::Frontier tree;
  for (access::JournalEntry& entry : journal.entries) {
    if (entry.county != county) {
      continue;
    }
    entry.changes_hash =
        access::touched_hash(groups_of(journal, entry, false), groups_of(journal, entry, true));
    entry.hash = access::chain_hash(previous, entry);
    previous = entry.hash;
    tree.add_leaf(access::leaf_hash(entry.hash));
    for (access::StoredCheckpoint& row : journal.checkpoints) {
      if (row.county == county && row.size == entry.seq && key != nullptr) {
        row.root = tree.root();
        row.frontier = tree.bytes();
        row.note = access::sign_checkpoint({county, {row.size, row.root}, {row.at}}, *key);
      }
    }
  }
}

/// A whole journal of both counties with its anchors.
struct JournalWorld {
  JournalWorld(int entries, std::vector<std::int64_t> roots) {
    for (const std::int64_t county : counties) {
      for (int i = 1; i <= entries; ++i) {
        add_entry(county, i);
      }
      for (const std::int64_t size : roots) {
        journal.checkpoints.push_back({county, size, size * 100, {}, {}, {}});
      }
      chain_anew(journal, county, &key);
      std::vector<std::string> notes;
      for (const access::StoredCheckpoint& row : journal.checkpoints) {
        if (row.county == county) {
          notes.push_back(row.note);
        }
      }
      core::check(access::append_anchor(files, access::anchor_path("/anchors", county),
                                        key.public_key(), notes)
                      .ok());
    }
  }

  void add_entry(std::int64_t county, int seq) {
    constexpr std::array<std::string_view, 3> kinds{"list_children", "import_rows", "show_child"};
    access::JournalEntry entry;
    entry.county = county;
    entry.seq = seq;
    entry.at = {1'790'000'000'000'000 + seq};
    entry.account = access::AccountId::from(core::as_bytes(random_id(rng))).value();
    entry.role = rng.below(2) == 0 ? "county" : "director";
    entry.command = access::CommandId::from(core::as_bytes(random_id(rng))).value();
    entry.kind = kinds[rng.below(kinds.size())];
    rng.fill(entry.payload_hash);
    entry.event = access::to_text(static_cast<access::Event>(rng.below(3)));
    entry.purpose = "care";
    entry.field_class = 2;
    entry.policy = "2026-11-22";
    rng.fill(entry.session);
    journal.entries.push_back(entry);
    for (const bool is_seen : {false, true}) {
      for (const std::string_view kind : {"child", "need"}) {
        if (rng.below(2) == 0) {
          journal.touches.push_back(
              {county, seq, std::string(kind), random_id(rng) + random_id(rng), is_seen});
        }
      }
    }
  }

  /// The findings about a journal, held against the true anchors.
  std::vector<access::JournalFault> faults_of(const Journal& tampered, int threads = 1) {
    const auto open = [&](access::LookAtJournal look) {
      MemorySource source(tampered);
      return look(source);
    };
    const auto all = access::verify_sources(open, files, {"/anchors", key.public_key(), threads});
    core::check(all.ok());
    std::vector<access::JournalFault> faults;
    for (const access::JournalFindings& findings : *all) {
      faults.insert(faults.end(), findings.faults.begin(), findings.faults.end());
    }
    return faults;
  }

  core::SeededRng rng{20'261'122};
  access::JournalKey key = access::JournalKey::make(rng);
  core::MemoryFileSystem files;
  Journal journal;
};

}  // namespace caregrid::support
