#include "allocation/reasons.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace caregrid::allocation {
namespace {

constexpr double metres_per_km = 1'000.0;
constexpr std::int64_t tenth_of_km_m = 100;
/// The reach a new helper is assumed to have when nobody of the kind says one.
constexpr std::int64_t usual_radius_m = 10'000;

double km_of_tenths(std::int64_t tenths) { return static_cast<double>(tenths) / 10.0; }

/// Kilometres with one decimal, rounded up: claims of "within" stay true.
double km_up(std::int64_t distance_m) {
  return km_of_tenths((distance_m + tenth_of_km_m - 1) / tenth_of_km_m);
}

double km_near(std::int64_t distance_m) {
  return km_of_tenths((distance_m + tenth_of_km_m / 2) / tenth_of_km_m);
}

struct ArcRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

ArcRange arcs_of(const solve::Problem& problem, std::size_t row) {
  return {static_cast<std::size_t>(problem.first_arc[row]),
          static_cast<std::size_t>(problem.first_arc[row + 1])};
}

std::size_t column_of(const solve::Problem& problem, std::size_t arc) {
  return static_cast<std::size_t>(problem.arc_column[arc]);
}

/// What doing without an arc costs at least: the least reduced cost of the row's other arcs and of
/// leaving it out. Arcs that can never carry anything do not count.
std::int64_t least_regret(const Evidence& evidence, std::size_t row, std::size_t without) {
  const solve::Problem& problem = evidence.model.problem;
  const std::int64_t value = evidence.solution.row_value[row];
  std::int64_t least = problem.unmet_cost[row] - value;
  const auto [begin, end] = arcs_of(problem, row);
  for (std::size_t arc = begin; arc < end; ++arc) {
    const bool has_place = problem.capacity[column_of(problem, arc)] > 0;
    if (arc != without && has_place) {
      const std::int64_t price = evidence.solution.column_price[column_of(problem, arc)];
      least = std::min(least, problem.arc_cost[arc] + price - value);
    }
  }
  return least;
}

/// Eligible in-person helpers nearer than this one.
struct Nearer {
  std::int64_t count = 0;
  std::int64_t nearest_m = std::numeric_limits<std::int64_t>::max();
  bool are_full = true;
};

Nearer nearer_helpers(const Evidence& evidence, std::size_t row, std::int64_t than_m) {
  Nearer nearer;
  const auto [begin, end] = arcs_of(evidence.model.problem, row);
  for (std::size_t arc = begin; arc < end; ++arc) {
    const std::size_t offer = column_of(evidence.model.problem, arc);
    const auto distance = evidence.eligibility.distance_m(evidence.model.row_need[row], offer);
    if (!evidence.snapshot.offers[offer].is_online && distance && *distance < than_m) {
      ++nearer.count;
      nearer.nearest_m = std::min(nearer.nearest_m, *distance);
      nearer.are_full = nearer.are_full && evidence.spare[offer] == 0;
    }
  }
  return nearer;
}

void explain_place(const Evidence& evidence, std::size_t row, std::size_t offer,
                   std::vector<Phrase>& reasons) {
  if (evidence.snapshot.offers[offer].is_online) {
    reasons.push_back({"online", {}});
    return;
  }
  const std::int64_t distance =
      evidence.eligibility.distance_m(evidence.model.row_need[row], offer).value_or(0);
  const Nearer nearer = nearer_helpers(evidence, row, distance);
  if (nearer.count == 0) {
    reasons.push_back({"nearest", {{"distance_km", km_near(distance)}}});
  } else if (nearer.are_full) {
    reasons.push_back(
        {"nearer_full", {{"count", nearer.count}, {"nearest_km", km_near(nearer.nearest_m)}}});
  }
}

/// Offers with exactly one thing between them and the need, and somebody's hour to give.
struct Almost {
  std::int64_t count = 0;
  std::size_t nearest = 0;
  std::int64_t nearest_m = std::numeric_limits<std::int64_t>::max();
  std::uint32_t slots = 0;
};

/// One walk over the offers of the need's kind.
struct Survey {
  std::int64_t offers = 0;  ///< That give the kind.
  std::int64_t cleared = 0;
  std::int64_t pending = 0;   ///< Uncleared, with a query under way.
  std::int64_t at_stage = 0;  ///< That come as far down the filters as any.
  int stage = -1;             ///< How far that is; `obstacle_count` = eligible.
  std::array<Almost, obstacle_count> almost;
  Almost full;                ///< Eligible.
  Almost any_cleared;         ///< Cleared, by distance alone.
  std::int64_t radius_m = 0;  ///< Of the nearest cleared one.
};

void note_nearest(Almost& almost, std::size_t offer, std::int64_t distance) {
  ++almost.count;
  if (distance < almost.nearest_m) {
    almost.nearest = offer;
    almost.nearest_m = distance;
  }
}

void note_offer(const Evidence& evidence, std::size_t need, std::size_t offer, Survey& survey) {
  const services::Offer& given = evidence.snapshot.offers[offer];
  const Obstacles obstacles = evidence.eligibility.between(need, offer);
  const std::int64_t distance =
      given.is_online
          ? 0
          : evidence.eligibility.distance_m(need, offer).value_or(std::numeric_limits<int>::max());
  ++survey.offers;
  survey.pending += given.clearance.result == services::ClearanceResult::pending ? 1 : 0;
  if (!obstacles.has(Obstacle::uncleared)) {
    ++survey.cleared;
    if (distance < survey.any_cleared.nearest_m) {
      survey.radius_m = given.radius_m.value_or(0);
    }
    note_nearest(survey.any_cleared, offer, distance);
  }
  if (obstacles.first() > survey.stage) {
    survey.stage = obstacles.first();
    survey.at_stage = 0;
  }
  survey.at_stage += obstacles.first() == survey.stage ? 1 : 0;
  if (obstacles.empty()) {
    note_nearest(survey.full, offer, distance);
    return;
  }
  const auto only = static_cast<std::size_t>(obstacles.first());
  if (obstacles.is_only(static_cast<Obstacle>(only)) && evidence.spare[offer] > 0) {
    note_nearest(survey.almost[only], offer, distance);
    survey.almost[only].slots |= given.slots.mask;
  }
}

Survey survey_offers(const Evidence& evidence, std::size_t need) {
  Survey survey;
  for (const std::size_t offer :
       evidence.eligibility.offers_of(evidence.snapshot.needs[need].need.kind)) {
    note_offer(evidence, need, offer, survey);
  }
  return survey;
}

UnmetReason reason_of(const Survey& survey, bool has_place) {
  constexpr std::array by_stage{UnmetReason::only_uncleared, UnmetReason::out_of_reach,
                                UnmetReason::no_common_slot, UnmetReason::sex_rule,
                                UnmetReason::language,       UnmetReason::refused,
                                UnmetReason::reachable_full};
  if (survey.stage < 0) {
    return UnmetReason::no_offer_of_kind;
  }
  const UnmetReason reason = by_stage[static_cast<std::size_t>(survey.stage)];
  return reason == UnmetReason::out_of_reach && !has_place ? UnmetReason::no_place : reason;
}

std::vector<NamedFact> values_of(const Survey& survey, UnmetReason reason) {
  const bool on_map = survey.any_cleared.nearest_m < std::numeric_limits<int>::max();
  switch (reason) {
    case UnmetReason::no_offer_of_kind:
      return {};
    case UnmetReason::only_uncleared:
      return {{"uncleared", survey.offers}, {"pending", survey.pending}};
    case UnmetReason::out_of_reach:
      if (!on_map) {
        return {{"offers", survey.cleared}};
      }
      return {{"offers", survey.cleared},
              {"nearest_km", km_near(survey.any_cleared.nearest_m)},
              {"radius_km", km_near(survey.radius_m)}};
    case UnmetReason::no_place:
      return {{"offers", survey.cleared}};
    case UnmetReason::reachable_full:
      return {{"full", survey.full.count}, {"nearest_km", km_near(survey.full.nearest_m)}};
    default:
      return {{"offers", survey.at_stage}};
  }
}

void name_helper(const Evidence& evidence, std::size_t offer, std::vector<NamedFact>& values) {
  values.push_back({"code", evidence.snapshot.offers[offer].code});
  values.push_back({"name", evidence.snapshot.offers[offer].name});
}

void help_nearest_full(const Evidence& evidence, const Survey& survey, std::vector<Phrase>& help) {
  if (survey.full.count > 0) {
    Phrase phrase{"more_at_nearest", {}};
    name_helper(evidence, survey.full.nearest, phrase.values);
    phrase.values.push_back({"distance_km", km_near(survey.full.nearest_m)});
    help.push_back(std::move(phrase));
  }
}

void help_wider_radius(const Evidence& evidence, const Survey& survey, std::vector<Phrase>& help) {
  const Almost& far = survey.almost[static_cast<std::size_t>(Obstacle::out_of_reach)];
  if (far.count > 0 && far.nearest_m < std::numeric_limits<int>::max()) {
    const std::int64_t radius = evidence.snapshot.offers[far.nearest].radius_m.value_or(0);
    Phrase phrase{"wider_radius", {}};
    name_helper(evidence, far.nearest, phrase.values);
    phrase.values.push_back({"km", km_up(far.nearest_m - radius)});
    help.push_back(std::move(phrase));
  }
}

void help_without(const Survey& survey, Obstacle obstacle, std::string_view key,
                  std::vector<Phrase>& help) {
  const Almost& almost = survey.almost[static_cast<std::size_t>(obstacle)];
  if (almost.count == 0) {
    return;
  }
  Phrase phrase{std::string(key), {{"count", almost.count}}};
  if (obstacle == Obstacle::no_common_slot) {
    std::string hours;
    for (const std::string& name : care::to_names(care::Slots{almost.slots})) {
      hours += (hours.empty() ? "" : " ") + name;
    }
    phrase.values.push_back({"slots", std::move(hours)});
  }
  help.push_back(std::move(phrase));
}

/// The widest reach anybody of the kind has, so that "within" asks no more of a new helper.
void help_more_capacity(const Evidence& evidence, std::size_t need, std::vector<Phrase>& help) {
  const care::NeedKind kind = evidence.snapshot.needs[need].need.kind;
  std::int64_t radius = 0;
  for (const std::size_t offer : evidence.eligibility.offers_of(kind)) {
    radius = std::max(radius, evidence.snapshot.offers[offer].radius_m.value_or(0));
  }
  radius = radius == 0 ? usual_radius_m : radius;
  help.push_back({"more_capacity",
                  {{"kind", std::string(core::name_of(kind))},
                   {"units", std::int64_t{1}},
                   {"radius_km", km_of_tenths(radius / tenth_of_km_m)}}});
}

}  // namespace

