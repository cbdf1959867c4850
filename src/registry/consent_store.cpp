#include "registry/consent_store.h"

#include "db/database.h"

namespace caregrid::registry::store {
namespace {

constexpr db::Sql ids_sql(
    "SELECT number, id FROM child WHERE county = :county AND number > :after "
    "AND kept IS NULL ORDER BY number LIMIT :limit");

}  // namespace

core::Result<std::vector<NumberedChild>> list_ids(const access::Call& call, std::int64_t after,
                                                  std::int64_t limit) {
  return db::list(
      call.transaction, ids_sql, {{"county", call.county}, {"after", after}, {"limit", limit}},
      [](const db::Row& row) {
        return NumberedChild{row.integer(0), ChildId::from(row.blob(1)).value_or(ChildId{})};
      });
}

}  // namespace caregrid::registry::store
