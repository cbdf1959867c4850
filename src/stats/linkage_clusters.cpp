#include "stats/linkage_clusters.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace caregrid::stats {
namespace {

/// Sets of records joined to one another, each named by its smallest.
class Forest final {
 public:
  explicit Forest(std::size_t count) : parent_(count) {
    std::iota(parent_.begin(), parent_.end(), 0U);
  }
  std::uint32_t root(std::uint32_t at) {
    while (parent_[at] != at) {
      parent_[at] = parent_[parent_[at]];
      at = parent_[at];
    }
    return at;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

using Odds = core::FunctionRef<double(std::uint32_t, std::uint32_t)>;

std::uint64_t pair_key(std::uint32_t a, std::uint32_t b) {
  return (std::uint64_t{std::min(a, b)} << 32U) | std::max(a, b);
}

std::vector<std::uint64_t> sorted_keys(
    std::span<const std::pair<std::uint32_t, std::uint32_t>> pairs) {
  std::vector<std::uint64_t> keys;
  for (const auto& [a, b] : pairs) {
    keys.push_back(pair_key(a, b));
  }
  std::ranges::sort(keys);
  return keys;
}

/// What the pairs of two clusters say together.
struct Bond {
  double sum = 0;
  bool is_forbidden = false;
};

/// The clusters of one group of records while they merge.
class Group final {
 public:
  Group(std::vector<std::uint32_t> members, const ClusterRules& rules)
      : members_(std::move(members)),
        rules_(rules),
        bonds_(members_.size() * members_.size()),
        size_(members_.size(), 1),
        owner_(members_.size()) {
    std::iota(owner_.begin(), owner_.end(), std::size_t{0});
  }

  void weigh(std::span<const std::uint64_t> cannot, Odds odds) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      for (std::size_t j = i + 1; j < members_.size(); ++j) {
        const double weight = odds(members_[i], members_[j]);
        Bond bond{std::clamp(weight, -rules_.clip, rules_.clip), weight <= never_log_odds};
        bond.is_forbidden = bond.is_forbidden ||
                            std::ranges::binary_search(cannot, pair_key(members_[i], members_[j]));
        at(i, j) = bond;
        at(j, i) = bond;
      }
    }
  }

  /// Puts together what people have, whatever the odds, unless people forbid it too.
  void obey(std::span<const std::uint64_t> must, std::span<const std::uint64_t> cannot) {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      for (std::size_t j = i + 1; j < members_.size(); ++j) {
        if (std::ranges::binary_search(must, pair_key(members_[i], members_[j])) &&
            !are_parted(owner_[i], owner_[j], cannot)) {
          merge(std::min(owner_[i], owner_[j]), std::max(owner_[i], owner_[j]));
        }
      }
    }
  }

  void merge_all() {
    for (;;) {
      std::size_t best_a = 0;
      std::size_t best_b = 0;
      double best = rules_.log_odds_min;
      for (std::size_t i = 0; i < members_.size(); ++i) {
        for (std::size_t j = i + 1; j < members_.size(); ++j) {
          if (owner_[i] != i || owner_[j] != j || at(i, j).is_forbidden) {
            continue;
          }
          const double mean = at(i, j).sum / static_cast<double>(size_[i] * size_[j]);
          if (mean > best) {
            best = mean;
            best_a = i;
            best_b = j;
          }
        }
      }
      if (best_a == best_b) {
        return;
      }
      merge(best_a, best_b);
    }
  }

