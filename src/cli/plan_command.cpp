#include "allocation/operations.h"
#include "assessment/plan_description.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "core/json_codec.h"

namespace caregrid::cli {
namespace {

using allocation::PlanSummary;

std::string percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? "-" : std::to_string(part * 100 / whole) + " %";
}

/// The translated word, or the code itself where there is none.
std::string word(const Console& console, std::string_view family, std::string_view code) {
  const std::string key = std::string(family) + std::string(code);
  return core::has_message(console.language, key) ? core::message(console.language, key)
                                                  : std::string(code);
}

void print_shares(const Console& console, const PlanSummary& plan) {
  std::vector<std::vector<std::string>> tiers{{"tier", "wanted", "served", "share"}};
  for (const auto& tier : plan.tiers) {
    tiers.push_back({std::to_string(tier.tier), std::to_string(tier.units),
                     std::to_string(tier.served), percent(tier.served, tier.units)});
  }
  std::vector<std::vector<std::string>> kinds{{"kind", "wanted", "served", "share", "capacity"}};
  for (const auto& kind : plan.kinds) {
    kinds.push_back({word(console, "need_kind.", core::name_of(kind.kind)),
                     std::to_string(kind.units), std::to_string(kind.served),
                     percent(kind.served, kind.units), std::to_string(kind.capacity)});
  }
  std::vector<std::vector<std::string>> reasons{{"not served because", "units"}};
  for (const auto& reason : plan.unmet_reasons) {
    reasons.push_back(
        {word(console, "unmet.", core::name_of(reason.reason)), std::to_string(reason.units)});
  }
  console.out << '\n' << align(tiers) << '\n' << align(kinds) << '\n' << align(reasons);
}

void print(const Console& console, const PlanSummary& plan) {
  if (console.is_json) {
    console.out << core::to_json(plan) << '\n';
    return;
  }
  console.out << "Plan of the week from " << core::to_iso(plan.week_of) << ": " << plan.units_served
              << " of " << plan.units << " units a week served ("
              << percent(plan.units_served, plan.units) << "), " << plan.needs << " needs, "
              << plan.lines << " lines\n"
              << "Solved by " << plan.solver.name << " in " << plan.solver.milliseconds << " ms, "
              << (plan.solver.is_optimal ? "proved optimal" : "not proved optimal")
              << "; travel one way " << static_cast<std::int64_t>(plan.travel_km) << " km\n";
  print_shares(console, plan);
}

core::Result<PlanSummary> show_newest(Workplace& workplace, const access::Actor& actor) {
  std::optional<PlanSummary> newest;
  const auto done =
      workplace.door().read(actor, [&](const access::Call& call) -> core::Result<void> {
        auto plan = allocation::current_plan(call);
        if (!plan) {
          return plan.error();
        }
        newest = std::move(*plan);
        return {};
      });
  if (!done) {
    return done.error();
  }
  return newest ? core::Result<PlanSummary>(std::move(*newest))
                : core::failure(core::Code::not_found, "plan.none");
}

core::Result<PlanSummary> plan_now(Workplace& workplace, const PlanOptions& options,
                                   const Console& console) {
  const auto actor = operator_for(workplace, options.data, access::Role::county);
  if (!actor) {
    return actor.error();
  }
  if (options.show_only) {
    return show_newest(workplace, *actor);
  }
  ProgressBar bar(console, "planning");
  allocation::PlanRequest request;
  request.id = allocation::PlanId::make(workplace.clock().now(), workplace.rng());
  request.week_of = core::parse_iso_date(options.week_of);
  return allocation::make_plan(workplace.door(), *actor, request,
                               [&](const allocation::PlanProgress& progress) {
                                 bar.show(progress.done, progress.total, progress.step);
                                 return true;
                               });
}

}  // namespace

ExitCode make_plan(const PlanOptions& options, const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options.data);
  const auto plan = workplace ? plan_now(**workplace, options, console)
                              : core::Result<PlanSummary>(workplace.error());
  if (!plan) {
    tell(console, plan.error());
    return exit_code_of(plan.error());
  }
  print(console, *plan);
  return ExitCode::done;
}

}  // namespace caregrid::cli
