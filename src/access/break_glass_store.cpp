#include "access/break_glass_store.h"

#include <algorithm>
#include <utility>

#include "access/child_text_store.h"
#include "db/database.h"

namespace caregrid::access {
namespace {

constexpr db::Sql insert_sql(
    "INSERT INTO break_glass (county, id, account, child, division, at, ends_at, verdict) "
    "VALUES (:county, :id, :account, :child, :division, :at, :ends_at, :verdict)");

constexpr db::Sql find_sql(
    "SELECT b.id, b.account, b.child, b.division, b.at, b.ends_at, b.verdict, "
    "b.reviewed_by, b.reviewed_at, a.name, a.role FROM break_glass b "
    "LEFT JOIN account a ON a.county = b.county AND a.id = b.account "
    "WHERE b.county = :county AND b.id = :id");

constexpr db::Sql live_sql(
    "SELECT 1 FROM break_glass WHERE county = :county AND account = :account AND child = :child "
    "AND ends_at > :now AND verdict <> 'misuse' LIMIT 1");

constexpr db::Sql count_sql(
    "SELECT COUNT(*) FROM break_glass WHERE county = :county AND account = :account "
    "AND ends_at > :now AND verdict <> 'misuse'");

constexpr db::Sql open_sql(
    "SELECT b.id, b.account, b.child, b.division, b.at, b.ends_at, b.verdict, "
    "b.reviewed_by, b.reviewed_at, a.name, a.role FROM break_glass b "
    "LEFT JOIN account a ON a.county = b.county AND a.id = b.account "
    "WHERE b.county = :county AND b.verdict = 'open' AND b.division >= :low AND b.division < :high "
    "AND b.account <> :account ORDER BY b.at, b.id LIMIT :limit");

constexpr db::Sql reviewed_sql(
    "SELECT b.id, b.account, b.child, b.division, b.at, b.ends_at, b.verdict, "
    "b.reviewed_by, b.reviewed_at, a.name, a.role FROM break_glass b "
    "LEFT JOIN account a ON a.county = b.county AND a.id = b.account "
    "WHERE b.county = :county AND b.verdict <> 'open' AND b.division >= :low "
    "AND b.division < :high AND b.account <> :account ORDER BY b.at DESC, b.id LIMIT :limit");

constexpr db::Sql verdict_sql(
    "UPDATE break_glass SET verdict = :verdict, reviewed_by = :reviewed_by, "
    "reviewed_at = :reviewed_at WHERE county = :county AND id = :id");

/// A verdict nobody can read counts as misuse: it opens nothing.
GlassBreak read_glass(const db::Row& row) {
  GlassBreak glass;
  glass.id = GlassId::from(row.blob(0)).value_or(GlassId{});
  glass.account = AccountId::from(row.blob(1)).value_or(AccountId{});
  std::ranges::copy(row.blob(2).first(std::min(row.blob(2).size(), glass.child.size())),
                    glass.child.begin());
  glass.division = row.integer(3);
  glass.at = core::Instant{row.integer(4)};
  glass.ends_at = core::Instant{row.integer(5)};
  glass.verdict = core::value_of<GlassVerdict>(row.text(6)).value_or(GlassVerdict::misuse);
  if (!row.is_null(7)) {
    glass.reviewed_by = AccountId::from(row.blob(7));
  }
  if (!row.is_null(8)) {
    glass.reviewed_at = core::Instant{row.integer(8)};
  }
  glass.account_name = row.text(9);
  glass.account_role = row.text(10);
  return glass;
}

TextOwner texts_of(GlassId id) { return {"glass", id.bytes}; }

/// Puts the words of both sides with it; they are gone once the child has been erased.
core::Result<void> add_texts(const Call& call, GlassBreak& glass) {
  auto texts = find_child_texts(call, texts_of(glass.id), 2);
  if (!texts) {
    return texts.error();
  }
  glass.reason = std::move((*texts)[0]);
  glass.review_note = std::move((*texts)[1]);
  return {};
}

core::Result<void> put_texts(const Call& call, const GlassBreak& glass) {
  return put_child_texts(call, glass.child, texts_of(glass.id), {glass.reason, glass.review_note});
}

core::Result<std::vector<GlassBreak>> list_glass_rows(const Call& call, db::Sql sql,
                                                      std::int64_t limit) {
  auto rows = db::list(call.transaction, sql,
                       {{"county", call.county},
                        {"low", call.actor.area.low()},
                        {"high", call.actor.area.high()},
                        {"account", call.actor.account},
                        {"limit", limit}},
                       read_glass);
  if (!rows) {
    return rows;
  }
  for (GlassBreak& glass : *rows) {
    if (const auto done = add_texts(call, glass); !done) {
      return done.error();
    }
  }
  return rows;
}

}  // namespace

core::Result<void> insert_glass(const Call& call, const GlassBreak& glass) {
  const auto done = call.transaction.run(insert_sql, {{"county", call.county},
                                                      {"id", glass.id},
                                                      {"account", glass.account},
                                                      {"child", core::Bytes(glass.child)},
                                                      {"division", glass.division},
                                                      {"at", glass.at},
                                                      {"ends_at", glass.ends_at},
                                                      {"verdict", core::name_of(glass.verdict)}});
  return done ? put_texts(call, glass) : core::Result<void>(done.error());
}

core::Result<std::optional<GlassBreak>> find_glass(const Call& call, GlassId id) {
  auto glass =
      db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}}, read_glass);
  if (glass && *glass) {
    if (const auto done = add_texts(call, **glass); !done) {
      return done.error();
    }
  }
  return glass;
}

core::Result<bool> has_live_glass(const Call& call, const core::IdBytes& child) {
  const auto found = db::find_one(call.transaction, live_sql,
                                  {{"county", call.county},
                                   {"account", call.actor.account},
                                   {"child", core::Bytes(child)},
                                   {"now", call.now}},
                                  [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return found->has_value();
}

core::Result<std::int64_t> count_live_glass(const Call& call) {
  const auto found =
      db::find_one(call.transaction, count_sql,
                   {{"county", call.county}, {"account", call.actor.account}, {"now", call.now}},
                   [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return found->value_or(0);
}

core::Result<std::vector<GlassBreak>> list_open_glass(const Call& call, std::int64_t limit) {
  return list_glass_rows(call, open_sql, limit);
}

core::Result<std::vector<GlassBreak>> list_reviewed_glass(const Call& call, std::int64_t limit) {
  return list_glass_rows(call, reviewed_sql, limit);
}

core::Result<void> update_verdict(const Call& call, const GlassBreak& glass) {
  const auto done = call.transaction.run(verdict_sql, {{"county", call.county},
                                                       {"id", glass.id},
                                                       {"verdict", core::name_of(glass.verdict)},
                                                       {"reviewed_by", glass.reviewed_by},
                                                       {"reviewed_at", glass.reviewed_at}});
  return done ? put_texts(call, glass) : core::Result<void>(done.error());
}

}  // namespace caregrid::access
