#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "core/clock.h"
#include "core/date.h"
#include "core/id.h"

namespace caregrid::db {
class Transaction;
}  // namespace caregrid::db

namespace caregrid::access {

/// One line of the change feed: which record of which kind changed.
struct Change {
  std::string_view kind;  ///< A literal: "child", "need", "offer", "plan".
  core::IdBytes id;
};

/// Everything an operation may depend on; nothing else exists for it. No clock, global or
/// singleton, so that a simulator can replay any call.
struct Call {
  const Actor& actor;
  std::int64_t county;  ///< Six digits; first column of every key.
  core::Date today;
  core::Instant now;
  db::Transaction& transaction;
  std::vector<Change>& changes;

  /// Notes that a record changed; the door writes it to the feed in the same commit.
  template <class Tag>
  void changed(std::string_view kind, const core::Id<Tag>& id) const {
    changes.push_back({kind, id.bytes});
  }
};

}  // namespace caregrid::access
