#include "registry/store.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "access/key_store.h"
#include "core/json.h"
#include "db/database.h"
#include "registry/identity_number.h"
#include "registry/merge_store.h"
#include "registry/sealed.h"

namespace caregrid::registry::store {
namespace {

using intake::Outcome;

core::Result<Outcome> run(const access::Call& call, db::Sql sql, db::Binds binds, Outcome outcome) {
  const auto done = call.transaction.run(sql, binds);
  return done ? core::Result<Outcome>(outcome) : core::Result<Outcome>(done.error());
}

std::optional<std::string> text_or_none(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(std::string(row.text(column)));
}

std::optional<core::Date> date_or_none(const db::Row& row, int column) {
  return row.is_null(column)
             ? std::nullopt
             : std::optional(core::Date{static_cast<std::int32_t>(row.integer(column))});
}

Division read_division(const db::Row& row) {
  Division division{row.integer(0), std::string(row.text(1)), {}};
  if (!row.is_null(2) && !row.is_null(3)) {
    division.place = core::Point{row.real(2), row.real(3)};
  }
  return division;
}

std::vector<std::string> read_texts(std::string_view json) {
  std::vector<std::string> texts;
  const auto document = core::json::Document::parse(json);
  for (std::size_t i = 0; document && i < document->root().size(); ++i) {
    texts.emplace_back(document->root().at(i).as_string().value_or(std::string_view{}));
  }
  return texts;
}

std::string write_texts(const std::vector<std::string>& texts) {
  core::json::Writer json;
  json.begin_array();
  for (const std::string& text : texts) {
    json.string(text);
  }
  json.end_array();
  return json.take();
}

School read_school(const db::Row& row) {
  School school;
  school.id = SchoolId::from(row.blob(0)).value_or(SchoolId{});
  school.name = row.text(1);
  school.stage = row.text(2);
  school.division = row.integer(3);
  school.code = row.text(4);
  if (!row.is_null(5)) {
    school.is_connected = row.integer(5) != 0;
  }
  school.subjects_lacking = read_texts(row.text(6));
  return school;
}

auto child_reader(const access::Call& call) {
  return [&call](const db::Row& row) { return read_child(call, row); };
}

constexpr db::Sql child_by_id_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND c.id = :id AND c.division >= :low AND c.division < :high
  AND c.sealed IS NOT NULL AND c.kept IS NULL)");

constexpr db::Sql child_by_number_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child c
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE c.county = :county AND c.number = :number AND c.division >= :low AND c.division < :high
  AND c.sealed IS NOT NULL)");

constexpr db::Sql place_sql(R"(
SELECT c.number, c.division, c.id
FROM child m
JOIN child c ON c.county = m.county AND c.number = COALESCE(m.kept, m.number)
WHERE m.county = :county AND m.id = :id AND c.sealed IS NOT NULL)");

constexpr db::Sql children_by_key_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_key o
JOIN child m ON m.county = o.county AND m.number = o.child
JOIN child c ON c.county = o.county AND c.number = COALESCE(m.kept, m.number)
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE o.county = :county AND o.key = :key AND c.division >= :low AND c.division < :high
ORDER BY o.slot LIMIT 32)");

constexpr db::Sql children_by_phone_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_phone p
JOIN child m ON m.county = p.county AND m.number = p.child
JOIN child c ON c.county = p.county AND c.number = COALESCE(m.kept, m.number)
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE p.county = :county AND p.phone = :phone AND c.division >= :low AND c.division < :high
ORDER BY c.number LIMIT 32)");

constexpr db::Sql namesakes_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, d.name, t.name, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_by_place o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
LEFT JOIN division d ON d.county = c.county AND d.code = c.division
LEFT JOIN division t ON t.county = c.county AND t.code = c.division - c.division % 1000
  AND c.division % 1000000 <> 0
WHERE o.county = :county AND o.division = :division AND o.name = :name
ORDER BY o.number LIMIT :limit)");

