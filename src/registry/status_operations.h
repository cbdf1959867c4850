#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/child_status.h"
#include "registry/operations.h"
#include "registry/rule_book.h"

namespace caregrid::registry {

/// A fact an answer rests on, as people see it.
struct StatusReason {
  std::uint32_t number = 0;  ///< As `ChildStatus::because` names it.
  DayFact fact;              ///< Of kind "birth" for the day of birth.
};

/// What the rules say of a child on a day.
struct ChildStatuses {
  core::Date on;
  std::vector<ChildStatus> items;              ///< In the order of the rules.
  std::vector<const rules::Scheme*> withheld;  ///< They rest on facts the actor does not see.
  std::vector<StatusReason> reasons;           ///< Of all items, each once.
};

/// What every scheme says of a child on a day, by what is known today.
///
/// Nobody learns by a status what is not theirs to see: a scheme that could rest on a field the
/// actor does not see is withheld whatever it says. Errors: as `find_child`.
/// Cost: as `state_of_child`, and some microseconds a scheme.
core::Result<ChildStatuses> statuses_of(const access::Call& call, RuleBooks& books,
                                        const ChildId& id, core::Date on);

/// One scheme with what would turn its answer and how it changed in time.
///
/// Errors: besides those of `statuses_of`, not_found "status.unknown_scheme", forbidden
/// "access.field" for one that is withheld. Cost: some tenths of a second at most.
core::Result<ChildStatuses> status_in_detail(const access::Call& call, RuleBooks& books,
                                             const ChildId& id, core::Date on,
                                             std::string_view scheme);

/// Reads what narrows a list by statuses: "CN-MCA-2016:yes,CN-MOE-LBC:no", answers yes, no and
/// unknown. Errors: invalid "status.filter" for another text or a scheme that is not kept in lists,
/// forbidden "access.field" for a scheme the actor does not see.
core::Result<StatusMask> status_mask(const access::Call& call, RuleBooks& books,
                                     std::string_view text);

/// What would have to be found out to decide a scheme for each of these children, in their order.
/// Errors: as `status_in_detail`. Cost: as `statuses_of` for each.
core::Result<std::vector<std::vector<FactQuestion>>> open_questions(
    const access::Call& call, RuleBooks& books, std::string_view scheme,
    const std::vector<ChildId>& children);

/// How many children a scheme says what of. Where counts are blurred each is rounded to tens for
/// itself, and one below ten is none.
struct SchemeCount {
  const rules::Scheme* scheme = nullptr;
  bool is_on_file = false;  ///< Whether any of its rules binds in the county; else all are no.
  std::optional<std::int64_t> yes;
  std::optional<std::int64_t> no;
  std::optional<std::int64_t> unknown;
};

/// Of the children one scheme says yes of: what another says of them.
struct SchemeOverlap {
  const rules::Scheme* in = nullptr;
  const rules::Scheme* other = nullptr;
  std::optional<std::int64_t> yes;
  std::optional<std::int64_t> no;
  std::optional<std::int64_t> unknown;
};

/// The same children by several definitions.
struct StatusCounts {
  core::Date day;             ///< As of which; of children with no answer yet nothing is counted.
  std::int64_t children = 0;  ///< Counted.
  std::int64_t waiting = 0;   ///< Not asked yet, in the whole county: at most so many.
  bool is_blurred = false;    ///< The actor sees numbers, not children.
  std::vector<SchemeCount> schemes;
  std::vector<SchemeOverlap> overlaps;  ///< Of two of one group, both ways.
};

/// Counts the schemes of a group ("left_behind"; empty: all) in a place and all inside it, 0: the
/// actor's area. Shielded children are not counted. Errors: forbidden; not_found for a place
/// outside the area. Cost: one pass over the county's stored answers.
core::Result<StatusCounts> count_statuses(const access::Call& call, RuleBooks& books,
                                          std::string_view group, std::int64_t division);

/// A scheme as lists and pages offer it.
struct OfferedScheme {
  const rules::Scheme* scheme = nullptr;
  bool is_listed = false;  ///< Children can be listed by it.
};
/// Every scheme the actor may see of a child of the area. Errors: forbidden.
core::Result<std::vector<OfferedScheme>> list_schemes(const access::Call& call, RuleBooks& books);

}  // namespace caregrid::registry
