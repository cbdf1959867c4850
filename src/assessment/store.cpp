#include "assessment/counts.h"

#include "db/database.h"

namespace caregrid::assessment {
namespace {

constexpr db::Sql place_name("SELECT name FROM division WHERE county = :county AND code = :code");

// open, matched and in service want help: care::wants_help.
constexpr db::Sql open_needs(
    "SELECT COUNT(*) FROM need WHERE county = :county AND child = :child "
    "AND status IN ('open', 'matched', 'in_service')");

constexpr db::Sql used_units(
    "SELECT CAST(COALESCE(SUM(units), 0) AS BIGINT) FROM plan_line "
    "WHERE county = :county AND offer = :offer AND state <> 'refused' AND plan = "
    "(SELECT id FROM plan WHERE county = :county ORDER BY number DESC LIMIT 1)");

/// One number for each id, asked one after another on the prepared statement.
template <class Tag>
core::Result<std::vector<std::int64_t>> count_each(const access::Call& call, db::Sql sql,
                                                   std::string_view name,
                                                   std::span<const core::Id<Tag>> ids) {
  std::vector<std::int64_t> counts;
  for (const auto& id : ids) {
    const auto count = db::find_one(call.transaction, sql, {{"county", call.county}, {name, id}},
                                    [](const db::Row& row) { return row.integer(0); });
    if (!count) {
      return count.error();
    }
    counts.push_back(count->value_or(0));
  }
  return counts;
}

}  // namespace

core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code) {
  const auto name =
      db::find_one(call.transaction, place_name, {{"county", call.county}, {"code", code}},
                   [](const db::Row& row) { return std::string(row.text(0)); });
  if (!name) {
    return name.error();
  }
  return name->value_or(std::string());
}

core::Result<std::vector<std::int64_t>> count_open_needs(
    const access::Call& call, std::span<const registry::ChildId> children) {
  return count_each(call, open_needs, "child", children);
}

core::Result<std::vector<std::int64_t>> count_used_units(
    const access::Call& call, std::span<const services::OfferId> offers) {
  return count_each(call, used_units, "offer", offers);
}

}  // namespace caregrid::assessment
