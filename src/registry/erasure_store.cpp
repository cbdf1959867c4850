#include "registry/erasure_store.h"

#include <array>
#include <utility>

#include "access/child_text_store.h"
#include "core/describe.h"
#include "db/database.h"
#include "registry/handover_store.h"
#include "registry/run.h"

namespace caregrid::registry::erasure_store {
namespace {

Erasure read_erasure(const db::Row& row) {
  Erasure erasure;
  erasure.id = ErasureId::from(row.blob(0)).value_or(ErasureId{});
  erasure.child = ChildId::from(row.blob(1)).value_or(ChildId{});
  erasure.ground =
      core::value_of<ErasureGround>(row.text(2)).value_or(ErasureGround::guardian_request);
  erasure.requested_at = core::Instant{row.integer(3)};
  erasure.requested_by = access::AccountId::from(row.blob(4)).value_or(access::AccountId{});
  erasure.certificate = row.text(5);
  return erasure;
}

access::TextOwner hold_texts(const ChildId& child) { return {"hold", child.bytes}; }

// What else is kept of a child by its id: who answers for it, what was allowed, asked and declared.
// That somebody opened its record in an emergency stays, without the reason.
constexpr std::array record_sqls{
    db::Sql("DELETE FROM consent WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM correction WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM conflict_of_interest WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM assignment WHERE county = :county AND child = :id"),
    db::Sql("DELETE FROM shield WHERE county = :county AND child = :id")};

// Rows are found by the child they belong to, not by what they say of it: nothing that a change of
// name left behind can stay.
constexpr std::array index_sqls{
    db::Sql("DELETE FROM child_key WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM source_record WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM sent_list_child WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM sent_list_answer WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM child_phone WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM child_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_place WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_birth WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM data_conflict WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM child_status WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM status_due WHERE county = :county AND child = :child"),
    db::Sql("DELETE FROM link_pair WHERE county = :county AND (a = :child OR b = :child)")};

}  // namespace

core::Result<void> insert_erasure(const access::Call& call, const Erasure& erasure) {
  return run(call,
             "INSERT INTO erasure (county, id, child, ground, requested_at, requested_by, "
             "certificate) VALUES (:county, :id, :child, :ground, :at, :by, '')",
             {{"county", call.county},
              {"id", erasure.id},
              {"child", erasure.child},
              {"ground", core::name_of(erasure.ground)},
              {"at", erasure.requested_at},
              {"by", erasure.requested_by}});
}

core::Result<std::optional<Erasure>> find_erasure(const access::Call& call, const ErasureId& id) {
  return db::find_one(call.transaction,
                      "SELECT id, child, ground, requested_at, requested_by, certificate "
                      "FROM erasure WHERE county = :county AND id = :id",
                      {{"county", call.county}, {"id", id}}, read_erasure);
}

core::Result<std::optional<Erasure>> find_waiting(const access::Call& call, const ChildId& child) {
  return db::find_one(call.transaction,
                      "SELECT id, child, ground, requested_at, requested_by, certificate "
                      "FROM erasure WHERE county = :county AND child = :child "
                      "AND confirmed_at IS NULL",
                      {{"county", call.county}, {"child", child}}, read_erasure);
}

core::Result<std::vector<Erasure>> list_erasures(const access::Call& call, int limit) {
  return db::list(call.transaction,
                  "SELECT id, child, ground, requested_at, requested_by, certificate "
                  "FROM erasure WHERE county = :county "
                  "ORDER BY requested_at DESC, id LIMIT :limit",
                  {{"county", call.county}, {"limit", limit}}, read_erasure);
}

core::Result<void> update_done(const access::Call& call, const ErasureId& id,
                               std::string_view certificate) {
  return run(call,
             "UPDATE erasure SET confirmed_at = :at, confirmed_by = :by, "
             "certificate = :certificate WHERE county = :county AND id = :id",
             {{"at", call.now},
              {"by", call.actor.account},
              {"certificate", certificate},
              {"county", call.county},
              {"id", id}});
}

core::Result<std::int64_t> count_done(db::Transaction& transaction) {
  const auto found =
      db::find_one(transaction, "SELECT COUNT(*) FROM erasure WHERE confirmed_at IS NOT NULL", {},
                   [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<std::int64_t>(found->value_or(0))
               : core::Result<std::int64_t>(found.error());
}

core::Result<std::optional<std::string>> find_hold(const access::Call& call, const ChildId& child) {
  const auto held = db::find_one(call.transaction,
                                 "SELECT 1 FROM legal_hold "
                                 "WHERE county = :county AND child = :child",
                                 {{"county", call.county}, {"child", child}},
                                 [](const db::Row& row) { return row.integer(0); });
  if (!held) {
    return held.error();
  }
  if (!*held) {
    return std::optional<std::string>();
  }
  auto texts = access::find_child_texts(call, hold_texts(child), 1);
  return texts ? core::Result<std::optional<std::string>>(std::optional(std::move((*texts)[0])))
               : core::Result<std::optional<std::string>>(texts.error());
}

core::Result<void> put_hold(const access::Call& call, const ChildId& child,
                            std::string_view reference) {
  const auto done = run(
      call,
      "INSERT INTO legal_hold (county, child, placed_at, account) "
      "VALUES (:county, :child, :at, :by) ON CONFLICT (county, child) "
      "DO UPDATE SET placed_at = excluded.placed_at, account = excluded.account",
      {{"county", call.county}, {"child", child}, {"at", call.now}, {"by", call.actor.account}});
  return done ? access::put_child_texts(call, child.bytes, hold_texts(child),
                                        {std::string(reference)})
              : done;
}

core::Result<void> delete_hold(const access::Call& call, const ChildId& child) {
  const auto done = run(call, "DELETE FROM legal_hold WHERE county = :county AND child = :child",
                        {{"county", call.county}, {"child", child}});
  return done ? access::delete_child_texts(call, hold_texts(child)) : done;
}

core::Result<Destroyed> destroy_child(const access::Call& call, std::int64_t child) {
  const std::array<db::Bind, 2> binds{db::Bind{"county", call.county}, {"child", child}};
  const auto key = call.transaction.run(
      "DELETE FROM data_key WHERE county = :county AND child = :child", db::Binds(binds));
  if (!key) {
    return key.error();
  }
  const auto statements = call.transaction.run(
      "DELETE FROM statement WHERE county = :county AND child = :child", db::Binds(binds));
  if (!statements) {
    return statements.error();
  }
  Destroyed destroyed{*key, *statements, 0, 0};
  for (const db::Sql sql : index_sqls) {
    const auto gone = call.transaction.run(sql, db::Binds(binds));
    if (!gone) {
      return gone.error();
    }
    destroyed.index_entries += *gone;
  }
  const auto texts = access::delete_texts_of(call, child);
  if (!texts) {
    return texts.error();
  }
  destroyed.texts = *texts;
  const auto emptied = run(call,
                           "UPDATE child SET sex = 0, born_on = NULL, school_name = NULL, "
                           "grade = NULL, sealed = NULL, revision = revision + 1 "
                           "WHERE county = :county AND number = :child",
                           db::Binds(binds));
  return emptied ? core::Result<Destroyed>(destroyed) : core::Result<Destroyed>(emptied.error());
}

core::Result<std::int64_t> delete_records(const access::Call& call, const ChildId& child) {
  const auto moves = handover_store::delete_of_child(call, child);
  if (!moves) {
    return moves.error();
  }
  std::int64_t records = *moves;
  for (const db::Sql sql : record_sqls) {
    const auto gone = call.transaction.run(sql, {{"county", call.county}, {"id", child}});
    if (!gone) {
      return gone.error();
    }
    records += *gone;
  }
  return records;
}

core::Result<void> uncount_child(const access::Call& call, std::int64_t division) {
  return run(call,
             "UPDATE child_count SET children = children - 1 "
             "WHERE county = :county AND division = :division",
             {{"county", call.county}, {"division", division}});
}

}  // namespace caregrid::registry::erasure_store
