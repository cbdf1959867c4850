#include "registry/correction_store.h"

#include <string>
#include <utility>

#include "access/child_text_store.h"
#include "db/database.h"

namespace caregrid::registry::store {
namespace {

constexpr db::Sql insert_sql(
    "INSERT INTO correction (county, id, child, account, asked_at, due_on, state) "
    "VALUES (:county, :id, :child, :account, :asked_at, :due_on, 'open')");

constexpr db::Sql update_sql(
    "UPDATE correction SET state = :state, answered_by = :answered_by, "
    "answered_at = :answered_at WHERE county = :county AND id = :id");

constexpr db::Sql find_sql(
    "SELECT c.id, c.child, c.account, c.asked_at, c.due_on, c.state, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.id = :id");

constexpr db::Sql of_child_sql(
    "SELECT c.id, c.child, c.account, c.asked_at, c.due_on, c.state, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.child = :child ORDER BY c.asked_at DESC, c.id LIMIT 200");

constexpr db::Sql open_sql(
    "SELECT c.id, c.child, c.account, c.asked_at, c.due_on, c.state, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.state = 'open' ORDER BY c.due_on, c.id LIMIT :limit");

constexpr db::Sql answered_sql(
    "SELECT c.id, c.child, c.account, c.asked_at, c.due_on, c.state, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.state <> 'open' ORDER BY c.answered_at DESC, c.id "
    "LIMIT :limit");

Correction read_correction(const db::Row& row) {
  Correction correction;
  correction.id = CorrectionId::from(row.blob(0)).value_or(CorrectionId{});
  correction.child = ChildId::from(row.blob(1)).value_or(ChildId{});
  correction.account = access::AccountId::from(row.blob(2)).value_or(access::AccountId{});
  correction.asked_at = core::Instant{row.integer(3)};
  correction.due_on = core::Date{static_cast<std::int32_t>(row.integer(4))};
  correction.state = core::value_of<CorrectionState>(row.text(5)).value_or(CorrectionState::open);
  if (!row.is_null(6)) {
    correction.answered_at = core::Instant{row.integer(6)};
  }
  correction.asked_by_name = row.text(7);
  return correction;
}

access::TextOwner texts_of(CorrectionId id) { return {"correction", id.bytes}; }

core::Result<void> put_texts(const access::Call& call, const Correction& correction) {
  return access::put_child_texts(call, correction.child.bytes, texts_of(correction.id),
                                 {correction.about, correction.wish, correction.answer});
}

core::Result<void> add_texts(const access::Call& call, Correction& correction) {
  auto texts = access::find_child_texts(call, texts_of(correction.id), 3);
  if (!texts) {
    return texts.error();
  }
  correction.about = std::move((*texts)[0]);
  correction.wish = std::move((*texts)[1]);
  correction.answer = std::move((*texts)[2]);
  return {};
}

core::Result<std::vector<Correction>> list_rows(const access::Call& call, db::Sql sql,
                                                db::Binds binds) {
  auto rows = db::list(call.transaction, sql, binds, read_correction);
  if (!rows) {
    return rows;
  }
  for (Correction& correction : *rows) {
    if (const auto done = add_texts(call, correction); !done) {
      return done.error();
    }
  }
  return rows;
}

}  // namespace

core::Result<void> insert_correction(const access::Call& call, const Correction& correction) {
  const auto done = call.transaction.run(insert_sql, {{"county", call.county},
                                                      {"id", correction.id},
                                                      {"child", correction.child},
                                                      {"account", correction.account},
                                                      {"asked_at", correction.asked_at},
                                                      {"due_on", correction.due_on}});
  return done ? put_texts(call, correction) : core::Result<void>(done.error());
}

core::Result<void> update_correction(const access::Call& call, const Correction& correction) {
  const auto done = call.transaction.run(update_sql, {{"county", call.county},
                                                      {"id", correction.id},
                                                      {"state", core::name_of(correction.state)},
                                                      {"answered_by", call.actor.account},
                                                      {"answered_at", correction.answered_at}});
  return done ? put_texts(call, correction) : core::Result<void>(done.error());
}

core::Result<std::optional<Correction>> find_correction(const access::Call& call, CorrectionId id) {
  auto found = db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                            read_correction);
  if (found && *found) {
    if (const auto done = add_texts(call, **found); !done) {
      return done.error();
    }
  }
  return found;
}

core::Result<std::vector<Correction>> list_corrections_of(const access::Call& call,
                                                          const ChildId& child) {
  return list_rows(call, of_child_sql, {{"county", call.county}, {"child", child}});
}

core::Result<std::vector<Correction>> list_open_corrections(const access::Call& call,
                                                            std::int64_t limit) {
  return list_rows(call, open_sql, {{"county", call.county}, {"limit", limit}});
}

core::Result<std::vector<Correction>> list_answered_corrections(const access::Call& call,
                                                                std::int64_t limit) {
  return list_rows(call, answered_sql, {{"county", call.county}, {"limit", limit}});
}

}  // namespace caregrid::registry::store
