#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/policy.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/id.h"

namespace caregrid::db {
class Transaction;
}  // namespace caregrid::db

namespace caregrid::access {

class KeyRing;

/// One line of the change feed: which record of which kind changed.
struct Change {
  std::string_view kind;  ///< A literal: "child", "need", "offer", "plan".
  core::IdBytes id;
};

/// A record somebody saw, or asked for: what is in it stays out of the journal.
struct Sighting {
  std::string_view kind;  ///< A literal: "child", "need", "offer".
  core::IdBytes id;
  FieldClass field_class = FieldClass::personal;  ///< The most harmful field that was shown.
};

/// What one call notes for the journal; filled by operations, read by the door.
struct Notes {
  std::vector<Change> changes = {};
  std::vector<Sighting> seen = {};
  std::vector<Sighting> sought = {};  ///< Single records asked for by id, seen or not.
};

/// Everything an operation may depend on; nothing else exists for it. No clock, global or
/// singleton, so that a simulator can replay any call.
struct Call {
  const Actor& actor;
  std::int64_t county;  ///< Six digits; first column of every key.
  core::Date today;
  core::Instant now;
  db::Transaction& transaction;
  Notes& notes;
  KeyRing& keys;  ///< Opens and seals what is stored about children.

  /// Notes that a record changed; the door writes it to the feed in the same commit.
  template <class Tag>
  void changed(std::string_view kind, const core::Id<Tag>& id) const {
    notes.changes.push_back({kind, id.bytes});
  }

  /// Notes that the answer shows a record; the door journals it before the answer leaves.
  /// Counts show nobody and note nothing. Cost: some nanoseconds.
  template <class Tag>
  void saw(std::string_view kind, const core::Id<Tag>& id,
           FieldClass field_class = FieldClass::personal) const {
    notes.seen.push_back({kind, id.bytes, field_class});
  }

  /// Notes that one record was asked for, before anybody decides whether it may be shown: if it
  /// may not (forbidden, not found), the door journals that.
  template <class Tag>
  void seeks(std::string_view kind, const core::Id<Tag>& id,
             FieldClass field_class = FieldClass::personal) const {
    notes.sought.push_back({kind, id.bytes, field_class});
  }
};

}  // namespace caregrid::access
