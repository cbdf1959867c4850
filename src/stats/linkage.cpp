#include "stats/linkage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/rng.h"

namespace caregrid::stats {
namespace {

using Progress = core::FunctionRef<void(std::int64_t, std::int64_t)>;

constexpr std::uint64_t sample_seed = 20;
constexpr std::int64_t steps = 4;  ///< Keys, candidates, model, clusters.

/// Records in an order that their content alone decides.
std::vector<std::uint32_t> order_of(const LinkageRecords& records) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed(records.count());
  for (std::uint32_t i = 0; i < keyed.size(); ++i) {
    keyed[i] = {records.order_key(i), i};
  }
  std::ranges::sort(keyed);
  std::vector<std::uint32_t> order(keyed.size());
  std::ranges::transform(keyed, order.begin(), [](const auto& one) { return one.second; });
  return order;
}

void count_pair(const Comparison& comparison, std::vector<Levels>& counts) {
  for (std::size_t f = 0; f < counts.size(); ++f) {
    counts[f][level_of(comparison.pattern, f)] += 1;
  }
}

/// Levels of all pairs, or of as many random ones as asked for.
std::vector<Levels> count_background(const LinkageRecords& records,
                                     std::span<const std::uint32_t> order, std::size_t sample) {
  std::vector<Levels> counts(records.scheme().fields.size());
  const std::uint64_t n = order.size();
  if (n < 2 || n * (n - 1) / 2 <= sample) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i + 1; j < n; ++j) {
        if (records.may_link(order[i], order[j])) {
          count_pair(records.compare(order[i], order[j]), counts);
        }
      }
    }
    return counts;
  }
  core::SeededRng rng(sample_seed);
  std::array<std::pair<std::uint32_t, std::uint32_t>, 16> coming;  // Announced, then compared.
  for (std::size_t drawn = 0; drawn < sample + coming.size(); ++drawn) {
    auto& [a, b] = coming[drawn % coming.size()];
    if (drawn >= coming.size() && records.may_link(a, b)) {
      count_pair(records.compare(a, b), counts);
    }
    const std::uint64_t i = rng.below(n);
    a = order[i];
    b = order[(i + 1 + rng.below(n - 1)) % n];
    records.expect(a);
    records.expect(b);
  }
  return counts;
}

/// Shares by level: those the records know exactly, the others by the sample, scaled to fit.
Levels shares_of(const LinkageRecords& records, std::size_t field, const Levels& counts) {
  const unsigned levels = records.scheme().fields[field].levels;
  Levels shares{};
  double known = 0;
  double counted = 0;
  for (unsigned level = 1; level <= levels; ++level) {
    shares[level] = records.coincidence(field, level);
    known += std::max(shares[level], 0.0);
    // A level nobody was seen at counts a little, so that all can be scaled.
    counted += shares[level] < 0 ? counts[level] + 1e-6 : 0;
  }
  for (unsigned level = 1; level <= levels; ++level) {
    if (shares[level] < 0) {
      shares[level] = (counts[level] + 1e-6) / counted * std::max(1 - known, 0.0);
    }
  }
  return shares;
}

std::vector<Levels> background_of(const LinkageRecords& records,
                                  std::span<const std::uint32_t> order, std::size_t sample) {
  std::vector<Levels> shares = count_background(records, order, sample);
  for (std::size_t f = 0; f < shares.size(); ++f) {
    shares[f] = shares_of(records, f, shares[f]);
  }
  return shares;
}

double pairs_of(const LinkageRecords& records, std::span<const std::uint32_t> order) {
  const auto n = static_cast<double>(records.count());
  // When files are linked, only some pairs are of interest; a sample says which share.
  constexpr std::size_t draws = 20'000;
  core::SeededRng rng(sample_seed + 1);
  std::size_t wanted = 0;
  for (std::size_t drawn = 0; drawn < draws && order.size() > 1; ++drawn) {
    const std::uint64_t i = rng.below(order.size());
    const std::uint64_t j = (i + 1 + rng.below(order.size() - 1)) % order.size();
    wanted += records.may_link(order[i], order[j]) ? 1U : 0U;
  }
  return std::max(1.0, n * (n - 1) / 2 * static_cast<double>(wanted) / draws);
}

