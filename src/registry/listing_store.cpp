#include "db/database.h"
#include "registry/import_store.h"
#include "registry/run.h"

namespace caregrid::registry::import_store {
namespace {

constexpr db::Sql list_by_place_sql(R"(
INSERT INTO child_by_place (county, division, name, number, born_on)
SELECT c.county, c.division, n.name, c.number, COALESCE(c.born_on, 3000000)
FROM child_name n JOIN child c ON c.county = n.county AND c.number = n.number
WHERE n.county = :county AND n.number >= :first AND c.division <> 0
ORDER BY c.division, n.name, c.number)");

constexpr db::Sql list_by_name_sql(R"(
INSERT INTO child_by_name (county, name, number, division)
SELECT c.county, n.name, c.number, c.division
FROM child_name n JOIN child c ON c.county = n.county AND c.number = n.number
WHERE n.county = :county AND n.number >= :first AND c.division <> 0
ORDER BY n.name, c.number)");

constexpr db::Sql list_by_birth_sql(R"(
INSERT INTO child_by_birth (county, born_on, number, division)
SELECT county, COALESCE(born_on, 3000000), number, division FROM child
WHERE county = :county AND number >= :first AND division <> 0 AND kept IS NULL
ORDER BY COALESCE(born_on, 3000000), number)");

core::Result<void> relist_by_place(const access::Call& call, const Owner& before,
                                   const ChildEntry& after) {
  const auto gone = run(call,
                        "DELETE FROM child_by_place WHERE county = :county "
                        "AND division = :division AND name = :name AND number = :number",
                        {{"county", call.county},
                         {"division", before.division},
                         {"name", before.candidate.claim.name},
                         {"number", after.number}});
  return gone ? run(call,
                    "INSERT INTO child_by_place (county, division, name, number, born_on) VALUES "
                    "(:county, :division, :name, :number, "
                    "COALESCE(CAST(:born_on AS BIGINT), 3000000))",
                    {{"county", call.county},
                     {"division", after.situation.division},
                     {"name", after.claim.name},
                     {"number", after.number},
                     {"born_on", after.claim.born_on}})
              : gone;
}

core::Result<void> relist_by_name(const access::Call& call, const Owner& before,
                                  const ChildEntry& after) {
  const auto gone = run(
      call,
      "DELETE FROM child_by_name "
      "WHERE county = :county AND name = :name AND number = :number",
      {{"county", call.county}, {"name", before.candidate.claim.name}, {"number", after.number}});
  return gone ? run(call,
                    "INSERT INTO child_by_name (county, name, number, division) "
                    "VALUES (:county, :name, :number, :division)",
                    {{"county", call.county},
                     {"name", after.claim.name},
                     {"number", after.number},
                     {"division", after.situation.division}})
              : gone;
}

core::Result<void> relist_by_birth(const access::Call& call, const Owner& before,
                                   const ChildEntry& after) {
  const auto gone = run(call,
                        "DELETE FROM child_by_birth WHERE county = :county "
                        "AND born_on = COALESCE(CAST(:born_on AS BIGINT), 3000000) "
                        "AND number = :number",
                        {{"county", call.county},
                         {"born_on", before.candidate.claim.born_on},
                         {"number", after.number}});
  return gone ? run(call,
                    "INSERT INTO child_by_birth (county, born_on, number, division) VALUES "
                    "(:county, COALESCE(CAST(:born_on AS BIGINT), 3000000), :number, :division)",
                    {{"county", call.county},
                     {"born_on", after.claim.born_on},
                     {"number", after.number},
                     {"division", after.situation.division}})
              : gone;
}

}  // namespace

core::Result<void> list_new_children(const access::Call& call, std::int64_t first) {
  for (const db::Sql sql : {list_by_place_sql, list_by_name_sql, list_by_birth_sql}) {
    const auto done = run(call, sql, {{"county", call.county}, {"first", first}});
    if (!done) {
      return done;
    }
  }
  return {};
}

core::Result<void> relist_child(const access::Call& call, const Owner& before,
                                const ChildEntry& after) {
  const Claim& claim = before.candidate.claim;
  const bool has_moved = before.division != after.situation.division;
  const bool is_renamed = claim.name != after.claim.name;
  const bool is_born_elsewhen = claim.born_on != after.claim.born_on;
  if (has_moved || is_renamed || is_born_elsewhen) {
    if (const auto done = relist_by_place(call, before, after); !done) {
      return done;
    }
  }
  if (has_moved || is_renamed) {
    if (const auto done = relist_by_name(call, before, after); !done) {
      return done;
    }
  }
  if (has_moved || is_born_elsewhen) {
    return relist_by_birth(call, before, after);
  }
  return {};
}

}  // namespace caregrid::registry::import_store
