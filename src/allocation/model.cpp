#include "allocation/model.h"

#include <algorithm>
#include <utility>

#include "allocation/booking.h"
#include "allocation/reasons.h"

namespace caregrid::allocation {
namespace {

std::int64_t arc_cost(const Snapshot& snapshot, const Eligibility& eligibility,
                      const Weights& weights, std::pair<std::size_t, std::size_t> pair) {
  const services::Offer& offer = snapshot.offers[pair.second];
  const std::int64_t travel = offer.is_online
                                  ? weights.online_m
                                  : eligibility.distance_m(pair.first, pair.second).value_or(0);
  // The bond is a bonus; charged to all others, costs stay non-negative.
  return travel + (is_previous_helper(snapshot.needs[pair.first].need, offer) ? 0 : weights.bond_m);
}

void add_row(const Snapshot& snapshot, const Eligibility& eligibility, const Weights& weights,
             Model& model, std::size_t need) {
  for (const std::size_t offer : eligibility.offers_of(snapshot.needs[need].need.kind)) {
    // A helper without a place left keeps its arc: explanations tell of it.
    if (eligibility.between(need, offer).empty()) {
      model.problem.arc_column.push_back(static_cast<std::int32_t>(offer));
      model.problem.arc_cost.push_back(arc_cost(snapshot, eligibility, weights, {need, offer}));
    }
  }
  model.problem.first_arc.push_back(static_cast<std::int64_t>(model.problem.arcs()));
}

void price_tiers(const Snapshot& snapshot, Model& model) {
  std::int64_t dearest = 0;
  for (const std::int64_t cost : model.problem.arc_cost) {
    dearest = std::max(dearest, cost);
  }
  const std::size_t turns = std::min(model.problem.rows(), model.problem.columns()) + 1;
  model.tier_gap = 2 * dearest * static_cast<std::int64_t>(turns) + 1;
  for (const std::size_t need : model.row_need) {
    model.problem.unmet_cost.push_back((care::tier_count + 1 - snapshot.needs[need].need.tier) *
                                       model.tier_gap);
  }
}

/// Lines of the flow, and what the flow leaves out, explained.
void read_solution(const Evidence& evidence, Draft& draft) {
  const solve::Problem& problem = evidence.model.problem;
  for (std::size_t row = 0; row < problem.rows(); ++row) {
    const std::size_t need = evidence.model.row_need[row];
    for (auto arc = static_cast<std::size_t>(problem.first_arc[row]);
         arc < static_cast<std::size_t>(problem.first_arc[row + 1]); ++arc) {
      if (evidence.solution.flow[arc] == 0) {
        continue;
      }
      const auto offer = static_cast<std::size_t>(problem.arc_column[arc]);
      DraftLine line{need,
                     offer,
                     static_cast<int>(evidence.solution.flow[arc]),
                     LineState::proposed,
                     {},
                     std::nullopt,
                     {}};
      if (!evidence.snapshot.offers[offer].is_online) {
        line.distance_m = evidence.eligibility.distance_m(need, offer);
      }
      line.reasons = explain_arc(evidence, row, arc);
      draft.lines.push_back(std::move(line));
    }
    if (evidence.solution.unmet[row] > 0) {
      draft.unmet.push_back(
          explain_unmet(evidence, need, static_cast<int>(evidence.solution.unmet[row])));
    }
  }
}

std::vector<int> spare_capacity(const Remainder& remainder, const Model& model,
                                const solve::Solution& solution) {
  std::vector<int> spare = remainder.capacity;
  for (std::size_t arc = 0; arc < model.problem.arcs(); ++arc) {
    spare[static_cast<std::size_t>(model.problem.arc_column[arc])] -=
        static_cast<int>(solution.flow[arc]);
  }
  return spare;
}

/// The promise that outranks all others, checked where plans are made: nobody without clearance.
void check_cleared(const Eligibility& eligibility, const Draft& draft) {
  for (const DraftLine& line : draft.lines) {
    core::check(eligibility.is_cleared(line.offer));
  }
}

}  // namespace

Model build_model(const Snapshot& snapshot, const Eligibility& eligibility,
                  const Remainder& remainder, const Weights& weights) {
  Model model;
  model.problem.capacity.assign(remainder.capacity.begin(), remainder.capacity.end());
  for (std::size_t need = 0; need < snapshot.needs.size(); ++need) {
    if (remainder.demand[need] > 0) {
      model.row_need.push_back(need);
      model.problem.demand.push_back(remainder.demand[need]);
      add_row(snapshot, eligibility, weights, model, need);
    }
  }
  price_tiers(snapshot, model);
  return model;
}

core::Result<Draft> draft_plan(const Snapshot& snapshot, solve::Stop stop, const Weights& weights) {
  const Eligibility eligibility(snapshot);
  Remainder remainder = settle_kept(snapshot, eligibility);
  const Model model = build_model(snapshot, eligibility, remainder, weights);
  auto solution = solve::assign(model.problem, stop);
  if (!solution) {
    return solution.error();
  }
  Draft draft;
  draft.lines = std::move(remainder.lines);
  draft.released = std::move(remainder.released);
  draft.is_optimal = solution->is_certified;
  draft.objective = solution->objective;
  draft.bound = solution->bound;
  const Evidence evidence{snapshot, eligibility, model, *solution,
                          spare_capacity(remainder, model, *solution)};
  read_solution(evidence, draft);
  suggest_slots(snapshot, draft);
  check_cleared(eligibility, draft);
  return draft;
}

}  // namespace caregrid::allocation
