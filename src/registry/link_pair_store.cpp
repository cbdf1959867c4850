#include "registry/link_pair_store.h"

#include "core/describe.h"
#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::link_pair_store {
namespace {

constexpr db::Sql pair_sql(R"(
SELECT p.a, p.b, x.id, y.id, p.state, p.reason, p.pattern, p.rarity, p.log_odds, p.decided_at,
  p.merge
FROM link_pair p
JOIN child x ON x.county = p.county AND x.number = p.a
JOIN child y ON y.county = p.county AND y.number = p.b
WHERE p.county = :county AND p.a = :a AND p.b = :b)");

// Children that were merged since are one with another: their pairs say nothing any more.
constexpr db::Sql waiting_sql(R"(
SELECT p.a, p.b, x.id, y.id, p.state, p.reason, p.pattern, p.rarity, p.log_odds, p.decided_at,
  p.merge
FROM link_pair p
JOIN child x ON x.county = p.county AND x.number = p.a
JOIN child y ON y.county = p.county AND y.number = p.b
WHERE p.county = :county AND p.state IN ('open', 'later')
  AND x.kept IS NULL AND y.kept IS NULL AND x.sealed IS NOT NULL AND y.sealed IS NOT NULL
  AND x.division >= :low AND x.division < :high AND y.division >= :low AND y.division < :high
ORDER BY CASE WHEN p.state = 'later' THEN 1 ELSE 0 END, p.log_odds DESC, p.a, p.b LIMIT :limit)");

constexpr db::Sql count_sql(R"(
SELECT p.state, COUNT(*)
FROM link_pair p
JOIN child x ON x.county = p.county AND x.number = p.a
JOIN child y ON y.county = p.county AND y.number = p.b
WHERE p.county = :county AND x.division >= :low AND x.division < :high AND y.division >= :low
  AND y.division < :high
  AND (p.state NOT IN ('open', 'later') OR (x.kept IS NULL AND y.kept IS NULL))
GROUP BY p.state)");

constexpr db::Sql upsert_sql(R"(
INSERT INTO link_pair (county, a, b, state, reason, pattern, rarity, log_odds)
VALUES (:county, :a, :b, 'open', :reason, :pattern, :rarity, :log_odds)
ON CONFLICT (county, a, b) DO UPDATE SET reason = excluded.reason, pattern = excluded.pattern,
  rarity = excluded.rarity, log_odds = excluded.log_odds
WHERE link_pair.state IN ('open', 'later'))");

LinkPair read_pair(const db::Row& row) {
  LinkPair pair;
  pair.a = row.integer(0);
  pair.b = row.integer(1);
  pair.a_id = ChildId::from(row.blob(2)).value_or(ChildId{});
  pair.b_id = ChildId::from(row.blob(3)).value_or(ChildId{});
  pair.state = core::value_of<PairState>(row.text(4)).value_or(PairState::open);
  pair.reason = core::value_of<PairReason>(row.text(5)).value_or(PairReason::band);
  pair.pattern = static_cast<stats::Pattern>(row.integer(6));
  pair.rarity = row.real(7);
  pair.log_odds = row.real(8);
  if (!row.is_null(9)) {
    pair.decided_at = core::Instant{row.integer(9)};
  }
  if (!row.is_null(10)) {
    pair.merge = MergeId::from(row.blob(10));
  }
  return pair;
}

}  // namespace

core::Result<std::vector<Ends>> list_parted(const access::Call& call) {
  return db::list(call.transaction,
                  "SELECT a, b FROM link_pair WHERE county = :county AND state = 'different' "
                  "ORDER BY a, b",
                  {{"county", call.county}},
                  [](const db::Row& row) { return Ends{row.integer(0), row.integer(1)}; });
}

core::Result<std::set<std::int64_t>> list_held(const access::Call& call) {
  std::set<std::int64_t> held;
  const auto done = call.transaction.each(
      "SELECT c.number FROM legal_hold h JOIN child c ON c.county = h.county AND c.id = h.child "
      "WHERE h.county = :county",
      {{"county", call.county}}, [&](const db::Row& row) {
        held.insert(row.integer(0));
        return true;
      });
  return done ? core::Result<std::set<std::int64_t>>(std::move(held))
              : core::Result<std::set<std::int64_t>>(done.error());
}

