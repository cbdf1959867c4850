#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "access/break_glass.h"

namespace caregrid::access {

core::Result<void> insert_glass(const Call& call, const GlassBreak& glass);
core::Result<std::optional<GlassBreak>> find_glass(const Call& call, GlassId id);
/// The ends of the actor's openings of this child that have not passed and were not misuse.
core::Result<bool> has_live_glass(const Call& call, const core::IdBytes& child);
/// How many records the actor holds open now.
core::Result<std::int64_t> count_live_glass(const Call& call);
/// Openings inside the actor's area by others: waiting ones, oldest first; at most `limit`.
core::Result<std::vector<GlassBreak>> list_open_glass(const Call& call, std::int64_t limit);
/// The same that are reviewed, newest first.
core::Result<std::vector<GlassBreak>> list_reviewed_glass(const Call& call, std::int64_t limit);
core::Result<void> update_verdict(const Call& call, const GlassBreak& glass);

}  // namespace caregrid::access
