#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "registry/correction.h"

namespace caregrid::registry::store {

core::Result<void> insert_correction(const access::Call& call, const Correction& correction);
core::Result<void> update_correction(const access::Call& call, const Correction& correction);
core::Result<std::optional<Correction>> find_correction(const access::Call& call, CorrectionId id);
/// Newest first, at most 200.
core::Result<std::vector<Correction>> list_corrections_of(const access::Call& call,
                                                          const ChildId& child);
/// By the day they are due.
core::Result<std::vector<Correction>> list_open_corrections(const access::Call& call,
                                                            std::int64_t limit);
/// Newest first.
core::Result<std::vector<Correction>> list_answered_corrections(const access::Call& call,
                                                                std::int64_t limit);

}  // namespace caregrid::registry::store
