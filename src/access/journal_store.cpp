#include "access/journal_store.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

namespace caregrid::access {
namespace {

constexpr std::array next_county{
    db::Sql("SELECT MIN(county) FROM journal WHERE county > :after"),
    db::Sql("SELECT MIN(county) FROM change_feed WHERE county > :after"),
    db::Sql("SELECT MIN(county) FROM journal_sighting WHERE county > :after"),
    db::Sql("SELECT MIN(county) FROM journal_checkpoint WHERE county > :after"),
};

/// Ascending and descending by the key: a look-up each, where MIN with MAX would be a scan.
constexpr std::array ends_of{
    db::Sql("SELECT seq FROM journal WHERE county = :county ORDER BY seq LIMIT 1"),
    db::Sql("SELECT seq FROM journal WHERE county = :county ORDER BY seq DESC LIMIT 1"),
    db::Sql("SELECT seq FROM change_feed WHERE county = :county ORDER BY seq LIMIT 1"),
    db::Sql("SELECT seq FROM change_feed WHERE county = :county ORDER BY seq DESC LIMIT 1"),
    db::Sql("SELECT seq FROM journal_sighting WHERE county = :county ORDER BY seq LIMIT 1"),
    db::Sql("SELECT seq FROM journal_sighting WHERE county = :county ORDER BY seq DESC LIMIT 1"),
};

core::Result<Touches> list_touches(db::Transaction& transaction, db::Sql sql,
                                   const SeqRange& range) {
  Touches touches;
  const auto keep = [&](auto view) {
    const auto* const first = reinterpret_cast<const char*>(view.data());
    return std::string_view(touches.bytes.emplace_back(first, view.size()));
  };
  const auto done = transaction.each(
      sql, {{"county", range.county}, {"from", range.from}, {"to", range.to}},
      [&](const db::Row& row) {
        const std::string_view kind = keep(row.text(1));
        const std::string_view ids = keep(row.blob(2));
        touches.rows.push_back({range.county, row.integer(0), kind, core::as_bytes(ids)});
        return true;
      });
  if (!done) {
    return done.error();
  }
  // By bytes, as the hash takes them: a database may order texts by its language.
  const auto key = [](const StoredTouch& touch) { return std::pair(touch.seq, touch.kind); };
  if (!std::ranges::is_sorted(touches.rows, {}, key)) {
    std::ranges::sort(touches.rows, {}, key);
  }
  return touches;
}

StoredCheckpoint read_row(const db::Row& row) {
  StoredCheckpoint checkpoint;
  checkpoint.county = row.integer(0);
  checkpoint.size = row.integer(1);
  checkpoint.at = row.integer(2);
  checkpoint.note = row.text(4);
  if (const core::Bytes root = row.blob(3); root.size() == checkpoint.root.size()) {
    std::ranges::copy(root, checkpoint.root.begin());
  }
  const core::Bytes frontier = row.blob(5);
  checkpoint.frontier.assign(frontier.begin(), frontier.end());
  return checkpoint;
}

}  // namespace

core::Result<std::vector<std::int64_t>> list_journal_counties(db::Transaction& transaction) {
  std::set<std::int64_t> counties;
  for (const db::Sql& sql : next_county) {
    std::int64_t after = std::numeric_limits<std::int64_t>::min();
    for (bool is_more = true; is_more;) {
      is_more = false;
      const auto done = transaction.each(sql, {{"after", after}}, [&](const db::Row& row) {
        is_more = !row.is_null(0);
        after = row.integer(0);
        return false;
      });
      if (!done) {
        return done.error();
      }
      if (is_more) {
        counties.insert(after);
      }
    }
  }
  return std::vector(counties.begin(), counties.end());
}

core::Result<JournalSpans> find_spans(db::Transaction& transaction, std::int64_t county) {
  std::array<std::int64_t, ends_of.size()> ends{};
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const auto found = db::find_one(transaction, ends_of[i], {{"county", county}},
                                    [](const db::Row& row) { return row.integer(0); });
    if (!found) {
      return found.error();
    }
    ends[i] = found->value_or(i % 2 == 0 ? 1 : 0);  // Lowest, highest.
  }
  return JournalSpans{{ends[0], ends[1]}, {ends[2], ends[3]}, {ends[4], ends[5]}};
}

