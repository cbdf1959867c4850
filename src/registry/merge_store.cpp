#include "registry/merge_store.h"

#include <algorithm>
#include <array>
#include <utility>

#include "access/key_store.h"
#include "core/describe.h"
#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::merge_store {
namespace {

constexpr db::Sql members_sql(R"(
SELECT c.number, c.id, c.first_ordinal, k.wrapping_key, k.version, k.wrapped
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.kept = :kept AND c.sealed IS NOT NULL
ORDER BY c.first_ordinal)");

constexpr db::Sql kept_sql(R"(
SELECT k.number, k.id
FROM child c
JOIN child k ON k.county = c.county AND k.number = c.kept
WHERE c.county = :county AND c.id = :id AND c.sealed IS NOT NULL)");

constexpr db::Sql merge_sql(R"(
SELECT m.id, m.kept, m.merged, a.id, b.id, m.first_ordinal, m.ordinals, m.origin, m.probability,
  m.at, m.account, m.undone_at
FROM child_merge m
JOIN child a ON a.county = m.county AND a.number = m.kept
JOIN child b ON b.county = m.county AND b.number = m.merged
WHERE m.county = :county AND m.id = :id)");

constexpr db::Sql merge_of_sql(R"(
SELECT m.id, m.kept, m.merged, a.id, b.id, m.first_ordinal, m.ordinals, m.origin, m.probability,
  m.at, m.account, m.undone_at
FROM child_merge m
JOIN child a ON a.county = m.county AND a.number = m.kept
JOIN child b ON b.county = m.county AND b.number = m.merged
WHERE m.county = :county AND m.merged = :merged AND m.undone_at IS NULL)");

constexpr db::Sql merges_into_sql(R"(
SELECT m.id, m.kept, m.merged, a.id, b.id, m.first_ordinal, m.ordinals, m.origin, m.probability,
  m.at, m.account, m.undone_at
FROM child_merge m
JOIN child a ON a.county = m.county AND a.number = m.kept
JOIN child b ON b.county = m.county AND b.number = m.merged
WHERE m.county = :county AND m.kept = :kept AND m.undone_at IS NULL
ORDER BY m.first_ordinal)");

Merge read_merge(const db::Row& row) {
  Merge merge;
  merge.id = MergeId::from(row.blob(0)).value_or(MergeId{});
  merge.kept = row.integer(1);
  merge.merged = row.integer(2);
  merge.kept_id = ChildId::from(row.blob(3)).value_or(ChildId{});
  merge.merged_id = ChildId::from(row.blob(4)).value_or(ChildId{});
  merge.first_ordinal = row.integer(5);
  merge.ordinals = row.integer(6);
  merge.origin = core::value_of<MergeOrigin>(row.text(7)).value_or(MergeOrigin::person);
  if (!row.is_null(8)) {
    merge.probability = row.real(8);
  }
  merge.at = core::Instant{row.integer(9)};
  merge.account = access::AccountId::from(row.blob(10)).value_or(access::AccountId{});
  if (!row.is_null(11)) {
    merge.undone_at = core::Instant{row.integer(11)};
  }
  return merge;
}

core::Result<Member> read_member(const access::Call& call, const db::Row& row) {
  auto key = access::read_child_key(call, row.integer(0), row, 3);
  if (!key) {
    return key.error();
  }
  return Member{std::move(*key), ChildId::from(row.blob(1)).value_or(ChildId{}), row.integer(2)};
}

// A conflict of a child that is not shown stands outside every area: below zero.
constexpr std::array unlist_sqls{
    db::Sql("DELETE FROM child_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_place WHERE county = :county AND division = (SELECT c.division "
            "FROM child c WHERE c.county = :county AND c.number = :child) AND number = :child"),
    db::Sql("DELETE FROM child_by_name WHERE county = :county AND number = :child"),
    db::Sql("DELETE FROM child_by_birth WHERE county = :county AND born_on = (SELECT "
            "COALESCE(c.born_on, 3000000) FROM child c WHERE c.county = :county AND "
            "c.number = :child) AND number = :child"),
    db::Sql("UPDATE data_conflict SET division = -division WHERE county = :county "
            "AND child = :child AND division > 0"),
    db::Sql("UPDATE child_count SET children = children - 1 WHERE county = :county AND division = "
            "(SELECT c.division FROM child c WHERE c.county = :county AND c.number = :child)")};

constexpr std::array relist_sqls{
    db::Sql("INSERT INTO child_by_place (county, division, name, number, born_on) "
            "SELECT c.county, c.division, n.name, c.number, COALESCE(c.born_on, 3000000) "
            "FROM child c JOIN child_name n ON n.county = c.county AND n.number = c.number "
            "WHERE c.county = :county AND c.number = :child"),
    db::Sql("INSERT INTO child_by_name (county, name, number, division) "
            "SELECT c.county, n.name, c.number, c.division "
            "FROM child c JOIN child_name n ON n.county = c.county AND n.number = c.number "
            "WHERE c.county = :county AND c.number = :child"),
    db::Sql("INSERT INTO child_by_birth (county, born_on, number, division) "
            "SELECT county, COALESCE(born_on, 3000000), number, division FROM child "
            "WHERE county = :county AND number = :child"),
    db::Sql("UPDATE data_conflict SET division = -division WHERE county = :county "
            "AND child = :child AND division < 0"),
    db::Sql("UPDATE child_count SET children = children + 1 WHERE county = :county AND division = "
            "(SELECT c.division FROM child c WHERE c.county = :county AND c.number = :child)")};

template <std::size_t n>
core::Result<void> run_all(const access::Call& call, const std::array<db::Sql, n>& sqls,
                           std::int64_t child) {
  for (const db::Sql sql : sqls) {
    if (const auto done = run(call, sql, {{"county", call.county}, {"child", child}}); !done) {
      return done;
    }
  }
  return {};
}

}  // namespace

