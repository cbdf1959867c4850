#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "intake/list_change.h"
#include "registry/sealed.h"
#include "registry/sent_list.h"

namespace caregrid::registry {

struct SheetSource;

/// What a row said, member by member: "name", "father.place", "fact.schooling.stage". Official
/// numbers and phones are masked by `shown_field`; here they stand as written.
std::map<std::string, std::string> fields_of(const StatementSecret& said);

/// The fields two rows of one child write differently, in the order of their names. A field only
/// one of them has counts as changed: what a list leaves out it did not say. Pure.
std::vector<intake::FieldChange> changes_between(const StatementSecret& before,
                                                 const StatementSecret& after);

/// Closes a list once all its rows are in. In the door.
core::Result<void> finish_list(const access::Call& call, const SheetSource& source,
                               std::int64_t unread);

/// Gives every change of a list against the last one of its sender and role: those gone, then those
/// changed, then those added, each in order of children; `rows` of the answer stays empty. None
/// where it is the first of its sender. Checks no policy.
/// Cost: 64 bytes a row of both lists, and two openings for each child that changed.
core::Result<std::optional<intake::ListChange>> each_change(
    const access::Call& call, std::int64_t list,
    core::FunctionRef<core::Result<void>(const intake::ChangedRow&)> take);

/// The same with the first `changes_shown_max` rows kept.
core::Result<std::optional<intake::ListChange>> compare_with_last(const access::Call& call,
                                                                  std::int64_t list);

/// As `compare_with_last`, for people. Errors: forbidden for those who may not import; not_found
/// "list.not_found"; not_found "list.first" where there is none before it.
core::Result<intake::ListChange> show_changes(const access::Call& call, std::int64_t list);

}  // namespace caregrid::registry
