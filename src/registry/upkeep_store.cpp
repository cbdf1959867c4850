#include "registry/upkeep_store.h"

#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::upkeep_store {
namespace {

constexpr db::Sql sealed_sql(R"(
SELECT c.number, c.id, c.division, c.sealed, k.wrapping_key, k.version, k.wrapped, c.kept
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.number >= :first AND c.number <= :last AND c.sealed IS NOT NULL
ORDER BY c.number LIMIT :limit)");

std::string bytes_of(const db::Row& row, int column) {
  const core::Bytes bytes = row.blob(column);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

SealedChild read_sealed(const db::Row& row) {
  SealedChild child;
  child.number = row.integer(0);
  child.id = ChildId::from(row.blob(1)).value_or(ChildId{});
  child.division = row.integer(2);
  child.sealed = bytes_of(row, 3);
  child.is_merged = !row.is_null(7);
  child.has_key = !row.is_null(4);
  if (child.has_key) {
    child.key = {row.integer(4), row.integer(5), bytes_of(row, 6)};
  }
  return child;
}

}  // namespace

core::Result<std::vector<SealedChild>> list_sealed(const access::Call& call,
                                                   const NumberRange& numbers, int limit) {
  return db::list(
      call.transaction, sealed_sql,
      {{"county", call.county}, {"first", numbers.first}, {"last", numbers.last}, {"limit", limit}},
      read_sealed);
}

core::Result<std::vector<SealedStatement>> list_sealed_statements(const access::Call& call,
                                                                  std::int64_t child) {
  return db::list(call.transaction,
                  "SELECT ordinal, sealed FROM statement "
                  "WHERE county = :county AND child = :child ORDER BY ordinal",
                  {{"county", call.county}, {"child", child}}, [](const db::Row& row) {
                    return SealedStatement{row.integer(0), bytes_of(row, 1)};
                  });
}

core::Result<void> update_sealed(const access::Call& call, std::int64_t child,
                                 std::string_view sealed) {
  return run(call, "UPDATE child SET sealed = :sealed WHERE county = :county AND number = :child",
             {{"sealed", core::as_bytes(sealed)}, {"county", call.county}, {"child", child}});
}

core::Result<void> update_statement(const access::Call& call, std::int64_t child,
                                    const SealedStatement& statement) {
  return run(call,
             "UPDATE statement SET sealed = :sealed "
             "WHERE county = :county AND child = :child AND ordinal = :ordinal",
             {{"sealed", core::as_bytes(statement.sealed)},
              {"county", call.county},
              {"child", child},
              {"ordinal", statement.ordinal}});
}

core::Result<std::int64_t> last_number(const access::Call& call) {
  const auto found =
      db::find_one(call.transaction,
                   "SELECT COALESCE(MAX(number), 0) FROM child "
                   "WHERE county = :county",
                   {{"county", call.county}}, [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<std::int64_t>(found->value_or(0))
               : core::Result<std::int64_t>(found.error());
}

core::Result<void> clear_lists(const access::Call& call) {
  for (const db::Sql sql : {db::Sql("DELETE FROM child_name WHERE county = :county"),
                            db::Sql("DELETE FROM child_by_place WHERE county = :county"),
                            db::Sql("DELETE FROM child_by_name WHERE county = :county"),
                            db::Sql("DELETE FROM child_by_birth WHERE county = :county")}) {
    if (const auto done = run(call, sql, {{"county", call.county}}); !done) {
      return done;
    }
  }
  return {};
}

core::Result<void> insert_name(const access::Call& call, std::int64_t child,
                               std::string_view name) {
  return run(call, "INSERT INTO child_name (county, number, name) VALUES (:county, :number, :name)",
             {{"county", call.county}, {"number", child}, {"name", name}});
}

}  // namespace caregrid::registry::upkeep_store
