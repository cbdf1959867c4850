#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/fields.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/division.h"
#include "registry/fact_ledger.h"

namespace caregrid::registry {

enum class ChildSort { name, village, born_on };

/// What stored statuses must say: bits of schemes as the store gives them; see `status_mask`.
struct StatusMask {
  std::int64_t yes = 0;
  std::int64_t no = 0;
  std::int64_t unknown = 0;

  bool operator==(const StatusMask&) const = default;
};

/// Which children to list. Empty and unset members do not narrow.
struct ChildFilter {
  std::string query = {};     ///< Part of a name, or a whole official number or phone.
  std::int64_t division = 0;  ///< A place and all inside it; 0: the actor's whole area.
  std::optional<Sex> sex = {};
  std::optional<int> age_min = {};  ///< Completed years, inclusive.
  std::optional<int> age_max = {};  ///< Inclusive.
  std::optional<StatusMask> status = {};
  ChildSort sort = ChildSort::village;
  bool only_assigned = false;  ///< Children assigned to the actor, wherever they live.
  int limit = 50;              ///< 1 to 200.
  std::string after = {};      ///< `next` of the page before; empty for the first.
};

/// One page of children.
///
/// `total` counts all that match, up to `total_counted_max` when something besides place narrows.
struct ChildPage {
  std::vector<ChildRow> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool shows_needs = false;  ///< Whether the actor may know how many needs each has.
};
inline constexpr std::int64_t total_counted_max = 1000;

/// Lists children of the actor's area, or those assigned to an actor whose rights end there, in the
/// order asked for and cut to what the actor may see.
///
/// Errors: forbidden, also "access.field" for narrowing by what the actor does not see; not_found
/// for a division outside the area, invalid "list.after" for a cursor of another list, invalid
/// "list.limit". Cost: one index range and `limit` rows; a name that is part of few others' reads
/// all names of the area.
core::Result<ChildPage> list_children(const access::Call& call, const ChildFilter& filter);

/// How many children `list_children` would list, up to `total_counted_max` when something besides
/// place narrows; shows nobody. Errors: as `list_children`. Cost: one count.
core::Result<std::int64_t> count_children(const access::Call& call, const ChildFilter& filter);

inline constexpr std::size_t sources_shown_max = 20;

/// Everything known about one child.
struct ChildDetail {
  ChildRow row;
  std::optional<std::string> student_number_masked;
  std::optional<std::string> ethnicity;  ///< GB/T 3304 name, "汉族".
  std::int64_t revision = 0;             ///< Grows with each change; for ETag.
  std::vector<Relation> relations;       ///< Each once, the newest source first.
  std::vector<DayFact> facts;            ///< What holds today; see `state_on`.
  std::vector<SourceRow> sources;        ///< The newest twenty; the time line has all.
  std::vector<std::string> conflicts;    ///< Fields in which sources contradict each other.
  std::vector<std::string> withheld;     ///< Fields the actor does not see, as fact.health.
  bool shows_needs = false;
};

/// What the actor may see of it. Errors: forbidden; not_found also for a child that is neither in
/// the actor's area nor assigned to the actor.
core::Result<ChildDetail> find_child(const access::Call& call, const ChildId& id);

/// Whether the actor may be told who saw the child's record.
/// Errors: forbidden; not_found also for a child outside the actor's area.
core::Result<void> may_see_reads(const access::Call& call, const ChildId& id);

struct RolePhone {
  RelationRole role = RelationRole::carer;
  std::string phone;
};

/// What masking hides.
struct ClearIdentifiers {
  std::optional<std::string> identity_number;
  std::optional<std::string> student_number;
  std::vector<RolePhone> phones;
};

/// Gives identifiers in clear; run it through `access::Door::submit`, so that the journal has it.
///
/// Errors: forbidden, not_found, invalid "unmask.reason_missing".
core::Result<ClearIdentifiers> unmask_child(const access::Call& call, const ChildId& id,
                                            std::string_view reason);

/// How children stand to the actor who may see their needs: which are shielded, and whether one
/// outside the area is assigned.
struct ChildStanding {
  bool is_seen = false;  ///< In the actor's area, or assigned.
  access::Views views;
};
/// `division` is where the child stands. Errors: forbidden "access.consent" when the purpose of the
/// call needs a consent that is not given. Cost: nothing for a child in the area of one who needs
/// none; otherwise a look-up each for assignment, shield and consent.
core::Result<ChildStanding> standing_of(const access::Call& call, const ChildId& child,
                                        std::int64_t division);

/// Whether a child is shielded; one that stands in a village never is. Cost: one look-up.
core::Result<bool> is_shielded(const access::Call& call, const ChildId& child);

/// What another list says about a child so that it can be found; empty members are not known.
struct ChildReference {
  std::string identity_number = {};  ///< As written; normalised here.
  std::string student_number = {};
  std::string name = {};
  std::int64_t division = 0;  ///< Village of the home, 0 when not known.
};

/// How a reference was resolved.
struct FoundChild {
  ChildId id;
  std::int64_t division = 0;
  bool has_other_name = false;  ///< Found by number, but the name differs: worth a warning.
};

/// Finds the one child a row of another list (needs, offers) speaks of: by valid identity number,
/// else student number, else the only child of that name in that village.
///
/// Errors: invalid "child.unknown", "child.ambiguous", "id_number.check_digit" and its kin.
/// Cost: one or two index look-ups. Checks no policy: for import targets inside the door.
core::Result<FoundChild> resolve_child(const access::Call& call, const ChildReference& reference);

/// Every place inside the actor's area with its number of children, ordered by code; townships and
/// the county count what lies in them. Children without a village count at the smallest place
/// known.
struct DivisionCount {
  Division division;
  std::int64_t children = 0;
};
core::Result<std::vector<DivisionCount>> count_children_by_division(const access::Call& call);

/// Places inside the actor's area, ordered by code, the county and its townships included.
core::Result<std::vector<Division>> list_divisions(const access::Call& call);

/// Figures for the home page within the actor's area.
struct RegistryFigures {
  std::int64_t children = 0;
  std::int64_t children_without_village = 0;
  std::int64_t conflicts = 0;  ///< Children whose sources contradict each other.
};
core::Result<RegistryFigures> count_figures(const access::Call& call);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::ChildSort> {
  using It = registry::ChildSort;
  static constexpr std::string_view name = "ChildSort";
  static constexpr std::array values = {ValueOf{It::name, "name"}, ValueOf{It::village, "village"},
                                        ValueOf{It::born_on, "born_on"}};
};
