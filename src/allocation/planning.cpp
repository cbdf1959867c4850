#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "access/policy.h"
#include "allocation/figures.h"
#include "allocation/model.h"
#include "allocation/operations.h"
#include "allocation/store.h"
#include "registry/operations.h"
#include "services/operations.h"

namespace caregrid::allocation {
namespace {

constexpr int days_in_week = 7;
constexpr int tries_max = 3;
constexpr std::int64_t steps_total = 4;
constexpr std::int64_t county_factor = 1'000'000;
constexpr std::int64_t micros_per_millisecond = 1'000;
constexpr std::string_view moved = "plan.moved";

/// The plan the new one follows, by which a decision made meanwhile is noticed.
struct Base {
  std::optional<PlanId> plan;
  std::int64_t number = 0;
  std::int64_t revision = 0;

  bool operator==(const Base&) const = default;
};

core::Result<Base> find_base(const access::Call& call) {
  const auto newest = find_newest(call);
  if (!newest) {
    return newest.error();
  }
  return *newest ? Base{(*newest)->id, (*newest)->number, (*newest)->revision} : Base{};
}

core::Date first_monday_from(core::Date day) {
  return day + (days_in_week - core::weekday_of(day)) % days_in_week;
}

core::Result<void> load_places(const access::Call& call, Snapshot& snapshot) {
  auto divisions = registry::list_divisions(call);
  if (!divisions) {
    return divisions.error();
  }
  for (registry::Division& division : *divisions) {
    if (division.place && division.level() == access::Level::village) {
      snapshot.places.push_back({division.code, std::move(division.name), *division.place});
    }
  }
  return {};
}

core::Result<void> load_decisions(const access::Call& call, const Base& base, Snapshot& snapshot) {
  auto refused = list_refused(call);
  if (!refused) {
    return refused.error();
  }
  snapshot.refused = std::move(*refused);
  if (base.plan) {
    auto kept = list_kept(call, *base.plan);
    if (!kept) {
      return kept.error();
    }
    snapshot.kept = std::move(*kept);
  }
  return {};
}

core::Result<void> load_snapshot(const access::Call& call, const Base& base, Snapshot& snapshot) {
  auto needs = care::list_wanting(call);
  auto offers = services::list_all(call);
  if (!needs || !offers) {
    return needs ? offers.error() : needs.error();
  }
  snapshot.needs = std::move(*needs);
  snapshot.offers = std::move(*offers);
  if (auto done = load_places(call, snapshot); !done) {
    return done;
  }
  return load_decisions(call, base, snapshot);
}

NeedEcho echo_of(const access::Call& call, const care::NeedRow& row) {
  return {row.need.id, row.need.tier, row.need.kind,
          row.village.value_or(call.county * county_factor)};
}

/// One attempt: what was read, what came of it.
struct Attempt {
  Base base;
  Snapshot snapshot;
  Draft draft;
  std::int64_t milliseconds = 0;
};

/// Nobody may have lost clearance between reading and storing.
core::Result<void> check_still_cleared(const access::Call& call, const Attempt& attempt) {
  const auto offers = services::list_all(call);
  if (!offers) {
    return offers.error();
  }
  std::unordered_map<services::OfferId, bool> is_cleared;
  const core::Date first = attempt.snapshot.week_of;
  for (const services::Offer& offer : *offers) {
    is_cleared[offer.id] = services::is_valid_through(offer.clearance, offer.provider_kind, first,
                                                      first + (days_in_week - 1));
  }
  for (const DraftLine& line : attempt.draft.lines) {
    if (!is_cleared[attempt.snapshot.offers[line.offer].id]) {
      return core::failure(core::Code::conflict, std::string(moved));
    }
  }
  return {};
}

core::Result<void> store_lines(const access::Call& call, PlanId plan, const Attempt& attempt) {
  const auto& [base, snapshot, draft, milliseconds] = attempt;
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    const DraftLine& line = draft.lines[i];
    const NeedEcho need = echo_of(call, snapshot.needs[line.need]);
    const LineId id = LineId::derive(plan.text() + "|" + std::to_string(i));
    const auto done = insert_line(call, plan, {id, need, snapshot.offers[line.offer].id}, line);
    if (!done) {
      return done;
    }
  }
  for (const DraftUnmet& unmet : draft.unmet) {
    const NeedEcho need = echo_of(call, snapshot.needs[unmet.need]);
    if (auto done = insert_unmet(call, plan, {need.need.bytes, need}, unmet); !done) {
      return done;
    }
  }
  for (std::size_t i = 0; i < draft.released.size(); ++i) {
    if (auto done = insert_release(call, plan, i, draft.released[i]); !done) {
      return done;
    }
  }
  return {};
}

core::Result<void> store_capacities(const access::Call& call, PlanId plan,
                                    const Snapshot& snapshot) {
  const core::Date last = snapshot.week_of + (days_in_week - 1);
  for (const auto& described : core::Describe<care::NeedKind>::values) {
    std::int64_t capacity = 0;
    for (const services::Offer& offer : snapshot.offers) {
      if (offer.kinds.has(described.value) &&
          services::is_valid_through(offer.clearance, offer.provider_kind, snapshot.week_of,
                                     last)) {
        capacity += offer.capacity_weekly;
      }
    }
    if (capacity > 0) {
      if (auto done = insert_capacity(call, plan, described.value, capacity); !done) {
        return done;
      }
    }
  }
  return {};
}

core::Result<std::string> store_attempt(const access::Call& call, PlanId plan,
                                        const Attempt& attempt) {
  if (auto allowed = access::authorise(call.actor, access::Operation::make_plan,
                                       {0, access::FieldClass::personal});
      !allowed) {
    return allowed.error();
  }
  const auto base = find_base(call);
  if (!base) {
    return base.error();
  }
  if (*base != attempt.base) {
    return core::failure(core::Code::conflict, std::string(moved));
  }
  if (auto cleared = check_still_cleared(call, attempt); !cleared) {
    return cleared.error();
  }
  StoredPlan stored{plan, attempt.base.number + 1, call.now, attempt.snapshot.week_of, 0, {}};
  stored.solver = {"network simplex (LEMON 1.3.1)", attempt.milliseconds, attempt.draft.is_optimal,
                   attempt.draft.objective, attempt.draft.bound};
  if (auto done = insert_plan(call, stored); !done) {
    return done.error();
  }
  if (auto done = store_lines(call, plan, attempt); !done) {
    return done.error();
  }
  if (auto done = store_capacities(call, plan, attempt.snapshot); !done) {
    return done.error();
  }
  call.changed("plan", plan);
  return R"({"plan":")" + plan.text() + R"("})";
}

/// Makes one plan; holds what all steps share.
class Planner final {
 public:
  Planner(access::Door& door, const access::Actor& actor, const PlanRequest& request)
      : door_(door), actor_(actor), request_(request) {}

