#include <algorithm>
#include <array>
#include <map>

#include "db/database.h"
#include "registry/store.h"

namespace caregrid::registry::store {
namespace {

// Each order is a table of its own that also holds the division, so that children of other areas
// are passed over without being read. A name is looked for by taking it out of the other: `replace`
// is the same in both databases, LIKE is not. Names of places are filled in afterwards: a page has
// few of them.

constexpr db::Sql by_village_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, NULL, NULL, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_by_place o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE o.county = :county AND (o.division, o.name, o.number) > (:division, :after_name, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(o.name, :part, '') <> o.name
    OR (:is_latin = 1 AND replace(lower(o.name), :part, '') <> lower(o.name)))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
  AND (CAST(:has_status AS BIGINT) = 0 OR EXISTS (
    SELECT 1 FROM child_status s WHERE s.county = o.county AND s.child = o.number
      AND (s.yes_bits & :yes) = :yes AND (s.unknown_bits & :unknown) = :unknown
      AND ((s.yes_bits | s.unknown_bits) & :no) = 0))
ORDER BY o.division, o.name, o.number LIMIT :limit)");

constexpr db::Sql by_name_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, NULL, NULL, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_by_name o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE o.county = :county AND (o.name, o.number) > (:after_name, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:part AS TEXT) IS NULL OR replace(o.name, :part, '') <> o.name
    OR (:is_latin = 1 AND replace(lower(o.name), :part, '') <> lower(o.name)))
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
  AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
  AND (CAST(:has_status AS BIGINT) = 0 OR EXISTS (
    SELECT 1 FROM child_status s WHERE s.county = o.county AND s.child = o.number
      AND (s.yes_bits & :yes) = :yes AND (s.unknown_bits & :unknown) = :unknown
      AND ((s.yes_bits | s.unknown_bits) & :no) = 0))
ORDER BY o.name, o.number LIMIT :limit)");

constexpr db::Sql by_birth_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, NULL, NULL, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM child_by_birth o
JOIN child c ON c.county = o.county AND c.number = o.number
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
WHERE o.county = :county AND (o.born_on, o.number) > (:after_born, :number)
  AND o.division >= :low AND o.division < :high
  AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
  AND o.born_on <= :born_to
  AND (CAST(:has_status AS BIGINT) = 0 OR EXISTS (
    SELECT 1 FROM child_status s WHERE s.county = o.county AND s.child = o.number
      AND (s.yes_bits & :yes) = :yes AND (s.unknown_bits & :unknown) = :unknown
      AND ((s.yes_bits | s.unknown_bits) & :no) = 0))
ORDER BY o.born_on, o.number LIMIT :limit)");

// Few children bear a name or live in one village: they are found first and put in order then.
// Only the chosen ones are read whole.
constexpr db::Sql by_birth_of_few_sql(R"(
SELECT c.number, c.id, c.sex, c.born_on, c.division, NULL, NULL, c.school_name, c.grade,
  c.revision, c.sealed, k.wrapping_key, k.version, k.wrapped
FROM (
  SELECT o.county, o.number, o.born_on AS born
  FROM child_by_place o
  WHERE o.county = :county AND (o.born_on, o.number) > (:after_born, :number)
    AND o.division >= :low AND o.division < :high
    AND (CAST(:part AS TEXT) IS NULL OR replace(o.name, :part, '') <> o.name
      OR (:is_latin = 1 AND replace(lower(o.name), :part, '') <> lower(o.name)))
    AND (CAST(:sex AS BIGINT) IS NULL OR :sex = (
      SELECT k.sex FROM child k WHERE k.county = o.county AND k.number = o.number))
    AND o.born_on <= :born_to
    AND (CAST(:has_status AS BIGINT) = 0 OR EXISTS (
      SELECT 1 FROM child_status s WHERE s.county = o.county AND s.child = o.number
        AND (s.yes_bits & :yes) = :yes AND (s.unknown_bits & :unknown) = :unknown
        AND ((s.yes_bits | s.unknown_bits) & :no) = 0))
  ORDER BY o.born_on, o.number LIMIT :limit) few
JOIN child c ON c.county = few.county AND c.number = few.number
LEFT JOIN data_key k ON k.county = c.county AND k.child = c.number
ORDER BY few.born, few.number)");

