#include "access/journal.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "access/store.h"
#include "access/stored_entry.h"

namespace caregrid::access {
namespace {

/// Ids collected by kind, in the order of the kinds' names: as the table gives them back.
using Collected = std::map<std::string_view, std::vector<std::byte>>;

template <class Note>
Collected collect(const std::vector<Note>& notes) {
  Collected collected;
  for (const Note& note : notes) {
    std::vector<std::byte>& ids = collected[note.kind];
    ids.insert(ids.end(), note.id.begin(), note.id.end());
  }
  return collected;
}

/// Each record once, however often the answer shows it.
std::vector<Sighting> without_repeats(std::vector<Sighting> sightings) {
  const auto key = [](const Sighting& s) { return std::pair(s.kind, s.id); };
  std::ranges::sort(sightings, {}, key);
  const auto repeats = std::ranges::unique(sightings, {}, key);
  sightings.erase(repeats.begin(), repeats.end());
  return sightings;
}

std::vector<IdGroup> view_of(const Collected& collected) {
  std::vector<IdGroup> groups;
  for (const auto& [kind, ids] : collected) {
    groups.push_back({kind, ids});
  }
  return groups;
}

std::int64_t highest_class(const std::vector<Sighting>& sightings) {
  std::int64_t highest = 0;
  for (const Sighting& sighting : sightings) {
    highest = std::max(highest, static_cast<std::int64_t>(sighting.field_class));
  }
  return highest;
}

/// Puts the entry behind the newest one and writes it with its rows.
core::Result<void> append(const Call& call, JournalEntry entry, const Collected& changed,
                          const std::vector<Sighting>& sightings) {
  const auto head = find_journal_head(call.transaction, call.county);
  if (!head) {
    return head.error();
  }
  const Collected seen = collect(without_repeats(sightings));
  entry.county = call.county;
  entry.seq = *head ? (*head)->seq + 1 : 1;
  entry.at = call.now;
  entry.account = call.actor.account;
  entry.role = to_text(call.actor.role);
  entry.purpose = to_text(call.actor.purpose);
  entry.policy = policy_version();
  entry.session = call.actor.session.bytes;
  entry.field_class = highest_class(sightings);
  entry.changes_hash = touched_hash(view_of(changed), view_of(seen));
  entry.hash = chain_hash(*head ? (*head)->hash : core::Digest{}, entry);
  if (auto done = insert_journal(call.transaction, entry); !done) {
    return done;
  }
  for (const auto& [kind, ids] : changed) {
    if (auto done = insert_feed(call.transaction, entry, kind, ids); !done) {
      return done;
    }
  }
  for (const auto& [kind, ids] : seen) {
    if (auto done = insert_sighting(call.transaction, entry, kind, ids); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

std::string_view to_text(Event event) {
  constexpr std::array<std::string_view, 3> names{"command", "read", "denied"};
  return names[static_cast<std::size_t>(event)];
}

core::Digest chain_hash(const core::Digest& previous, const JournalEntry& entry) {
  return stored_hash(previous, view_of(entry));
}

core::Digest touched_hash(const std::vector<IdGroup>& changed, const std::vector<IdGroup>& seen) {
  std::vector<std::byte> bytes;
  for (const IdGroup& group : changed) {
    add_touched(bytes, 'c', group);
  }
  for (const IdGroup& group : seen) {
    add_touched(bytes, 's', group);
  }
  return core::sha256(bytes);
}

core::Result<void> append_journal(const Call& call, const Command& command,
                                  const core::Digest& payload_hash) {
  JournalEntry entry;
  entry.command = command.id;
  entry.kind = command.kind;
  entry.payload_hash = payload_hash;
  return append(call, std::move(entry), collect(call.notes.changes), call.notes.seen);
}

core::Result<void> append_sightings(const Call& call, Event event, std::string_view kind,
                                    const std::vector<Sighting>& sightings) {
  JournalEntry entry;
  entry.event = to_text(event);
  entry.kind = kind;
  return append(call, std::move(entry), {}, sightings);
}

core::Result<JournalReport> verify_journal(db::Transaction& transaction, std::int64_t county) {
  JournalReport report;
  core::Digest previous{};
  const auto done = each_journal(transaction, county, [&](const JournalEntry& entry) {
    ++report.entries;
    if (entry.seq != report.entries || entry.hash != chain_hash(previous, entry)) {
      report.broken_at = report.entries;
      return false;
    }
    previous = entry.hash;
    return true;
  });
  if (!done) {
    return done.error();
  }
  return report;
}

}  // namespace caregrid::access
