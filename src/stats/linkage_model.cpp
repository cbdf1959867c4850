#include "stats/linkage_model.h"

#include <algorithm>
#include <cmath>

#include "core/check.h"

namespace caregrid::stats {
namespace {

constexpr int steps_max = 300;
constexpr int rounds = 3;
constexpr double prior_count = 0.5;  ///< Pairs each level is taken to have been seen with.
constexpr double floor_share = 1e-9;

/// Logarithms of a class's shares, ready to be summed over a pattern.
struct LogTable {
  std::vector<Levels> fields;

  [[nodiscard]] double of(Pattern pattern) const {
    double sum = 0;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      sum += fields[f][level_of(pattern, f)];
    }
    return sum;
  }
};

using Share = Levels FieldModel::*;

LogTable logs_of(const LinkageModel& model, Share share) {
  LogTable table;
  for (const FieldModel& field : model.fields) {
    Levels& logs = table.fields.emplace_back();
    for (unsigned level = 1; level <= linkage_levels_max; ++level) {
      logs[level] = std::log(std::max((field.*share)[level], floor_share));
    }
  }
  return table;
}

double log_sum(double a, double b) {
  const double high = std::max(a, b);
  return high + std::log1p(std::exp(std::min(a, b) - high));
}

double sum_between(const Levels& levels, unsigned first, unsigned last) {
  double sum = 0;
  for (unsigned level = first; level <= last; ++level) {
    sum += levels[level];
  }
  return sum;
}

void scale_between(Levels& levels, unsigned first, unsigned last, double factor) {
  for (unsigned level = first; level <= last; ++level) {
    levels[level] *= factor;
  }
}

/// Shares of counted levels; the likeliest there are.
Levels shares_of(const Levels& counted, const LinkageField& field) {
  Levels shares = counted;
  const double total = sum_between(shares, 1, field.levels);
  scale_between(shares, 1, field.levels, 1 / total);
  return shares;
}

/// As `shares_of`, of those with no more than `most` on the person levels.
Levels capped_shares_of(const Levels& counted, const LinkageField& field) {
  Levels shares = shares_of(counted, field);
  const double person = sum_between(shares, 1, field.person_levels);
  if (person > field.household_max && person < 1) {
    scale_between(shares, 1, field.person_levels, field.household_max / person);
    scale_between(shares, field.person_levels + 1, field.levels,
                  (1 - field.household_max) / (1 - person));
  }
  return shares;
}

/// What a step counts for the next one.
struct Tally {
  std::vector<Levels> match;
  std::vector<Levels> household;
  double matches = 0;
  double households = 0;
  double likelihood = 0;
};

void count_levels(std::vector<Levels>& into, Pattern pattern, double count) {
  for (std::size_t f = 0; f < into.size(); ++f) {
    into[f][level_of(pattern, f)] += count;
  }
}

/// Logarithms of what a class has to do with each pattern.
struct Classes {
  LogTable match;
  LogTable rest;
  LogTable household;
  double matches = 0;
  double pairs = 0;
  double households = 0;
};

constexpr double impossible = -1e300;

Classes classes_of(const LinkageScheme& scheme, const LinkageModel& model) {
  return {logs_of(model, &FieldModel::match),
          logs_of(model, &FieldModel::rest),
          logs_of(model, &FieldModel::household),
          std::log(std::max(model.matches, floor_share)),
          std::log(model.pairs),
          scheme.has_household ? std::log(std::max(model.households, floor_share)) : impossible};
}

/// Divides the pairs of one pattern among the classes.
void divide_pattern(const Classes& classes, const PatternCount& counted, bool may_match,
                    Tally& tally) {
  const auto& [pattern, count] = counted;
  const double is_match = may_match ? classes.matches + classes.match.of(pattern) : impossible;
  const double is_rest = classes.pairs + classes.rest.of(pattern);
  const double is_household = classes.households + classes.household.of(pattern);
  const double all = log_sum(log_sum(is_match, is_rest), is_household);
  const double matched = count * std::exp(is_match - all);
  const double shared = count * std::exp(is_household - all);
  count_levels(tally.match, pattern, matched);
  count_levels(tally.household, pattern, shared);
  tally.matches += matched;
  tally.households += shared;
  tally.likelihood += count * all;
}

/// How the candidates divide among the classes under a model, and how likely they are under it.
Tally divide(const LinkageScheme& scheme, const LinkageEvidence& evidence,
             const LinkageModel& model) {
  const Classes classes = classes_of(scheme, model);
  Tally tally{std::vector<Levels>(scheme.fields.size()), std::vector<Levels>(scheme.fields.size())};
  for (const PatternCount& counted : evidence.candidates) {
    divide_pattern(classes, counted, true, tally);
  }
  for (const PatternCount& counted : evidence.parted) {
    divide_pattern(classes, counted, false, tally);
  }
  tally.likelihood -= model.matches + model.households;
  for (std::size_t f = 0; f < scheme.fields.size(); ++f) {
    const unsigned levels = scheme.fields[f].levels;
    tally.likelihood += prior_count * sum_between(classes.match.fields[f], 1, levels);
    if (scheme.has_household) {
      tally.likelihood += prior_count * sum_between(classes.household.fields[f], 1, levels);
    }
  }
  return tally;
}

void maximise(const LinkageScheme& scheme, Tally& tally, LinkageModel& model) {
  model.matches = std::max(tally.matches, 1e-3);
  model.households = scheme.has_household ? std::max(tally.households, 1e-3) : 0;
  for (std::size_t f = 0; f < scheme.fields.size(); ++f) {
    const LinkageField& field = scheme.fields[f];
    for (unsigned level = 1; level <= field.levels; ++level) {
      tally.match[f][level] += prior_count;
      tally.household[f][level] += prior_count;
    }
    model.fields[f].match = shares_of(tally.match[f], field);
    if (scheme.has_household) {
      model.fields[f].household = capped_shares_of(tally.household[f], field);
    }
  }
}

/// u: the background less the matches in it.
void set_rest(const LinkageScheme& scheme, const LinkageEvidence& evidence, LinkageModel& model) {
  for (std::size_t f = 0; f < scheme.fields.size(); ++f) {
    const LinkageField& field = scheme.fields[f];
    Levels counted{};
    for (unsigned level = 1; level <= field.levels; ++level) {
      const double all = evidence.background[f][level] * evidence.pairs;
      const double less = model.matches * model.fields[f].match[level];
      counted[level] = std::max(all - less, 0.02 * all) + prior_count;
    }
    model.fields[f].rest = shares_of(counted, field);
  }
}

/// Where the search starts: matches agree in nine of ten fields, households where they may.
LinkageModel first_guess(const LinkageScheme& scheme, const LinkageEvidence& evidence) {
  LinkageModel model;
  model.fields.resize(scheme.fields.size());
  model.pairs = evidence.pairs;
  double candidates = 0;
  for (const PatternCount& counted : evidence.candidates) {
    candidates += counted.count;
  }
  // One record in twenty, so that few matches among many candidates are not drowned: from a large
  // number the search ends where what the keys demand passes for a match.
  model.matches = std::max(1.0, std::min(candidates / 10, std::sqrt(2 * evidence.pairs) / 20));
  model.households = scheme.has_household ? model.matches : 0;
  for (std::size_t f = 0; f < scheme.fields.size(); ++f) {
    const LinkageField& field = scheme.fields[f];
    for (unsigned level = 1; level <= field.levels; ++level) {
      const bool is_person = level <= field.person_levels;
      model.fields[f].match[level] = level == 1 ? 0.9 : is_person ? 0.07 : 0.03;
      const bool is_shared = field.household_max >= 0.5;
      model.fields[f].household[level] = level == 1 && is_shared ? 0.8 : is_person ? 0.01 : 0.2;
    }
    model.fields[f].match = shares_of(model.fields[f].match, field);
    model.fields[f].household = capped_shares_of(model.fields[f].household, field);
  }
  return model;
}

bool has_settled(const std::vector<double>& likelihoods) {
  const std::size_t n = likelihoods.size();
  return n >= 2 &&
         likelihoods[n - 1] - likelihoods[n - 2] < 1e-9 * std::abs(likelihoods[n - 1]) + 1e-9;
}

}  // namespace