std::vector<Phrase> explain_arc(const Evidence& evidence, std::size_t row, std::size_t arc) {
  const solve::Problem& problem = evidence.model.problem;
  const care::Need& need = evidence.snapshot.needs[evidence.model.row_need[row]].need;
  const std::size_t offer = column_of(problem, arc);
  std::vector<Phrase> reasons;
  if (is_previous_helper(need, evidence.snapshot.offers[offer])) {
    reasons.push_back({"keeps_bond", {}});
  }
  const auto [begin, end] = arcs_of(problem, row);
  if (end - begin == 1) {
    reasons.push_back({"only_one_eligible", {}});
  }
  explain_place(evidence, row, offer, reasons);
  const std::int64_t regret = least_regret(evidence, row, arc);
  if (regret >= evidence.model.tier_gap / 2) {
    reasons.push_back({"others_needed", {}});
  } else if (regret >= tenth_of_km_m) {
    const double km = km_of_tenths(regret / tenth_of_km_m);
    reasons.push_back({"next_best_costs", {{"km", km}}});
  }
  return reasons;
}

DraftUnmet explain_unmet(const Evidence& evidence, std::size_t need, int units) {
  const Survey survey = survey_offers(evidence, need);
  DraftUnmet unmet;
  unmet.need = need;
  unmet.units = units;
  unmet.reason = reason_of(survey, evidence.eligibility.has_place(need));
  unmet.values = values_of(survey, unmet.reason);
  help_without(survey, Obstacle::uncleared, "clearance", unmet.would_help);
  help_wider_radius(evidence, survey, unmet.would_help);
  help_without(survey, Obstacle::no_common_slot, "other_slot", unmet.would_help);
  help_without(survey, Obstacle::sex, "any_sex", unmet.would_help);
  help_without(survey, Obstacle::language, "language", unmet.would_help);
  help_without(survey, Obstacle::refused, "reconsider", unmet.would_help);
  help_nearest_full(evidence, survey, unmet.would_help);
  if (evidence.eligibility.has_place(need)) {
    help_more_capacity(evidence, need, unmet.would_help);
  }
  return unmet;
}

}  // namespace caregrid::allocation
