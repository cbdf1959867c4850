#include "registry/rule_pack_store.h"

#include <utility>

#include "db/database.h"

namespace caregrid::registry::rule_pack_store {
namespace {

constexpr db::Sql versions_sql(R"(
SELECT p.pack, p.ordinal, p.text, p.adopted_at, a.name, p.withdrawn_at
FROM rule_pack p
LEFT JOIN account a ON a.county = p.county AND a.id = p.account
WHERE p.county = :county
ORDER BY p.adopted_at DESC, p.pack, p.ordinal DESC)");

PackVersion read_version(const db::Row& row) {
  PackVersion pack;
  pack.pack = row.text(0);
  pack.ordinal = row.integer(1);
  pack.text = row.text(2);
  pack.adopted_at = core::Instant{row.integer(3)};
  pack.account = row.text(4);
  if (!row.is_null(5)) {
    pack.withdrawn_at = core::Instant{row.integer(5)};
  }
  return pack;
}

}  // namespace

core::Result<std::vector<CountyPack>> list_adopted(const access::Call& call) {
  return db::list(call.transaction,
                  "SELECT pack, text FROM rule_pack "
                  "WHERE county = :county AND withdrawn_at IS NULL ORDER BY pack",
                  {{"county", call.county}}, [](const db::Row& row) {
                    return CountyPack{std::string(row.text(0)) + ".json", std::string(row.text(1))};
                  });
}

core::Result<std::vector<PackVersion>> list_versions(const access::Call& call) {
  return db::list(call.transaction, versions_sql, {{"county", call.county}}, read_version);
}

core::Result<std::int64_t> insert_version(const access::Call& call, std::string_view pack,
                                          std::string_view text) {
  if (const auto out = withdraw(call, pack); !out) {
    return out.error();
  }
  const auto last = db::find_one(call.transaction,
                                 "SELECT COALESCE(MAX(ordinal), 0) FROM rule_pack "
                                 "WHERE county = :county AND pack = :pack",
                                 {{"county", call.county}, {"pack", pack}},
                                 [](const db::Row& row) { return row.integer(0); });
  if (!last) {
    return last.error();
  }
  const std::int64_t ordinal = last->value_or(0) + 1;
  const auto done = call.transaction.run(
      "INSERT INTO rule_pack (county, pack, ordinal, text, adopted_at, account) "
      "VALUES (:county, :pack, :ordinal, :text, :at, :account)",
      {{"county", call.county},
       {"pack", pack},
       {"ordinal", ordinal},
       {"text", text},
       {"at", call.now},
       {"account", call.actor.account}});
  return done ? core::Result<std::int64_t>(ordinal) : core::Result<std::int64_t>(done.error());
}

core::Result<bool> withdraw(const access::Call& call, std::string_view pack) {
  const auto changed = call.transaction.run(
      "UPDATE rule_pack SET withdrawn_at = :at "
      "WHERE county = :county AND pack = :pack AND withdrawn_at IS NULL",
      {{"at", call.now}, {"county", call.county}, {"pack", pack}});
  return changed ? core::Result<bool>(*changed > 0) : core::Result<bool>(changed.error());
}

}  // namespace caregrid::registry::rule_pack_store
