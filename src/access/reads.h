#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/journal.h"
#include "core/date.h"
#include "core/id.h"
#include "core/result.h"

namespace caregrid::access {

/// One time somebody saw a record, changed it by a command that showed it, or was denied it.
struct RecordRead {
  std::int64_t entry = 0;  ///< Its number in the journal.
  core::Instant at;
  std::string event;  ///< "read", "command", "denied".
  std::string kind;   ///< The operation: "show_child", "list_children", …
  std::string role;
  std::string name;         ///< Of the person; empty where only the office may be told.
  std::int64_t office = 0;  ///< The division the account belongs to; 0 when it is gone.
  std::string purpose;
  FieldClass field_class = FieldClass::internal;  ///< The most harmful of the whole answer.

  bool operator==(const RecordRead&) const = default;
};

/// Some reads, newest first. A page may hold few or none and still have a `next`: the search goes
/// on from there.
struct ReadPage {
  std::vector<RecordRead> items;
  std::optional<std::string> next;
};

/// How many lists of seen records one page searches at most.
inline constexpr int reads_searched_max = 20'000;

/// Who saw one record, newest first; the caller has authorised `see_reads` for it.
///
/// Whoever holds the county's rights is told names; a parent and an auditor only role and office,
/// so that nobody who reported a danger can be found out; a parent is not told of denials.
/// Errors: invalid "list.cursor". Cost: at most `reads_searched_max` lists of ids, about 1 µs each,
/// and `limit` look-ups.
core::Result<ReadPage> list_reads(const Call& call, const core::IdBytes& child,
                                  std::string_view after, int limit);

/// Which entries of the journal to list; unset members do not narrow.
struct EntryFilter {
  std::optional<core::Date> day;     ///< A civil day of China.
  std::optional<std::string> event;  ///< "command", "read", "denied".
};

/// How many entries one page searches at most.
inline constexpr int entries_searched_max = 10'000;

/// Entries without what they were about, newest first, nobody named.
/// Errors: forbidden; invalid "list.cursor". Cost: a binary search by day, then at most
/// `entries_searched_max` entries.
core::Result<ReadPage> list_entries(const Call& call, const EntryFilter& filter,
                                    std::string_view after, int limit);

/// How the journal stands.
struct JournalStatus {
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;
  std::optional<core::Instant> signed_at;  ///< Of the newest root; none before the first.
  std::string root;                        ///< Hexadecimal; empty before the first.
  bool holds = true;  ///< The newest root is that of its tree, and the chain behind it holds.

  bool operator==(const JournalStatus&) const = default;
};

/// Looks at the newest root and recomputes the chain behind it; the whole journal is for
/// `caregrid journal verify`. Errors: forbidden. Cost: what is not signed yet, at most some
/// thousand entries.
core::Result<JournalStatus> find_status(const Call& call);

}  // namespace caregrid::access
