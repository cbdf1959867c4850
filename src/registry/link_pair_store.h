#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/call.h"
#include "core/result.h"
#include "registry/link_measure.h"
#include "registry/link_pair.h"

namespace caregrid::registry::link_pair_store {

/// Two numbers of children, the smaller first.
using Ends = std::pair<std::int64_t, std::int64_t>;

/// Pairs people hold for different children.
core::Result<std::vector<Ends>> list_parted(const access::Call& call);
/// Numbers of children a proceeding needs.
core::Result<std::set<std::int64_t>> list_held(const access::Call& call);

/// Makes the open pairs these and no others; what people decided or put off stays. How many are
/// new.
core::Result<std::int64_t> replace_open(const access::Call& call,
                                        const std::vector<LinkPair>& pairs);

core::Result<std::optional<LinkPair>> find_pair(const access::Call& call, const Ends& ends);
/// Open pairs by falling odds, then those put off; both children inside the area.
core::Result<std::vector<LinkPair>> list_waiting(const access::Call& call, std::int64_t low,
                                                 std::int64_t high, int limit);
/// How many pairs of the area wait, and how many people have decided.
struct PairCounts {
  std::int64_t open = 0;
  std::int64_t later = 0;
  std::int64_t decided = 0;
};
core::Result<PairCounts> count_pairs(const access::Call& call, std::int64_t low, std::int64_t high);
core::Result<void> update_pair(const access::Call& call, const LinkPair& pair);

/// Visits the rows of all lists that are stored.
core::Result<void> each_source_row(const access::Call& call,
                                   core::FunctionRef<void(const SourceOfRecord&)> visit);

core::Result<void> put_model(const access::Call& call, std::string_view model,
                             std::int64_t last_child);
/// Whether the register holds children that came after the last linking.
core::Result<bool> has_unlinked(const access::Call& call);
core::Result<std::optional<std::string>> find_model(const access::Call& call);

}  // namespace caregrid::registry::link_pair_store
