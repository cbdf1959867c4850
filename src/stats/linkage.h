#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/function_ref.h"
#include "stats/blocking.h"
#include "stats/linkage_clusters.h"
#include "stats/linkage_model.h"

namespace caregrid::stats {

/// How two records agree.
struct Comparison {
  Pattern pattern = 0;
  /// ln of how much rarer what the two share is than the average of its level; 0: nothing known.
  float rarity = 0;
  /// A hard non-link: two persons whatever the odds, as of two valid numbers that differ.
  bool is_never = false;

  bool operator==(const Comparison&) const = default;
};

/// Records as the engine sees them: numbers 0 … count − 1 that can be found and compared.
///
/// `compare` must be symmetric, and like `keys` and `order_key` depend on nothing but the records'
/// content: then the result does not depend on their order.
class LinkageRecords {
 public:
  LinkageRecords() = default;
  LinkageRecords(const LinkageRecords&) = delete;
  LinkageRecords& operator=(const LinkageRecords&) = delete;
  virtual ~LinkageRecords() = default;

  [[nodiscard]] virtual const LinkageScheme& scheme() const = 0;
  [[nodiscard]] virtual std::size_t count() const = 0;

  /// Writes what the record is found by; 0 where it says nothing. As many as `key_columns`.
  virtual void write_keys(std::uint32_t record, std::span<std::uint32_t> keys) const = 0;
  [[nodiscard]] virtual std::size_t key_columns() const = 0;

  [[nodiscard]] virtual Comparison compare(std::uint32_t a, std::uint32_t b) const = 0;

  /// Says that the record will be compared soon, so that memory can bring it meanwhile.
  virtual void expect(std::uint32_t /*record*/) const {}

  /// A hash of the content; equal ones are taken for equal content.
  [[nodiscard]] virtual std::uint64_t order_key(std::uint32_t record) const = 0;

  /// The share of all pairs at a level of a field, where it is known exactly; negative: count a
  /// sample. Rare agreements are what a sample knows least about.
  [[nodiscard]] virtual double coincidence(std::size_t field, unsigned level) const = 0;

  /// Whether a pair is of interest; pairs within one file are not when two files are linked.
  [[nodiscard]] virtual bool may_link(std::uint32_t a, std::uint32_t b) const = 0;
};

struct LinkageOptions {
  std::size_t block_max = 60;      ///< A key of more records finds nothing.
  std::size_t sample = 1'000'000;  ///< Random pairs u is counted of; all when there are fewer.
  float keep_min = -4;             ///< Pairs of lesser odds are not kept (p < 0.018).
  double auto_probability = 0.99;  ///< From here a pair is merged without being asked.
  ClusterRules clusters;
  LinkageDecisions decisions;
  /// Judges by this model; none: learns one from the records.
  std::optional<LinkageModel> model = {};
};

/// How good the pairs from a probability on are, as the model itself estimates.
struct LinkageQuality {
  double pairs = 0;
  double precision = 1;
  double recall = 0;  ///< Of the matches among the candidates.

  bool operator==(const LinkageQuality&) const = default;
};

struct LinkageResult {
  LinkageFit fit;
  std::vector<LinkageEdge> pairs;  ///< At least `keep_min`, hard non-links not among them; sorted.
  Clusters clusters;               ///< Of all records, in the caller's numbers.
  std::vector<std::size_t> left_out;  ///< Per key column, records whose key was too common.
  double candidates = 0;              ///< Pairs compared.
};

/// Learns from the records alone and links them.
///
/// Deterministic; the clusters do not depend on the order of the records (records of equal content
/// may change places). `progress` hears (done, total) of a few steps now and then.
/// Errors: none; without a pair to compare everything stays apart.
/// Cost: 8 bytes a key and 12 a pair kept; a second or two for a million compact records.
LinkageResult link_records(const LinkageRecords& records, const LinkageOptions& options,
                           core::FunctionRef<void(std::int64_t, std::int64_t)> progress);

/// As above, silently.
LinkageResult link_records(const LinkageRecords& records, const LinkageOptions& options = {});

/// Odds of one pair under a model: `never_log_odds` for a hard non-link.
double log_odds_of(const LinkageRecords& records, const LinkageOdds& odds, std::uint32_t a,
                   std::uint32_t b);

/// Precision and recall of the pairs whose probability is at least `probability`, estimated.
LinkageQuality estimate_quality(const LinkageResult& result, double probability);

}  // namespace caregrid::stats
