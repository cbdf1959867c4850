#include "registry/sent_list_store.h"

#include <utility>

#include "access/key_store.h"
#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::sent_lists {
namespace {

SentList read_list(const db::Row& row) {
  SentList list;
  list.id = row.integer(0);
  list.file = row.text(1);
  list.sheet = row.text(2);
  list.role = core::value_of<intake::ListRole>(row.text(3)).value_or(intake::ListRole::other);
  list.sender = row.text(4);
  list.imported_at = core::Instant{row.integer(5)};
  list.unread = row.integer(6);
  list.children = row.integer(7);
  return list;
}

constexpr db::Sql find_sql(R"(
SELECT l.id, l.file, l.sheet, l.role, l.sender, l.imported_at, l.unread,
  (SELECT COUNT(DISTINCT m.child) FROM sent_list_child m
   WHERE m.county = l.county AND m.list = l.id)
FROM sent_list l WHERE l.county = :county AND l.id = :list AND l.is_whole = 1)");

constexpr db::Sql lists_sql(R"(
SELECT l.id, l.file, l.sheet, l.role, l.sender, l.imported_at, l.unread,
  (SELECT COUNT(DISTINCT m.child) FROM sent_list_child m
   WHERE m.county = l.county AND m.list = l.id)
FROM sent_list l WHERE l.county = :county AND l.imported_at < :before AND l.is_whole = 1
ORDER BY l.imported_at DESC, l.id LIMIT :limit)");

constexpr db::Sql before_sql(R"(
SELECT l.id, l.file, l.sheet, l.role, l.sender, l.imported_at, l.unread, 0
FROM sent_list l WHERE l.county = :county AND l.role = :role AND l.sender = :sender
  AND l.id <> :list AND l.imported_at <= :at AND l.is_whole = 1
ORDER BY l.imported_at DESC, l.id LIMIT 1)");

constexpr db::Sql named_sql(R"(
SELECT c.id, c.sealed, s.sealed, k.wrapping_key, k.version, k.wrapped
FROM child c
JOIN statement s ON s.county = c.county AND s.child = c.number AND s.ordinal = :ordinal
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.number = :child AND c.sealed IS NOT NULL)");

core::Result<NamedRow> read_named(const access::Call& call, const Member& member,
                                  const db::Row& row) {
  const auto key = access::read_child_key(call, member.child, row, 3);
  if (!key) {
    return key.error();
  }
  auto child = open_child(call, *key, row.blob(1));
  auto said = open_statement(call, *key, member.ordinal, row.blob(2));
  if (!child || !said) {
    return child ? said.error() : child.error();
  }
  return NamedRow{ChildId::from(row.blob(0)).value_or(ChildId{}), std::move(child->name),
                  std::move(*said)};
}

}  // namespace

