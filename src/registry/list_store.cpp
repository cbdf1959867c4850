#include "db/database.h"
#include "registry/store.h"

namespace caregrid::registry::store {
namespace {

// The three orders differ in their key only; each walks an index of its own (child_by_place,
// child_by_name, child_by_birth), which also holds the division, so that rows of other areas are
// passed over without being read. A name is looked for by taking it out of the other: `replace` is
// the same in both databases, LIKE is not.

constexpr db::Sql by_village_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child c
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND (c.division, c.name, c.number) > (:division, :after_name, :number)
  AND c.division >= :low AND c.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY c.division, c.name, c.number LIMIT :limit)");

constexpr db::Sql by_name_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child c
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND (c.name, c.number) > (:after_name, :number)
  AND c.division >= :low AND c.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY c.name, c.number LIMIT :limit)");

constexpr db::Sql by_birth_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child c
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND (c.born_on, c.number) > (:after_born, :number)
  AND c.division >= :low AND c.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
ORDER BY c.born_on, c.number LIMIT :limit)");

constexpr db::Sql without_birth_sql(R"(
SELECT c.number, c.id, c.name, c.sex, c.born_on, c.division, d.name, t.name, c.school_name,
  c.grade, c.identity_number, c.student_number, c.ethnicity, c.revision
FROM child c
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND c.born_on IS NULL AND c.number > :number
  AND c.division >= :low AND c.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
ORDER BY c.number LIMIT :limit)");

constexpr db::Sql count_sql(R"(
SELECT COUNT(*) FROM (
  SELECT c.number FROM child c
  WHERE c.county = :county AND c.division >= :low AND c.division < :high
    AND (CAST(:part AS TEXT) IS NULL OR replace(lower(c.name), :part, '') <> lower(c.name))
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

core::Result<Children> list_without_birth(const access::Call& call, const ChildSelection& selection,
                                          std::int64_t after_number, int limit) {
  if (selection.born_from || selection.born_to) {
    return Children{};
  }
  return db::list(call.transaction, without_birth_sql,
                  {{"county", call.county},
                   {"number", after_number},
                   {"low", selection.area.low()},
                   {"high", selection.area.high()},
                   {"part", selection.name_part},
                   {"sex", code_of(selection.sex)},
                   {"limit", limit}},
                  child_reader(call));
}

core::Result<Children> list_by_birth(const access::Call& call, const ChildSelection& selection,
                                     const After& after, int limit) {
  if (!after.born_on) {
    return list_without_birth(call, selection, after.number, limit);
  }
  auto children = db::list(call.transaction, by_birth_sql,
                           {{"county", call.county},
                            {"after_born", *after.born_on},
                            {"number", after.number},
                            {"low", selection.area.low()},
                            {"high", selection.area.high()},
                            {"part", selection.name_part},
                            {"sex", code_of(selection.sex)},
                            {"born_from", selection.born_from},
                            {"born_to", selection.born_to},
                            {"limit", limit}},
                           child_reader(call));
  const int missing = children ? limit - static_cast<int>(children->size()) : 0;
  if (missing == 0) {
    return children;
  }
  auto rest = list_without_birth(call, selection, 0, missing);
  if (!rest) {
    return rest;
  }
  for (StoredChild& child : *rest) {
    children->push_back(std::move(child));
  }
  return children;
}

}  // namespace

core::Result<Children> list_children(const access::Call& call, const ChildSelection& selection,
                                     ChildSort sort, const After& after, int limit) {
  switch (sort) {
    case ChildSort::born_on:
      return list_by_birth(call, selection, after, limit);
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
