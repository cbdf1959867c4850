#include "access/reads.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "access/journal_store.h"
#include "access/journal_verify.h"
#include "access/policy.h"
#include "access/reads_store.h"
#include "db/database.h"

namespace caregrid::access {
namespace {

constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();
constexpr int china_minutes = 480;
constexpr std::int64_t micros_per_day = std::int64_t{86'400} * 1'000'000;

core::Result<std::int64_t> read_cursor(std::string_view after) {
  std::int64_t before = newest;
  if (after.empty()) {
    return before;
  }
  const char* const end = after.data() + after.size();
  const auto [stop, failed] = std::from_chars(after.data(), end, before);
  return failed == std::errc{} && stop == end ? core::Result<std::int64_t>(before)
                                              : core::invalid("after", "list.cursor");
}

bool holds_id(core::Bytes ids, const core::IdBytes& id) {
  for (std::size_t at = 0; at + id.size() <= ids.size(); at += id.size()) {
    if (std::ranges::equal(ids.subspan(at, id.size()), id)) {
      return true;
    }
  }
  return false;
}

core::Result<void> may_audit(const Call& call) {
  return authorise(call.actor, Operation::audit_journal,
                   {call.actor.area.code, FieldClass::internal});
}

/// The first entry at or after a moment: entries stand in order of time but for the moments callers
/// waited at the door.
core::Result<std::int64_t> find_first_at(const Call& call, core::Instant moment,
                                         std::int64_t highest) {
  std::int64_t low = 1;
  std::int64_t high = highest + 1;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto at = find_entry_time(call, middle);
    if (!at) {
      return at.error();
    }
    if (*at && **at < moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/// The numbers of a day's entries, or of all.
core::Result<SeqRange> find_range(const Call& call, const std::optional<core::Date>& day) {
  const auto spans = find_spans(call.transaction, call.county);
  if (!spans) {
    return spans.error();
  }
  const std::int64_t highest = spans->entries.highest;
  if (!day) {
    return SeqRange{call.county, 1, highest};
  }
  const core::Instant start{day->days * micros_per_day -
                            std::int64_t{china_minutes} * 60 * 1'000'000};
  const auto first = find_first_at(call, start, highest);
  const auto end = find_first_at(call, {start.micros + micros_per_day}, highest);
  if (!first || !end) {
    return first ? end.error() : first.error();
  }
  return SeqRange{call.county, *first, *end - 1};
}

}  // namespace

core::Result<ReadPage> list_reads(const Call& call, const core::IdBytes& child,
                                  std::string_view after, int limit) {
  const auto before = read_cursor(after);
  if (!before) {
    return before.error();
  }
  call.transaction.see_newest();
  const bool is_named = ceiling_of(call.actor.role, Operation::see_reads) >= FieldClass::personal &&
                        scope_of(call.actor.role) == Scope::area;
  const bool is_family = default_purpose(call.actor.role) == Purpose::family;
  std::vector<std::int64_t> found;
  int searched = 0;
  std::int64_t last = 0;
  const auto done = each_sighting_of_child(call, *before, [&](std::int64_t seq, core::Bytes ids) {
    last = seq;
    if (holds_id(ids, child)) {
      found.push_back(seq);
    }
    ++searched;
    return searched < reads_searched_max && found.size() < static_cast<std::size_t>(limit);
  });
  if (!done) {
    return done.error();
  }
  ReadPage page;
  for (const std::int64_t seq : found) {
    auto read = find_read(call, seq);
    if (!read) {
      return read.error();
    }
    if (!*read || (is_family && (*read)->event == to_text(Event::denied))) {
      continue;
    }
    (*read)->name = is_named ? std::move((*read)->name) : std::string();
    page.items.push_back(std::move(**read));
  }
  const bool is_cut =
      searched >= reads_searched_max || found.size() >= static_cast<std::size_t>(limit);
  if (is_cut) {
    page.next = std::to_string(last);
  }
  return page;
}

core::Result<ReadPage> list_entries(const Call& call, const EntryFilter& filter,
                                    std::string_view after, int limit) {
  if (auto allowed = may_audit(call); !allowed) {
    return allowed.error();
  }
  call.transaction.see_newest();
  const auto before = read_cursor(after);
  const auto range = find_range(call, filter.day);
  if (!before || !range) {
    return before ? range.error() : before.error();
  }
  ReadPage page;
  int searched = 0;
  std::int64_t last = 0;
  const SeqRange wanted{range->county, range->from, std::min(range->to, *before - 1)};
  const auto done = each_entry_down(call, wanted, [&](RecordRead entry) {
    last = entry.entry;
    if (!filter.event || *filter.event == entry.event) {
      page.items.push_back(std::move(entry));
    }
    ++searched;
    return searched < entries_searched_max && page.items.size() < static_cast<std::size_t>(limit);
  });
  if (!done) {
    return done.error();
  }
  const bool is_cut =
      searched >= entries_searched_max || page.items.size() >= static_cast<std::size_t>(limit);
  if (is_cut && last > wanted.from) {
    page.next = std::to_string(last);
  }
  return page;
}

core::Result<JournalStatus> find_status(const Call& call) {
  if (auto allowed = may_audit(call); !allowed) {
    return allowed.error();
  }
  call.transaction.see_newest();
  const auto checkpoint = find_checkpoint(call.transaction, call.county);
  const auto spans = find_spans(call.transaction, call.county);
  if (!checkpoint || !spans) {
    return checkpoint ? spans.error() : checkpoint.error();
  }
  JournalStatus status;
  status.entries = spans->entries.highest;
  if (*checkpoint) {
    const StoredCheckpoint& row = **checkpoint;
    const auto tree = Frontier::from(row.size, row.frontier);
    status.signed_entries = row.size;
    status.signed_at = core::Instant{row.at};
    status.root = core::to_hex(row.root);
    status.holds = tree && tree->root() == row.root && row.size <= status.entries;
  }
  const auto previous = find_entry_hash(call.transaction, call.county, status.signed_entries);
  if (!previous) {
    return previous.error();
  }
  constexpr std::int64_t checked_max = 4 * entries_per_checkpoint;
  StretchCheck check(call.county, status.signed_entries + 1, *previous);
  TransactionJournal source(call.transaction);
  const std::int64_t to = std::min(status.entries, status.signed_entries + checked_max);
  if (auto done = check_entries(source, {call.county, status.signed_entries + 1, to}, check);
      !done) {
    return done.error();
  }
  status.holds = status.holds && !check.fault();
  return status;
}

}  // namespace caregrid::access
