#include "allocation/list_store.h"

#include <utility>

#include "allocation/phrase_json.h"
#include "care/store.h"
#include "db/database.h"

namespace caregrid::allocation {
namespace {

// A child that has moved out of the area since is not shown there any more.
constexpr db::Sql list_lines_sql(R"(
SELECT l.id, l.units, l.slots, l.distance_m, l.state, l.reasons, l.tier, l.village, l.is_cleared,
  o.id, o.code, o.name, o.provider_kind, o.is_online, o.village, h.name, h.latitude, h.longitude,
  d.latitude, d.longitude, n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule,
  n.language, n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM plan_line_now l
JOIN need n ON n.county = l.county AND n.id = l.need
JOIN child c ON c.county = n.county AND c.id = n.child
JOIN offer o ON o.county = l.county AND o.id = l.offer
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
LEFT JOIN division h ON h.county = o.county AND h.code = o.village
WHERE l.county = :county AND l.plan = :plan
  AND (l.tier, l.village, l.id) > (:tier_after, :village_after, :id_after)
  AND +l.village >= :low AND +l.village < :high AND l.is_cleared >= :cleared_min
  AND +c.division >= :low AND +c.division < :high
  AND (CAST(:state AS TEXT) IS NULL OR l.state = :state)
  AND (CAST(:kind AS TEXT) IS NULL OR l.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR l.tier = :tier)
  AND (CAST(:line AS BYTEA) IS NULL OR l.id = :line)
ORDER BY l.tier, l.village, l.id
LIMIT :limit)");

// Whoever has moved out of the area since is not counted there; nobody moves out of the county.
constexpr db::Sql count_lines_sql(R"(
SELECT count(*)
FROM plan_line_now l
WHERE l.county = :county AND l.plan = :plan
  AND +l.village >= :low AND +l.village < :high AND l.is_cleared >= :cleared_min
  AND (CAST(:state AS TEXT) IS NULL OR l.state = :state)
  AND (CAST(:kind AS TEXT) IS NULL OR l.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR l.tier = :tier)
  AND (:is_county = 1 OR EXISTS (
    SELECT 1 FROM need n JOIN child c ON c.county = n.county AND c.id = n.child
    WHERE n.county = l.county AND n.id = l.need
      AND c.division >= :low AND c.division < :high)))");

constexpr db::Sql list_unmet_sql(R"(
SELECT u.id, u.units, u.reason, u.facts, u.would_help, u.tier, u.village, n.id, n.child, n.kind,
  n.tier, n.units_weekly, n.slots, n.sex_rule, n.language, n.opened_on, n.status, t.child, t.sealed,
  k.wrapping_key, k.version, k.wrapped, COALESCE(m.name, ''), c.division, d.name
FROM plan_unmet u
JOIN need n ON n.county = u.county AND n.id = u.need
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
WHERE u.county = :county AND u.plan = :plan
  AND (u.tier, u.village, u.id) > (:tier_after, :village_after, :id_after)
  AND +u.village >= :low AND +u.village < :high
  AND +c.division >= :low AND +c.division < :high
  AND (CAST(:state AS TEXT) IS NULL OR u.reason = :state)
  AND (CAST(:kind AS TEXT) IS NULL OR u.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR u.tier = :tier)
ORDER BY u.tier, u.village, u.id
LIMIT :limit)");

constexpr db::Sql count_unmet_sql(R"(
SELECT count(*)
FROM plan_unmet u
WHERE u.county = :county AND u.plan = :plan AND +u.village >= :low AND +u.village < :high
  AND (CAST(:state AS TEXT) IS NULL OR u.reason = :state)
  AND (CAST(:kind AS TEXT) IS NULL OR u.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR u.tier = :tier)
  AND (:is_county = 1 OR EXISTS (
    SELECT 1 FROM need n JOIN child c ON c.county = n.county AND c.id = n.child
    WHERE n.county = u.county AND n.id = u.need
      AND c.division >= :low AND c.division < :high)))");

constexpr db::Sql list_map_sql(R"(
SELECT d.latitude, d.longitude, h.latitude, h.longitude, l.tier, l.kind,
  CAST(sum(l.units) AS BIGINT)
FROM plan_line_now l
JOIN offer o ON o.county = l.county AND o.id = l.offer
JOIN division d ON d.county = l.county AND d.code = l.village
JOIN division h ON h.county = o.county AND h.code = o.village
WHERE l.county = :county AND l.plan = :plan AND +l.village >= :low AND +l.village < :high
  AND l.is_cleared = 1 AND l.state <> 'refused' AND o.is_online = 0 AND o.village <> l.village
  AND d.latitude IS NOT NULL AND h.latitude IS NOT NULL
GROUP BY d.code, d.latitude, d.longitude, h.code, h.latitude, h.longitude, l.tier, l.kind
ORDER BY l.tier, d.code, h.code, l.kind)");

care::NeedKind kind_of(std::string_view name) {
  return core::value_of<care::NeedKind>(name).value_or(care::NeedKind::mentor);
}

/// A village with its name and point in the columns given; none when it is not on the map.
std::optional<PlaceRef> read_place(const db::Row& row, std::optional<std::int64_t> code,
                                   std::string_view name, int latitude) {
  if (!code || row.is_null(latitude) || row.is_null(latitude + 1)) {
    return std::nullopt;
  }
  return PlaceRef{*code, std::string(name), {row.real(latitude), row.real(latitude + 1)}};
}

OfferRef read_helper(const db::Row& row) {
  OfferRef helper;
  helper.id = services::OfferId::from(row.blob(9)).value_or(services::OfferId{});
  helper.code = row.text(10);
  helper.name = row.text(11);
  helper.provider_kind =
      core::value_of<services::ProviderKind>(row.text(12)).value_or(services::ProviderKind::other);
  helper.is_online = row.integer(13) != 0;
  if (!row.is_null(14)) {
    helper.village = read_place(row, row.integer(14), row.text(15), 16);
  }
  return helper;
}

core::Result<FoundLine> read_line(const access::Call& call, const db::Row& row) {
  FoundLine found;
  PlanLine& line = found.line;
  line.id = LineId::from(row.blob(0)).value_or(LineId{});
  line.units = static_cast<int>(row.integer(1));
  line.slots = care::Slots{static_cast<std::uint32_t>(row.integer(2))};
  if (!row.is_null(3)) {
    line.distance_m = row.integer(3);
  }
  line.state = core::value_of<LineState>(row.text(4)).value_or(LineState::proposed);
  line.reasons = phrases_of_json(row.text(5));
  found.key = {row.integer(6), row.integer(7), line.id.bytes};
  found.is_cleared = row.integer(8) != 0;
  line.offer = read_helper(row);
  auto need = care::read_need_row(call, row, 20);
  if (!need) {
    return need.error();
  }
  line.need = std::move(*need);
  line.child_village = read_place(row, line.need.village, line.need.village_name, 18);
  return found;
}

core::Result<FoundUnmet> read_unmet(const access::Call& call, const db::Row& row) {
  FoundUnmet found;
  found.unmet.units = static_cast<int>(row.integer(1));
  found.unmet.reason =
      core::value_of<UnmetReason>(row.text(2)).value_or(UnmetReason::no_offer_of_kind);
  found.unmet.values = facts_of_json(row.text(3));
  found.unmet.would_help = phrases_of_json(row.text(4));
  found.key = {row.integer(5), row.integer(6),
               care::NeedId::from(row.blob(0)).value_or(care::NeedId{}).bytes};
  auto need = care::read_need_row(call, row, 7);
  if (!need) {
    return need.error();
  }
  found.unmet.need = std::move(*need);
  return found;
}

int is_county(const access::Call& call, access::Area area) {
  return area.covers(call.county * 1'000'000) ? 1 : 0;
}

core::Result<std::int64_t> count(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto found =
      db::find_one(call.transaction, sql, binds, [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return (*found).value_or(0);
}

}  // namespace

core::Result<std::vector<FoundLine>> list_line_rows(const access::Call& call,
                                                    const PlanSelection& selection,
                                                    const care::PageKey& after, int limit) {
  return db::try_list<FoundLine>(call.transaction, list_lines_sql,
                                 {{"county", call.county},
                                  {"plan", selection.plan},
                                  {"tier_after", after.first},
                                  {"village_after", after.second},
                                  {"id_after", core::Bytes(after.id)},
                                  {"low", selection.area.low()},
                                  {"high", selection.area.high()},
                                  {"cleared_min", selection.only_cleared ? 1 : 0},
                                  {"state", selection.state},
                                  {"kind", selection.kind},
                                  {"tier", selection.tier},
                                  {"line", selection.line},
                                  {"limit", limit}},
                                 [&](const db::Row& row) { return read_line(call, row); });
}

core::Result<std::int64_t> count_line_rows(const access::Call& call,
                                           const PlanSelection& selection) {
  return count(call, count_lines_sql,
               {{"county", call.county},
                {"plan", selection.plan},
                {"low", selection.area.low()},
                {"high", selection.area.high()},
                {"cleared_min", selection.only_cleared ? 1 : 0},
                {"state", selection.state},
                {"kind", selection.kind},
                {"tier", selection.tier},
                {"is_county", is_county(call, selection.area)}});
}

core::Result<std::vector<FoundUnmet>> list_unmet_rows(const access::Call& call,
                                                      const PlanSelection& selection,
                                                      const care::PageKey& after, int limit) {
  return db::try_list<FoundUnmet>(call.transaction, list_unmet_sql,
                                  {{"county", call.county},
                                   {"plan", selection.plan},
                                   {"tier_after", after.first},
                                   {"village_after", after.second},
                                   {"id_after", core::Bytes(after.id)},
                                   {"low", selection.area.low()},
                                   {"high", selection.area.high()},
                                   {"state", selection.state},
                                   {"kind", selection.kind},
                                   {"tier", selection.tier},
                                   {"limit", limit}},
                                  [&](const db::Row& row) { return read_unmet(call, row); });
}

core::Result<std::int64_t> count_unmet_rows(const access::Call& call,
                                            const PlanSelection& selection) {
  return count(call, count_unmet_sql,
               {{"county", call.county},
                {"plan", selection.plan},
                {"low", selection.area.low()},
                {"high", selection.area.high()},
                {"state", selection.state},
                {"kind", selection.kind},
                {"tier", selection.tier},
                {"is_county", is_county(call, selection.area)}});
}

core::Result<std::vector<MapLine>> list_map_rows(const access::Call& call, PlanId plan,
                                                 access::Area area) {
  return db::list(
      call.transaction, list_map_sql,
      {{"county", call.county}, {"plan", plan}, {"low", area.low()}, {"high", area.high()}},
      [](const db::Row& row) {
        return MapLine{{row.real(0), row.real(1)},
                       {row.real(2), row.real(3)},
                       static_cast<int>(row.integer(4)),
                       kind_of(row.text(5)),
                       static_cast<int>(row.integer(6))};
      });
}

}  // namespace caregrid::allocation
