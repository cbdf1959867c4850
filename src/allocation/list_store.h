#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "allocation/plan.h"
#include "care/page_key.h"
#include "core/result.h"

namespace caregrid::allocation {

/// What narrows a list of lines or unmet rows; `state` is a line's state or an unmet reason.
struct PlanSelection {
  PlanId plan;
  access::Area area;
  std::optional<std::string_view> state;
  std::optional<std::string_view> kind;
  std::optional<int> tier;
  std::optional<LineId> line;
  bool only_cleared = true;  ///< Leaves out lines whose helper is not cleared any more.
};

/// A row of a list and where a page may end behind it.
struct FoundLine {
  PlanLine line;
  care::PageKey key;
  bool is_cleared = false;  ///< For the planned week, now.
};
struct FoundUnmet {
  Unmet unmet;
  care::PageKey key;
};

/// At most `limit` lines behind `after`, by tier, village and id.
core::Result<std::vector<FoundLine>> list_line_rows(const access::Call& call,
                                                    const PlanSelection& selection,
                                                    const care::PageKey& after, int limit);
core::Result<std::int64_t> count_line_rows(const access::Call& call,
                                           const PlanSelection& selection);

/// At most `limit` unmet rows behind `after`, by tier, village and id.
core::Result<std::vector<FoundUnmet>> list_unmet_rows(const access::Call& call,
                                                      const PlanSelection& selection,
                                                      const care::PageKey& after, int limit);
core::Result<std::int64_t> count_unmet_rows(const access::Call& call,
                                            const PlanSelection& selection);

core::Result<std::vector<MapLine>> list_map_rows(const access::Call& call, PlanId plan,
                                                 access::Area area);

}  // namespace caregrid::allocation
