#include "care/store.h"

#include <string>
#include <utility>

#include "db/database.h"

namespace caregrid::care {
namespace {

std::optional<std::int64_t> village_of(std::int64_t division) {
  return access::level_of(division) == access::Level::village ? std::optional(division)
                                                              : std::nullopt;
}

NeedRow read_row(const db::Row& row) { return read_need_row(row, 0); }

// The unary plus keeps SQLite from walking the county by place instead of by urgency.
constexpr db::Sql place_name_sql(
    "SELECT name FROM division WHERE county = :county AND code = :code");

constexpr db::Sql list_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.previous_helper, n.opened_on, n.status, n.note, COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
WHERE n.county = :county AND (n.tier, n.opened_on, n.id) > (:tier_after, :opened_after, :id_after)
  AND +c.division >= :low AND +c.division < :high
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status)
  AND (CAST(:child AS BYTEA) IS NULL OR n.child = :child)
ORDER BY n.tier, n.opened_on, n.id
LIMIT :limit)");

// A village has few children: they come first, CROSS JOIN keeps SQLite to that order.
constexpr db::Sql list_village_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.previous_helper, n.opened_on, n.status, n.note, COALESCE(m.name, ''), c.division, d.name
FROM child c
CROSS JOIN need n
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
WHERE c.county = :county AND c.division >= :low AND c.division < :high
  AND n.county = c.county AND n.child = c.id
  AND (n.tier, n.opened_on, n.id) > (:tier_after, :opened_after, :id_after)
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status)
  AND (CAST(:child AS BYTEA) IS NULL OR n.child = :child)
ORDER BY n.tier, n.opened_on, n.id
LIMIT :limit)");

// One child's few needs, straight from the index by child.
constexpr db::Sql list_child_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.previous_helper, n.opened_on, n.status, n.note, COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
WHERE n.county = :county AND n.child = :child
  AND (n.tier, n.opened_on, n.id) > (:tier_after, :opened_after, :id_after)
  AND +c.division >= :low AND +c.division < :high
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status)
ORDER BY n.tier, n.opened_on, n.id
LIMIT :limit)");

constexpr db::Sql count_child_sql(R"(
SELECT count(*)
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
WHERE n.county = :county AND n.child = :child
  AND +c.division >= :low AND +c.division < :high
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status))");

constexpr db::Sql count_area_sql(R"(
SELECT count(*)
FROM child c
CROSS JOIN need n
WHERE c.county = :county AND c.division >= :low AND c.division < :high
  AND n.county = c.county AND n.child = c.id
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status)
  AND (CAST(:child AS BYTEA) IS NULL OR n.child = :child))");

constexpr db::Sql count_county_sql(R"(
SELECT count(*)
FROM need n
WHERE n.county = :county
  AND (CAST(:kind AS TEXT) IS NULL OR n.kind = :kind)
  AND (CAST(:tier AS BIGINT) IS NULL OR n.tier = :tier)
  AND (CAST(:status AS TEXT) IS NULL OR n.status = :status)
  AND (CAST(:child AS BYTEA) IS NULL OR n.child = :child))");

constexpr db::Sql list_wanting_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.previous_helper, n.opened_on, n.status, n.note, COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
WHERE n.county = :county AND n.status IN ('open', 'matched', 'in_service')
ORDER BY n.child, n.kind, n.opened_on, n.id)");

constexpr db::Sql find_row_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.previous_helper, n.opened_on, n.status, n.note, COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
WHERE n.county = :county AND n.id = :id AND c.division >= :low AND c.division < :high)");

constexpr db::Sql find_stored_sql(R"(
SELECT id, child, kind, tier, units_weekly, slots, sex_rule, language, previous_helper, opened_on,
  status, note
FROM need
WHERE county = :county AND id = :id)");

constexpr db::Sql insert_sql(R"(
INSERT INTO need (county, id, child, kind, tier, units_weekly, slots, sex_rule, language,
  previous_helper, opened_on, status, note)
VALUES (:county, :id, :child, :kind, :tier, :units_weekly, :slots, :sex_rule, :language,
  :previous_helper, :opened_on, :status, :note))");

constexpr db::Sql update_sql(R"(
UPDATE need
SET kind = :kind, tier = :tier, units_weekly = :units_weekly, slots = :slots,
  sex_rule = :sex_rule, language = :language, previous_helper = :previous_helper,
  opened_on = :opened_on, status = :status, note = :note
WHERE county = :county AND id = :id)");

constexpr db::Sql count_open_sql(R"(
SELECT n.kind, n.tier, c.division, count(*), CAST(sum(n.units_weekly) AS BIGINT)
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
WHERE n.county = :county AND n.status IN ('open', 'matched', 'in_service')
  AND +c.division >= :low AND +c.division < :high
GROUP BY n.kind, n.tier, c.division
ORDER BY n.kind, n.tier, c.division)");

}  // namespace

Need read_need(const db::Row& row, int first) {
  Need need;
  need.id = NeedId::from(row.blob(first)).value_or(NeedId{});
  need.child = ChildId::from(row.blob(first + 1)).value_or(ChildId{});
  need.kind = core::value_of<NeedKind>(row.text(first + 2)).value_or(NeedKind::mentor);
  need.tier = static_cast<int>(row.integer(first + 3));
  need.units_weekly = static_cast<int>(row.integer(first + 4));
  need.slots = Slots{static_cast<std::uint32_t>(row.integer(first + 5))};
  need.sex_rule = core::value_of<SexRule>(row.text(first + 6)).value_or(SexRule::any);
  need.language = row.text(first + 7);
  need.previous_helper = row.text(first + 8);
  need.opened_on = core::Date{static_cast<std::int32_t>(row.integer(first + 9))};
  need.status = core::value_of<NeedStatus>(row.text(first + 10)).value_or(NeedStatus::open);
  need.note = row.text(first + 11);
  return need;
}

