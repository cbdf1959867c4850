#include "registry/import_store.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "access/key_store.h"
#include "db/database.h"
#include "registry/merge_store.h"
#include "registry/run.h"
#include "registry/sealed.h"
#include "registry/status_store.h"

namespace caregrid::registry::import_store {
namespace {

std::optional<std::string_view> text_or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// Reads number, id, division, revision, sex, birth date, the sealed rest and the child's key.
core::Result<Owner> read_owner(const access::Call& call, const db::Row& row) {
  Owner owner;
  owner.candidate.number = row.integer(0);
  owner.id = ChildId::from(row.blob(1)).value_or(ChildId{});
  owner.division = row.integer(2);
  owner.revision = row.integer(3);
  Claim& claim = owner.candidate.claim;
  claim.sex = static_cast<Sex>(row.integer(4));
  if (!row.is_null(5)) {
    claim.born_on = core::Date{static_cast<std::int32_t>(row.integer(5))};
  }
  auto key = access::read_child_key(call, owner.candidate.number, row, 7);
  if (!key) {
    return key.error();
  }
  owner.key = std::move(*key);
  auto secret = open_child(call, owner.key, row.blob(6));
  if (!secret) {
    return secret.error();
  }
  claim.name = std::move(secret->name);
  claim.identity = read_identity_number(secret->identity_number, call.today).number;
  claim.student = read_student_number(secret->student_number, call.today);
  owner.kept = row.is_null(10) ? 0 : row.integer(10);
  return owner;
}

/// The child that shows an owner that was merged, known as the merged one's list knows it.
core::Result<Owner> lead_to_kept(const access::Call& call, Owner owner) {
  if (owner.kept == 0) {
    return owner;
  }
  auto kept = find_owner(call, owner.kept);
  if (!kept) {
    return kept.error();
  }
  if (!*kept) {
    return core::failure(core::Code::internal, "merge.kept_missing", std::to_string(owner.kept));
  }
  (*kept)->known_as = std::move(owner.candidate.claim);
  return std::move(**kept);
}

constexpr db::Sql owners_sql(R"(
SELECT c.number, c.id, c.division, c.revision, c.sex, c.born_on, c.sealed, k.wrapping_key,
  k.version, k.wrapped, c.kept
FROM child_key o
JOIN child c ON c.county = o.county AND c.number = o.child
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE o.county = :county AND o.key = :key
ORDER BY o.slot LIMIT 32)");

constexpr db::Sql owner_by_digest_sql(R"(
SELECT c.number, c.id, c.division, c.revision, c.sex, c.born_on, c.sealed, k.wrapping_key,
  k.version, k.wrapped, c.kept
FROM source_record r
JOIN child c ON c.county = r.county AND c.number = r.child
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE r.county = :county AND r.digest = :digest)");

constexpr db::Sql owner_by_number_sql(R"(
SELECT c.number, c.id, c.division, c.revision, c.sex, c.born_on, c.sealed, k.wrapping_key,
  k.version, k.wrapped, c.kept
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE c.county = :county AND c.number = :child AND c.sealed IS NOT NULL)");

constexpr db::Sql statements_sql(R"(
SELECT s.ordinal, s.source, f.file, f.sheet, s.sealed, f.imported_at
FROM statement s
JOIN source f ON f.county = s.county AND f.id = s.source
WHERE s.county = :county AND s.child = :child
ORDER BY s.ordinal)");

/// Those of one child's own; `first` is added to their ordinals.
core::Result<std::vector<Statement>> list_own_statements(const access::Call& call,
                                                         const access::ChildKey& key,
                                                         std::int64_t first) {
  return db::try_list<Statement>(
      call.transaction, statements_sql, {{"county", call.county}, {"child", key.child}},
      [&](const db::Row& row) -> core::Result<Statement> {
        Statement statement;
        statement.ordinal = row.integer(0);
        statement.source = row.integer(1);
        statement.file = row.text(2);
        statement.sheet = row.text(3);
        auto secret = open_statement(call, key, statement.ordinal, row.blob(4));
        if (!secret) {
          return secret.error();
        }
        statement.ordinal += first;
        statement.digest = secret->digest;
        statement.claim = std::move(secret->claim);
        statement.is_entry = statement.file.empty() && statement.claim.name.empty();
        statement.situation = situation_of(secret->facts);
        const FactOrigin origin{{statement.file, statement.sheet, 0, core::Instant{row.integer(5)}},
                                {}};
        statement.sayings = sayings_of(
            {statement.ordinal, origin, std::move(secret->facts), std::move(secret->relations)});
        return statement;
      });
}

}  // namespace

core::Result<Counters> lock_counters(const access::Call& call) {
  const auto read = [](const db::Row& row) { return Counters{row.integer(0), row.integer(1)}; };
  const auto counters = db::find_one(call.transaction,
                                     "UPDATE registry_counter SET next_child = next_child "
                                     "WHERE county = :county RETURNING next_child, next_source",
                                     {{"county", call.county}}, read);
  if (!counters) {
    return counters.error();
  }
  if (*counters) {
    return **counters;
  }
  const auto begun = run(call,
                         "INSERT INTO registry_counter (county, next_child, next_source) "
                         "VALUES (:county, 1, 1)",
                         {{"county", call.county}});
  return begun ? core::Result<Counters>(Counters{}) : core::Result<Counters>(begun.error());
}

core::Result<void> update_counters(const access::Call& call, const Counters& counters) {
  return run(
      call,
      "UPDATE registry_counter SET next_child = :child, next_source = :source "
      "WHERE county = :county",
      {{"child", counters.next_child}, {"source", counters.next_source}, {"county", call.county}});
}

core::Result<void> insert_source(const access::Call& call, const SourceRecord& source) {
  return run(call,
             "INSERT INTO source (county, id, file, sheet, kind, imported_at, account) "
             "VALUES (:county, :id, :file, :sheet, :kind, :at, :account)",
             {{"county", call.county},
              {"id", source.id},
              {"file", source.file},
              {"sheet", source.sheet},
              {"kind", source.kind},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<bool> claim_key(const access::Call& call, const KeySlot& place, std::int64_t child) {
  const auto changed = call.transaction.run(
      "INSERT INTO child_key (county, key, slot, child) "
      "VALUES (:county, :key, :slot, :child) ON CONFLICT DO NOTHING",
      {{"county", call.county}, {"key", place.key}, {"slot", place.slot}, {"child", child}});
  return changed ? core::Result<bool>(*changed == 1) : core::Result<bool>(changed.error());
}

core::Result<void> update_key(const access::Call& call, const KeySlot& place, std::int64_t child) {
  return run(call,
             "UPDATE child_key SET child = :child "
             "WHERE county = :county AND key = :key AND slot = :slot",
             {{"child", child}, {"county", call.county}, {"key", place.key}, {"slot", place.slot}});
}

core::Result<std::vector<Owner>> list_owners(const access::Call& call, std::int64_t key) {
  auto owners =
      db::try_list<Owner>(call.transaction, owners_sql, {{"county", call.county}, {"key", key}},
                          [&](const db::Row& row) { return read_owner(call, row); });
  for (std::size_t i = 0; owners && i < owners->size(); ++i) {
    auto shown = lead_to_kept(call, std::move((*owners)[i]));
    if (!shown) {
      return shown.error();
    }
    (*owners)[i] = std::move(*shown);
  }
  return owners;
}

core::Result<std::optional<Owner>> find_by_digest(const access::Call& call, std::int64_t digest) {
  auto owner = db::try_find_one<Owner>(call.transaction, owner_by_digest_sql,
                                       {{"county", call.county}, {"digest", digest}},
                                       [&](const db::Row& row) { return read_owner(call, row); });
  if (!owner || !*owner) {
    return owner;
  }
  auto shown = lead_to_kept(call, std::move(**owner));
  return shown ? core::Result<std::optional<Owner>>(std::optional(std::move(*shown)))
               : core::Result<std::optional<Owner>>(shown.error());
}

core::Result<void> insert_digest(const access::Call& call, std::int64_t digest,
                                 std::int64_t child) {
  return run(call,
             "INSERT INTO source_record (county, digest, child) VALUES (:county, :digest, :child)",
             {{"county", call.county}, {"digest", digest}, {"child", child}});
}

core::Result<void> insert_child(const access::Call& call, const ChildEntry& child,
                                const access::ChildKey& key) {
  const std::string sealed = seal_child(call, key, secret_of(child.claim, child.situation));
  const auto done = run(call,
                        "INSERT INTO child (county, number, id, sex, born_on, division, "
                        "school_name, grade, revision, sealed) VALUES (:county, :number, :id, "
                        ":sex, :born_on, :division, :school, :grade, :revision, :sealed)",
                        {{"county", call.county},
                         {"number", child.number},
                         {"id", child.id},
                         {"sex", static_cast<int>(child.claim.sex)},
                         {"born_on", child.claim.born_on},
                         {"division", child.situation.division},
                         {"school", text_or_null(child.situation.school)},
                         {"grade", text_or_null(child.situation.grade)},
                         {"revision", child.revision},
                         {"sealed", core::as_bytes(sealed)}});
  return done ? run(call,
                    "INSERT INTO child_name (county, number, name) "
                    "VALUES (:county, :number, :name)",
                    {{"county", call.county}, {"number", child.number}, {"name", child.claim.name}})
              : done;
}

core::Result<void> update_child(const access::Call& call, const ChildEntry& child,
                                const access::ChildKey& key) {
  const std::string sealed = seal_child(call, key, secret_of(child.claim, child.situation));
  // What the rules said of the child until now may not be so any more.
  if (const auto marked = status_store::mark_due(call, child.number); !marked) {
    return marked;
  }
  return run(call,
             "UPDATE child SET sex = :sex, born_on = :born_on, division = :division, "
             "school_name = :school, grade = :grade, revision = :revision, sealed = :sealed "
             "WHERE county = :county AND number = :number",
             {{"sex", static_cast<int>(child.claim.sex)},
              {"born_on", child.claim.born_on},
              {"division", child.situation.division},
              {"school", text_or_null(child.situation.school)},
              {"grade", text_or_null(child.situation.grade)},
              {"revision", child.revision},
              {"sealed", core::as_bytes(sealed)},
              {"county", call.county},
              {"number", child.number}});
}

core::Result<void> update_name(const access::Call& call, std::int64_t child,
                               std::string_view name) {
  return run(call, "UPDATE child_name SET name = :name WHERE county = :county AND number = :number",
             {{"name", name}, {"county", call.county}, {"number", child}});
}

core::Result<void> put_phone(const access::Call& call, const PhoneOwner& owner) {
  return run(call,
             "INSERT INTO child_phone (county, phone, child) "
             "VALUES (:county, :phone, :child) ON CONFLICT DO NOTHING",
             {{"county", call.county}, {"phone", owner.phone}, {"child", owner.child}});
}

core::Result<void> insert_statement(const access::Call& call, const StatementPlace& place,
                                    const ChildRecord& record, const access::ChildKey& key) {
  const std::string sealed = seal_statement(call, key, place.ordinal, record);
  return run(call,
             "INSERT INTO statement (county, child, ordinal, source, sheet_row, sealed) "
             "VALUES (:county, :child, :ordinal, :source, :row, :sealed)",
             {{"county", call.county},
              {"child", place.child},
              {"ordinal", place.ordinal},
              {"source", place.source},
              {"row", record.row},
              {"sealed", core::as_bytes(sealed)}});
}

core::Result<std::vector<Statement>> list_statements(const access::Call& call,
                                                     const access::ChildKey& key) {
  auto statements = list_own_statements(call, key, 0);
  const auto members = merge_store::list_members(call, key.child);
  if (!statements || !members) {
    return statements ? core::Result<std::vector<Statement>>(members.error())
                      : std::move(statements);
  }
  for (const merge_store::Member& member : *members) {
    auto more = list_own_statements(call, member.key, member.first_ordinal);
    if (!more) {
      return more;
    }
    std::ranges::move(*more, std::back_inserter(*statements));
  }
  std::ranges::stable_sort(*statements, {},
                           [](const Statement& one) { return std::pair(one.source, one.ordinal); });
  draw_entries(*statements);
  return statements;
}

core::Result<std::optional<Owner>> find_owner(const access::Call& call, std::int64_t child) {
  return db::try_find_one<Owner>(call.transaction, owner_by_number_sql,
                                 {{"county", call.county}, {"child", child}},
                                 [&](const db::Row& row) { return read_owner(call, row); });
}

core::Result<void> add_to_count(const access::Call& call, std::int64_t division,
                                std::int64_t children) {
  return run(call,
             "INSERT INTO child_count (county, division, children) "
             "VALUES (:county, :division, :children) ON CONFLICT (county, division) "
             "DO UPDATE SET children = child_count.children + excluded.children",
             {{"county", call.county}, {"division", division}, {"children", children}});
}

core::Result<void> put_conflict(const access::Call& call, std::int64_t child,
                                std::string_view field, std::int64_t division) {
  return run(call,
             "INSERT INTO data_conflict (county, child, field, division) "
             "VALUES (:county, :child, :field, :division) ON CONFLICT (county, child, field) "
             "DO UPDATE SET division = excluded.division",
             {{"county", call.county}, {"child", child}, {"field", field}, {"division", division}});
}

core::Result<void> delete_fact_conflicts(const access::Call& call, std::int64_t child) {
  return run(call,
             "DELETE FROM data_conflict "
             "WHERE county = :county AND child = :child AND field LIKE 'fact.%'",
             {{"county", call.county}, {"child", child}});
}

core::Result<void> move_conflicts(const access::Call& call, std::int64_t child,
                                  std::int64_t division) {
  return run(call,
             "UPDATE data_conflict SET division = :division "
             "WHERE county = :county AND child = :child",
             {{"division", division}, {"county", call.county}, {"child", child}});
}

}  // namespace caregrid::registry::import_store