// What was stated in another county before the child came names that county beside its file, and in
// place of the worker, who is nobody's here.
constexpr db::Sql statements_sql(R"(
SELECT CASE WHEN f.origin IS NULL OR f.file = '' THEN f.file
    ELSE f.file || ' · ' || COALESCE(o.name, CAST(f.origin AS TEXT)) END,
  f.sheet, s.sheet_row, f.imported_at, s.ordinal, s.sealed, k.wrapping_key, k.version,
  k.wrapped, COALESCE(a.name, o.name, CAST(f.origin AS TEXT)),
  s.source
FROM statement s
JOIN source f ON f.county = s.county AND f.id = s.source
LEFT JOIN account a ON a.county = f.county AND a.id = f.account
LEFT JOIN division o ON o.county = f.origin AND o.code = f.origin * 1000000
LEFT JOIN data_key k ON k.county = s.county AND k.child = s.child
WHERE s.county = :county AND s.child = :child
ORDER BY s.ordinal DESC)");

std::optional<std::string> text_or_none(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

StoredRelation relation_of(StatedRelation&& stated, const std::string& file) {
  StoredRelation stored;
  stored.relation.role = stated.role;
  stored.relation.name = std::move(stated.name);
  stored.phone = text_or_none(std::move(stated.phone));
  stored.relation.place = text_or_none(std::move(stated.place));
  stored.relation.relation = text_or_none(std::move(stated.relation));
  stored.relation.source = file;
  stored.identity_number = std::move(stated.identity_number);
  return stored;
}

core::Result<StoredStatement> read_statement(const access::Call& call, std::int64_t child,
                                             const db::Row& row) {
  StoredStatement statement;
  statement.ordinal = row.integer(4);
  statement.source_number = row.integer(10);
  statement.source = {std::string(row.text(0)), std::string(row.text(1)), row.integer(2),
                      core::Instant{row.integer(3)}};
  statement.account = row.text(9);
  const auto key = access::read_child_key(call, child, row, 6);
  if (!key) {
    return key.error();
  }
  auto secret = open_statement(call, *key, statement.ordinal, row.blob(5));
  if (!secret) {
    return secret.error();
  }
  statement.facts = std::move(secret->facts);
  for (StatedRelation& relation : secret->relations) {
    statement.relations.push_back(relation_of(std::move(relation), statement.source.file));
  }
  std::ranges::stable_sort(statement.relations, {}, [](const StoredRelation& one) {
    return static_cast<int>(one.relation.role);
  });
  return statement;
}

/// Two numbers or phones may have led to one child.
core::Result<std::vector<StoredChild>> each_once(core::Result<std::vector<StoredChild>> children) {
  if (!children) {
    return children;
  }
  std::vector<StoredChild> once;
  for (StoredChild& child : *children) {
    if (std::ranges::find(once, child.number, &StoredChild::number) == once.end()) {
      once.push_back(std::move(child));
    }
  }
  return once;
}

core::Result<std::vector<StoredStatement>> list_own_statements(const access::Call& call,
                                                               std::int64_t child) {
  return db::try_list<StoredStatement>(
      call.transaction, statements_sql, {{"county", call.county}, {"child", child}},
      [&](const db::Row& row) { return read_statement(call, child, row); });
}

}  // namespace

core::Result<StoredChild> read_child(const access::Call& call, const db::Row& row) {
  StoredChild child;
  child.number = row.integer(0);
  ChildRow& shown = child.row;
  shown.id = ChildId::from(row.blob(1)).value_or(ChildId{});
  shown.sex = static_cast<Sex>(row.integer(2));
  shown.born_on = date_or_none(row, 3);
  if (shown.born_on) {
    shown.age = core::age_years(*shown.born_on, call.today);
  }
  shown.division = row.integer(4);
  if (access::level_of(shown.division) == access::Level::village) {
    shown.village = Place{shown.division, std::string(row.text(5))};
  }
  shown.township = text_or_none(row, 6);
  shown.school = text_or_none(row, 7);
  shown.grade = text_or_none(row, 8);
  child.revision = row.integer(9);
  const auto key = access::read_child_key(call, child.number, row, 11);
  if (!key) {
    return key.error();
  }
  auto secret = open_child(call, *key, row.blob(10));
  if (!secret) {
    return secret.error();
  }
  shown.name = std::move(secret->name);
  child.identity_number = text_or_none(std::move(secret->identity_number));
  if (child.identity_number) {
    shown.identity_number_masked = mask_identity_number(*child.identity_number);
  }
  child.student_number = text_or_none(std::move(secret->student_number));
  child.ethnicity = secret->ethnicity;
  return child;
}

