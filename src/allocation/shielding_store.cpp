#include "allocation/shielding_store.h"

#include <array>

#include "db/database.h"

namespace caregrid::allocation {
namespace {

constexpr db::Sql lines_sql(R"(
UPDATE plan_line SET village = :place, distance_m = NULL, reasons = '[]'
WHERE county = :county
  AND need IN (SELECT id FROM need WHERE county = :county AND child = :child))");

constexpr db::Sql unmet_sql(R"(
UPDATE plan_unmet SET village = :place, facts = '{}', would_help = '[]'
WHERE county = :county
  AND need IN (SELECT id FROM need WHERE county = :county AND child = :child))");

}  // namespace

core::Result<void> forget_places(const access::Call& call, const care::ChildId& child) {
  const std::int64_t place = call.county * 1'000'000;
  for (const db::Sql sql : {lines_sql, unmet_sql}) {
    const auto done =
        call.transaction.run(sql, {{"county", call.county}, {"place", place}, {"child", child}});
    if (!done) {
      return done.error();
    }
  }
  return {};
}

}  // namespace caregrid::allocation
