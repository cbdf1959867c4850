// Shows that trees, inclusion proofs and consistency proofs are those of RFC 6962: against the
// test vectors of Certificate Transparency, and for every pair of sizes up to 40 with every proof
// spoilt in turn.
#include "access/merkle.h"

#include <doctest/doctest.h>

#include <string>

namespace caregrid::access {
namespace {

std::vector<core::Digest> numbered_leaves(int count) {
  std::vector<core::Digest> leaves;
  for (int i = 0; i < count; ++i) {
    leaves.push_back(leaf_hash(core::sha256(core::as_bytes(std::to_string(i)))));
  }
  return leaves;
}

/// The definition of RFC 6962 2.1, word for word.
core::Digest plain_root(std::span<const core::Digest> leaves) {
  if (leaves.empty()) {
    return core::sha256({});
  }
  if (leaves.size() == 1) {
    return leaves.front();
  }
  std::size_t cut = 1;
  while (cut * 2 < leaves.size()) {
    cut *= 2;
  }
  return node_hash(plain_root(leaves.first(cut)), plain_root(leaves.subspan(cut)));
}

Frontier tree_of(std::span<const core::Digest> leaves) {
  Frontier tree;
  for (const core::Digest& leaf : leaves) {
    tree.add_leaf(leaf);
  }
  return tree;
}

TEST_CASE("hashes are those of the RFC: the empty tree, and nodes told apart from leaves") {
  CHECK(core::to_hex(Frontier().root()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const core::Digest zero{};
  CHECK(core::to_hex(leaf_hash(zero)) ==
        "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9");
  CHECK(leaf_hash(zero) != core::sha256(zero));
}

TEST_CASE("a growing tree has the root of the definition at every size, and survives storing") {
  const auto leaves = numbered_leaves(200);
  Frontier tree;
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    CHECK(tree.root() == plain_root(std::span(leaves).first(size)));
    const auto stored = Frontier::from(tree.size(), tree.bytes());
    REQUIRE(stored.has_value());
    CHECK(*stored == tree);
    CHECK_FALSE(Frontier::from(tree.size() + 1, tree.bytes()) == tree);
    tree.add_leaf(leaves[size]);
  }
}

TEST_CASE("blocks of 16 put together are the tree itself") {
  const auto leaves = numbered_leaves(100);
  Frontier whole;
  for (std::size_t start = 0; start < leaves.size(); start += 16) {
    const std::size_t count = std::min<std::size_t>(16, leaves.size() - start);
    whole.append(tree_of(std::span(leaves).subspan(start, count)));
  }
  CHECK(whole.root() == plain_root(leaves));
}

TEST_CASE("inclusion: each leaf of each tree is proved, and a spoilt proof is not") {
  const auto leaves = numbered_leaves(40);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto tree = std::span(leaves).first(size);
    const core::Digest root = plain_root(tree);
    const auto n = static_cast<std::int64_t>(size);
    for (std::int64_t index = 0; index < n; ++index) {
      auto proof = inclusion_proof(index, tree);
      const core::Digest& leaf = leaves[static_cast<std::size_t>(index)];
      CHECK(check_inclusion(leaf, index, n, proof, root));
      CHECK_FALSE(check_inclusion(leaf, index + 1, n, proof, root));
      CHECK_FALSE(check_inclusion(root, index, n, proof, size == 1 ? leaf_hash(root) : root));
      for (core::Digest& step : proof) {
        step[0] ^= std::byte{1};
        CHECK_FALSE(check_inclusion(leaf, index, n, proof, root));
        step[0] ^= std::byte{1};
      }
      proof.push_back(root);
      CHECK_FALSE(check_inclusion(leaf, index, n, proof, root));
    }
  }
}

TEST_CASE("consistency: each tree begins with each smaller one, and a spoilt proof shows nothing") {
  const auto leaves = numbered_leaves(40);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const TreeHead second{static_cast<std::int64_t>(size),
                          plain_root(std::span(leaves).first(size))};
    for (std::size_t before = 1; before <= size; ++before) {
      const TreeHead first{static_cast<std::int64_t>(before),
                           plain_root(std::span(leaves).first(before))};
      auto proof = consistency_proof(first.size, std::span(leaves).first(size));
      CHECK(check_consistency(first, second, proof));
      CHECK_FALSE(check_consistency({first.size, leaf_hash(first.root)}, second, proof));
      for (core::Digest& step : proof) {
        step[0] ^= std::byte{1};
        CHECK_FALSE(check_consistency(first, second, proof));
        step[0] ^= std::byte{1};
      }
    }
  }
}

}  // namespace
}  // namespace caregrid::access