core::Result<Outcome> put_division(const access::Call& call, const Division& division) {
  const auto known =
      db::find_one(call.transaction,
                   "SELECT code, name, latitude, longitude FROM division "
                   "WHERE county = :county AND code = :code",
                   {{"county", call.county}, {"code", division.code}}, read_division);
  if (!known) {
    return known.error();
  }
  if (*known && **known == division) {
    return Outcome::unchanged;
  }
  const auto latitude = division.place ? std::optional(division.place->latitude) : std::nullopt;
  const auto longitude = division.place ? std::optional(division.place->longitude) : std::nullopt;
  return run(call,
             "INSERT INTO division (county, code, name, latitude, longitude) "
             "VALUES (:county, :code, :name, :latitude, :longitude) "
             "ON CONFLICT (county, code) DO UPDATE SET name = excluded.name, "
             "latitude = excluded.latitude, longitude = excluded.longitude",
             {{"county", call.county},
              {"code", division.code},
              {"name", division.name},
              {"latitude", latitude},
              {"longitude", longitude}},
             *known ? Outcome::updated : Outcome::created);
}

core::Result<Outcome> put_school(const access::Call& call, const School& school) {
  const auto known =
      db::find_one(call.transaction,
                   "SELECT id, name, stage, division, code, is_connected, subjects_lacking "
                   "FROM school WHERE county = :county AND id = :id",
                   {{"county", call.county}, {"id", school.id}}, read_school);
  if (!known) {
    return known.error();
  }
  if (*known && **known == school) {
    return Outcome::unchanged;
  }
  const std::string subjects = write_texts(school.subjects_lacking);
  return run(call,
             "INSERT INTO school (county, id, name, stage, division, code, is_connected, "
             "subjects_lacking) VALUES (:county, :id, :name, :stage, :division, :code, "
             ":connected, :subjects) ON CONFLICT (county, id) DO UPDATE SET name = excluded.name, "
             "stage = excluded.stage, division = excluded.division, code = excluded.code, "
             "is_connected = excluded.is_connected, subjects_lacking = excluded.subjects_lacking",
             {{"county", call.county},
              {"id", school.id},
              {"name", school.name},
              {"stage", school.stage},
              {"division", school.division},
              {"code", school.code},
              {"connected", school.is_connected},
              {"subjects", subjects}},
             *known ? Outcome::updated : Outcome::created);
}

