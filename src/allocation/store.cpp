#include "allocation/store.h"

#include "access/child_text_store.h"
#include "allocation/phrase_json.h"
#include "db/database.h"

namespace caregrid::allocation {
namespace {

constexpr db::Sql find_newest_sql(R"(
SELECT id, number, made_at, week_of, revision, solver, milliseconds, is_optimal, objective, bound
FROM plan
WHERE county = :county
ORDER BY number DESC
LIMIT 1)");

constexpr db::Sql find_stored_sql(R"(
SELECT id, number, made_at, week_of, revision, solver, milliseconds, is_optimal, objective, bound
FROM plan
WHERE county = :county AND id = :id)");

constexpr db::Sql list_stored_sql(R"(
SELECT id, number, made_at, week_of, revision, solver, milliseconds, is_optimal, objective, bound
FROM plan
WHERE county = :county AND number < :below
ORDER BY number DESC
LIMIT :limit)");

constexpr db::Sql insert_plan_sql(R"(
INSERT INTO plan (county, id, number, made_at, week_of, revision, solver, milliseconds, is_optimal,
  objective, bound)
VALUES (:county, :id, :number, :made_at, :week_of, 0, :solver, :milliseconds, :is_optimal,
  :objective, :bound))");

constexpr db::Sql update_revision_sql(R"(
UPDATE plan SET revision = revision + 1 WHERE county = :county AND id = :plan)");

constexpr db::Sql insert_line_sql(R"(
INSERT INTO plan_line (county, plan, id, need, offer, units, slots, distance_m, state, tier, kind,
  village, reasons)
VALUES (:county, :plan, :id, :need, :offer, :units, :slots, :distance_m, :state, :tier, :kind,
  :village, :reasons))");

constexpr db::Sql insert_unmet_sql(R"(
INSERT INTO plan_unmet (county, plan, id, need, units, reason, tier, kind, village, facts,
  would_help)
VALUES (:county, :plan, :id, :need, :units, :reason, :tier, :kind, :village, :facts,
  :would_help))");

constexpr db::Sql delete_unmet_sql(R"(
DELETE FROM plan_unmet WHERE county = :county AND plan = :plan AND id = :id)");

constexpr db::Sql insert_capacity_sql(R"(
INSERT INTO plan_kind (county, plan, kind, capacity) VALUES (:county, :plan, :kind, :capacity))");

constexpr db::Sql insert_release_sql(R"(
INSERT INTO plan_release (county, plan, position, need, offer, units, reason)
VALUES (:county, :plan, :position, :need, :offer, :units, :reason))");

constexpr db::Sql list_kept_sql(R"(
SELECT need, offer, units, slots, state
FROM plan_line
WHERE county = :county AND plan = :plan AND state IN ('accepted', 'pinned')
ORDER BY tier, id)");

constexpr db::Sql list_refused_sql(R"(
SELECT need, offer FROM refusal WHERE county = :county ORDER BY need, offer)");

constexpr db::Sql insert_refusal_sql(R"(
INSERT INTO refusal (county, need, offer, at, account)
VALUES (:county, :need, :offer, :at, :account)
ON CONFLICT (county, need, offer) DO NOTHING)");

constexpr db::Sql delete_refusal_sql(R"(
DELETE FROM refusal WHERE county = :county AND need = :need AND offer = :offer)");

// [update-line]
constexpr db::Sql update_line_sql(R"(
UPDATE plan_line
SET state = :state, decided_at = :at, decided_by = :account
WHERE county = :county AND plan = :plan AND id = :id)");
// [/update-line]

constexpr db::Sql update_proposed_sql(R"(
UPDATE plan_line
SET state = 'accepted', decided_at = :at, decided_by = :account
WHERE county = :county AND plan = :plan AND state = 'proposed'
  AND id IN (
    SELECT v.id
    FROM plan_line_now v
    WHERE v.county = :county AND v.plan = :plan AND v.state = 'proposed' AND v.is_cleared = 1
      AND v.village >= :low AND v.village < :high))");

StoredPlan read_plan(const db::Row& row) {
  StoredPlan plan;
  plan.id = PlanId::from(row.blob(0)).value_or(PlanId{});
  plan.number = row.integer(1);
  plan.made_at = core::Instant{row.integer(2)};
  plan.week_of = core::Date{static_cast<std::int32_t>(row.integer(3))};
  plan.revision = row.integer(4);
  plan.solver.name = row.text(5);
  plan.solver.milliseconds = row.integer(6);
  plan.solver.is_optimal = row.integer(7) != 0;
  plan.solver.objective = row.integer(8);
  plan.solver.bound = row.integer(9);
  return plan;
}

core::Result<void> run(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<void>() : done.error();
}

}  // namespace

core::Result<std::optional<StoredPlan>> find_newest(const access::Call& call) {
  return db::find_one(call.transaction, find_newest_sql, {{"county", call.county}}, read_plan);
}

core::Result<std::optional<StoredPlan>> find_stored(const access::Call& call, PlanId id) {
  return db::find_one(call.transaction, find_stored_sql, {{"county", call.county}, {"id", id}},
                      read_plan);
}

core::Result<std::vector<StoredPlan>> list_stored(const access::Call& call,
                                                  std::int64_t below_number, int limit) {
  return db::list(call.transaction, list_stored_sql,
                  {{"county", call.county}, {"below", below_number}, {"limit", limit}}, read_plan);
}

core::Result<void> insert_plan(const access::Call& call, const StoredPlan& plan) {
  return run(call, insert_plan_sql,
             {{"county", call.county},
              {"id", plan.id},
              {"number", plan.number},
              {"made_at", plan.made_at},
              {"week_of", plan.week_of},
              {"solver", plan.solver.name},
              {"milliseconds", plan.solver.milliseconds},
              {"is_optimal", plan.solver.is_optimal ? 1 : 0},
              {"objective", plan.solver.objective},
              {"bound", plan.solver.bound}});
}

core::Result<void> update_revision(const access::Call& call, PlanId plan) {
  return run(call, update_revision_sql, {{"county", call.county}, {"plan", plan}});
}

core::Result<void> insert_line(const access::Call& call, PlanId plan, const LineKeys& keys,
                               const DraftLine& line) {
  return run(call, insert_line_sql,
             {{"county", call.county},
              {"plan", plan},
              {"id", keys.id},
              {"need", keys.need.need},
              {"offer", keys.offer},
              {"units", line.units},
              {"slots", line.slots.mask},
              {"distance_m", line.distance_m},
              {"state", core::name_of(line.state)},
              {"tier", keys.need.tier},
              {"kind", core::name_of(keys.need.kind)},
              {"village", keys.need.village},
              {"reasons", phrases_to_json(line.reasons)}});
}

core::Result<void> insert_unmet(const access::Call& call, PlanId plan, const UnmetKeys& keys,
                                const DraftUnmet& unmet) {
  return run(call, insert_unmet_sql,
             {{"county", call.county},
              {"plan", plan},
              {"id", core::Bytes(keys.id)},
              {"need", keys.need.need},
              {"units", unmet.units},
              {"reason", core::name_of(unmet.reason)},
              {"tier", keys.need.tier},
              {"kind", core::name_of(keys.need.kind)},
              {"village", keys.need.village},
              {"facts", facts_to_json(unmet.values)},
              {"would_help", phrases_to_json(unmet.would_help)}});
}

core::Result<void> delete_unmet(const access::Call& call, PlanId plan, const core::IdBytes& id) {
  return run(call, delete_unmet_sql,
             {{"county", call.county}, {"plan", plan}, {"id", core::Bytes(id)}});
}

core::Result<void> insert_capacity(const access::Call& call, PlanId plan, care::NeedKind kind,
                                   std::int64_t capacity) {
  return run(call, insert_capacity_sql,
             {{"county", call.county},
              {"plan", plan},
              {"kind", core::name_of(kind)},
              {"capacity", capacity}});
}

core::Result<void> insert_release(const access::Call& call, PlanId plan, std::size_t position,
                                  const Released& released) {
  return run(call, insert_release_sql,
             {{"county", call.county},
              {"plan", plan},
              {"position", position},
              {"need", released.need},
              {"offer", released.offer},
              {"units", released.units},
              {"reason", core::name_of(released.reason)}});
}

core::Result<std::vector<KeptLine>> list_kept(const access::Call& call, PlanId plan) {
  return db::list(call.transaction, list_kept_sql, {{"county", call.county}, {"plan", plan}},
                  [](const db::Row& row) {
                    KeptLine line;
                    line.need = care::NeedId::from(row.blob(0)).value_or(care::NeedId{});
                    line.offer = services::OfferId::from(row.blob(1)).value_or(services::OfferId{});
                    line.units = static_cast<int>(row.integer(2));
                    line.slots = care::Slots{static_cast<std::uint32_t>(row.integer(3))};
                    line.state =
                        core::value_of<LineState>(row.text(4)).value_or(LineState::accepted);
                    return line;
                  });
}

core::Result<std::vector<RefusedPair>> list_refused(const access::Call& call) {
  return db::list(
      call.transaction, list_refused_sql, {{"county", call.county}}, [](const db::Row& row) {
        return RefusedPair{care::NeedId::from(row.blob(0)).value_or(care::NeedId{}),
                           services::OfferId::from(row.blob(1)).value_or(services::OfferId{})};
      });
}

core::Result<void> insert_refusal(const access::Call& call, const RefusedPair& pair) {
  return run(call, insert_refusal_sql,
             {{"county", call.county},
              {"need", pair.need},
              {"offer", pair.offer},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<void> delete_refusal(const access::Call& call, const RefusedPair& pair) {
  return run(call, delete_refusal_sql,
             {{"county", call.county}, {"need", pair.need}, {"offer", pair.offer}});
}

core::Result<void> update_line(const access::Call& call, PlanId plan, LineId line,
                               LineState state) {
  return run(call, update_line_sql,
             {{"county", call.county},
              {"plan", plan},
              {"id", line},
              {"state", core::name_of(state)},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<void> put_decision_note(const access::Call& call, PlanId plan, const PlanLine& line,
                                     const std::string& note) {
  // Lines are counted within their plan, so that the id holds both.
  const LineId id = LineId::derive(plan.text() + line.id.text());
  return access::put_child_texts(call, line.need.need.child.bytes, {"decision", id.bytes}, {note});
}

core::Result<void> update_proposed(const access::Call& call, PlanId plan, access::Area area) {
  return run(call, update_proposed_sql,
             {{"county", call.county},
              {"plan", plan},
              {"low", area.low()},
              {"high", area.high()},
              {"at", call.now},
              {"account", call.actor.account}});
}

}  // namespace caregrid::allocation