struct Candidate {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  float rarity = 0;
  std::uint32_t pattern = 0;  ///< Index among the distinct ones.
};

/// Candidates with their patterns, each distinct pattern kept once.
class CandidateList final {
 public:
  void add(std::uint32_t a, std::uint32_t b, const Comparison& comparison) {
    if (comparison.is_never) {
      parted_.add(comparison.pattern);
      return;
    }
    counter_.add(comparison.pattern);
    pairs_.push_back({a, b, comparison.rarity, 0});
    patterns_.push_back(comparison.pattern);
  }

  /// Gives the patterns in ascending order and forgets all but the pairs' places among them.
  std::vector<PatternCount> settle() {
    std::vector<PatternCount> counts = counter_.counts();
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto found = std::ranges::lower_bound(counts, patterns_[i], {}, &PatternCount::pattern);
      pairs_[i].pattern = static_cast<std::uint32_t>(found - counts.begin());
    }
    patterns_ = {};
    return counts;
  }

  [[nodiscard]] std::span<const Candidate> pairs() const { return pairs_; }
  [[nodiscard]] std::vector<PatternCount> parted() const { return parted_.counts(); }

 private:
  std::vector<Candidate> pairs_;
  std::vector<Pattern> patterns_;
  PatternCounter counter_;
  PatternCounter parted_;
};

BlockingKeys keys_of(const LinkageRecords& records, std::span<const std::uint32_t> order) {
  BlockingKeys keys(records.count(), records.key_columns());
  for (std::size_t i = 0; i < order.size(); ++i) {
    records.write_keys(order[i], keys.of(i));
  }
  return keys;
}

std::vector<LinkageEdge> edges_of(const LinkageOdds& judge, std::span<const PatternCount> patterns,
                                  std::span<const Candidate> candidates, float keep_min) {
  // Without rarity the odds of a pattern are one number; the household's part does not depend on
  // it.
  std::vector<float> odds(patterns.size());
  std::ranges::transform(patterns, odds.begin(), [&](const PatternCount& counted) {
    return static_cast<float>(judge.of(counted.pattern, 0));
  });
  std::vector<LinkageEdge> edges;
  for (const Candidate& pair : candidates) {
    const float log_odds = odds[pair.pattern] + pair.rarity;
    if (log_odds >= keep_min) {
      edges.push_back({pair.a, pair.b, log_odds});
    }
  }
  return edges;
}

