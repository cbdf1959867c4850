#include "registry/import_store.h"

#include <utility>

#include "db/database.h"

namespace caregrid::registry::import_store {
namespace {

core::Result<void> run(const access::Call& call, db::Sql sql, db::Binds binds) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

std::optional<std::string_view> text_or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<std::string_view> identity_text(const Claim& claim) {
  return claim.identity ? std::optional(claim.identity->text()) : std::nullopt;
}

std::optional<std::string_view> student_text(const Claim& claim) {
  return claim.student ? std::optional(claim.student->text()) : std::nullopt;
}

/// Reads name, sex, birth date, identity and student number from five columns.
Claim read_claim(const db::Row& row, int column, core::Date today) {
  Claim claim;
  claim.name = row.text(column);
  claim.sex = static_cast<Sex>(row.integer(column + 1));
  if (!row.is_null(column + 2)) {
    claim.born_on = core::Date{static_cast<std::int32_t>(row.integer(column + 2))};
  }
  claim.identity = read_identity_number(row.text(column + 3), today).number;
  claim.student = read_student_number(row.text(column + 4), today);
  return claim;
}

Owner read_owner(const db::Row& row, core::Date today) {
  Owner owner;
  owner.candidate.number = row.integer(0);
  owner.id = ChildId::from(row.blob(1)).value_or(ChildId{});
  owner.division = row.integer(2);
  owner.revision = row.integer(3);
  owner.candidate.claim = read_claim(row, 4, today);
  return owner;
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
  return db::list(call.transaction,
                  "SELECT c.number, c.id, c.division, c.revision, c.name, c.sex, c.born_on, "
                  "c.identity_number, c.student_number "
                  "FROM child_key k JOIN child c ON c.county = k.county AND c.number = k.child "
                  "WHERE k.county = :county AND k.key = :key ORDER BY k.slot LIMIT 32",
                  {{"county", call.county}, {"key", key}},
                  [&](const db::Row& row) { return read_owner(row, call.today); });
}

core::Result<std::optional<Owner>> find_by_digest(const access::Call& call, std::int64_t digest) {
  return db::find_one(call.transaction,
                      "SELECT c.number, c.id, c.division, c.revision, c.name, c.sex, c.born_on, "
                      "c.identity_number, c.student_number "
                      "FROM source_record r "
                      "JOIN child c ON c.county = r.county AND c.number = r.child "
                      "WHERE r.county = :county AND r.digest = :digest",
                      {{"county", call.county}, {"digest", digest}},
                      [&](const db::Row& row) { return read_owner(row, call.today); });
}

core::Result<void> insert_digest(const access::Call& call, std::int64_t digest,
                                 std::int64_t child) {
  return run(call,
             "INSERT INTO source_record (county, digest, child) VALUES (:county, :digest, :child)",
             {{"county", call.county}, {"digest", digest}, {"child", child}});
}

core::Result<void> insert_child(const access::Call& call, const ChildEntry& child) {
  const int ethnicity = child.situation.ethnicity;
  return run(call,
             "INSERT INTO child (county, number, id, name, sex, born_on, division, school_name, "
             "grade, identity_number, student_number, ethnicity, revision) "
             "VALUES (:county, :number, :id, :name, :sex, :born_on, :division, :school, :grade, "
             ":identity, :student, :ethnicity, :revision)",
             {{"county", call.county},
              {"number", child.number},
              {"id", child.id},
              {"name", child.claim.name},
              {"sex", static_cast<int>(child.claim.sex)},
              {"born_on", child.claim.born_on},
              {"division", child.situation.division},
              {"school", text_or_null(child.situation.school)},
              {"grade", text_or_null(child.situation.grade)},
              {"identity", identity_text(child.claim)},
              {"student", student_text(child.claim)},
              {"ethnicity", ethnicity == 0 ? std::nullopt : std::optional(ethnicity)},
              {"revision", child.revision}});
}

core::Result<void> update_child(const access::Call& call, const ChildEntry& child) {
  const int ethnicity = child.situation.ethnicity;
  return run(call,
             "UPDATE child SET name = :name, sex = :sex, born_on = :born_on, "
             "division = :division, school_name = :school, grade = :grade, "
             "identity_number = :identity, student_number = :student, ethnicity = :ethnicity, "
             "revision = :revision WHERE county = :county AND number = :number",
             {{"name", child.claim.name},
              {"sex", static_cast<int>(child.claim.sex)},
              {"born_on", child.claim.born_on},
              {"division", child.situation.division},
              {"school", text_or_null(child.situation.school)},
              {"grade", text_or_null(child.situation.grade)},
              {"identity", identity_text(child.claim)},
              {"student", student_text(child.claim)},
              {"ethnicity", ethnicity == 0 ? std::nullopt : std::optional(ethnicity)},
              {"revision", child.revision},
              {"county", call.county},
              {"number", child.number}});
}

namespace {

core::Result<void> insert_relation(const access::Call& call, const StatementPlace& place,
                                   const StatedRelation& relation) {
  return run(call,
             "INSERT INTO relation (county, child, ordinal, role, name, phone, place, relation, "
             "identity_number) VALUES (:county, :child, :ordinal, :role, :name, :phone, :place, "
             ":relation, :identity)",
             {{"county", call.county},
              {"child", place.child},
              {"ordinal", place.ordinal},
              {"role", static_cast<int>(relation.role)},
              {"name", relation.name},
              {"phone", text_or_null(relation.phone)},
              {"place", text_or_null(relation.place)},
              {"relation", text_or_null(relation.relation)},
              {"identity", text_or_null(relation.identity_number)}});
}

}  // namespace

core::Result<void> insert_statement(const access::Call& call, const StatementPlace& place,
                                    const ChildRecord& record) {
  core::Result<void> done =
      run(call,
          "INSERT INTO statement (county, child, ordinal, source, sheet_row, digest, "
          "name, sex, born_on, identity_number, student_number, facts) "
          "VALUES (:county, :child, :ordinal, :source, :row, :digest, :name, :sex, "
          ":born_on, :identity, :student, :facts)",
          {{"county", call.county},
           {"child", place.child},
           {"ordinal", place.ordinal},
           {"source", place.source},
           {"row", record.row},
           {"digest", record.digest},
           {"name", record.claim.name},
           {"sex", static_cast<int>(record.claim.sex)},
           {"born_on", record.claim.born_on},
           {"identity", identity_text(record.claim)},
           {"student", student_text(record.claim)},
           {"facts", record.facts}});
  if (!done) {
    return done;
  }
  for (const StatedRelation& relation : record.relations) {
    done = insert_relation(call, place, relation);
    if (!done) {
      break;
    }
  }
  return done;
}

core::Result<std::vector<Statement>> list_statements(const access::Call& call, std::int64_t child) {
  return db::list(call.transaction,
                  "SELECT s.ordinal, s.source, f.file, f.sheet, s.digest, s.name, s.sex, "
                  "s.born_on, s.identity_number, s.student_number, s.facts "
                  "FROM statement s JOIN source f ON f.county = s.county AND f.id = s.source "
                  "WHERE s.county = :county AND s.child = :child ORDER BY s.ordinal",
                  {{"county", call.county}, {"child", child}}, [&](const db::Row& row) {
                    Statement statement;
                    statement.ordinal = row.integer(0);
                    statement.source = row.integer(1);
                    statement.file = row.text(2);
                    statement.sheet = row.text(3);
                    statement.digest = row.integer(4);
                    statement.claim = read_claim(row, 5, call.today);
                    statement.situation = situation_of(row.text(10));
                    return statement;
                  });
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

core::Result<void> move_conflicts(const access::Call& call, std::int64_t child,
                                  std::int64_t division) {
  return run(call,
             "UPDATE data_conflict SET division = :division "
             "WHERE county = :county AND child = :child",
             {{"division", division}, {"county", call.county}, {"child", child}});
}

}  // namespace caregrid::registry::import_store