core::Result<void> each_entry(db::Transaction& transaction, const SeqRange& range,
                              core::FunctionRef<bool(const StoredEntry&)> visit) {
  return transaction.each(
      "SELECT seq, at, account, role, command, kind, payload_hash, changes_hash, hash, event, "
      "purpose, field_class, policy, session FROM journal "
      "WHERE county = :county AND seq >= :from AND seq <= :to ORDER BY seq",
      {{"county", range.county}, {"from", range.from}, {"to", range.to}}, [&](const db::Row& row) {
        return visit({.county = range.county,
                      .seq = row.integer(0),
                      .at = row.integer(1),
                      .account = row.blob(2),
                      .role = row.text(3),
                      .command = row.blob(4),
                      .kind = row.text(5),
                      .payload_hash = row.blob(6),
                      .changes_hash = row.blob(7),
                      .hash = row.blob(8),
                      .event = row.text(9),
                      .purpose = row.text(10),
                      .field_class = row.integer(11),
                      .policy = row.text(12),
                      .session = row.blob(13)});
      });
}

core::Result<std::vector<std::byte>> find_entry_hash(db::Transaction& transaction,
                                                     std::int64_t county, std::int64_t seq) {
  std::vector<std::byte> hash;
  const auto done = each_entry(transaction, {county, seq, seq}, [&](const StoredEntry& entry) {
    hash.assign(entry.hash.begin(), entry.hash.end());
    return false;
  });
  return done ? core::Result<std::vector<std::byte>>(std::move(hash)) : done.error();
}

core::Result<Touches> list_changed(db::Transaction& transaction, const SeqRange& range) {
  return list_touches(transaction,
                      "SELECT seq, kind, ids FROM change_feed WHERE county = :county AND "
                      "seq >= :from AND seq <= :to ORDER BY seq, kind",
                      range);
}

core::Result<Touches> list_seen(db::Transaction& transaction, const SeqRange& range) {
  return list_touches(transaction,
                      "SELECT seq, kind, ids FROM journal_sighting WHERE county = :county AND "
                      "seq >= :from AND seq <= :to ORDER BY seq, kind",
                      range);
}

core::Result<std::int64_t> find_newest_change(db::Transaction& transaction, std::int64_t county) {
  const auto seq = db::find_one(
      transaction, "SELECT seq FROM change_feed WHERE county = :county ORDER BY seq DESC LIMIT 1",
      {{"county", county}}, [](const db::Row& row) { return row.integer(0); });
  return seq ? core::Result<std::int64_t>(seq->value_or(0))
             : core::Result<std::int64_t>(seq.error());
}

core::Result<std::vector<StoredCheckpoint>> list_checkpoints_after(db::Transaction& transaction,
                                                                   std::int64_t county,
                                                                   std::int64_t size) {
  return db::list(transaction,
                  "SELECT county, size, at, root, note, frontier FROM journal_checkpoint "
                  "WHERE county = :county AND size > :size ORDER BY size",
                  {{"county", county}, {"size", size}}, read_row);
}

core::Result<std::vector<StoredCheckpoint>> list_checkpoints(db::Transaction& transaction,
                                                             std::int64_t county) {
  return list_checkpoints_after(transaction, county, std::numeric_limits<std::int64_t>::min());
}

core::Result<std::optional<StoredCheckpoint>> find_checkpoint(db::Transaction& transaction,
                                                              std::int64_t county) {
  return db::find_one(transaction,
                      "SELECT county, size, at, root, note, frontier FROM journal_checkpoint "
                      "WHERE county = :county ORDER BY size DESC LIMIT 1",
                      {{"county", county}}, read_row);
}

core::Result<void> insert_checkpoint(db::Transaction& transaction,
                                     const StoredCheckpoint& checkpoint) {
  const auto done = transaction.run(
      "INSERT INTO journal_checkpoint (county, size, at, root, note, frontier) VALUES (:county, "
      ":size, :at, :root, :note, :frontier) ON CONFLICT (county, size) DO NOTHING",
      {{"county", checkpoint.county},
       {"size", checkpoint.size},
       {"at", checkpoint.at},
       {"root", core::Bytes(checkpoint.root)},
       {"note", checkpoint.note},
       {"frontier", core::Bytes(checkpoint.frontier)}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

}  // namespace caregrid::access