constexpr db::Sql count_sql(R"(
SELECT COUNT(*) FROM (
  SELECT o.number FROM child_by_place o
  JOIN child c ON c.county = o.county AND c.number = o.number
  WHERE o.county = :county AND o.division >= :low AND o.division < :high
    AND (CAST(:part AS TEXT) IS NULL OR replace(o.name, :part, '') <> o.name
    OR (:is_latin = 1 AND replace(lower(o.name), :part, '') <> lower(o.name)))
    AND (CAST(:sex AS BIGINT) IS NULL OR c.sex = :sex)
    AND (CAST(:born_from AS BIGINT) IS NULL OR c.born_on >= :born_from)
    AND (CAST(:born_to AS BIGINT) IS NULL OR c.born_on <= :born_to)
    AND (CAST(:has_status AS BIGINT) = 0 OR EXISTS (
      SELECT 1 FROM child_status s WHERE s.county = o.county AND s.child = o.number
        AND (s.yes_bits & :yes) = :yes AND (s.unknown_bits & :unknown) = :unknown
        AND ((s.yes_bits | s.unknown_bits) & :no) = 0))
  LIMIT :limit) AS matches)");

constexpr db::Sql place_sql("SELECT name FROM division WHERE county = :county AND code = :code");

std::optional<int> code_of(std::optional<Sex> sex) {
  return sex ? std::optional(static_cast<int>(*sex)) : std::nullopt;
}

auto child_reader(const access::Call& call) {
  return [&call](const db::Row& row) { return read_child(call, row); };
}

using Children = std::vector<StoredChild>;

int is_latin(const ChildSelection& selection) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return selection.name_part && std::ranges::any_of(*selection.name_part, is_letter) ? 1 : 0;
}

/// Adds what narrows by stored statuses.
void add_status(const ChildSelection& selection, std::vector<db::Bind>& binds) {
  const StatusMask mask = selection.status.value_or(StatusMask{});
  binds.emplace_back("has_status", selection.status ? 1 : 0);
  binds.emplace_back("yes", mask.yes);
  binds.emplace_back("unknown", mask.unknown);
  binds.emplace_back("no", mask.no);
}

/// Looks each place of a page up once.
class PlaceNames final {
 public:
  explicit PlaceNames(const access::Call& call) : call_(call) {}

  /// None when the place is not in the list of divisions.
  core::Result<std::optional<std::string>> find(std::int64_t code) {
    const auto known = names_.find(code);
    if (known != names_.end()) {
      return known->second;
    }
    auto name =
        db::find_one(call_.transaction, place_sql, {{"county", call_.county}, {"code", code}},
                     [](const db::Row& row) { return std::string(row.text(0)); });
    if (name) {
      names_.emplace(code, *name);
    }
    return name;
  }

 private:
  const access::Call& call_;
  std::map<std::int64_t, std::optional<std::string>> names_;
};

core::Result<Children> with_places(const access::Call& call, core::Result<Children> children) {
  if (!children) {
    return children;
  }
  PlaceNames names(call);
  for (StoredChild& child : *children) {
    ChildRow& row = child.row;
    const bool is_inside = access::level_of(row.division) >= access::Level::township;
    const auto name = names.find(row.division);
    const auto township = names.find(row.division - row.division % 1000);
    if (!name || !township) {
      return name ? township.error() : name.error();
    }
    if (row.village) {
      row.village->name = name->value_or(std::string());
    }
    row.township = is_inside ? *township : std::nullopt;
  }
  return children;
}

core::Result<Children> list_by_village(const access::Call& call, const ChildSelection& selection,
                                       const After& after, int limit) {
  // Starts at the area, not at the county: the database walks from the first of the two bounds.
  std::vector<db::Bind> binds{
      {"county", call.county},         {"division", std::max(after.division, selection.area.low())},
      {"after_name", after.name},      {"number", after.number},
      {"low", selection.area.low()},   {"high", selection.area.high()},
      {"part", selection.name_part},   {"is_latin", is_latin(selection)},
      {"sex", code_of(selection.sex)}, {"born_from", selection.born_from},
      {"born_to", selection.born_to},  {"limit", limit}};
  add_status(selection, binds);
  return db::try_list<StoredChild>(call.transaction, by_village_sql, db::Binds(binds),
                                   child_reader(call));
}