core::Result<std::vector<Division>> list_divisions(const access::Call& call, access::Area area) {
  return db::list(call.transaction,
                  "SELECT code, name, latitude, longitude FROM division "
                  "WHERE county = :county AND code >= :low AND code < :high ORDER BY code",
                  {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                  read_division);
}

core::Result<std::vector<School>> list_schools(const access::Call& call) {
  return db::list(call.transaction,
                  "SELECT id, name, stage, division, code, is_connected, subjects_lacking "
                  "FROM school WHERE county = :county ORDER BY id",
                  {{"county", call.county}}, read_school);
}

core::Result<std::optional<StoredChild>> find_child(const access::Call& call, access::Area area,
                                                    const ChildId& id) {
  auto child = db::try_find_one<StoredChild>(
      call.transaction, child_by_id_sql,
      {{"county", call.county}, {"id", id}, {"low", area.low()}, {"high", area.high()}},
      child_reader(call));
  if (!child || *child) {
    return child;
  }
  const auto kept = merge_store::find_kept(call, id);
  if (!kept) {
    return kept.error();
  }
  return *kept ? find_child_by_number(call, area, (*kept)->number) : child;
}

core::Result<std::optional<StoredChild>> find_child_by_number(const access::Call& call,
                                                              access::Area area,
                                                              std::int64_t number) {
  return db::try_find_one<StoredChild>(
      call.transaction, child_by_number_sql,
      {{"county", call.county}, {"number", number}, {"low", area.low()}, {"high", area.high()}},
      child_reader(call));
}

core::Result<std::optional<ChildPlace>> find_place(const access::Call& call, const ChildId& id) {
  return db::find_one(call.transaction, place_sql, {{"county", call.county}, {"id", id}},
                      [](const db::Row& row) {
                        return ChildPlace{row.integer(0), row.integer(1),
                                          ChildId::from(row.blob(2)).value_or(ChildId{})};
                      });
}

core::Result<std::vector<StoredChild>> list_children_by_key(const access::Call& call,
                                                            access::Area area, std::int64_t key) {
  return each_once(db::try_list<StoredChild>(
      call.transaction, children_by_key_sql,
      {{"county", call.county}, {"key", key}, {"low", area.low()}, {"high", area.high()}},
      child_reader(call)));
}

core::Result<std::vector<StoredChild>> list_children_by_phone(const access::Call& call,
                                                              access::Area area,
                                                              std::int64_t phone) {
  return each_once(db::try_list<StoredChild>(
      call.transaction, children_by_phone_sql,
      {{"county", call.county}, {"phone", phone}, {"low", area.low()}, {"high", area.high()}},
      child_reader(call)));
}

core::Result<std::vector<StoredChild>> list_namesakes(const access::Call& call,
                                                      std::int64_t division, std::string_view name,
                                                      int limit) {
  return db::try_list<StoredChild>(
      call.transaction, namesakes_sql,
      {{"county", call.county}, {"division", division}, {"name", name}, {"limit", limit}},
      child_reader(call));
}

core::Result<std::vector<StoredStatement>> list_statements(const access::Call& call,
                                                           std::int64_t child) {
  auto statements = list_own_statements(call, child);
  const auto members = merge_store::list_members(call, child);
  if (!statements || !members || members->empty()) {
    return members ? std::move(statements)
                   : core::Result<std::vector<StoredStatement>>(members.error());
  }
  for (const merge_store::Member& member : *members) {
    auto more = list_own_statements(call, member.key.child);
    if (!more) {
      return more;
    }
    for (StoredStatement& statement : *more) {
      statement.ordinal += member.first_ordinal;
      statements->push_back(std::move(statement));
    }
  }
  std::ranges::stable_sort(*statements, std::greater{}, [](const StoredStatement& one) {
    return std::pair(one.source_number, one.ordinal);
  });
  return statements;
}

std::vector<Saying> sayings_of(const std::vector<StoredStatement>& statements) {
  std::vector<Saying> sayings;
  for (std::size_t i = statements.size(); i-- > 0;) {
    const StoredStatement& stored = statements[i];
    FactStatement statement{stored.ordinal, {stored.source, stored.account}, stored.facts, {}};
    for (const StoredRelation& one : stored.relations) {
      StatedRelation& relation = statement.relations.emplace_back();
      relation.role = one.relation.role;
      relation.name = one.relation.name;
      relation.place = one.relation.place.value_or(std::string());
      relation.relation = one.relation.relation.value_or(std::string());
    }
    std::ranges::move(registry::sayings_of(statement), std::back_inserter(sayings));
  }
  return sayings;
}

core::Result<std::vector<std::string>> list_conflicts(const access::Call& call,
                                                      std::int64_t child) {
  return db::list(call.transaction,
                  "SELECT DISTINCT field FROM data_conflict "
                  "WHERE county = :county AND (child = :child OR child IN (SELECT number "
                  "FROM child WHERE county = :county AND kept = :child)) ORDER BY field",
                  {{"county", call.county}, {"child", child}},
                  [](const db::Row& row) { return std::string(row.text(0)); });
}

core::Result<std::vector<DivisionCount>> list_counts(const access::Call& call, access::Area area) {
  return db::list(call.transaction,
                  "SELECT division, children FROM child_count "
                  "WHERE county = :county AND division >= :low AND division < :high "
                  "AND children > 0 ORDER BY division",
                  {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                  [](const db::Row& row) {
                    DivisionCount count;
                    count.division.code = row.integer(0);
                    count.children = row.integer(1);
                    return count;
                  });
}

core::Result<std::int64_t> count_conflicts(const access::Call& call, access::Area area) {
  const auto count =
      db::find_one(call.transaction,
                   "SELECT COUNT(DISTINCT child) FROM data_conflict "
                   "WHERE county = :county AND division >= :low AND division < :high",
                   {{"county", call.county}, {"low", area.low()}, {"high", area.high()}},
                   [](const db::Row& row) { return row.integer(0); });
  return count ? core::Result<std::int64_t>(count->value_or(0))
               : core::Result<std::int64_t>(count.error());
}

}  // namespace caregrid::registry::store
