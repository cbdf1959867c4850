#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "core/result.h"
#include "intake/target.h"
#include "registry/child.h"
#include "registry/division.h"
#include "registry/operations.h"
#include "registry/saying.h"
#include "registry/school.h"

namespace caregrid::db {
class Row;
}  // namespace caregrid::db

namespace caregrid::registry::store {

/// Stores a place; `unchanged` when it is there already just so.
core::Result<intake::Outcome> put_division(const access::Call& call, const Division& division);
core::Result<intake::Outcome> put_school(const access::Call& call, const School& school);

/// Places inside an area, by code.
core::Result<std::vector<Division>> list_divisions(const access::Call& call, access::Area area);
/// Schools of the county, by id.
core::Result<std::vector<School>> list_schools(const access::Call& call);

/// A child with what only its own page shows.
struct StoredChild {
  std::int64_t number = 0;
  ChildRow row;
  std::optional<std::string> identity_number;
  std::optional<std::string> student_number;
  int ethnicity = 0;
  std::int64_t revision = 0;
};
/// Reads fourteen columns: number, id, sex, born_on, division, names of division and township,
/// school, grade, revision, the sealed rest, and wrapping key, version and wrapped key of the
/// child. Errors: internal "seal.broken", "seal.no_key"; those of `access::KeyRing::unwrap`.
core::Result<StoredChild> read_child(const access::Call& call, const db::Row& row);

/// The child of an id; for one that was merged the child it is shown as.
core::Result<std::optional<StoredChild>> find_child(const access::Call& call, access::Area area,
                                                    const ChildId& id);
core::Result<std::optional<StoredChild>> find_child_by_number(const access::Call& call,
                                                              access::Area area,
                                                              std::int64_t number);
/// Where a child stands; its seal is not opened.
struct ChildPlace {
  std::int64_t number = 0;
  std::int64_t division = 0;
  ChildId id;  ///< Another than was asked for when that child is shown as this one.
};
/// None also for an erased child.
core::Result<std::optional<ChildPlace>> find_place(const access::Call& call, const ChildId& id);
/// Everybody who claims an official number, within the area; `key` as the blind index knows it.
core::Result<std::vector<StoredChild>> list_children_by_key(const access::Call& call,
                                                            access::Area area, std::int64_t key);
/// Children around whom somebody may have this phone, within the area; `phone` as the blind index
/// knows it, so that their statements have the last word.
core::Result<std::vector<StoredChild>> list_children_by_phone(const access::Call& call,
                                                              access::Area area,
                                                              std::int64_t phone);
/// Children of exactly this name in exactly this place, at most `limit`.
core::Result<std::vector<StoredChild>> list_namesakes(const access::Call& call,
                                                      std::int64_t division, std::string_view name,
                                                      int limit);

/// What narrows a list of children.
struct ChildSelection {
  access::Area area;
  std::optional<std::string> name_part;  ///< Small letters.
  std::optional<Sex> sex;
  std::optional<core::Date> born_from;
  std::optional<core::Date> born_to;
  std::optional<StatusMask> status = {};

  [[nodiscard]] bool is_whole_area() const {
    return !name_part && !sex && !born_from && !born_to && !status;
  }
};

/// Stands behind every birth date in the order of birth. Source: schema/0002_registry.sql.
inline constexpr std::int64_t born_unknown = 3'000'000;

/// Where a page begins: behind this child in the order asked for.
struct After {
  std::int64_t number = 0;
  std::int64_t division = 0;
  std::string name;
  std::int64_t born_on = -1'000'000;  ///< Days; `born_unknown` among those without.
};

core::Result<std::vector<StoredChild>> list_children(const access::Call& call,
                                                     const ChildSelection& selection,
                                                     ChildSort sort, const After& after, int limit);
/// Counts at most `total_counted_max` matches.
core::Result<std::int64_t> count_matches(const access::Call& call, const ChildSelection& selection);

/// One stored relation with its phone in clear.
struct StoredRelation {
  Relation relation;
  std::optional<std::string> phone;
  std::string identity_number = {};  ///< As the list wrote it; empty: not stated.
};

/// One statement as stored; `facts` is a JSON object by kind.
struct StoredStatement {
  std::int64_t ordinal = 0;
  std::int64_t source_number = 0;  ///< Grows with time.
  SourceRow source;                ///< Empty file: a person entered it.
  std::string account;             ///< Name of who brought it; empty when not known any more.
  std::string facts;
  std::vector<StoredRelation> relations;  ///< In order of roles.
};
/// Those of merged children among them; newest first.
core::Result<std::vector<StoredStatement>> list_statements(const access::Call& call,
                                                           std::int64_t child);
/// What all of them say, for `know`; oldest first.
std::vector<Saying> sayings_of(const std::vector<StoredStatement>& statements);
core::Result<std::vector<std::string>> list_conflicts(const access::Call& call, std::int64_t child);

/// Children by the smallest place known, within the area; places without children are left out.
core::Result<std::vector<DivisionCount>> list_counts(const access::Call& call, access::Area area);
core::Result<std::int64_t> count_conflicts(const access::Call& call, access::Area area);

}  // namespace caregrid::registry::store