core::Result<std::vector<Member>> list_members(const access::Call& call, std::int64_t kept) {
  return db::try_list<Member>(call.transaction, members_sql,
                              {{"county", call.county}, {"kept", kept}},
                              [&](const db::Row& row) { return read_member(call, row); });
}

core::Result<std::optional<Kept>> find_kept(const access::Call& call, const ChildId& child) {
  return db::find_one(call.transaction, kept_sql, {{"county", call.county}, {"id", child}},
                      [](const db::Row& row) {
                        return Kept{row.integer(0), ChildId::from(row.blob(1)).value_or(ChildId{})};
                      });
}

core::Result<std::int64_t> find_number(const access::Call& call, const ChildId& child) {
  const auto found = db::find_one(call.transaction,
                                  "SELECT number FROM child "
                                  "WHERE county = :county AND id = :id AND sealed IS NOT NULL",
                                  {{"county", call.county}, {"id", child}},
                                  [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return *found ? core::Result<std::int64_t>(**found)
                : core::failure(core::Code::not_found, "child.not_found");
}

core::Result<void> insert_merge(const access::Call& call, const Merge& merge) {
  return run(call,
             "INSERT INTO child_merge (county, id, kept, merged, first_ordinal, ordinals, origin, "
             "probability, at, account) VALUES (:county, :id, :kept, :merged, :first, :ordinals, "
             ":origin, :probability, :at, :account)",
             {{"county", call.county},
              {"id", merge.id},
              {"kept", merge.kept},
              {"merged", merge.merged},
              {"first", merge.first_ordinal},
              {"ordinals", merge.ordinals},
              {"origin", core::name_of(merge.origin)},
              {"probability", merge.probability},
              {"at", merge.at},
              {"account", merge.account}});
}

core::Result<std::optional<Merge>> find_merge(const access::Call& call, const MergeId& id) {
  return db::find_one(call.transaction, merge_sql, {{"county", call.county}, {"id", id}},
                      read_merge);
}

core::Result<std::optional<Merge>> find_merge_of(const access::Call& call, std::int64_t merged) {
  return db::find_one(call.transaction, merge_of_sql, {{"county", call.county}, {"merged", merged}},
                      read_merge);
}

core::Result<std::vector<Merge>> list_merges_into(const access::Call& call, std::int64_t kept) {
  return db::list(call.transaction, merges_into_sql, {{"county", call.county}, {"kept", kept}},
                  read_merge);
}

core::Result<std::int64_t> next_ordinal(const access::Call& call, std::int64_t kept) {
  const auto found = db::find_one(
      call.transaction,
      "SELECT COALESCE(MAX(first_ordinal + ordinals), 0) FROM child_merge "
      "WHERE county = :county AND kept = :kept",
      {{"county", call.county}, {"kept", kept}}, [](const db::Row& row) { return row.integer(0); });
  if (!found) {
    return found.error();
  }
  return std::max(found->value_or(0), own_ordinals);
}

core::Result<void> update_undone(const access::Call& call, const MergeId& id) {
  return run(call,
             "UPDATE child_merge SET undone_at = :at, undone_by = :by "
             "WHERE county = :county AND id = :id",
             {{"at", call.now}, {"by", call.actor.account}, {"county", call.county}, {"id", id}});
}

core::Result<void> hang(const access::Call& call, const Merge& merge) {
  return run(call,
             "UPDATE child SET kept = :kept, first_ordinal = first_ordinal + :first "
             "WHERE county = :county AND (number = :merged OR kept = :merged)",
             {{"kept", merge.kept},
              {"first", merge.first_ordinal},
              {"county", call.county},
              {"merged", merge.merged}});
}

core::Result<void> unhang(const access::Call& call, const Merge& merge) {
  return run(call,
             "UPDATE child SET first_ordinal = first_ordinal - :first, "
             "kept = CASE WHEN number = :merged THEN NULL ELSE CAST(:merged AS BIGINT) END "
             "WHERE county = :county AND kept = :kept AND first_ordinal >= :first "
             "AND first_ordinal < :last",
             {{"first", merge.first_ordinal},
              {"merged", merge.merged},
              {"county", call.county},
              {"kept", merge.kept},
              {"last", merge.first_ordinal + merge.ordinals}});
}

core::Result<void> unlist(const access::Call& call, std::int64_t child) {
  return run_all(call, unlist_sqls, child);
}

core::Result<void> relist(const access::Call& call, std::int64_t child, std::string_view name) {
  const auto named = run(call,
                         "INSERT INTO child_name (county, number, name) "
                         "VALUES (:county, :child, :name)",
                         {{"county", call.county}, {"child", child}, {"name", name}});
  return named ? run_all(call, relist_sqls, child) : named;
}

core::Result<void> log_conflict(const access::Call& call, const Merge& merge,
                                std::string_view field) {
  const auto known =
      db::find_one(call.transaction,
                   "SELECT 1 FROM data_conflict "
                   "WHERE county = :county AND child = :child AND field = :field",
                   {{"county", call.county}, {"child", merge.kept}, {"field", field}},
                   [](const db::Row& row) { return row.integer(0); });
  if (!known) {
    return known.error();
  }
  return *known ? core::Result<void>()
                : log(call, merge.id, "data_conflict", {{}, std::string(field)});
}

core::Result<void> delete_logged_conflicts(const access::Call& call, const Merge& merge) {
  const auto logged = take_logged(call, merge.id, "data_conflict");
  if (!logged) {
    return logged.error();
  }
  for (const Logged& one : *logged) {
    const auto done = run(call,
                          "DELETE FROM data_conflict "
                          "WHERE county = :county AND child = :child AND field = :field",
                          {{"county", call.county}, {"child", merge.kept}, {"field", one.note}});
    if (!done) {
      return done;
    }
  }
  return {};
}

core::Result<void> log(const access::Call& call, const MergeId& merge, std::string_view kind,
                       const Logged& logged) {
  return run(call,
             "INSERT INTO child_merge_log (county, merge, kind, record, note) "
             "VALUES (:county, :merge, :kind, :record, :note) ON CONFLICT DO NOTHING",
             {{"county", call.county},
              {"merge", merge},
              {"kind", kind},
              {"record", core::Bytes(logged.record)},
              {"note", logged.note}});
}

core::Result<std::vector<Logged>> take_logged(const access::Call& call, const MergeId& merge,
                                              std::string_view kind) {
  auto logged =
      db::list(call.transaction,
               "SELECT record, note FROM child_merge_log "
               "WHERE county = :county AND merge = :merge AND kind = :kind",
               {{"county", call.county}, {"merge", merge}, {"kind", kind}}, [](const db::Row& row) {
                 return Logged{MergeId::from(row.blob(0)).value_or(MergeId{}).bytes,
                               std::string(row.text(1))};
               });
  if (!logged) {
    return logged;
  }
  const auto gone = run(call,
                        "DELETE FROM child_merge_log "
                        "WHERE county = :county AND merge = :merge AND kind = :kind",
                        {{"county", call.county}, {"merge", merge}, {"kind", kind}});
  return gone ? std::move(logged) : core::Result<std::vector<Logged>>(gone.error());
}

core::Result<void> part_pair(const access::Call& call, const Merge& merge) {
  return run(call,
             "INSERT INTO link_pair (county, a, b, state, reason, pattern, rarity, log_odds, "
             "decided_at, decided_by) VALUES (:county, :a, :b, 'different', 'undone', 0, 0, 0, "
             ":at, :by) ON CONFLICT (county, a, b) DO UPDATE SET state = 'different', "
             "merge = NULL, decided_at = excluded.decided_at, decided_by = excluded.decided_by",
             {{"county", call.county},
              {"a", std::min(merge.kept, merge.merged)},
              {"b", std::max(merge.kept, merge.merged)},
              {"at", call.now},
              {"by", call.actor.account}});
}

core::Result<bool> is_parted(const access::Call& call, std::int64_t a, std::int64_t b) {
  const auto found =
      db::find_one(call.transaction,
                   "SELECT 1 FROM link_pair WHERE county = :county AND a = :a "
                   "AND b = :b AND state = 'different'",
                   {{"county", call.county}, {"a", std::min(a, b)}, {"b", std::max(a, b)}},
                   [](const db::Row& row) { return row.integer(0); });
  return found ? core::Result<bool>(found->has_value()) : core::Result<bool>(found.error());
}

}  // namespace caregrid::registry::merge_store
