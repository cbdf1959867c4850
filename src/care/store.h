#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "access/area.h"
#include "access/call.h"
#include "care/operations.h"
#include "care/page_key.h"
#include "core/result.h"

namespace caregrid::db {
class Row;
}  // namespace caregrid::db

namespace caregrid::care {

/// Reads a need from fifteen columns: those of the table in their order, the county left out, then
/// its texts as `access::read_child_texts` wants them. Errors: those of the seal.
core::Result<Need> read_need(const access::Call& call, const db::Row& row, int first);

/// Reads a need and, from three columns more, its child's name, division and division's name.
core::Result<NeedRow> read_need_row(const access::Call& call, const db::Row& row, int first);

/// What narrows a list of needs.
struct NeedSelection {
  access::Area area;
  std::optional<std::string_view> kind;
  std::optional<int> tier;
  std::optional<std::string_view> status;
  std::optional<ChildId> child;
};

/// At most `limit` needs behind `after`, by tier, opening day and id.
core::Result<std::vector<NeedRow>> list_rows(const access::Call& call,
                                             const NeedSelection& selection, const PageKey& after,
                                             int limit);

core::Result<std::int64_t> count_rows(const access::Call& call, const NeedSelection& selection);

/// Needs with a status that wants help, of the whole county, by child, kind and day: equal lists
/// imported twice come in one order, and so to one plan.
core::Result<std::vector<NeedRow>> list_wanting_rows(const access::Call& call);

/// One need whose child lives in the area.
core::Result<std::optional<NeedRow>> find_row(const access::Call& call, access::Area area,
                                              NeedId id);

core::Result<std::optional<Need>> find_stored(const access::Call& call, NeedId id);

core::Result<void> insert_need(const access::Call& call, const Need& need);

/// Replaces everything but id and child.
/// Removes all needs of a child; how many.
core::Result<std::int64_t> delete_needs(const access::Call& call, const ChildId& child);
/// Withdraws what of a child's needs still wants help.
core::Result<void> withdraw_needs(const access::Call& call, const ChildId& child);
core::Result<void> update_need(const access::Call& call, const Need& need);

core::Result<std::vector<core::IdBytes>> list_need_ids(const access::Call& call,
                                                       const ChildId& child);
/// Hands needs over to a child; those that are gone are left out.
core::Result<void> move_needs(const access::Call& call, std::span<const core::IdBytes> needs,
                              const ChildId& child);

/// What a place is called; empty when it is not known.
core::Result<std::string> find_place_name(const access::Call& call, std::int64_t code);

core::Result<std::vector<NeedCount>> count_open(const access::Call& call, access::Area area);

}  // namespace caregrid::care
