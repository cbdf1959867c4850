#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/checkpoint.h"
#include "access/merkle.h"
#include "access/stored_entry.h"
#include "core/bytes.h"

namespace caregrid::access {

/// What is wrong with a journal, and where: `reason` has a sentence in packs/core/messages.
struct JournalFault {
  std::string reason;      ///< "journal.fault.chain", …
  std::int64_t entry = 0;  ///< The first entry concerned; for a root, the size of its tree.

  bool operator==(const JournalFault&) const = default;
};

/// A row of `journal_checkpoint`.
struct StoredCheckpoint {
  std::int64_t county = 0;
  std::int64_t size = 0;
  std::int64_t at = 0;
  core::Digest root{};
  std::string note;
  std::vector<std::byte> frontier;

  bool operator==(const StoredCheckpoint&) const = default;
};

/// Checks one county's entries in order: numbers without gaps, the chain, what each entry changed
/// and saw; grows the Merkle tree and keeps it at the sizes asked for.
///
/// A journal may be checked in stretches on many threads, each starting at a multiple of
/// `entries_per_checkpoint`; `put_together` joins them. Cost: about 2 µs an entry.
class StretchCheck final {
 public:
  /// `first` is the number the first entry must have; `previous` the hash it must follow.
  StretchCheck(std::int64_t county, std::int64_t first, core::Bytes previous);

  /// Grows this tree of all entries before the first, instead of blocks of its own; `rest` is then
  /// the whole tree.
  void grow_from(Frontier whole) {
    tree_ = std::move(whole);
    is_cut_ = false;
  }

  /// The sizes of the whole tree to keep the frontier at, ascending.
  void keep_at(std::vector<std::int64_t> sizes) { sizes_ = std::move(sizes); }

  /// Takes the next entry; `changed` and `seen` are its rows, ordered by kind.
  /// False when something is wrong: then `fault` says what, and no more is taken.
  bool add(const StoredEntry& entry, std::span<const StoredTouch> changed,
           std::span<const StoredTouch> seen);

  /// A row that belongs to no entry. Always false.
  bool fail(std::string_view reason, std::int64_t entry);

  struct Kept {
    std::int64_t size = 0;  ///< Of the whole tree.
    Frontier part;          ///< Of the entries since the last whole block before it.
  };

  [[nodiscard]] const std::optional<JournalFault>& fault() const { return fault_; }
  [[nodiscard]] const std::vector<Kept>& kept() const { return kept_; }
  /// The trees of its whole blocks of `entries_per_checkpoint`, and of what is left.
  [[nodiscard]] const std::vector<Frontier>& blocks() const { return blocks_; }
  [[nodiscard]] const Frontier& rest() const { return tree_; }
  [[nodiscard]] const core::Digest& last_hash() const { return last_; }
  [[nodiscard]] std::int64_t next() const { return next_; }

 private:
  std::int64_t county_;
  std::int64_t next_;
  core::Digest last_{};
  std::vector<std::int64_t> sizes_;
  std::size_t sizes_passed_ = 0;
  bool is_cut_ = true;  ///< Into blocks.
  std::vector<Frontier> blocks_;
  Frontier tree_;
  std::vector<Kept> kept_;
  std::vector<std::byte> scratch_;
  std::optional<JournalFault> fault_;
};

/// Where a tree stood at one size.
struct TreeAt {
  std::int64_t size = 0;
  Frontier tree;
};

/// What was found out about one county's journal.
struct JournalFindings {
  std::int64_t county = 0;
  std::int64_t entries = 0;
  std::int64_t signed_entries = 0;    ///< Covered by the newest signed root.
  std::int64_t anchored_entries = 0;  ///< Covered by the newest anchored root.
  std::int64_t checkpoints = 0;
  core::Instant signed_at;  ///< Of the newest root.
  core::Digest root{};      ///< Of all entries.
  bool has_anchor = false;
  std::vector<JournalFault> faults;  ///< In order of entries; empty: the journal is whole.
};

/// The trees at the kept sizes of a whole journal cut into stretches, in order.
std::vector<TreeAt> put_together(std::span<const StretchCheck> stretches);

/// What the roots are held against.
struct RootEvidence {
  std::vector<StoredCheckpoint> checkpoints;  ///< In order of size.
  std::optional<Anchor> anchor;
  PublicKey key;
};

/// Compares the trees with signed roots and anchored ones, and adds what is wrong to `findings`:
/// a root that is not that of its entries, a note of another key, an anchored root the database
/// lost, entries fewer than were signed.
void check_roots(std::span<const TreeAt> trees, const RootEvidence& evidence,
                 JournalFindings& findings);

/// All sizes at which `check_roots` needs a tree, ascending.
std::vector<std::int64_t> sizes_needed(const RootEvidence& evidence);

}  // namespace caregrid::access
