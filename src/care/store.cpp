#include "care/store.h"

#include <string>
#include <utility>

#include "access/child_text_store.h"
#include "db/database.h"

namespace caregrid::care {
namespace {

std::optional<std::int64_t> village_of(std::int64_t division) {
  return access::level_of(division) == access::Level::village ? std::optional(division)
                                                              : std::nullopt;
}

/// What is written of a need in its child's seal.
access::TextOwner texts_of(const NeedId& id) { return {"need", id.bytes}; }

core::Result<void> put_texts(const access::Call& call, const Need& need) {
  return access::put_child_texts(call, need.child.bytes, texts_of(need.id),
                                 {need.previous_helper, need.note});
}

// The unary plus keeps SQLite from walking the county by place instead of by urgency.
constexpr db::Sql place_name_sql(
    "SELECT name FROM division WHERE county = :county AND code = :code");

constexpr db::Sql list_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
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
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM child c
CROSS JOIN need n
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
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
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
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
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
WHERE n.county = :county AND n.status IN ('open', 'matched', 'in_service')
ORDER BY n.child, n.kind, n.opened_on, n.id)");

constexpr db::Sql find_row_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped,
  COALESCE(m.name, ''), c.division, d.name
FROM need n
JOIN child c ON c.county = n.county AND c.id = n.child
LEFT JOIN child_name m ON m.county = c.county AND m.number = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
WHERE n.county = :county AND n.id = :id AND c.division >= :low AND c.division < :high)");

constexpr db::Sql find_stored_sql(R"(
SELECT n.id, n.child, n.kind, n.tier, n.units_weekly, n.slots, n.sex_rule, n.language,
  n.opened_on, n.status, t.child, t.sealed, k.wrapping_key, k.version, k.wrapped
FROM need n
LEFT JOIN child_text t ON t.county = n.county AND t.about = 'need' AND t.id = n.id
LEFT JOIN data_key k ON k.county = t.county AND k.child = t.child
WHERE n.county = :county AND n.id = :id)");

constexpr db::Sql insert_sql(R"(
INSERT INTO need (county, id, child, kind, tier, units_weekly, slots, sex_rule, language,
  opened_on, status)
VALUES (:county, :id, :child, :kind, :tier, :units_weekly, :slots, :sex_rule, :language,
  :opened_on, :status))");

constexpr db::Sql update_sql(R"(
UPDATE need
SET kind = :kind, tier = :tier, units_weekly = :units_weekly, slots = :slots,
  sex_rule = :sex_rule, language = :language, opened_on = :opened_on, status = :status
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

core::Result<Need> read_need(const access::Call& call, const db::Row& row, int first) {
  Need need;
  need.id = NeedId::from(row.blob(first)).value_or(NeedId{});
  need.child = ChildId::from(row.blob(first + 1)).value_or(ChildId{});
  need.kind = core::value_of<NeedKind>(row.text(first + 2)).value_or(NeedKind::mentor);
  need.tier = static_cast<int>(row.integer(first + 3));
  need.units_weekly = static_cast<int>(row.integer(first + 4));
  need.slots = Slots{static_cast<std::uint32_t>(row.integer(first + 5))};
  need.sex_rule = core::value_of<SexRule>(row.text(first + 6)).value_or(SexRule::any);
  need.language = row.text(first + 7);
  need.opened_on = core::Date{static_cast<std::int32_t>(row.integer(first + 8))};
  need.status = core::value_of<NeedStatus>(row.text(first + 9)).value_or(NeedStatus::open);
  auto texts = access::read_child_texts(call, texts_of(need.id), row, first + 10, 2);
  if (!texts) {
    return texts.error();
  }
  need.previous_helper = std::move((*texts)[0]);
  need.note = std::move((*texts)[1]);
  return need;
}

core::Result<NeedRow> read_need_row(const access::Call& call, const db::Row& row, int first) {
  auto need = read_need(call, row, first);
  if (!need) {
    return need.error();
  }
  NeedRow found;
  found.need = std::move(*need);
  found.child_name = row.text(first + 15);
  found.division = row.integer(first + 16);
  found.village = village_of(found.division);
  if (found.village && !row.is_null(first + 17)) {
    found.village_name = row.text(first + 17);
  }
  return found;
}

core::Result<std::vector<NeedRow>> list_rows(const access::Call& call,
                                             const NeedSelection& selection, const PageKey& after,
                                             int limit) {
  const bool is_village = access::level_of(selection.area.code) == access::Level::village;
  const db::Sql sql = selection.child ? list_child_sql : is_village ? list_village_sql : list_sql;
  return db::try_list<NeedRow>(call.transaction, sql,
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
                               [&](const db::Row& row) { return read_need_row(call, row, 0); });
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
  return db::try_list<NeedRow>(call.transaction, list_wanting_sql, {{"county", call.county}},
                               [&](const db::Row& row) { return read_need_row(call, row, 0); });
}

core::Result<std::optional<NeedRow>> find_row(const access::Call& call, access::Area area,
                                              NeedId id) {
  return db::try_find_one<NeedRow>(
      call.transaction, find_row_sql,
      {{"county", call.county}, {"id", id}, {"low", area.low()}, {"high", area.high()}},
      [&](const db::Row& row) { return read_need_row(call, row, 0); });
}

core::Result<std::optional<Need>> find_stored(const access::Call& call, NeedId id) {
  return db::try_find_one<Need>(call.transaction, find_stored_sql,
                                {{"county", call.county}, {"id", id}},
                                [&](const db::Row& row) { return read_need(call, row, 0); });
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
                                                      {"opened_on", need.opened_on},
                                                      {"status", core::name_of(need.status)}});
  if (!done) {
    return done.error();
  }
  const bool says_nothing = need.note.empty() && need.previous_helper.empty();
  return says_nothing ? core::Result<void>() : put_texts(call, need);
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
                                                      {"opened_on", need.opened_on},
                                                      {"status", core::name_of(need.status)}});
  return done ? put_texts(call, need) : done.error();
}

core::Result<std::int64_t> delete_needs(const access::Call& call, const ChildId& child) {
  return call.transaction.run("DELETE FROM need WHERE county = :county AND child = :child",
                              {{"county", call.county}, {"child", child}});
}

core::Result<void> withdraw_needs(const access::Call& call, const ChildId& child) {
  const auto done = call.transaction.run(
      "UPDATE need SET status = 'withdrawn' WHERE county = :county AND child = :child "
      "AND status IN ('open', 'matched', 'in_service')",
      {{"county", call.county}, {"child", child}});
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

core::Result<std::vector<core::IdBytes>> list_need_ids(const access::Call& call,
                                                       const ChildId& child) {
  return db::list(call.transaction, "SELECT id FROM need WHERE county = :county AND child = :child",
                  {{"county", call.county}, {"child", child}}, [](const db::Row& row) {
                    return NeedId::from(row.blob(0)).value_or(NeedId{}).bytes;
                  });
}

core::Result<void> move_needs(const access::Call& call, std::span<const core::IdBytes> needs,
                              const ChildId& child) {
  for (const core::IdBytes& need : needs) {
    const auto done = call.transaction.run(
        "UPDATE need SET child = :child WHERE county = :county AND id = :id",
        {{"child", child}, {"county", call.county}, {"id", core::Bytes(need)}});
    if (!done) {
      return done.error();
    }
  }
  return {};
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
