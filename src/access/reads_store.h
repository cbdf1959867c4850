#pragma once

#include <cstdint>
#include <optional>

#include "access/journal_source.h"
#include "access/reads.h"
#include "core/function_ref.h"
#include "core/result.h"

namespace caregrid::access {

/// Visits the lists of children entries below `before` saw, newest first.
core::Result<void> each_sighting_of_child(
    const Call& call, std::int64_t before,
    core::FunctionRef<bool(std::int64_t seq, core::Bytes ids)> visit);

/// One entry with the name and area of its account; none when there is no such entry.
core::Result<std::optional<RecordRead>> find_read(const Call& call, std::int64_t seq);

/// Visits a range's entries, newest first, without names.
core::Result<void> each_entry_down(const Call& call, const SeqRange& range,
                                   core::FunctionRef<bool(RecordRead)> visit);

/// When an entry was written; none when there is no such entry.
core::Result<std::optional<core::Instant>> find_entry_time(const Call& call, std::int64_t seq);

}  // namespace caregrid::access
