#include "registry/link_measure.h"

#include "access/policy.h"
#include "registry/link_pair_store.h"
#include "registry/standing.h"

namespace caregrid::registry {

core::Result<void> measure_records(const access::Call& call,
                                   core::FunctionRef<void(const SourceOfRecord&)> visit_row,
                                   core::FunctionRef<void(std::int64_t, std::int64_t)> visit_pair) {
  const access::Area county = whole_county(call);
  if (const auto allowed = access::authorise(call.actor, access::Operation::link_children,
                                             {county.code, access::FieldClass::personal});
      !allowed) {
    return allowed;
  }
  if (const auto visited = link_pair_store::each_source_row(call, visit_row); !visited) {
    return visited;
  }
  const auto pairs = link_pair_store::list_waiting(call, county.low(), county.high(), INT32_MAX);
  if (!pairs) {
    return pairs.error();
  }
  for (const LinkPair& pair : *pairs) {
    visit_pair(pair.a, pair.b);
  }
  return {};
}

}  // namespace caregrid::registry
