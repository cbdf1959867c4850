#include "registry/status_store.h"

#include <utility>

#include "access/key_store.h"
#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::status_store {
namespace {

// A child shown as another one stands in no place: its answers count nowhere.
constexpr db::Sql from_sql(R"(
SELECT c.number, CASE WHEN c.kept IS NULL THEN c.division ELSE 0 END, c.born_on, k.wrapping_key,
  k.version, k.wrapped
FROM child c
JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.number >= :first AND c.sealed IS NOT NULL
ORDER BY c.number LIMIT :limit)");

constexpr db::Sql due_sql(R"(
SELECT c.number, CASE WHEN c.kept IS NULL THEN c.division ELSE 0 END, c.born_on, k.wrapping_key,
  k.version, k.wrapped
FROM status_due s
JOIN child c ON c.county = s.county AND c.number = s.child
JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE s.county = :county AND c.sealed IS NOT NULL
ORDER BY s.child LIMIT :limit)");

constexpr db::Sql put_sql(R"(
INSERT INTO child_status (county, child, division, yes_bits, unknown_bits)
VALUES (:county, :child, :division, :yes, :unknown) ON CONFLICT (county, child)
DO UPDATE SET division = excluded.division, yes_bits = excluded.yes_bits,
  unknown_bits = excluded.unknown_bits)");

constexpr db::Sql counts_sql(R"(
SELECT yes_bits, unknown_bits, COUNT(*) FROM child_status
WHERE county = :county AND division >= :low AND division < :high
GROUP BY yes_bits, unknown_bits ORDER BY yes_bits, unknown_bits)");

core::Result<DueChild> read_due(const access::Call& call, const db::Row& row) {
  DueChild child;
  child.number = row.integer(0);
  child.division = row.integer(1);
  if (!row.is_null(2)) {
    child.born_on = core::Date{static_cast<std::int32_t>(row.integer(2))};
  }
  auto key = access::read_child_key(call, child.number, row, 3);
  if (!key) {
    return key.error();
  }
  child.key = std::move(*key);
  return child;
}

core::Result<std::int64_t> number(const core::Result<std::optional<std::int64_t>>& found) {
  return found ? core::Result<std::int64_t>(found->value_or(0))
               : core::Result<std::int64_t>(found.error());
}

}  // namespace

core::Result<SchemeBits> list_schemes(const access::Call& call) {
  const auto rows = db::list(call.transaction,
                             "SELECT scheme, slot FROM status_scheme "
                             "WHERE county = :county ORDER BY scheme",
                             {{"county", call.county}}, [](const db::Row& row) {
                               return std::pair(std::string(row.text(0)), row.integer(1));
                             });
  if (!rows) {
    return rows.error();
  }
  SchemeBits bits;
  for (const auto& [scheme, slot] : *rows) {
    bits.emplace(scheme, std::int64_t{1} << slot);
  }
  return bits;
}

core::Result<void> insert_scheme(const access::Call& call, std::string_view scheme, int slot) {
  return run(call,
             "INSERT INTO status_scheme (county, scheme, slot) VALUES (:county, :scheme, :slot)",
             {{"county", call.county}, {"scheme", scheme}, {"slot", slot}});
}

core::Result<std::optional<Standing>> find_standing(const access::Call& call) {
  return db::find_one(call.transaction,
                      "SELECT day, version, next_child FROM status_standing "
                      "WHERE county = :county",
                      {{"county", call.county}}, [](const db::Row& row) {
                        return Standing{core::Date{static_cast<std::int32_t>(row.integer(0))},
                                        std::string(row.text(1)), row.integer(2)};
                      });
}

core::Result<void> put_standing(const access::Call& call, const Standing& standing) {
  return run(call,
             "INSERT INTO status_standing (county, day, version, next_child) "
             "VALUES (:county, :day, :version, :next) ON CONFLICT (county) DO UPDATE SET "
             "day = excluded.day, version = excluded.version, next_child = excluded.next_child",
             {{"county", call.county},
              {"day", standing.day},
              {"version", standing.version},
              {"next", standing.next_child}});
}

core::Result<std::vector<DueChild>> list_from(const access::Call& call, std::int64_t first,
                                              int limit) {
  return db::try_list<DueChild>(call.transaction, from_sql,
                                {{"county", call.county}, {"first", first}, {"limit", limit}},
                                [&](const db::Row& row) { return read_due(call, row); });
}

core::Result<std::vector<DueChild>> list_due(const access::Call& call, int limit) {
  return db::try_list<DueChild>(call.transaction, due_sql,
                                {{"county", call.county}, {"limit", limit}},
                                [&](const db::Row& row) { return read_due(call, row); });
}

core::Result<std::int64_t> count_due(const access::Call& call) {
  return number(
      db::find_one(call.transaction, "SELECT COUNT(*) FROM status_due WHERE county = :county",
                   {{"county", call.county}}, [](const db::Row& row) { return row.integer(0); }));
}

core::Result<void> mark_due(const access::Call& call, std::int64_t child) {
  return run(call,
             "INSERT INTO status_due (county, child) VALUES (:county, :child) "
             "ON CONFLICT DO NOTHING",
             {{"county", call.county}, {"child", child}});
}

core::Result<void> delete_due(const access::Call& call, std::int64_t child) {
  return run(call, "DELETE FROM status_due WHERE county = :county AND child = :child",
             {{"county", call.county}, {"child", child}});
}

core::Result<std::int64_t> last_number(const access::Call& call) {
  return number(db::find_one(call.transaction,
                             "SELECT COALESCE(MAX(number), 0) FROM child "
                             "WHERE county = :county",
                             {{"county", call.county}},
                             [](const db::Row& row) { return row.integer(0); }));
}

core::Result<void> put_answers(const access::Call& call, const DueChild& child,
                               const Answers& answers) {
  return run(call, put_sql,
             {{"county", call.county},
              {"child", child.number},
              {"division", child.division},
              {"yes", answers.yes},
              {"unknown", answers.unknown}});
}

core::Result<void> delete_answers(const access::Call& call, std::int64_t child) {
  return run(call, "DELETE FROM child_status WHERE county = :county AND child = :child",
             {{"county", call.county}, {"child", child}});
}

core::Result<std::vector<AnswerCount>> list_answer_counts(const access::Call& call,
                                                          access::Area area) {
  return db::list(call.transaction, counts_sql,
                  {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                  [](const db::Row& row) {
                    return AnswerCount{{row.integer(0), row.integer(1)}, row.integer(2)};
                  });
}

}  // namespace caregrid::registry::status_store