core::Result<std::int64_t> replace_open(const access::Call& call,
                                        const std::vector<LinkPair>& pairs) {
  std::set<Ends> known;
  const auto read = call.transaction.each(
      "SELECT a, b FROM link_pair WHERE county = :county AND state IN ('open', 'later')",
      {{"county", call.county}}, [&](const db::Row& row) {
        known.emplace(row.integer(0), row.integer(1));
        return true;
      });
  if (!read) {
    return read.error();
  }
  std::int64_t added = 0;
  for (const LinkPair& pair : pairs) {
    added += known.erase({pair.a, pair.b}) > 0 ? 0 : 1;
    const auto done = run(call, upsert_sql,
                          {{"county", call.county},
                           {"a", pair.a},
                           {"b", pair.b},
                           {"reason", core::name_of(pair.reason)},
                           {"pattern", static_cast<std::int64_t>(pair.pattern)},
                           {"rarity", pair.rarity},
                           {"log_odds", pair.log_odds}});
    if (!done) {
      return done.error();
    }
  }
  for (const auto& [a, b] : known) {
    const auto done =
        run(call, "DELETE FROM link_pair WHERE county = :county AND a = :a AND b = :b",
            {{"county", call.county}, {"a", a}, {"b", b}});
    if (!done) {
      return done.error();
    }
  }
  return added;
}

core::Result<std::optional<LinkPair>> find_pair(const access::Call& call, const Ends& ends) {
  return db::find_one(call.transaction, pair_sql,
                      {{"county", call.county}, {"a", ends.first}, {"b", ends.second}}, read_pair);
}

core::Result<std::vector<LinkPair>> list_waiting(const access::Call& call, std::int64_t low,
                                                 std::int64_t high, int limit) {
  return db::list(call.transaction, waiting_sql,
                  {{"county", call.county}, {"low", low}, {"high", high}, {"limit", limit}},
                  read_pair);
}

core::Result<PairCounts> count_pairs(const access::Call& call, std::int64_t low,
                                     std::int64_t high) {
  PairCounts counts;
  const auto done = call.transaction.each(
      count_sql, {{"county", call.county}, {"low", low}, {"high", high}}, [&](const db::Row& row) {
        const PairState state = core::value_of<PairState>(row.text(0)).value_or(PairState::open);
        (state == PairState::open    ? counts.open
         : state == PairState::later ? counts.later
                                     : counts.decided) += row.integer(1);
        return true;
      });
  return done ? core::Result<PairCounts>(counts) : core::Result<PairCounts>(done.error());
}

core::Result<void> update_pair(const access::Call& call, const LinkPair& pair) {
  return run(call,
             "UPDATE link_pair SET state = :state, decided_at = :at, decided_by = :by, "
             "merge = :merge WHERE county = :county AND a = :a AND b = :b",
             {{"state", core::name_of(pair.state)},
              {"at", call.now},
              {"by", call.actor.account},
              {"merge", pair.merge},
              {"county", call.county},
              {"a", pair.a},
              {"b", pair.b}});
}

core::Result<void> each_source_row(const access::Call& call,
                                   core::FunctionRef<void(const SourceOfRecord&)> visit) {
  return call.transaction.each(
      "SELECT f.file, f.sheet, s.sheet_row, s.child, COALESCE(c.kept, c.number) FROM statement s "
      "JOIN source f ON f.county = s.county AND f.id = s.source "
      "JOIN child c ON c.county = s.county AND c.number = s.child "
      "WHERE s.county = :county AND f.file <> ''",
      {{"county", call.county}}, [&](const db::Row& row) {
        visit({std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3),
               row.integer(4)});
        return true;
      });
}

core::Result<void> put_model(const access::Call& call, std::string_view model,
                             std::int64_t last_child) {
  return run(call,
             "INSERT INTO link_model (county, model, fitted_at, last_child) "
             "VALUES (:county, :model, :at, :last) ON CONFLICT (county) DO UPDATE SET "
             "model = excluded.model, fitted_at = excluded.fitted_at, "
             "last_child = excluded.last_child",
             {{"county", call.county}, {"model", model}, {"at", call.now}, {"last", last_child}});
}

core::Result<bool> has_unlinked(const access::Call& call) {
  const auto found =
      db::find_one(call.transaction,
                   "SELECT r.next_child - 1, COALESCE(m.last_child, 0) FROM registry_counter r "
                   "LEFT JOIN link_model m ON m.county = r.county WHERE r.county = :county",
                   {{"county", call.county}},
                   [](const db::Row& row) { return row.integer(0) > row.integer(1); });
  return found ? core::Result<bool>(found->value_or(false)) : core::Result<bool>(found.error());
}

core::Result<std::optional<std::string>> find_model(const access::Call& call) {
  return db::find_one(call.transaction, "SELECT model FROM link_model WHERE county = :county",
                      {{"county", call.county}},
                      [](const db::Row& row) { return std::string(row.text(0)); });
}

}  // namespace caregrid::registry::link_pair_store