core::Result<Children> list_by_name(const access::Call& call, const ChildSelection& selection,
                                    const After& after, int limit) {
  std::vector<db::Bind> binds{{"county", call.county},
                              {"after_name", after.name},
                              {"number", after.number},
                              {"low", selection.area.low()},
                              {"high", selection.area.high()},
                              {"part", selection.name_part},
                              {"is_latin", is_latin(selection)},
                              {"sex", code_of(selection.sex)},
                              {"born_from", selection.born_from},
                              {"born_to", selection.born_to},
                              {"limit", limit}};
  add_status(selection, binds);
  return db::try_list<StoredChild>(call.transaction, by_name_sql, db::Binds(binds),
                                   child_reader(call));
}

core::Result<Children> list_by_birth(const access::Call& call, const ChildSelection& selection,
                                     const After& after, int limit) {
  // An age narrows the walk itself. Those without a birth date stand last and have no age.
  const bool is_first = after.number == 0;
  const std::int64_t from =
      is_first && selection.born_from ? selection.born_from->days : after.born_on;
  const bool has_age = selection.born_from || selection.born_to;
  const std::int64_t to =
      selection.born_to ? std::int64_t{selection.born_to->days} : born_unknown - (has_age ? 1 : 0);
  std::vector<db::Bind> binds{{"county", call.county},
                              {"after_born", from},
                              {"number", after.number},
                              {"low", selection.area.low()},
                              {"high", selection.area.high()},
                              {"sex", code_of(selection.sex)},
                              {"born_to", to},
                              {"limit", limit}};
  add_status(selection, binds);
  const bool is_village = access::level_of(selection.area.code) == access::Level::village;
  if (!selection.name_part && !is_village) {
    return db::try_list<StoredChild>(call.transaction, by_birth_sql, db::Binds(binds),
                                     child_reader(call));
  }
  binds.emplace_back("part", selection.name_part);
  binds.emplace_back("is_latin", is_latin(selection));
  return db::try_list<StoredChild>(call.transaction, by_birth_of_few_sql, db::Binds(binds),
                                   child_reader(call));
}

core::Result<Children> list_in_order(const access::Call& call, const ChildSelection& selection,
                                     ChildSort sort, const After& after, int limit) {
  const bool is_village = access::level_of(selection.area.code) == access::Level::village;
  switch (sort) {
    case ChildSort::born_on:
      return list_by_birth(call, selection, after, limit);
    case ChildSort::name:
      // Within one village the order by place is the order by name, without the rest of the county.
      return is_village ? list_by_village(call, selection, after, limit)
                        : list_by_name(call, selection, after, limit);
    case ChildSort::village:
      break;
  }
  return list_by_village(call, selection, after, limit);
}

}  // namespace

core::Result<Children> list_children(const access::Call& call, const ChildSelection& selection,
                                     ChildSort sort, const After& after, int limit) {
  return with_places(call, list_in_order(call, selection, sort, after, limit));
}

core::Result<std::int64_t> count_matches(const access::Call& call,
                                         const ChildSelection& selection) {
  std::vector<db::Bind> binds{{"county", call.county},
                              {"low", selection.area.low()},
                              {"high", selection.area.high()},
                              {"part", selection.name_part},
                              {"is_latin", is_latin(selection)},
                              {"sex", code_of(selection.sex)},
                              {"born_from", selection.born_from},
                              {"born_to", selection.born_to},
                              {"limit", total_counted_max}};
  add_status(selection, binds);
  const auto count = db::find_one(call.transaction, count_sql, db::Binds(binds),
                                  [](const db::Row& row) { return row.integer(0); });
  return count ? core::Result<std::int64_t>(count->value_or(0))
               : core::Result<std::int64_t>(count.error());
}

}  // namespace caregrid::registry::store
