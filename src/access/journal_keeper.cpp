#include "access/journal_keeper.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "access/journal_store.h"
#include "access/journal_verify.h"

namespace caregrid::access {
namespace {

core::Error broken(std::int64_t county, std::int64_t entry) {
  return core::failure(core::Code::conflict, "journal.broken",
                       std::to_string(county) + ", " + std::to_string(entry));
}

/// Where the signed part of a county's journal ends, and where the journal does.
struct Ends {
  std::optional<StoredCheckpoint> signed_to;
  std::int64_t newest = 0;
  core::Instant waiting_since;  ///< The root before, or the first entry.
};

core::Result<Ends> find_ends(db::Transaction& transaction, std::int64_t county) {
  auto checkpoint = find_checkpoint(transaction, county);
  const auto spans = find_spans(transaction, county);
  if (!checkpoint || !spans) {
    return checkpoint ? spans.error() : checkpoint.error();
  }
  Ends ends{std::move(*checkpoint), spans->entries.highest, {}};
  if (ends.signed_to) {
    ends.waiting_since = core::Instant{ends.signed_to->at};
    return ends;
  }
  const auto done = each_entry(transaction, {county, 1, 1}, [&](const StoredEntry& entry) {
    ends.waiting_since = core::Instant{entry.at};
    return false;
  });
  return done ? core::Result<Ends>(std::move(ends)) : done.error();
}

/// The size the next root shall have; none while none is due.
std::optional<std::int64_t> next_size(const Ends& ends, core::Instant now, bool is_last) {
  const std::int64_t size = ends.signed_to ? ends.signed_to->size : 0;
  const std::int64_t block_end = (size / entries_per_checkpoint + 1) * entries_per_checkpoint;
  if (ends.newest >= block_end) {
    return block_end;
  }
  const bool is_late = now.micros - ends.waiting_since.micros >= checkpoint_micros;
  return ends.newest > size && (is_last || is_late) ? std::optional(ends.newest) : std::nullopt;
}

/// The tree of the newest root grown by the entries up to `size`, each checked on the way.
core::Result<Frontier> grow_tree(db::Transaction& transaction, const Ends& ends,
                                 std::int64_t county, std::int64_t size) {
  const std::int64_t from = ends.signed_to ? ends.signed_to->size : 0;
  auto tree = ends.signed_to ? Frontier::from(from, ends.signed_to->frontier) : Frontier();
  if (!tree || (ends.signed_to && tree->root() != ends.signed_to->root)) {
    return broken(county, from);
  }
  const auto previous = find_entry_hash(transaction, county, from);
  if (!previous) {
    return previous.error();
  }
  StretchCheck check(county, from + 1, *previous);
  check.grow_from(std::move(*tree));
  TransactionJournal source(transaction);
  if (auto done = check_entries(source, {county, from + 1, size}, check); !done) {
    return done.error();
  }
  return check.fault() ? core::Result<Frontier>(broken(county, check.fault()->entry))
                       : check.rest();
}

}  // namespace

JournalKeeper::JournalKeeper(db::Database& database, core::FileSystem& files, JournalKey key,
                             std::string anchor_folder)
    : database_(database),
      files_(files),
      key_(std::move(key)),
      anchor_folder_(std::move(anchor_folder)) {}

core::Result<int> JournalKeeper::sign_due(core::Instant now) { return sign(now, false); }

core::Result<int> JournalKeeper::sign_all(core::Instant now) { return sign(now, true); }

core::Result<int> JournalKeeper::sign(core::Instant now, bool is_last) {
  const std::lock_guard lock(mutex_);
  std::vector<std::int64_t> counties;
  const auto listed = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
    auto known = list_journal_counties(transaction);
    if (!known) {
      return known.error();
    }
    counties = std::move(*known);
    return {};
  });
  if (!listed) {
    return listed.error();
  }
  int roots = 0;
  core::Result<void> outcome;
  for (const std::int64_t county : counties) {
    const auto done = sign_county(county, now, is_last);
    roots += done ? *done : 0;
    outcome = done ? outcome : core::Result<void>(done.error());
    if (auto anchored = anchor_county(county); !anchored) {
      outcome = anchored;
    }
  }
  return outcome ? core::Result<int>(roots) : core::Result<int>(outcome.error());
}

core::Result<int> JournalKeeper::sign_county(std::int64_t county, core::Instant now, bool is_last) {
  for (int roots = 0;; ++roots) {
    std::optional<StoredCheckpoint> row;
    const auto read = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
      const auto ends = find_ends(transaction, county);
      const auto size = ends ? next_size(*ends, now, is_last) : std::nullopt;
      if (!ends || !size) {
        return ends ? core::Result<void>() : core::Result<void>(ends.error());
      }
      const auto tree = grow_tree(transaction, *ends, county, *size);
      if (!tree) {
        return tree.error();
      }
      const Checkpoint checkpoint{county, {*size, tree->root()}, now};
      row = StoredCheckpoint{
          county,       *size, now.micros, tree->root(), sign_checkpoint(checkpoint, key_),
          tree->bytes()};
      return {};
    });
    if (!read || !row) {
      return read ? core::Result<int>(roots) : core::Result<int>(read.error());
    }
    const auto written = database_.write(
        [&](db::Transaction& transaction) { return insert_checkpoint(transaction, *row); });
    if (!written) {
      return written.error();
    }
  }
}

/// Brings the anchor up to the table: what a power cut kept from it, it gets now.
core::Result<void> JournalKeeper::anchor_county(std::int64_t county) {
  const auto newest = find_newest_note(county);
  std::int64_t& anchored = anchored_[county];
  if (!newest || *newest <= anchored) {
    return newest ? core::Result<void>() : core::Result<void>(newest.error());
  }
  const std::string path = anchor_path(anchor_folder_, county);
  const auto anchor = read_anchor(files_, path);
  if (!anchor) {
    return anchor.error();
  }
  std::int64_t last = 0;
  if (*anchor && !(*anchor)->notes.empty()) {
    const auto note = read_checkpoint((*anchor)->notes.back());
    last = note ? note->head.size : 0;
  }
  std::vector<std::string> missing;
  const auto read = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto rows = list_checkpoints_after(transaction, county, last);
    if (!rows) {
      return rows.error();
    }
    for (const StoredCheckpoint& row : *rows) {
      missing.push_back(row.note);
    }
    return {};
  });
  if (!read) {
    return read;
  }
  if (!missing.empty()) {
    if (auto done = append_anchor(files_, path, key_.public_key(), missing); !done) {
      return done;
    }
  }
  anchored = *newest;
  return {};
}

core::Result<std::int64_t> JournalKeeper::find_newest_note(std::int64_t county) {
  std::int64_t size = 0;
  const auto read = database_.read([&](db::Transaction& transaction) -> core::Result<void> {
    const auto newest = find_checkpoint(transaction, county);
    size = newest && *newest ? (*newest)->size : 0;
    return newest ? core::Result<void>() : core::Result<void>(newest.error());
  });
  return read ? core::Result<std::int64_t>(size) : core::Result<std::int64_t>(read.error());
}

}  // namespace caregrid::access
