#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/journal_source.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "db/database.h"

namespace caregrid::access {

/// Every county that has a row in any table of the journal, ascending. Cost: one look-up a county.
core::Result<std::vector<std::int64_t>> list_journal_counties(db::Transaction& transaction);

core::Result<JournalSpans> find_spans(db::Transaction& transaction, std::int64_t county);

/// Visits the entries of a range in order; the views hold until the visitor returns.
core::Result<void> each_entry(db::Transaction& transaction, const SeqRange& range,
                              core::FunctionRef<bool(const StoredEntry&)> visit);

/// The stored hash of one entry; empty when there is none.
core::Result<std::vector<std::byte>> find_entry_hash(db::Transaction& transaction,
                                                     std::int64_t county, std::int64_t seq);

core::Result<Touches> list_changed(db::Transaction& transaction, const SeqRange& range);
core::Result<Touches> list_seen(db::Transaction& transaction, const SeqRange& range);

/// The newest entry that changed a record of the county; 0 when none has. Cost: one look-up.
core::Result<std::int64_t> find_newest_change(db::Transaction& transaction, std::int64_t county);

/// The signed roots of a county over more than `size` entries, by size.
core::Result<std::vector<StoredCheckpoint>> list_checkpoints_after(db::Transaction& transaction,
                                                                   std::int64_t county,
                                                                   std::int64_t size);
/// All of them.
core::Result<std::vector<StoredCheckpoint>> list_checkpoints(db::Transaction& transaction,
                                                             std::int64_t county);
/// The newest one; none in a county without.
core::Result<std::optional<StoredCheckpoint>> find_checkpoint(db::Transaction& transaction,
                                                              std::int64_t county);
/// Stores a root; one of that size that is there already stays.
core::Result<void> insert_checkpoint(db::Transaction& transaction,
                                     const StoredCheckpoint& checkpoint);

/// The journal as one transaction sees it.
class TransactionJournal final : public JournalSource {
 public:
  explicit TransactionJournal(db::Transaction& transaction) : transaction_(transaction) {}

  core::Result<std::vector<std::int64_t>> counties() override {
    return list_journal_counties(transaction_);
  }
  core::Result<JournalSpans> spans(std::int64_t county) override {
    return find_spans(transaction_, county);
  }
  core::Result<void> each_entry(const SeqRange& range,
                                core::FunctionRef<bool(const StoredEntry&)> visit) override {
    return access::each_entry(transaction_, range, visit);
  }
  core::Result<Touches> changed(const SeqRange& range) override {
    return list_changed(transaction_, range);
  }
  core::Result<Touches> seen(const SeqRange& range) override {
    return list_seen(transaction_, range);
  }
  core::Result<std::vector<StoredCheckpoint>> checkpoints(std::int64_t county) override {
    return list_checkpoints(transaction_, county);
  }

 private:
  db::Transaction& transaction_;
};

}  // namespace caregrid::access
