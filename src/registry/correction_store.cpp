#include "registry/correction_store.h"

#include "db/database.h"

namespace caregrid::registry::store {
namespace {

constexpr db::Sql insert_sql(
    "INSERT INTO correction (county, id, child, account, about, wish, asked_at, due_on, state, "
    "answer) VALUES (:county, :id, :child, :account, :about, :wish, :asked_at, :due_on, 'open', "
    "'')");

constexpr db::Sql update_sql(
    "UPDATE correction SET state = :state, answer = :answer, answered_by = :answered_by, "
    "answered_at = :answered_at WHERE county = :county AND id = :id");

constexpr db::Sql find_sql(
    "SELECT c.id, c.child, c.account, c.about, c.wish, c.asked_at, c.due_on, c.state, c.answer, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.id = :id");

constexpr db::Sql of_child_sql(
    "SELECT c.id, c.child, c.account, c.about, c.wish, c.asked_at, c.due_on, c.state, c.answer, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.child = :child ORDER BY c.asked_at DESC, c.id LIMIT 200");

constexpr db::Sql open_sql(
    "SELECT c.id, c.child, c.account, c.about, c.wish, c.asked_at, c.due_on, c.state, c.answer, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.state = 'open' ORDER BY c.due_on, c.id LIMIT :limit");

constexpr db::Sql answered_sql(
    "SELECT c.id, c.child, c.account, c.about, c.wish, c.asked_at, c.due_on, c.state, c.answer, "
    "c.answered_at, a.name FROM correction c "
    "LEFT JOIN account a ON a.county = c.county AND a.id = c.account "
    "WHERE c.county = :county AND c.state <> 'open' ORDER BY c.answered_at DESC, c.id "
    "LIMIT :limit");

core::Result<void> done_or_error(const core::Result<std::int64_t>& changed) {
  return changed ? core::Result<void>() : core::Result<void>(changed.error());
}

Correction read_correction(const db::Row& row) {
  Correction correction;
  correction.id = CorrectionId::from(row.blob(0)).value_or(CorrectionId{});
  correction.child = ChildId::from(row.blob(1)).value_or(ChildId{});
  correction.account = access::AccountId::from(row.blob(2)).value_or(access::AccountId{});
  correction.about = row.text(3);
  correction.wish = row.text(4);
  correction.asked_at = core::Instant{row.integer(5)};
  correction.due_on = core::Date{static_cast<std::int32_t>(row.integer(6))};
  correction.state = core::value_of<CorrectionState>(row.text(7)).value_or(CorrectionState::open);
  correction.answer = row.text(8);
  if (!row.is_null(9)) {
    correction.answered_at = core::Instant{row.integer(9)};
  }
  correction.asked_by_name = row.text(10);
  return correction;
}

}  // namespace

core::Result<void> insert_correction(const access::Call& call, const Correction& correction) {
  return done_or_error(call.transaction.run(insert_sql, {{"county", call.county},
                                                         {"id", correction.id},
                                                         {"child", correction.child},
                                                         {"account", correction.account},
                                                         {"about", correction.about},
                                                         {"wish", correction.wish},
                                                         {"asked_at", correction.asked_at},
                                                         {"due_on", correction.due_on}}));
}

core::Result<void> update_correction(const access::Call& call, const Correction& correction) {
  return done_or_error(call.transaction.run(update_sql, {{"county", call.county},
                                                         {"id", correction.id},
                                                         {"state", core::name_of(correction.state)},
                                                         {"answer", correction.answer},
                                                         {"answered_by", call.actor.account},
                                                         {"answered_at", correction.answered_at}}));
}

core::Result<std::optional<Correction>> find_correction(const access::Call& call, CorrectionId id) {
  return db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                      read_correction);
}

core::Result<std::vector<Correction>> list_corrections_of(const access::Call& call,
                                                          const ChildId& child) {
  return db::list(call.transaction, of_child_sql, {{"county", call.county}, {"child", child}},
                  read_correction);
}

core::Result<std::vector<Correction>> list_open_corrections(const access::Call& call,
                                                            std::int64_t limit) {
  return db::list(call.transaction, open_sql, {{"county", call.county}, {"limit", limit}},
                  read_correction);
}

core::Result<std::vector<Correction>> list_answered_corrections(const access::Call& call,
                                                                std::int64_t limit) {
  return db::list(call.transaction, answered_sql, {{"county", call.county}, {"limit", limit}},
                  read_correction);
}

}  // namespace caregrid::registry::store
