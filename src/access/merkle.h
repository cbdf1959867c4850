#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/hash.h"

namespace caregrid::access {

/// Merkle trees over entry hashes, as Certificate Transparency makes them: a leaf is
/// SHA-256(0x00 | entry hash), a node SHA-256(0x01 | left | right), and a tree of n leaves is cut
/// at the largest power of two below n. Source: RFC 6962 section 2.1.
core::Digest leaf_hash(const core::Digest& entry_hash);
core::Digest node_hash(const core::Digest& left, const core::Digest& right);

/// A tree that only grows, kept as the roots of the perfect subtrees it is made of: at most 63
/// hashes however many leaves, the largest first. Adding costs two hashes on average.
class Frontier final {
 public:
  Frontier() = default;

  void add_leaf(const core::Digest& leaf);

  /// Appends the subtrees of another tree. This one's size must be a multiple of the other's
  /// largest subtree, as when both are cut at blocks of one power of two.
  void append(const Frontier& other);

  [[nodiscard]] std::int64_t size() const { return size_; }

  /// The root; SHA-256 of nothing for the empty tree.
  [[nodiscard]] core::Digest root() const;

  /// The subtree roots one after another, 32 bytes each.
  [[nodiscard]] std::vector<std::byte> bytes() const;
  /// None when there are not exactly as many roots as a tree of that size has.
  static std::optional<Frontier> from(std::int64_t size, core::Bytes bytes);

  bool operator==(const Frontier&) const = default;

 private:
  void add_subtree(const core::Digest& root, std::int64_t leaves);

  std::int64_t size_ = 0;
  std::vector<core::Digest> roots_;
};

/// Proves that leaf `index` (from 0) stands in the tree of all `leaves`: the audit path, lowest
/// first. Cost: one pass over the leaves. Source: RFC 6962 section 2.1.1.
std::vector<core::Digest> inclusion_proof(std::int64_t index, std::span<const core::Digest> leaves);

/// Whether `proof` shows that `leaf` is number `index` of the tree of `size` leaves and that root.
bool check_inclusion(const core::Digest& leaf, std::int64_t index, std::int64_t size,
                     std::span<const core::Digest> proof, const core::Digest& root);

/// Proves that the tree of all `leaves` begins with that of the first `first_size`.
/// Source: RFC 6962 section 2.1.2.
std::vector<core::Digest> consistency_proof(std::int64_t first_size,
                                            std::span<const core::Digest> leaves);

/// A tree by its size and root.
struct TreeHead {
  std::int64_t size = 0;
  core::Digest root{};

  bool operator==(const TreeHead&) const = default;
};

/// Whether `proof` shows that the second tree begins with the first. Source: RFC 9162 2.1.4.2.
bool check_consistency(const TreeHead& first, const TreeHead& second,
                       std::span<const core::Digest> proof);

}  // namespace caregrid::access
