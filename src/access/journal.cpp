#include "access/journal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "access/store.h"

namespace caregrid::access {
namespace {

void add_number(core::Sha256& hash, std::int64_t number) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(static_cast<std::uint64_t>(number) >> (56U - 8U * i));
  }
  hash.add(core::Bytes(bytes));
}

/// Texts are preceded by their length, so that no two entries share one canonical form.
void add_text(core::Sha256& hash, std::string_view text) {
  add_number(hash, static_cast<std::int64_t>(text.size()));
  hash.add(text);
}

/// The ids of one kind that a command changed, in the order they changed.
struct ChangedKind {
  std::string_view kind;
  std::vector<std::byte> ids;
};

std::vector<ChangedKind> group_by_kind(const std::vector<Change>& changes) {
  std::vector<ChangedKind> groups;
  for (const Change& change : changes) {
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const ChangedKind& g) { return g.kind == change.kind; });
    if (group == groups.end()) {
      groups.push_back({change.kind, {}});
      group = groups.end() - 1;
    }
    group->ids.insert(group->ids.end(), change.id.begin(), change.id.end());
  }
  return groups;
}

core::Digest hash_of(const std::vector<ChangedKind>& groups) {
  core::Sha256 hash;
  for (const ChangedKind& group : groups) {
    add_text(hash, group.kind);
    add_number(hash, static_cast<std::int64_t>(group.ids.size()));
    hash.add(core::Bytes(group.ids));
  }
  return hash.finish();
}

}  // namespace

core::Digest chain_hash(const core::Digest& previous, const JournalEntry& entry) {
  core::Sha256 hash;
  hash.add(core::Bytes(previous));
  add_number(hash, entry.county);
  add_number(hash, entry.seq);
  add_number(hash, entry.at.micros);
  hash.add(entry.account.view());
  add_text(hash, entry.role);
  hash.add(entry.command.view());
  add_text(hash, entry.kind);
  hash.add(core::Bytes(entry.payload_hash));
  hash.add(core::Bytes(entry.changes_hash));
  return hash.finish();
}

core::Result<void> append_journal(const Call& call, const Command& command,
                                  const core::Digest& payload_hash) {
  const auto head = find_journal_head(call.transaction, call.county);
  if (!head) {
    return head.error();
  }
  const std::vector<ChangedKind> groups = group_by_kind(call.changes);
  JournalEntry entry{.county = call.county,
                     .seq = *head ? (*head)->seq + 1 : 1,
                     .at = call.now,
                     .account = call.actor.account,
                     .role = std::string(to_text(call.actor.role)),
                     .command = command.id,
                     .kind = std::string(command.kind),
                     .payload_hash = payload_hash,
                     .changes_hash = hash_of(groups)};
  entry.hash = chain_hash(*head ? (*head)->hash : core::Digest{}, entry);
  if (auto done = insert_journal(call.transaction, entry); !done) {
    return done;
  }
  for (const ChangedKind& group : groups) {
    if (auto done = insert_feed(call.transaction, entry, group.kind, group.ids); !done) {
      return done;
    }
  }
  return {};
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
