#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/sealed.h"
#include "registry/sent_list.h"

namespace caregrid::registry::sent_lists {

/// Adds a list while its rows go in; adding it again changes nothing.
core::Result<void> insert_list(const access::Call& call, const SentList& list);
/// Notes that all its rows are in.
core::Result<void> close_list(const access::Call& call, std::int64_t list, std::int64_t unread);
/// Whole lists only.
core::Result<std::optional<SentList>> find_list(const access::Call& call, std::int64_t list);
/// Whole lists that came in before a moment, newest first.
core::Result<std::vector<SentList>> list_lists(const access::Call& call, core::Instant before,
                                               int limit);
/// The whole list of the same sender and role before this one.
core::Result<std::optional<SentList>> find_before(const access::Call& call, const SentList& list);

/// A child a list names.
struct Member {
  std::int64_t list = 0;
  std::int64_t child = 0;
  std::int64_t row = 0;
  std::int64_t ordinal = 0;  ///< Of the statement that holds the row.
  std::int64_t shown = 0;    ///< The child whose record shows it: itself, or one it was joined to.
};
/// Adding one again changes nothing.
core::Result<void> put_member(const access::Call& call, const Member& member);
/// In order of children shown, then rows. Cost: 40 bytes a row.
core::Result<std::vector<Member>> list_members(const access::Call& call, std::int64_t list);

/// A member as two lists are compared: who, and what its row said.
struct NamedRow {
  ChildId id;
  std::string name;
  StatementSecret said;
};
/// None for a child erased meanwhile. Cost: one look-up and two openings.
core::Result<std::optional<NamedRow>> find_named(const access::Call& call, const Member& member);

core::Result<void> put_answer(const access::Call& call, std::int64_t list, std::int64_t child,
                              GoneAnswer answer);
core::Result<std::optional<GoneAnswer>> find_answer(const access::Call& call, std::int64_t list,
                                                    std::int64_t child);

/// A row of a summary table as it is kept.
struct SummaryRow {
  std::string file;
  std::string sheet;
  std::int64_t row = 0;
  std::string unit;
  std::string figures;  ///< JSON array.
  std::string broken;   ///< JSON array.
};
/// True when it is new; false when the same row was kept already, just so.
core::Result<intake::Outcome> put_summary(const access::Call& call, const SummaryRow& row);

/// What the register knows of a child for the comparison of lists.
struct ListedChild {
  std::int64_t number = 0;
  ChildId id;
  std::int64_t division = 0;
  std::optional<core::Date> born_on;
  std::string school;
};
/// Children within the area, in order of numbers; erased ones are left out. Cost: some 100 bytes a
/// child.
core::Result<std::vector<ListedChild>> list_listed(const access::Call& call, access::Area area);

}  // namespace caregrid::registry::sent_lists
