#include "access/merkle.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/check.h"

namespace caregrid::access {
namespace {

/// The largest power of two below `size`, where its tree is cut.
std::size_t cut_of(std::size_t size) { return std::bit_floor(size - 1); }

core::Digest root_of(std::span<const core::Digest> leaves) {
  Frontier tree;
  for (const core::Digest& leaf : leaves) {
    tree.add_leaf(leaf);
  }
  return tree.root();
}

/// The subproof of RFC 6962 2.1.2; `is_whole`: the first tree is all of this subtree so far.
void prove_consistency(std::size_t first, std::span<const core::Digest> leaves, bool is_whole,
                       std::vector<core::Digest>& proof) {
  if (first == leaves.size()) {
    if (!is_whole) {
      proof.push_back(root_of(leaves));
    }
    return;
  }
  const std::size_t cut = cut_of(leaves.size());
  if (first <= cut) {
    prove_consistency(first, leaves.first(cut), is_whole, proof);
    proof.push_back(root_of(leaves.subspan(cut)));
  } else {
    prove_consistency(first - cut, leaves.subspan(cut), false, proof);
    proof.push_back(root_of(leaves.first(cut)));
  }
}

}  // namespace

core::Digest leaf_hash(const core::Digest& entry_hash) {
  std::array<std::byte, 33> bytes{};
  std::ranges::copy(entry_hash, bytes.begin() + 1);
  return core::sha256(bytes);
}

core::Digest node_hash(const core::Digest& left, const core::Digest& right) {
  std::array<std::byte, 65> bytes{std::byte{1}};
  std::ranges::copy(left, bytes.begin() + 1);
  std::ranges::copy(right, bytes.begin() + 33);
  return core::sha256(bytes);
}

void Frontier::add_leaf(const core::Digest& leaf) { add_subtree(leaf, 1); }

/// As in binary addition: two subtrees of one size become one of the next.
void Frontier::add_subtree(const core::Digest& root, std::int64_t leaves) {
  core::check(size_ % leaves == 0);
  core::Digest carried = root;
  for (std::int64_t weight = leaves; (size_ & weight) != 0; weight <<= 1U) {
    carried = node_hash(roots_.back(), carried);
    roots_.pop_back();
  }
  roots_.push_back(carried);
  size_ += leaves;
}

void Frontier::append(const Frontier& other) {
  auto weight = std::bit_floor(static_cast<std::uint64_t>(other.size_));
  for (const core::Digest& root : other.roots_) {
    while ((static_cast<std::uint64_t>(other.size_) & weight) == 0) {
      weight >>= 1U;
    }
    add_subtree(root, static_cast<std::int64_t>(weight));
    weight >>= 1U;
  }
}

core::Digest Frontier::root() const {
  if (roots_.empty()) {
    return core::sha256({});
  }
  core::Digest root = roots_.back();
  for (std::size_t i = roots_.size() - 1; i > 0; --i) {
    root = node_hash(roots_[i - 1], root);
  }
  return root;
}

std::vector<std::byte> Frontier::bytes() const {
  std::vector<std::byte> bytes;
  for (const core::Digest& root : roots_) {
    bytes.insert(bytes.end(), root.begin(), root.end());
  }
  return bytes;
}

std::optional<Frontier> Frontier::from(std::int64_t size, core::Bytes bytes) {
  const auto roots = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(size)));
  if (size < 0 || bytes.size() != roots * core::Digest{}.size()) {
    return std::nullopt;
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.roots_.resize(roots);
  for (std::size_t i = 0; i < roots; ++i) {
    std::ranges::copy(bytes.subspan(i * 32, 32), frontier.roots_[i].begin());
  }
  return frontier;
}

std::vector<core::Digest> inclusion_proof(std::int64_t index,
                                          std::span<const core::Digest> leaves) {
  core::check(index >= 0 && static_cast<std::size_t>(index) < leaves.size());
  std::vector<core::Digest> proof;
  auto at = static_cast<std::size_t>(index);
  while (leaves.size() > 1) {
    const std::size_t cut = cut_of(leaves.size());
    const bool is_left = at < cut;
    proof.push_back(root_of(is_left ? leaves.subspan(cut) : leaves.first(cut)));
    leaves = is_left ? leaves.first(cut) : leaves.subspan(cut);
    at -= is_left ? 0 : cut;
  }
  std::ranges::reverse(proof);
  return proof;
}

bool check_inclusion(const core::Digest& leaf, std::int64_t index, std::int64_t size,
                     std::span<const core::Digest> proof, const core::Digest& root) {
  if (index < 0 || index >= size) {
    return false;
  }
  // Source: RFC 9162 section 2.1.3.2.
  std::int64_t node = index;
  std::int64_t last = size - 1;
  core::Digest hash = leaf;
  for (const core::Digest& beside : proof) {
    if (last == 0) {
      return false;
    }
    if ((node & 1) != 0 || node == last) {
      hash = node_hash(beside, hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = node_hash(hash, beside);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

std::vector<core::Digest> consistency_proof(std::int64_t first_size,
                                            std::span<const core::Digest> leaves) {
  core::check(first_size > 0 && static_cast<std::size_t>(first_size) <= leaves.size());
  std::vector<core::Digest> proof;
  prove_consistency(static_cast<std::size_t>(first_size), leaves, true, proof);
  return proof;
}

bool check_consistency(const TreeHead& first, const TreeHead& second,
                       std::span<const core::Digest> proof) {
  if (first.size <= 0 || first.size > second.size) {
    return false;
  }
  if (first.size == second.size) {
    return proof.empty() && first.root == second.root;
  }
  std::vector<core::Digest> path(proof.begin(), proof.end());
  if (std::has_single_bit(static_cast<std::uint64_t>(first.size))) {
    path.insert(path.begin(), first.root);
  }
  if (path.empty()) {
    return false;
  }
  std::int64_t node = first.size - 1;
  std::int64_t last = second.size - 1;
  while ((node & 1) != 0) {
    node >>= 1U;
    last >>= 1U;
  }
  core::Digest older = path.front();
  core::Digest newer = path.front();
  for (const core::Digest& beside : std::span(path).subspan(1)) {
    if (last == 0) {
      return false;
    }
    if ((node & 1) != 0 || node == last) {
      older = node_hash(beside, older);
      newer = node_hash(beside, newer);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1U;
        last >>= 1U;
      }
    } else {
      newer = node_hash(newer, beside);
    }
    node >>= 1U;
    last >>= 1U;
  }
  return last == 0 && older == first.root && newer == second.root;
}

}  // namespace caregrid::access
