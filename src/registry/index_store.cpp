#include "registry/index_store.h"

#include "db/database.h"

namespace caregrid::registry::index_store {

core::Result<std::int64_t> find_last_number(const access::Call& call) {
  const auto next = db::find_one(
      call.transaction, "SELECT next_child FROM registry_counter WHERE county = :county",
      {{"county", call.county}}, [](const db::Row& row) { return row.integer(0); });
  return next ? core::Result<std::int64_t>(next->value_or(1) - 1)
              : core::Result<std::int64_t>(next.error());
}

core::Result<std::optional<std::int64_t>> find_number(const access::Call& call, const ChildId& id) {
  return db::find_one(
      call.transaction, "SELECT number FROM child WHERE county = :county AND id = :id",
      {{"county", call.county}, {"id", id}}, [](const db::Row& row) { return row.integer(0); });
}

core::Result<std::vector<ChildSchool>> list_schools(const access::Call& call, std::int64_t first,
                                                    std::int64_t last) {
  return db::list(
      call.transaction,
      "SELECT number, school_name FROM child WHERE county = :county AND "
      "number >= :first AND number <= :last AND sealed IS NOT NULL AND "
      "school_name IS NOT NULL ORDER BY number",
      {{"county", call.county}, {"first", first}, {"last", last}},
      [](const db::Row& row) { return ChildSchool{row.integer(0), std::string(row.text(1))}; });
}

}  // namespace caregrid::registry::index_store