NeedRow read_need_row(const db::Row& row, int first) {
  NeedRow found;
  found.need = read_need(row, first);
  found.child_name = row.text(first + 12);
  found.division = row.integer(first + 13);
  found.village = village_of(found.division);
  if (found.village && !row.is_null(first + 14)) {
    found.village_name = row.text(first + 14);
  }
  return found;
}

core::Result<std::vector<NeedRow>> list_rows(const access::Call& call,
                                             const NeedSelection& selection, const PageKey& after,
                                             int limit) {
  const bool is_village = access::level_of(selection.area.code) == access::Level::village;
  const db::Sql sql = selection.child ? list_child_sql : is_village ? list_village_sql : list_sql;
  return db::list(call.transaction, sql,
                  {{"county", call.county},
                   {"tier_after", after.first},
                   {"opened_after", after.second},
                   {"id_after", core::Bytes(after.id)},
                   {"low", selection.area.low()},
                   {"high", selection.area.high()},
                   {"kind", selection.kind},
                   {"tier", selection.tier},
                   {"status", selection.status},
                   {"child", selection.child},
                   {"limit", limit}},
                  read_row);
}

core::Result<std::int64_t> count_rows(const access::Call& call, const NeedSelection& selection) {
  std::int64_t count = 0;
  const auto read = [&](const db::Row& row) {
    count = row.integer(0);
    return false;
  };
  const db::Bind kind("kind", selection.kind);
  const db::Bind tier("tier", selection.tier);
  const db::Bind status("status", selection.status);
  const db::Bind child("child", selection.child);
  const bool is_whole_county = !selection.child && selection.area.code == call.county * 1'000'000;
  const auto done =
      is_whole_county
          ? call.transaction.each(count_county_sql,
                                  {{"county", call.county}, kind, tier, status, child}, read)
          : call.transaction.each(selection.child ? count_child_sql : count_area_sql,
                                  {{"county", call.county},
                                   {"low", selection.area.low()},
                                   {"high", selection.area.high()},
                                   kind,
                                   tier,
                                   status,
                                   child},
                                  read);
  if (!done) {
    return done.error();
  }
  return count;
}

core::Result<std::vector<NeedRow>> list_wanting_rows(const access::Call& call) {
  return db::list(call.transaction, list_wanting_sql, {{"county", call.county}}, read_row);
}

core::Result<std::optional<NeedRow>> find_row(const access::Call& call, access::Area area,
                                              NeedId id) {
  return db::find_one(
      call.transaction, find_row_sql,
      {{"county", call.county}, {"id", id}, {"low", area.low()}, {"high", area.high()}}, read_row);
}

core::Result<std::optional<Need>> find_stored(const access::Call& call, NeedId id) {
  return db::find_one(call.transaction, find_stored_sql, {{"county", call.county}, {"id", id}},
                      [](const db::Row& row) { return read_need(row, 0); });
}

core::Result<void> insert_need(const access::Call& call, const Need& need) {
  const auto done = call.transaction.run(insert_sql, {{"county", call.county},
                                                      {"id", need.id},
                                                      {"child", need.child},
                                                      {"kind", core::name_of(need.kind)},
                                                      {"tier", need.tier},
                                                      {"units_weekly", need.units_weekly},
                                                      {"slots", need.slots.mask},
                                                      {"sex_rule", core::name_of(need.sex_rule)},
                                                      {"language", need.language},
                                                      {"previous_helper", need.previous_helper},
                                                      {"opened_on", need.opened_on},
                                                      {"status", core::name_of(need.status)},
                                                      {"note", need.note}});
  return done ? core::Result<void>() : done.error();
}

core::Result<void> update_need(const access::Call& call, const Need& need) {
  const auto done = call.transaction.run(update_sql, {{"county", call.county},
                                                      {"id", need.id},
                                                      {"kind", core::name_of(need.kind)},
                                                      {"tier", need.tier},
                                                      {"units_weekly", need.units_weekly},
                                                      {"slots", need.slots.mask},
                                                      {"sex_rule", core::name_of(need.sex_rule)},
                                                      {"language", need.language},
                                                      {"previous_helper", need.previous_helper},
                                                      {"opened_on", need.opened_on},
                                                      {"status", core::name_of(need.status)},
                                                      {"note", need.note}});
  return done ? core::Result<void>() : done.error();
}

core::Result<std::int64_t> delete_needs(const access::Call& call, const ChildId& child) {
  return call.transaction.run("DELETE FROM need WHERE county = :county AND child = :child",
                              {{"county", call.county}, {"child", child}});
}

core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code) {
  const auto name =
      db::find_one(call.transaction, place_name_sql, {{"county", call.county}, {"code", code}},
                   [](const db::Row& row) { return std::string(row.text(0)); });
  if (!name) {
    return name.error();
  }
  return name->value_or("");
}

core::Result<std::vector<NeedCount>> count_open(const access::Call& call, access::Area area) {
  return db::list(call.transaction, count_open_sql,
                  {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                  [](const db::Row& row) {
                    NeedCount count;
                    count.kind = core::value_of<NeedKind>(row.text(0)).value_or(NeedKind::mentor);
                    count.tier = static_cast<int>(row.integer(1));
                    const std::int64_t division = row.integer(2);
                    count.village = village_of(division).value_or(0);
                    count.township = access::level_of(division) == access::Level::township
                                         ? division
                                         : access::parent_of(count.village);
                    count.needs = row.integer(3);
                    count.units = row.integer(4);
                    return count;
                  });
}

}  // namespace caregrid::care