/// From places in the canonical order to the caller's numbers.
void rename(LinkageResult& result, std::span<const std::uint32_t> order) {
  const auto rename_edge = [&](LinkageEdge& edge) {
    const auto [low, high] = std::minmax(order[edge.a], order[edge.b]);
    edge.a = low;
    edge.b = high;
  };
  const auto by_ends = [](const LinkageEdge& x, const LinkageEdge& y) {
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  };
  for (std::vector<LinkageEdge>* edges : {&result.pairs, &result.clusters.refused}) {
    std::ranges::for_each(*edges, rename_edge);
    std::ranges::sort(*edges, by_ends);
  }
  std::vector<std::uint32_t> smallest(order.size(), static_cast<std::uint32_t>(order.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::uint32_t& least = smallest[result.clusters.cluster[i]];
    least = std::min(least, order[i]);
  }
  std::vector<std::uint32_t> renamed(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    renamed[order[i]] = smallest[result.clusters.cluster[i]];
  }
  result.clusters.cluster = std::move(renamed);
}

LinkageDecisions in_order(const LinkageDecisions& decisions, std::span<const std::uint32_t> order) {
  std::vector<std::uint32_t> place(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
  }
  LinkageDecisions placed = decisions;
  for (auto* pairs : {&placed.must, &placed.cannot}) {
    for (auto& [a, b] : *pairs) {
      a = place.at(a);
      b = place.at(b);
    }
  }
  return placed;
}

/// Pairs that wait to be compared. Records lie all over memory, so each pair is announced some
/// pairs ahead; that halves the time of a large run.
class CandidateQueue final {
 public:
  CandidateQueue(const LinkageRecords& records, std::span<const std::uint32_t> order,
                 CandidateList& into)
      : records_(records), order_(order), into_(into) {}

  void add(std::uint32_t i, std::uint32_t j) {
    pairs_[count_++] = {i, j};
    if (count_ == pairs_.size()) {
      compare_all();
    }
  }

  void compare_all() {
    for (std::size_t at = 0; at < count_ + ahead; ++at) {
      if (at < count_) {
        records_.expect(order_[pairs_[at].first]);
        records_.expect(order_[pairs_[at].second]);
      }
      if (at >= ahead) {
        const auto& [i, j] = pairs_[at - ahead];
        into_.add(i, j, records_.compare(order_[i], order_[j]));
      }
    }
    count_ = 0;
  }

 private:
  static constexpr std::size_t ahead = 12;

  const LinkageRecords& records_;
  std::span<const std::uint32_t> order_;
  CandidateList& into_;
  std::array<std::pair<std::uint32_t, std::uint32_t>, 512> pairs_;
  std::size_t count_ = 0;
};

CandidateList compare_candidates(const LinkageRecords& records,
                                 std::span<const std::uint32_t> order,
                                 const LinkageOptions& options, LinkageResult& result) {
  CandidateList candidates;
  CandidateQueue queue(records, order, candidates);
  BlockingKeys keys = keys_of(records, order);
  result.left_out =
      visit_candidates(keys, options.block_max, [&](std::uint32_t i, std::uint32_t j) {
        if (!records.may_link(order[i], order[j])) {
          return;
        }
        result.candidates += 1;
        queue.add(i, j);
      });
  queue.compare_all();
  return candidates;
}

}  // namespace

double log_odds_of(const LinkageRecords& records, const LinkageOdds& odds, std::uint32_t a,
                   std::uint32_t b) {
  const Comparison comparison = records.compare(a, b);
  return comparison.is_never ? never_log_odds
                             : odds.of(comparison.pattern, static_cast<double>(comparison.rarity));
}

LinkageResult link_records(const LinkageRecords& records, const LinkageOptions& options,
                           Progress progress) {
  LinkageResult result;
  const std::vector<std::uint32_t> order = order_of(records);
  progress(0, steps);
  CandidateList candidates = compare_candidates(records, order, options, result);
  progress(1, steps);
  LinkageEvidence evidence{candidates.settle(), candidates.parted(),
                           background_of(records, order, options.sample), pairs_of(records, order)};
  progress(2, steps);
  if (options.model) {
    result.fit.model = *options.model;
  } else {
    result.fit = fit_linkage(records.scheme(), evidence);
  }
  const LinkageOdds odds(result.fit.model);
  result.pairs = edges_of(odds, evidence.candidates, candidates.pairs(), options.keep_min);
  candidates = {};
  progress(3, steps);
  result.clusters =
      cluster_records(records.count(), result.pairs, in_order(options.decisions, order),
                      options.clusters, [&](std::uint32_t i, std::uint32_t j) {
                        // Records of one file stay apart for want of interest, not for being two
                        // persons.
                        return log_odds_of(records, odds, order[i], order[j]);
                      });
  rename(result, order);
  progress(steps, steps);
  return result;
}

LinkageResult link_records(const LinkageRecords& records, const LinkageOptions& options) {
  return link_records(records, options, [](std::int64_t, std::int64_t) {});
}

LinkageQuality estimate_quality(const LinkageResult& result, double probability) {
  LinkageQuality quality;
  double matched = 0;
  double all = 0;
  for (const LinkageEdge& edge : result.pairs) {
    const double p = probability_of(static_cast<double>(edge.log_odds));
    all += p;
    if (p >= probability) {
      quality.pairs += 1;
      matched += p;
    }
  }
  quality.precision = quality.pairs > 0 ? matched / quality.pairs : 1;
  quality.recall = all > 0 ? matched / all : 0;
  return quality;
}

}  // namespace caregrid::stats