  void write(std::vector<std::uint32_t>& clusters) const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      clusters[members_[i]] = members_[owner_[i]];
    }
  }

 private:
  [[nodiscard]] Bond& at(std::size_t i, std::size_t j) { return bonds_[i * members_.size() + j]; }

  [[nodiscard]] bool are_parted(std::size_t a, std::size_t b,
                                std::span<const std::uint64_t> cannot) const {
    for (std::size_t i = 0; i < members_.size(); ++i) {
      for (std::size_t j = 0; j < members_.size() && owner_[i] == a; ++j) {
        if (owner_[j] == b &&
            std::ranges::binary_search(cannot, pair_key(members_[i], members_[j]))) {
          return true;
        }
      }
    }
    return false;
  }

  /// The cluster of `b` becomes part of that of `a`, a < b, both owners.
  void merge(std::size_t a, std::size_t b) {
    if (a == b) {
      return;
    }
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (owner_[i] == b) {
        owner_[i] = a;
      }
      if (i != a && i != b) {
        Bond& bond = at(a, i);
        bond.sum += at(b, i).sum;
        bond.is_forbidden = bond.is_forbidden || at(b, i).is_forbidden;
        at(i, a) = bond;
      }
    }
    size_[a] += size_[b];
  }

  std::vector<std::uint32_t> members_;
  const ClusterRules& rules_;
  std::vector<Bond> bonds_;
  std::vector<std::size_t> size_;
  std::vector<std::size_t> owner_;
};

/// Records joined by edges above the threshold or by people, cut where a group grows too large.
///
/// Edges are taken strongest first; one that would make a group larger than allowed is left out.
std::vector<std::vector<std::uint32_t>> groups_of(std::size_t records,
                                                  std::span<const LinkageEdge> edges,
                                                  const LinkageDecisions& decisions,
                                                  const ClusterRules& rules) {
  Forest forest(records);
  std::vector<std::uint32_t> size(records, 1);
  const auto join = [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t left = forest.root(a);
    const std::uint32_t right = forest.root(b);
    if (left != right && size[left] + size[right] <= rules.component_max) {
      forest.join(left, right);
      size[std::min(left, right)] = size[left] + size[right];
    }
  };
  for (const auto& [a, b] : decisions.must) {
    join(a, b);
  }
  std::vector<LinkageEdge> strong;
  std::ranges::copy_if(edges, std::back_inserter(strong), [&](const LinkageEdge& edge) {
    return edge.log_odds > static_cast<float>(rules.log_odds_min);
  });
  std::ranges::sort(strong, [](const LinkageEdge& x, const LinkageEdge& y) {
    return x.log_odds != y.log_odds ? x.log_odds > y.log_odds
                                    : pair_key(x.a, x.b) < pair_key(y.a, y.b);
  });
  for (const LinkageEdge& edge : strong) {
    join(edge.a, edge.b);
  }
  std::vector<std::uint32_t> place(records, std::numeric_limits<std::uint32_t>::max());
  std::vector<std::vector<std::uint32_t>> groups;
  for (std::uint32_t record = 0; record < records; ++record) {
    const std::uint32_t root = forest.root(record);
    if (size[root] < 2) {
      continue;
    }
    if (place[root] == std::numeric_limits<std::uint32_t>::max()) {
      place[root] = static_cast<std::uint32_t>(groups.size());
      groups.emplace_back();
    }
    groups[place[root]].push_back(record);
  }
  return groups;
}

}  // namespace

Clusters cluster_records(std::size_t records, std::span<const LinkageEdge> edges,
                         const LinkageDecisions& decisions, const ClusterRules& rules, Odds odds) {
  Clusters made;
  made.cluster.resize(records);
  std::iota(made.cluster.begin(), made.cluster.end(), 0U);
  const std::vector<std::uint64_t> must = sorted_keys(decisions.must);
  const std::vector<std::uint64_t> cannot = sorted_keys(decisions.cannot);
  for (std::vector<std::uint32_t>& members : groups_of(records, edges, decisions, rules)) {
    Group group(std::move(members), rules);
    group.weigh(cannot, odds);
    group.obey(must, cannot);
    group.merge_all();
    group.write(made.cluster);
  }
  for (const LinkageEdge& edge : edges) {
    if (edge.log_odds > static_cast<float>(rules.log_odds_min) &&
        made.cluster[edge.a] != made.cluster[edge.b]) {
      made.refused.push_back(edge);
    }
  }
  return made;
}

}  // namespace caregrid::stats
