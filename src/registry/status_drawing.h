#pragma once

#include <cstdint>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/rule_book.h"
#include "registry/status_store.h"
#include "rules/facts.h"

namespace caregrid::registry {

/// How far the drawing of statuses has come.
struct DrawingProgress {
  std::int64_t children = 0;  ///< Of this call.
  std::int64_t next = 1;      ///< The child to go on with.
  std::int64_t last = 0;      ///< The highest number there is.
  std::int64_t due = 0;       ///< Children with news that still wait.

  [[nodiscard]] bool is_done() const { return next > last && due == 0; }
};

/// How it stands: what a call of `draw_statuses` would still find to do. On a new day, or with
/// other rules, that is everybody.
core::Result<DrawingProgress> drawing_progress(const access::Call& call, RuleBooks& books);

/// Asks every scheme about up to `limit` children and stores the answers: first about those of whom
/// something new was said, then about those not asked today. Call again until it is done; where it
/// stands is stored with what it did, so that it goes on there after a crash.
///
/// Checks no policy: for the program's own upkeep. Cost: some 50 µs a child, most of it opening
/// what is sealed.
core::Result<DrawingProgress> draw_statuses(const access::Call& call, RuleBooks& books, int limit);

/// Children as rules look at them, side by side.
struct StatusTable {
  rules::FactTable facts;
  std::vector<std::int64_t> places;
};

/// Adds what is known of a child. Cost: opens every statement.
core::Result<void> add_child(const access::Call& call, const RuleBook& book,
                             const status_store::DueChild& child, StatusTable& table);

}  // namespace caregrid::registry
