#include "allocation/figures_store.h"

#include "db/database.h"

namespace caregrid::allocation {
namespace {

constexpr db::Sql tally_lines_sql(R"(
SELECT l.tier, l.kind, l.village, l.state, l.is_cleared, count(*), CAST(sum(l.units) AS BIGINT),
  CAST(sum(l.units * coalesce(l.distance_m, 0)) AS BIGINT)
FROM plan_line_now l
WHERE l.county = :county AND l.plan = :plan AND +l.village >= :low AND +l.village < :high
GROUP BY l.tier, l.kind, l.village, l.state, l.is_cleared
ORDER BY l.tier, l.kind, l.village, l.state, l.is_cleared)");

constexpr db::Sql tally_unmet_sql(R"(
SELECT u.tier, u.kind, u.village, u.reason, CAST(sum(u.units) AS BIGINT)
FROM plan_unmet u
WHERE u.county = :county AND u.plan = :plan AND +u.village >= :low AND +u.village < :high
GROUP BY u.tier, u.kind, u.village, u.reason
ORDER BY u.tier, u.kind, u.village, u.reason)");

constexpr db::Sql count_needs_sql(R"(
SELECT count(*)
FROM (
  SELECT need FROM plan_line
  WHERE county = :county AND plan = :plan AND +village >= :low AND +village < :high
  UNION
  SELECT need FROM plan_unmet
  WHERE county = :county AND plan = :plan AND +village >= :low AND +village < :high
) both_lists)");

constexpr db::Sql list_capacities_sql(R"(
SELECT kind, capacity FROM plan_kind WHERE county = :county AND plan = :plan ORDER BY kind)");

constexpr db::Sql list_releases_sql(R"(
SELECT need, offer, units, reason
FROM plan_release
WHERE county = :county AND plan = :plan
ORDER BY position)");

constexpr db::Sql list_loads_sql(R"(
SELECT l.offer, CAST(sum(l.units) AS BIGINT)
FROM plan_line_now l
WHERE l.county = :county AND l.plan = :plan AND l.state <> 'refused' AND l.is_cleared = 1
GROUP BY l.offer
ORDER BY l.offer)");

care::NeedKind kind_of(std::string_view name) {
  return core::value_of<care::NeedKind>(name).value_or(care::NeedKind::mentor);
}

}  // namespace

core::Result<std::vector<LineTally>> tally_lines(const access::Call& call, PlanId plan,
                                                 access::Area area) {
  return db::list(
      call.transaction, tally_lines_sql,
      {{"county", call.county}, {"plan", plan}, {"low", area.low()}, {"high", area.high()}},
      [](const db::Row& row) {
        LineTally tally;
        tally.tier = static_cast<int>(row.integer(0));
        tally.kind = kind_of(row.text(1));
        tally.village = row.integer(2);
        tally.state = core::value_of<LineState>(row.text(3)).value_or(LineState::proposed);
        tally.is_cleared = row.integer(4) != 0;
        tally.lines = row.integer(5);
        tally.units = row.integer(6);
        tally.travel_m = row.integer(7);
        return tally;
      });
}

core::Result<std::vector<UnmetTally>> tally_unmet(const access::Call& call, PlanId plan,
                                                  access::Area area) {
  return db::list(
      call.transaction, tally_unmet_sql,
      {{"county", call.county}, {"plan", plan}, {"low", area.low()}, {"high", area.high()}},
      [](const db::Row& row) {
        UnmetTally tally;
        tally.tier = static_cast<int>(row.integer(0));
        tally.kind = kind_of(row.text(1));
        tally.village = row.integer(2);
        tally.reason =
            core::value_of<UnmetReason>(row.text(3)).value_or(UnmetReason::no_offer_of_kind);
        tally.units = row.integer(4);
        return tally;
      });
}

core::Result<std::int64_t> count_needs(const access::Call& call, PlanId plan, access::Area area) {
  const auto found = db::find_one(
      call.transaction, count_needs_sql,
      {{"county", call.county}, {"plan", plan}, {"low", area.low()}, {"high", area.high()}},
      [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return (*found).value_or(0);
}

core::Result<std::vector<KindShare>> list_capacities(const access::Call& call, PlanId plan) {
  return db::list(call.transaction, list_capacities_sql, {{"county", call.county}, {"plan", plan}},
                  [](const db::Row& row) {
                    KindShare share;
                    share.kind = kind_of(row.text(0));
                    share.capacity = row.integer(1);
                    return share;
                  });
}

core::Result<std::vector<Released>> list_release_rows(const access::Call& call, PlanId plan) {
  return db::list(
      call.transaction, list_releases_sql, {{"county", call.county}, {"plan", plan}},
      [](const db::Row& row) {
        return Released{
            care::NeedId::from(row.blob(0)).value_or(care::NeedId{}),
            services::OfferId::from(row.blob(1)).value_or(services::OfferId{}),
            static_cast<int>(row.integer(2)),
            core::value_of<ReleaseReason>(row.text(3)).value_or(ReleaseReason::need_closed)};
      });
}

core::Result<std::vector<OfferLoad>> list_load_rows(const access::Call& call, PlanId plan) {
  return db::list(call.transaction, list_loads_sql, {{"county", call.county}, {"plan", plan}},
                  [](const db::Row& row) {
                    return OfferLoad{
                        services::OfferId::from(row.blob(0)).value_or(services::OfferId{}),
                        row.integer(1)};
                  });
}

}  // namespace caregrid::allocation
