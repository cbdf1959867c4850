// Taking a child out of lists, and what goes when a child is erased.
#include <array>

#include "access/child_text_store.h"
#include "db/database.h"
#include "registry/handover_store.h"
#include "registry/run.h"

namespace caregrid::registry::handover_store {
namespace {

constexpr std::array unlist_sqls{
    db::Sql("DELETE FROM child_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_place WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_birth WHERE county = :county AND number = :child"),
    db::Sql("UPDATE data_conflict SET division = 0 WHERE county = :county AND child = :child"),
    db::Sql("UPDATE child SET division = 0, revision = revision + 1 "
            "WHERE county = :county AND number = :child")};

// That there was a hand-over stays, as it does of an erasure: the law asks for a record of what was
// given to whom (protection of minors online, art. 12: three years). It names nobody.
constexpr std::array erase_sqls{
    db::Sql("DELETE FROM child_elsewhere WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM handover_past WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM statement_origin WHERE county = :county AND child = "
            "(SELECT number FROM child WHERE county = :county AND id = :id)")};

}  // namespace

core::Result<void> unlist_child(const access::Call& call, std::int64_t number) {
  for (const db::Sql sql : unlist_sqls) {
    if (const auto done = run(call, sql, {{"county", call.county}, {"child", number}}); !done) {
      return done;
    }
  }
  return {};
}

core::Result<void> put_name(const access::Call& call, std::int64_t number, std::string_view name) {
  return run(call,
             "INSERT INTO child_name (county, number, name) VALUES (:county, :number, :name) "
             "ON CONFLICT (county, number) DO UPDATE SET name = excluded.name",
             {{"county", call.county}, {"number", number}, {"name", name}});
}

core::Result<void> end_assignments(const access::Call& call, const ChildId& child) {
  return run(call,
             "UPDATE assignment SET valid_to = :today WHERE county = :county AND child = :child "
             "AND (valid_to IS NULL OR valid_to > :today)",
             {{"today", call.today}, {"county", call.county}, {"child", child}});
}

core::Result<std::int64_t> delete_of_child(const access::Call& call, const ChildId& child) {
  std::int64_t rows = 0;
  for (const db::Sql sql : erase_sqls) {
    const auto gone = call.transaction.run(sql, {{"county", call.county}, {"id", child}});
    if (!gone) {
      return gone.error();
    }
    rows += *gone;
  }
  return rows;
}

}  // namespace caregrid::registry::handover_store
