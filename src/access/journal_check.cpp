#include "access/journal_check.h"

#include <algorithm>
#include <set>

namespace caregrid::access {
namespace {

/// The rows of one entry, hashed; false when a row's kind or ids cannot be one of ours.
core::Digest hash_of(std::span<const StoredTouch> changed, std::span<const StoredTouch> seen,
                     std::vector<std::byte>& scratch) {
  scratch.clear();
  for (const StoredTouch& touch : changed) {
    add_touched(scratch, 'c', {touch.kind, touch.ids});
  }
  for (const StoredTouch& touch : seen) {
    add_touched(scratch, 's', {touch.kind, touch.ids});
  }
  return core::sha256(scratch);
}

bool are_equal(core::Bytes left, core::Bytes right) { return std::ranges::equal(left, right); }

const Frontier* tree_of(std::span<const TreeAt> trees, std::int64_t size) {
  const auto found = std::ranges::lower_bound(trees, size, {}, &TreeAt::size);
  return found == trees.end() || found->size != size ? nullptr : &found->tree;
}

/// The size a note speaks of, whether or not its signature holds; 0 when it cannot be read.
std::int64_t size_told(std::string_view note) {
  const auto checkpoint = read_checkpoint(note);
  return checkpoint ? checkpoint->head.size : 0;
}

/// A root behind the first bad entry can be neither shown nor refuted: that entry is the fault.
constexpr std::string_view unreached;

/// Whether the row says what its signed note says.
std::string_view fault_of(const StoredCheckpoint& row, std::span<const TreeAt> trees,
                          const PublicKey& key, const JournalFindings& findings) {
  const auto note = open_checkpoint(row.note, key);
  if (!note) {
    return note.error().reason == "journal.note_signature" ? "journal.fault.signature"
                                                           : "journal.fault.note";
  }
  const bool is_row = note->county == row.county && note->county == findings.county &&
                      note->head.size == row.size && note->at.micros == row.at &&
                      note->head.root == row.root;
  const Frontier* const tree = tree_of(trees, row.size);
  if (!is_row) {
    return "journal.fault.note";
  }
  if (row.size > findings.entries) {
    return "journal.fault.truncated";
  }
  if (tree == nullptr) {
    return unreached;
  }
  if (tree->root() != row.root) {
    return "journal.fault.root";
  }
  return tree->bytes() == row.frontier ? "" : "journal.fault.frontier";
}

/// What is wrong with an anchored note: it binds even if the database forgot it.
std::string_view fault_of_anchored(std::string_view text, std::span<const TreeAt> trees,
                                   const RootEvidence& evidence, const JournalFindings& findings) {
  const auto& rows = evidence.checkpoints;
  const auto row = std::ranges::lower_bound(rows, size_told(text), {}, &StoredCheckpoint::size);
  if (row != rows.end() && row->note == text) {
    return "";  // Checked with the row.
  }
  const auto note = open_checkpoint(text, evidence.key);
  if (!note || note->county != findings.county) {
    return "journal.fault.anchor_note";
  }
  if (note->head.size > findings.entries) {
    return "journal.fault.truncated";
  }
  const Frontier* const tree = tree_of(trees, note->head.size);
  if (tree == nullptr) {
    return unreached;
  }
  if (tree->root() != note->head.root) {
    return "journal.fault.anchor_root";
  }
  return "journal.fault.checkpoint_lost";
}

}  // namespace

StretchCheck::StretchCheck(std::int64_t county, std::int64_t first, core::Bytes previous)
    : county_(county), next_(first) {
  if (previous.size() == last_.size()) {
    std::ranges::copy(previous, last_.begin());
  }
}

bool StretchCheck::fail(std::string_view reason, std::int64_t entry) {
  if (!fault_) {
    fault_ = JournalFault{std::string(reason), entry};
  }
  return false;
}

bool StretchCheck::add(const StoredEntry& entry, std::span<const StoredTouch> changed,
                       std::span<const StoredTouch> seen) {
  if (fault_) {
    return false;
  }
  if (entry.county != county_ || entry.seq != next_) {
    return fail("journal.fault.missing", next_);
  }
  if (!are_equal(entry.hash, stored_hash(last_, entry))) {
    return fail("journal.fault.chain", entry.seq);
  }
  const auto is_of_county = [&](const StoredTouch& touch) { return touch.county == county_; };
  if (!std::ranges::all_of(changed, is_of_county) || !std::ranges::all_of(seen, is_of_county) ||
      !are_equal(entry.changes_hash, hash_of(changed, seen, scratch_))) {
    return fail("journal.fault.touched", entry.seq);
  }
  std::ranges::copy(entry.hash, last_.begin());
  tree_.add_leaf(leaf_hash(last_));
  ++next_;
  while (sizes_passed_ < sizes_.size() && sizes_[sizes_passed_] < entry.seq) {
    ++sizes_passed_;
  }
  if (sizes_passed_ < sizes_.size() && sizes_[sizes_passed_] == entry.seq) {
    kept_.push_back({entry.seq, tree_});
  }
  if (is_cut_ && tree_.size() == entries_per_checkpoint) {
    blocks_.push_back(std::move(tree_));
    tree_ = {};
  }
  return true;
}

std::vector<TreeAt> put_together(std::span<const StretchCheck> stretches) {
  std::vector<TreeAt> trees;
  Frontier whole;
  for (const StretchCheck& stretch : stretches) {
    auto block = stretch.blocks().begin();
    for (const StretchCheck::Kept& kept : stretch.kept()) {
      while (whole.size() + kept.part.size() < kept.size) {
        whole.append(*block++);
      }
      Frontier tree = whole;
      tree.append(kept.part);
      trees.push_back({kept.size, std::move(tree)});
    }
    for (; block != stretch.blocks().end(); ++block) {
      whole.append(*block);
    }
    whole.append(stretch.rest());
    if (stretch.fault()) {
      return trees;
    }
  }
  trees.push_back({whole.size(), std::move(whole)});
  return trees;
}

std::vector<std::int64_t> sizes_needed(const RootEvidence& evidence) {
  std::set<std::int64_t> sizes;
  for (const StoredCheckpoint& row : evidence.checkpoints) {
    sizes.insert(row.size);
  }
  if (evidence.anchor) {
    for (const std::string& note : evidence.anchor->notes) {
      sizes.insert(size_told(note));
    }
  }
  return {sizes.begin(), sizes.end()};
}

void check_roots(std::span<const TreeAt> trees, const RootEvidence& evidence,
                 JournalFindings& findings) {
  const auto add = [&](std::string_view reason, std::int64_t entry) {
    if (!reason.empty()) {
      findings.faults.push_back({std::string(reason), entry});
    }
  };
  findings.checkpoints = static_cast<std::int64_t>(evidence.checkpoints.size());
  for (const StoredCheckpoint& row : evidence.checkpoints) {
    add(fault_of(row, trees, evidence.key, findings), row.size);
    findings.signed_entries = std::max(findings.signed_entries, row.size);
    findings.signed_at = std::max(findings.signed_at, core::Instant{row.at});
  }
  findings.has_anchor = evidence.anchor.has_value();
  if (!findings.has_anchor) {
    // Without one nobody can tell whether the newest entries and their roots were cut off.
    add(evidence.checkpoints.empty() ? "" : "journal.fault.anchor_missing",
        findings.signed_entries);
    return;
  }
  if (evidence.anchor->key != evidence.key) {
    add("journal.fault.anchor_key", 0);
  }
  for (const std::string& text : evidence.anchor->notes) {
    const std::int64_t size = size_told(text);
    add(fault_of_anchored(text, trees, evidence, findings), size);
    findings.anchored_entries = std::max(findings.anchored_entries, size);
  }
}

}  // namespace caregrid::access
