// What hangs on a child's id: copied or moved to the child it is shown as, and taken back.
#include <array>
#include <string>
#include <utility>

#include "access/child_text_store.h"
#include "db/database.h"
#include "registry/merge_store.h"

namespace caregrid::registry::merge_store {
namespace {

/// How the rows of one table follow. Copies stay with the merged child as well, so that they are
/// there unchanged when it is shown again; rows that can stand only once are moved.
struct Rule {
  bool is_move;
  db::Sql note;
  db::Sql follow;
  db::Sql undo;
};

constexpr std::array rules{
    Rule{false,
         db::Sql("INSERT INTO child_merge_log (county, merge, kind, record, note) "
                 "SELECT f.county, :merge, 'assignment', f.account, f.purpose FROM assignment f "
                 "WHERE f.county = :county AND f.child = :merged AND NOT EXISTS (SELECT 1 "
                 "FROM assignment k WHERE k.county = f.county AND k.account = f.account "
                 "AND k.child = :kept AND k.purpose = f.purpose) ON CONFLICT DO NOTHING"),
         db::Sql("INSERT INTO assignment (county, account, child, purpose, valid_from, valid_to) "
                 "SELECT county, account, :kept, purpose, valid_from, valid_to FROM assignment "
                 "WHERE county = :county AND child = :merged ON CONFLICT DO NOTHING"),
         db::Sql("DELETE FROM assignment WHERE county = :county AND child = :kept AND EXISTS ("
                 "SELECT 1 FROM child_merge_log l WHERE l.county = :county AND l.merge = :merge "
                 "AND l.kind = 'assignment' AND l.record = assignment.account "
                 "AND l.note = assignment.purpose)")},
    Rule{false,
         db::Sql("INSERT INTO child_merge_log (county, merge, kind, record, note) "
                 "SELECT f.county, :merge, 'conflict_of_interest', f.id, '' "
                 "FROM conflict_of_interest f "
                 "WHERE f.county = :county AND f.child = :merged AND NOT EXISTS (SELECT 1 "
                 "FROM conflict_of_interest k WHERE k.county = f.county AND k.account = f.account "
                 "AND k.child = :kept AND k.id = f.id) ON CONFLICT DO NOTHING"),
         db::Sql("INSERT INTO conflict_of_interest (county, account, child, id, kind, valid_from, "
                 "valid_to, declared_by, declared_at, ended_by) "
                 "SELECT county, account, :kept, id, kind, valid_from, valid_to, declared_by, "
                 "declared_at, ended_by FROM conflict_of_interest "
                 "WHERE county = :county AND child = :merged ON CONFLICT DO NOTHING"),
         db::Sql("DELETE FROM conflict_of_interest WHERE county = :county AND child = :kept "
                 "AND EXISTS (SELECT 1 FROM child_merge_log l WHERE l.county = :county "
                 "AND l.merge = :merge AND l.kind = 'conflict_of_interest' "
                 "AND l.record = conflict_of_interest.id)")},
    Rule{true,
         db::Sql("INSERT INTO child_merge_log (county, merge, kind, record, note) "
                 "SELECT county, :merge, 'correction', id, '' FROM correction "
                 "WHERE county = :county AND child = :merged"),
         db::Sql("UPDATE correction SET child = :kept WHERE county = :county AND child = :merged"),
         db::Sql("UPDATE correction SET child = :merged WHERE county = :county AND child = :kept "
                 "AND EXISTS (SELECT 1 FROM child_merge_log l WHERE l.county = :county "
                 "AND l.merge = :merge AND l.kind = 'correction' AND l.record = correction.id)")},
    Rule{true,
         db::Sql("INSERT INTO child_merge_log (county, merge, kind, record, note) "
                 "SELECT county, :merge, 'break_glass', id, '' FROM break_glass "
                 "WHERE county = :county AND child = :merged"),
         db::Sql("UPDATE break_glass SET child = :kept WHERE county = :county AND child = :merged"),
         db::Sql("UPDATE break_glass SET child = :merged WHERE county = :county AND child = :kept "
                 "AND EXISTS (SELECT 1 FROM child_merge_log l WHERE l.county = :county "
                 "AND l.merge = :merge AND l.kind = 'break_glass' "
                 "AND l.record = break_glass.id)")}};

constexpr db::Sql forget_log_sql(
    "DELETE FROM child_merge_log WHERE county = :county AND merge = :merge AND kind IN "
    "('assignment', 'conflict_of_interest', 'correction', 'break_glass')");

core::Result<void> ended(const core::Result<std::int64_t>& rows) {
  return rows ? core::Result<void>() : core::Result<void>(rows.error());
}

core::Result<void> follow_rule(const access::Call& call, const Rule& rule, const Merge& merge) {
  std::vector<db::Bind> binds{
      {"county", call.county}, {"merge", merge.id}, {"merged", merge.merged_id}};
  if (!rule.is_move) {
    binds.emplace_back("kept", merge.kept_id);
  }
  const auto noted = call.transaction.run(rule.note, db::Binds(binds));
  return noted
             ? ended(call.transaction.run(
                   rule.follow,
                   {{"county", call.county}, {"merged", merge.merged_id}, {"kept", merge.kept_id}}))
             : core::Result<void>(noted.error());
}

core::Result<void> undo_rule(const access::Call& call, const Rule& rule, const Merge& merge) {
  std::vector<db::Bind> binds{
      {"county", call.county}, {"merge", merge.id}, {"kept", merge.kept_id}};
  if (rule.is_move) {
    binds.emplace_back("merged", merge.merged_id);
  }
  return ended(call.transaction.run(rule.undo, db::Binds(binds)));
}

/// The reason goes with what it is the reason of.
core::Result<void> copy_text(const access::Call& call, const Merge& merge, std::string_view about) {
  const auto texts = access::find_child_texts(call, {about, merge.merged_id.bytes}, 1);
  return texts ? access::put_child_texts(call, merge.kept_id.bytes, {about, merge.kept_id.bytes},
                                         *texts)
               : core::Result<void>(texts.error());
}

core::Result<void> note_copy(const access::Call& call, const Merge& merge, std::string_view kind,
                             const core::Result<std::int64_t>& copied) {
  if (!copied) {
    return copied.error();
  }
  if (*copied == 0) {
    return {};
  }
  const auto noted = log(call, merge.id, kind, {});
  return noted ? copy_text(call, merge, kind) : noted;
}

core::Result<void> follow_shield(const access::Call& call, const Merge& merge) {
  return note_copy(
      call, merge, "shield",
      call.transaction.run("INSERT INTO shield (county, number, child, since, account) "
                           "SELECT county, :number, :kept, since, account FROM shield "
                           "WHERE county = :county AND number = :merged ON CONFLICT DO NOTHING",
                           {{"number", merge.kept},
                            {"kept", merge.kept_id},
                            {"county", call.county},
                            {"merged", merge.merged}}));
}

core::Result<void> follow_hold(const access::Call& call, const Merge& merge) {
  return note_copy(
      call, merge, "hold",
      call.transaction.run(
          "INSERT INTO legal_hold (county, child, placed_at, account) "
          "SELECT county, :kept, placed_at, account FROM legal_hold "
          "WHERE county = :county AND child = :merged ON CONFLICT DO NOTHING",
          {{"kept", merge.kept_id}, {"county", call.county}, {"merged", merge.merged_id}}));
}

/// Takes a copy back; the kept child's own shield or hold stays.
core::Result<void> drop_copy(const access::Call& call, const Merge& merge, std::string_view kind,
                             db::Sql sql) {
  const auto logged = take_logged(call, merge.id, kind);
  if (!logged) {
    return logged.error();
  }
  if (logged->empty()) {
    return {};
  }
  const auto gone = call.transaction.run(sql, {{"county", call.county}, {"kept", merge.kept_id}});
  return gone ? access::delete_child_texts(call, {kind, merge.kept_id.bytes})
              : core::Result<void>(gone.error());
}

core::Result<bool> is_there(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto found =
      db::find_one(call.transaction, sql, binds, [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

}  // namespace

core::Result<void> follow(const access::Call& call, const Merge& merge) {
  for (const Rule& rule : rules) {
    if (const auto done = follow_rule(call, rule, merge); !done) {
      return done;
    }
  }
  const auto shielded = follow_shield(call, merge);
  return shielded ? follow_hold(call, merge) : shielded;
}

core::Result<void> unfollow(const access::Call& call, const Merge& merge) {
  for (const Rule& rule : rules) {
    if (const auto done = undo_rule(call, rule, merge); !done) {
      return done;
    }
  }
  const auto forgotten =
      call.transaction.run(forget_log_sql, {{"county", call.county}, {"merge", merge.id}});
  if (!forgotten) {
    return forgotten.error();
  }
  const auto shielded = drop_copy(call, merge, "shield",
                                  "DELETE FROM shield WHERE county = :county AND child = :kept");
  return shielded ? drop_copy(call, merge, "hold",
                              "DELETE FROM legal_hold WHERE county = :county AND child = :kept")
                  : shielded;
}

core::Result<bool> has_hold(const access::Call& call, const ChildId& child) {
  return is_there(call, "SELECT 1 FROM legal_hold WHERE county = :county AND child = :child",
                  {{"county", call.county}, {"child", child}});
}

core::Result<bool> is_shielded_since(const access::Call& call, std::int64_t child,
                                     core::Instant after) {
  return is_there(call,
                  "SELECT 1 FROM shield WHERE county = :county AND number = :child "
                  "AND since > :after",
                  {{"county", call.county}, {"child", child}, {"after", after}});
}

core::Result<bool> waits_for_erasure(const access::Call& call, const ChildId& child) {
  return is_there(call,
                  "SELECT 1 FROM erasure WHERE county = :county AND child = :child "
                  "AND confirmed_at IS NULL",
                  {{"county", call.county}, {"child", child}});
}

}  // namespace caregrid::registry::merge_store