core::Result<void> insert_list(const access::Call& call, const SentList& list) {
  return run(call,
             "INSERT INTO sent_list (county, id, file, sheet, role, sender, imported_at, account, "
             "unread, is_whole) VALUES (:county, :id, :file, :sheet, :role, :sender, :at, "
             ":account, 0, 0) ON CONFLICT DO NOTHING",
             {{"county", call.county},
              {"id", list.id},
              {"file", list.file},
              {"sheet", list.sheet},
              {"role", core::name_of(list.role)},
              {"sender", list.sender},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<void> close_list(const access::Call& call, std::int64_t list, std::int64_t unread) {
  return run(call,
             "UPDATE sent_list SET is_whole = 1, unread = :unread "
             "WHERE county = :county AND id = :list",
             {{"unread", unread}, {"county", call.county}, {"list", list}});
}

core::Result<std::optional<SentList>> find_list(const access::Call& call, std::int64_t list) {
  return db::find_one(call.transaction, find_sql, {{"county", call.county}, {"list", list}},
                      read_list);
}

core::Result<std::vector<SentList>> list_lists(const access::Call& call, core::Instant before,
                                               int limit) {
  return db::list(call.transaction, lists_sql,
                  {{"county", call.county}, {"before", before}, {"limit", limit}}, read_list);
}

core::Result<std::optional<SentList>> find_before(const access::Call& call, const SentList& list) {
  return db::find_one(call.transaction, before_sql,
                      {{"county", call.county},
                       {"role", core::name_of(list.role)},
                       {"sender", list.sender},
                       {"list", list.id},
                       {"at", list.imported_at}},
                      read_list);
}

core::Result<void> put_member(const access::Call& call, const Member& member) {
  return run(call,
             "INSERT INTO sent_list_child (county, list, child, sheet_row, ordinal) "
             "VALUES (:county, :list, :child, :row, :ordinal) ON CONFLICT DO NOTHING",
             {{"county", call.county},
              {"list", member.list},
              {"child", member.child},
              {"row", member.row},
              {"ordinal", member.ordinal}});
}

core::Result<std::vector<Member>> list_members(const access::Call& call, std::int64_t list) {
  return db::list(call.transaction,
                  "SELECT m.child, m.sheet_row, m.ordinal, COALESCE(c.kept, m.child) "
                  "FROM sent_list_child m "
                  "LEFT JOIN child c ON c.county = m.county AND c.number = m.child "
                  "WHERE m.county = :county AND m.list = :list ORDER BY 4, m.sheet_row",
                  {{"county", call.county}, {"list", list}}, [&](const db::Row& row) {
                    return Member{list, row.integer(0), row.integer(1), row.integer(2),
                                  row.integer(3)};
                  });
}

core::Result<std::optional<NamedRow>> find_named(const access::Call& call, const Member& member) {
  return db::try_find_one<NamedRow>(
      call.transaction, named_sql,
      {{"county", call.county}, {"child", member.child}, {"ordinal", member.ordinal}},
      [&](const db::Row& row) { return read_named(call, member, row); });
}

core::Result<void> put_answer(const access::Call& call, std::int64_t list, std::int64_t child,
                              GoneAnswer answer) {
  return run(call,
             "INSERT INTO sent_list_answer (county, list, child, answer, answered_at, account) "
             "VALUES (:county, :list, :child, :answer, :at, :account) "
             "ON CONFLICT (county, list, child) DO UPDATE SET answer = excluded.answer, "
             "answered_at = excluded.answered_at, account = excluded.account",
             {{"county", call.county},
              {"list", list},
              {"child", child},
              {"answer", core::name_of(answer)},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<std::optional<GoneAnswer>> find_answer(const access::Call& call, std::int64_t list,
                                                    std::int64_t child) {
  const auto found = db::find_one(call.transaction,
                                  "SELECT answer FROM sent_list_answer "
                                  "WHERE county = :county AND list = :list AND child = :child",
                                  {{"county", call.county}, {"list", list}, {"child", child}},
                                  [](const db::Row& row) { return std::string(row.text(0)); });
  if (!found) {
    return found.error();
  }
  return *found ? core::value_of<GoneAnswer>(**found) : std::optional<GoneAnswer>();
}

core::Result<intake::Outcome> put_summary(const access::Call& call, const SummaryRow& row) {
  struct SummaryTag;
  const auto id = core::Id<SummaryTag>::derive(row.file + '\x1f' + row.sheet + '\x1f' +
                                               std::to_string(row.row));
  const auto known = db::find_one(
      call.transaction, "SELECT figures FROM form_summary WHERE county = :county AND id = :id",
      {{"county", call.county}, {"id", id}},
      [](const db::Row& found) { return std::string(found.text(0)); });
  if (!known) {
    return known.error();
  }
  if (*known && **known == row.figures) {
    return intake::Outcome::unchanged;
  }
  const auto put = run(
      call,
      "INSERT INTO form_summary (county, id, file, sheet, sheet_row, unit, figures, broken, "
      "imported_at, account) VALUES (:county, :id, :file, :sheet, :row, :unit, :figures, "
      ":broken, :at, :account) ON CONFLICT (county, id) DO UPDATE SET unit = excluded.unit, "
      "figures = excluded.figures, broken = excluded.broken, imported_at = excluded.imported_at, "
      "account = excluded.account",
      {{"county", call.county},
       {"id", id},
       {"file", row.file},
       {"sheet", row.sheet},
       {"row", row.row},
       {"unit", row.unit},
       {"figures", row.figures},
       {"broken", row.broken},
       {"at", call.now},
       {"account", call.actor.account}});
  if (!put) {
    return put.error();
  }
  return *known ? intake::Outcome::updated : intake::Outcome::created;
}

core::Result<std::vector<ListedChild>> list_listed(const access::Call& call, access::Area area) {
  return db::list(call.transaction,
                  "SELECT number, id, division, born_on, school_name FROM child "
                  "WHERE county = :county AND division >= :low AND division < :high "
                  "AND sealed IS NOT NULL AND kept IS NULL ORDER BY number",
                  {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                  [](const db::Row& row) {
                    ListedChild child;
                    child.number = row.integer(0);
                    child.id = ChildId::from(row.blob(1)).value_or(ChildId{});
                    child.division = row.integer(2);
                    if (!row.is_null(3)) {
                      child.born_on = core::Date{static_cast<std::int32_t>(row.integer(3))};
                    }
                    child.school = row.is_null(4) ? std::string() : std::string(row.text(4));
                    return child;
                  });
}

}  // namespace caregrid::registry::sent_lists