double probability_of(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

double LinkageModel::log_odds(Pattern pattern, double rarity) const {
  return LinkageOdds(*this).of(pattern, rarity);
}

LinkageOdds::LinkageOdds(const LinkageModel& model)
    : match_(model.fields.size()),
      household_(model.fields.size()),
      matches_(std::log(model.matches / model.pairs)),
      households_(std::log(std::max(model.households, floor_share) / model.pairs)),
      has_household_(model.households > 0) {
  const LogTable match = logs_of(model, &FieldModel::match);
  const LogTable rest = logs_of(model, &FieldModel::rest);
  const LogTable household = logs_of(model, &FieldModel::household);
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    for (unsigned level = 1; level <= linkage_levels_max; ++level) {
      match_[f][level] = match.fields[f][level] - rest.fields[f][level];
      household_[f][level] = household.fields[f][level] - rest.fields[f][level];
    }
  }
}

double LinkageOdds::of(Pattern pattern, double rarity) const {
  double match = matches_ + rarity;
  double household = households_;
  for (std::size_t f = 0; f < match_.size(); ++f) {
    const unsigned level = level_of(pattern, f);
    match += match_[f][level];
    household += household_[f][level];
  }
  return has_household_ ? match - log_sum(0, household) : match;
}

PairExplanation explain(const LinkageModel& model, Pattern pattern, double rarity) {
  PairExplanation why;
  why.rarity = rarity;
  why.prior = std::log(model.matches / model.pairs);
  why.log_odds = model.log_odds(pattern, rarity);
  why.probability = probability_of(why.log_odds);
  const LogTable match = logs_of(model, &FieldModel::match);
  const LogTable rest = logs_of(model, &FieldModel::rest);
  double against_rest = why.prior + rarity;
  for (std::size_t f = 0; f < model.fields.size(); ++f) {
    const unsigned level = level_of(pattern, f);
    why.fields.push_back({level, match.fields[f][level] - rest.fields[f][level]});
    against_rest += why.fields.back().weight;
  }
  why.household = std::min(0.0, why.log_odds - against_rest);
  return why;
}

LinkageFit fit_linkage(const LinkageScheme& scheme, const LinkageEvidence& evidence) {
  core::check(evidence.background.size() == scheme.fields.size() && evidence.pairs > 0);
  LinkageFit fit{first_guess(scheme, evidence), {}};
  for (int round = 0; round < rounds; ++round) {
    set_rest(scheme, evidence, fit.model);
    fit.likelihoods.clear();
    for (int step = 0; step < steps_max && !has_settled(fit.likelihoods); ++step) {
      Tally tally = divide(scheme, evidence, fit.model);
      fit.likelihoods.push_back(tally.likelihood);
      maximise(scheme, tally, fit.model);
    }
  }
  return fit;
}

}  // namespace caregrid::stats
