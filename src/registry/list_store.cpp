#include "db/database.h"
#include "registry/store.h"

namespace caregrid::registry::store {
namespace {

// Each order is a table of its own that also holds the division, so that children of other areas
// are passed over without being read. A name is looked for by taking it out of the other: `replace`
// is the same in both databases, LIKE is not.

constexpr db::Sql by_village_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child_by_place o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE o.county = :county AND (o.division, o.name, o.number) > (:division, :after_name, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(o.name), :part, '') <> lower(o.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY o.division, o.name, o.number LIMIT :limit)");

constexpr db::Sql by_name_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child_by_name o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE o.county = :county AND (o.name, o.number) > (:after_name, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(o.name), :part, '') <> lower(o.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY o.name, o.number LIMIT :limit)");

constexpr db::Sql by_birth_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child_by_birth o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE o.county = :county AND (o.born_on, o.number) > (:after_born, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY o.born_on, o.number LIMIT :limit)");

constexpr db::Sql count_sql(R"(
SELECT COUNT(*) FROM (
  SELECT o.number FROM child_by_place o
  JOIN child c ON c.county = o.county AND c.number = o.number
  WHERE o.county = :county AND o.division >= :low AND o.division < :high
    AND (CAST(:part AS TEXT) IS NULL OR replace(lower(o.name), :part, '') <> lower(o.name))
    AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
    AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
    AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
  LIMIT :limit) AS matches)");

std::optional<int> code_of(std::optional<Sex> sex) {
  return sex ? std::optional(static_cast<int>(*sex)) : std::nullopt;
}

auto child_reader(const access::Call& call) {
  return [today = call.today](const db::Row& row) { return read_child(row, today); };
}

using Children = std::vector<StoredChild>;

}  // namespace

core::Result<Children> list_children(const access::Call& call, const ChildSelection& selection,
                                     ChildSort sort, const After& after, int limit) {
  switch (sort) {
    case ChildSort::born_on:
      return db::list(call.transaction, by_birth_sql,
                      {{"county", call.county},
                       {"after_born", after.born_on},
                       {"number", after.number},
                       {"low", selection.area.low()},
                       {"high", selection.area.high()},
                       {"part", selection.name_part},
                       {"sex", code_of(selection.sex)},
                       {"born_from", selection.born_from},
                       {"born_to", selection.born_to},
                       {"limit", limit}},
                      child_reader(call));
    case ChildSort::name:
      return db::list(call.transaction, by_name_sql,
                      {{"county", call.county},
                       {"after_name", after.name},
                       {"number", after.number},
                       {"low", selection.area.low()},
                       {"high", selection.area.high()},
                       {"part", selection.name_part},
                       {"sex", code_of(selection.sex)},
                       {"born_from", selection.born_from},
                       {"born_to", selection.born_to},
                       {"limit", limit}},
                      child_reader(call));
    case ChildSort::village:
      break;
  }
  return db::list(call.transaction, by_village_sql,
                  {{"county", call.county},
                   {"division", after.division},
                   {"after_name", after.name},
                   {"number", after.number},
                   {"low", selection.area.low()},
                   {"high", selection.area.high()},
                   {"part", selection.name_part},
                   {"sex", code_of(selection.sex)},
                   {"born_from", selection.born_from},
                   {"born_to", selection.born_to},
                   {"limit", limit}},
                  child_reader(call));
}

core::Result<std::int64_t> count_matches(const access::Call& call,
                                         const ChildSelection& selection) {
  const auto count = db::find_one(call.transaction, count_sql,
                                  {{"county", call.county},
                                   {"low", selection.area.low()},
                                   {"high", selection.area.high()},
                                   {"part", selection.name_part},
                                   {"sex", code_of(selection.sex)},
                                   {"born_from", selection.born_from},
                                   {"born_to", selection.born_to},
                                   {"limit", total_counted_max}},
                                  [](const db::Row& row) { return row.integer(0); });
  return count ? core::Result<std::int64_t>(count->value_or(0))
               : core::Result<std::int64_t>(count.error());
}

}  // namespace caregrid::registry::store
