#pragma once

#include <span>
#include <vector>

#include "stats/linkage_pattern.h"

namespace caregrid::stats {

/// How often each level of a field comes up, by class of pair. Sums to 1 over the levels.
struct FieldModel {
  Levels match{};      ///< m: of one person.
  Levels rest{};       ///< u: of any two persons.
  Levels household{};  ///< Of two persons of one household.

  bool operator==(const FieldModel&) const = default;
};

/// What the records have taught: enough to judge any pair. Plain numbers, to be stored as they are.
struct LinkageModel {
  std::vector<FieldModel> fields;
  double pairs = 0;       ///< All pairs there are.
  double matches = 0;     ///< How many of them are one person, as estimated.
  double households = 0;  ///< How many are of one household; 0: no such class.

  bool operator==(const LinkageModel&) const = default;

  /// Natural logarithm of (match : not match) for a pair that agrees so. `rarity` is added to the
  /// evidence of a match against the rest: how much rarer than the average of its level is what the
  /// two share.
  [[nodiscard]] double log_odds(Pattern pattern, double rarity = 0) const;
};

/// A model with its logarithms at hand: judges millions of pairs.
class LinkageOdds final {
 public:
  explicit LinkageOdds(const LinkageModel& model);

  /// As `LinkageModel::log_odds`. Cost: a dozen additions.
  [[nodiscard]] double of(Pattern pattern, double rarity) const;

 private:
  std::vector<Levels> match_;      ///< ln(m : u) by field and level.
  std::vector<Levels> household_;  ///< ln(h : u).
  double matches_ = 0;             ///< ln(matches : pairs).
  double households_ = 0;
  bool has_household_ = false;
};

/// What one field says of a pair.
struct FieldEvidence {
  unsigned level = 0;
  double weight = 0;  ///< ln(m : u); 0 at level 0.

  bool operator==(const FieldEvidence&) const = default;
};

/// Why a pair has the odds it has. The weights of all fields, rarity and prior add up to the odds
/// against strangers; `household` is what the thought that the two are of one family takes off.
struct PairExplanation {
  std::vector<FieldEvidence> fields;
  double rarity = 0;
  double prior = 0;      ///< ln(matches : all pairs).
  double household = 0;  ///< Never positive.
  double log_odds = 0;   ///< The sum.
  double probability = 0;
};

PairExplanation explain(const LinkageModel& model, Pattern pattern, double rarity);

/// 1 / (1 + e^-x), the probability of log odds.
double probability_of(double log_odds);

/// What `fit` is given to learn from.
struct LinkageEvidence {
  std::vector<PatternCount> candidates;  ///< Pairs that share a blocking key.
  /// Hard non-links among them, apart: certainly two persons, often of one household, so they teach
  /// what brothers, sisters and twins have in common.
  std::vector<PatternCount> parted = {};
  std::vector<Levels> background;  ///< Per field the share of all pairs (or random ones) by level.
  double pairs = 0;                ///< All pairs there are.
};

/// A fitted model and how it came about.
struct LinkageFit {
  LinkageModel model;
  /// Log likelihood (with the prior's part) after each step of the last round; it never falls.
  std::vector<double> likelihoods;

  bool operator==(const LinkageFit&) const = default;
};

/// Learns the model without any labels.
///
/// Matches and households are rare among all pairs, and whoever is one is taken to share a blocking
/// key; so m comes from the candidates by expectation and maximisation over patterns, while u is of
/// all pairs, less the matches among them. Hard non-links are never matches. Shares no candidate
/// reaches are kept off zero by a weak prior. Cost: patterns × fields × steps (at most 300);
/// milliseconds for 50,000 patterns. Source: Fellegi and Sunter (1969); Winkler (1988);
/// docs/models/linkage.md.
LinkageFit fit_linkage(const LinkageScheme& scheme, const LinkageEvidence& evidence);

}  // namespace caregrid::stats
