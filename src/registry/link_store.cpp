#include "registry/link_store.h"

#include <algorithm>
#include <utility>

#include "access/key_store.h"
#include "db/database.h"

namespace caregrid::registry::link_store {
namespace {

constexpr db::Sql children_sql(R"(
SELECT c.number, c.id, c.division, c.sex, c.born_on, c.sealed, k.wrapping_key, k.version, k.wrapped,
  c.kept, (SELECT COUNT(*) FROM child_merge m WHERE m.county = c.county AND m.kept = c.number)
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.number >= :first AND c.number <= :last AND c.sealed IS NOT NULL
ORDER BY c.number LIMIT :limit)");

constexpr db::Sql statements_sql(R"(
SELECT child, ordinal, sealed FROM statement
WHERE county = :county AND child >= :first AND child <= :last
ORDER BY child, ordinal)");

core::Result<OpenedChild> read_opened(const access::Call& call, const db::Row& row) {
  OpenedChild child;
  child.number = row.integer(0);
  child.id = ChildId::from(row.blob(1)).value_or(ChildId{});
  child.division = row.integer(2);
  child.sex = static_cast<Sex>(row.integer(3));
  if (!row.is_null(4)) {
    child.born_on = core::Date{static_cast<std::int32_t>(row.integer(4))};
  }
  child.kept = row.is_null(9) ? 0 : row.integer(9);
  child.has_merged = row.integer(10) > 0;
  auto key = access::read_child_key(call, child.number, row, 6);
  if (!key) {
    return key.error();
  }
  child.key = std::move(*key);
  auto secret = open_child(call, child.key, row.blob(5));
  if (!secret) {
    return secret.error();
  }
  child.secret = std::move(*secret);
  return child;
}

}  // namespace

core::Result<std::vector<OpenedChild>> list_opened(const access::Call& call, const Numbers& numbers,
                                                   int limit) {
  return db::try_list<OpenedChild>(
      call.transaction, children_sql,
      {{"county", call.county}, {"first", numbers.first}, {"last", numbers.last}, {"limit", limit}},
      [&](const db::Row& row) { return read_opened(call, row); });
}

core::Result<void> each_statement(
    const access::Call& call, const std::vector<OpenedChild>& children,
    core::FunctionRef<void(std::size_t child, StatementSecret&& statement)> visit) {
  if (children.empty()) {
    return {};
  }
  core::Result<void> outcome;
  const auto done = call.transaction.each(
      statements_sql,
      {{"county", call.county},
       {"first", children.front().number},
       {"last", children.back().number}},
      [&](const db::Row& row) {
        const auto found =
            std::ranges::lower_bound(children, row.integer(0), {}, &OpenedChild::number);
        if (found == children.end() || found->number != row.integer(0)) {
          return true;  // Erased meanwhile, or left out on purpose.
        }
        auto statement = open_statement(call, found->key, row.integer(1), row.blob(2));
        if (!statement) {
          outcome = statement.error();
          return false;
        }
        visit(static_cast<std::size_t>(found - children.begin()), std::move(*statement));
        return true;
      });
  return done ? outcome : done;
}

}  // namespace caregrid::registry::link_store
