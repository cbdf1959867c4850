#include <algorithm>
#include <array>

#include "access/journal_store.h"
#include "access/journal_verify.h"

namespace caregrid::access {
namespace {

/// What a proof needs of the journal up to the newest root.
struct Gathered {
  std::optional<StoredCheckpoint> checkpoint;
  std::vector<core::Digest> leaves;
  InclusionProof proof;
};

InclusionProof described(const StoredEntry& entry) {
  InclusionProof proof;
  proof.county = entry.county;
  proof.entry = entry.seq;
  proof.at = entry.at;
  proof.account = core::to_hex(entry.account);
  proof.role = entry.role;
  proof.command = core::to_hex(entry.command);
  proof.kind = entry.kind;
  proof.event = entry.event;
  proof.purpose = entry.purpose;
  proof.field_class = entry.field_class;
  proof.policy = entry.policy;
  proof.session = core::to_hex(entry.session);
  proof.payload_hash = core::to_hex(entry.payload_hash);
  proof.changes_hash = core::to_hex(entry.changes_hash);
  return proof;
}

core::Result<void> gather(db::Transaction& transaction, const SeqRange& range, Gathered& gathered) {
  core::Digest previous{};
  return each_entry(transaction, range, [&](const StoredEntry& entry) {
    if (entry.seq == gathered.proof.entry) {
      gathered.proof = described(entry);
      gathered.proof.previous_hash = core::to_hex(previous);
    }
    if (entry.hash.size() == previous.size()) {
      std::ranges::copy(entry.hash, previous.begin());
    }
    gathered.leaves.push_back(leaf_hash(previous));
    return true;
  });
}

/// Hexadecimal of exactly so many bytes.
template <std::size_t size>
bool read_hex(std::string_view text, std::array<std::byte, size>& into) {
  return core::from_hex(text, into);
}

core::Error damaged_proof() { return core::invalid("proof", "journal.proof_damaged"); }

/// The hash the entry of a proof has; none when it is malformed.
std::optional<core::Digest> entry_hash(const InclusionProof& proof) {
  core::IdBytes account{};
  core::IdBytes command{};
  core::IdBytes session{};
  core::Digest payload_hash{};
  core::Digest changes_hash{};
  core::Digest previous{};
  if (!read_hex(proof.account, account) || !read_hex(proof.command, command) ||
      !read_hex(proof.session, session) || !read_hex(proof.payload_hash, payload_hash) ||
      !read_hex(proof.changes_hash, changes_hash) || !read_hex(proof.previous_hash, previous)) {
    return std::nullopt;
  }
  StoredEntry entry;
  entry.county = proof.county;
  entry.seq = proof.entry;
  entry.at = proof.at;
  entry.account = account;
  entry.role = proof.role;
  entry.command = command;
  entry.kind = proof.kind;
  entry.payload_hash = payload_hash;
  entry.changes_hash = changes_hash;
  entry.event = proof.event;
  entry.purpose = proof.purpose;
  entry.field_class = proof.field_class;
  entry.policy = proof.policy;
  entry.session = session;
  return stored_hash(previous, entry);
}

}  // namespace

core::Result<std::int64_t> only_journal_county(db::Database& database, std::int64_t wanted) {
  std::vector<std::int64_t> counties{wanted};
  if (wanted == 0) {
    const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
      auto known = list_journal_counties(transaction);
      counties = known ? std::move(*known) : std::vector<std::int64_t>();
      return known ? core::Result<void>() : core::Result<void>(known.error());
    });
    if (!done) {
      return done.error();
    }
  }
  if (counties.size() != 1) {
    return core::invalid("--county", counties.empty() ? "county.unknown" : "county.several");
  }
  return counties.front();
}

core::Result<InclusionProof> prove_entry(db::Database& database, std::int64_t county,
                                         std::int64_t entry) {
  Gathered gathered;
  gathered.proof.entry = entry;
  const auto done = database.read([&](db::Transaction& transaction) -> core::Result<void> {
    auto checkpoint = find_checkpoint(transaction, county);
    const auto spans = find_spans(transaction, county);
    if (!checkpoint || !spans) {
      return checkpoint ? spans.error() : checkpoint.error();
    }
    if (entry < 1 || entry > spans->entries.highest) {
      return core::failure(core::Code::not_found, "journal.no_entry");
    }
    if (!*checkpoint || (*checkpoint)->size < entry) {
      return core::failure(core::Code::conflict, "journal.not_signed_yet");
    }
    gathered.checkpoint = std::move(*checkpoint);
    return gather(transaction, {county, 1, gathered.checkpoint->size}, gathered);
  });
  if (!done) {
    return done.error();
  }
  if (static_cast<std::int64_t>(gathered.leaves.size()) < entry) {
    return core::failure(core::Code::not_found, "journal.no_entry");
  }
  for (const core::Digest& step : inclusion_proof(entry - 1, gathered.leaves)) {
    gathered.proof.path.push_back(core::to_hex(step));
  }
  gathered.proof.checkpoint = gathered.checkpoint->note;
  return std::move(gathered.proof);
}

core::Result<Checkpoint> check_proof(const InclusionProof& proof, const PublicKey& key) {
  const auto hash = entry_hash(proof);
  std::vector<core::Digest> path;
  for (const std::string& text : proof.path) {
    if (!read_hex(text, path.emplace_back())) {
      return damaged_proof();
    }
  }
  if (!hash) {
    return damaged_proof();
  }
  const auto checkpoint = open_checkpoint(proof.checkpoint, key);
  if (!checkpoint) {
    return checkpoint.error();
  }
  const bool holds = checkpoint->county == proof.county &&
                     check_inclusion(leaf_hash(*hash), proof.entry - 1, checkpoint->head.size, path,
                                     checkpoint->head.root);
  if (!holds) {
    return core::invalid("proof", "journal.proof_wrong");
  }
  return *checkpoint;
}

}  // namespace caregrid::access