  core::Result<void> run(Report report) {
    for (int attempt = 1;; ++attempt) {
      auto done = try_once(report);
      const bool again = !done && done.error().code == core::Code::conflict &&
                         done.error().reason == moved && attempt < tries_max;
      if (!again) {
        return done;
      }
    }
  }

 private:
  core::Result<void> try_once(Report report) {
    Attempt attempt;
    if (!report({0, steps_total, "load"})) {
      return cancelled();
    }
    if (auto loaded = load(attempt); !loaded) {
      return loaded;
    }
    if (auto solved = solve(attempt, report); !solved) {
      return solved;
    }
    if (!report({steps_total - 1, steps_total, "store"})) {
      return cancelled();
    }
    if (auto stored = store(attempt); !stored) {
      return stored;
    }
    report({steps_total, steps_total, "store"});
    return {};
  }

  core::Result<void> load(Attempt& attempt) {
    return door_.read(actor_, [&](const access::Call& call) -> core::Result<void> {
      if (auto allowed = access::authorise(call.actor, access::Operation::make_plan,
                                           {0, access::FieldClass::personal});
          !allowed) {
        return allowed;
      }
      const auto base = find_base(call);
      if (!base) {
        return base.error();
      }
      attempt.base = *base;
      attempt.snapshot.week_of = request_.week_of.value_or(first_monday_from(call.today));
      return load_snapshot(call, *base, attempt.snapshot);
    });
  }

  core::Result<void> solve(Attempt& attempt, Report report) {
    if (!report({1, steps_total, "solve"})) {
      return cancelled();
    }
    const core::Instant start = door_.now();
    auto draft = draft_plan(attempt.snapshot, [&] { return !report({2, steps_total, "solve"}); });
    if (!draft) {
      return draft.error().reason == "solve.stopped" ? cancelled() : draft.error();
    }
    attempt.draft = std::move(*draft);
    attempt.milliseconds = (door_.now().micros - start.micros) / micros_per_millisecond;
    return {};
  }

  core::Result<void> store(const Attempt& attempt) {
    const std::string payload = request_.id.text() + "|" + core::to_iso(attempt.snapshot.week_of);
    const access::Command command{access::CommandId{request_.id.bytes}, "make_plan", payload, true};
    const auto stored = door_.submit(actor_, command, [&](const access::Call& call) {
      return store_attempt(call, request_.id, attempt);
    });
    return stored ? core::Result<void>() : stored.error();
  }

  static core::Error cancelled() {
    return core::failure(core::Code::unavailable, "plan.cancelled");
  }

  access::Door& door_;
  const access::Actor& actor_;
  const PlanRequest& request_;
};

core::Result<std::optional<PlanSummary>> find_made(access::Door& door, const access::Actor& actor,
                                                   PlanId id) {
  std::optional<PlanSummary> found;
  const auto done = door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto stored = find_stored(call, id);
    if (!stored) {
      return stored.error();
    }
    if (*stored) {
      auto summary = find_plan(call, id);
      if (!summary) {
        return summary.error();
      }
      found = std::move(*summary);
    }
    return {};
  });
  if (!done) {
    return done.error();
  }
  return found;
}

}  // namespace

core::Result<PlanSummary> make_plan(access::Door& door, const access::Actor& actor,
                                    const PlanRequest& request, Report report) {
  if (request.week_of && core::weekday_of(*request.week_of) != 0) {
    return core::invalid("week_of", "plan.not_a_monday");
  }
  auto made = find_made(door, actor, request.id);
  if (!made) {
    return made.error();
  }
  if (!*made) {
    if (auto done = Planner(door, actor, request).run(report); !done) {
      return done.error();
    }
    made = find_made(door, actor, request.id);
    if (!made) {
      return made.error();
    }
  }
  core::check(made->has_value());
  return std::move(**made);
}

}  // namespace caregrid::allocation
