#include "db/planner.h"

namespace caregrid::db {
namespace {

// Makes the table of statistics; reads but a dozen rows.
constexpr Sql make_table("ANALYZE schema_version");
constexpr Sql forget("DELETE FROM sqlite_stat1");

// One line an index: rows of the table, then rows that share the first column, the first two, …
// A longer prefix never has more rows than a shorter one, hence the running minimum.
constexpr Sql describe(R"(
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT t.name,
  CASE WHEN i.origin = 'pk' AND t.sql LIKE '%WITHOUT ROWID%' THEN t.name ELSE i.name END,
  '1000000' || (
    SELECT group_concat(' ' || rows, '') FROM (
      SELECT MIN(CASE
          WHEN c.seqno + 1 = (SELECT COUNT(*) FROM pragma_index_info(i.name))
            AND i."unique" = 1 THEN 1
          WHEN c.name = 'county' THEN 1000000
          WHEN c.name = 'plan' THEN 30000
          WHEN c.name = 'tier' THEN 8000
          WHEN c.name = 'division' THEN 500
          WHEN c.name = 'village' THEN 100
          ELSE 10 END) OVER (ORDER BY c.seqno) AS rows
      FROM pragma_index_info(i.name) c ORDER BY c.seqno))
FROM sqlite_schema t, pragma_index_list(t.name) i
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%')");

// Makes the writer read the numbers now; readers do when they open.
constexpr Sql load("ANALYZE sqlite_schema");

}  // namespace

core::Result<void> describe_indexes(Database& database) {
  if (database.engine() != Engine::sqlite) {
    return {};
  }
  return database.write_alone([](Transaction& transaction) -> core::Result<void> {
    for (const Sql sql : {make_table, forget, describe, load}) {
      if (const auto done = transaction.run(sql, {}); !done) {
        return done.error();
      }
    }
    return {};
  });
}

}  // namespace caregrid::db
