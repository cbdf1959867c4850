#include "registry/erasure_standing.h"

#include <utility>

#include "access/policy.h"
#include "registry/erasure_store.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

constexpr int list_max = 200;

}  // namespace

core::Result<WaitingErasures> count_waiting_erasures(const access::Call& call) {
  if (!access::ceiling_of(call.actor.role, access::Operation::erase_child)) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  const auto erasures = erasure_store::list_erasures(call, list_max);
  if (!erasures) {
    return erasures.error();
  }
  WaitingErasures count;
  for (const Erasure& erasure : *erasures) {
    const bool waits = erasure.certificate.empty();
    count.waiting += waits ? 1 : 0;
    count.to_confirm += waits && erasure.requested_by != call.actor.account ? 1 : 0;
  }
  return count;
}

core::Result<ErasureStanding> find_erasure_standing(const access::Call& call,
                                                    const ChildId& child) {
  call.seeks("child", child);
  const access::Resource area{call.actor.area.code, access::FieldClass::personal};
  if (const auto allowed = access::authorise(call.actor, access::Operation::erase_child, area);
      !allowed) {
    return allowed.error();
  }
  const auto place = store::find_place(call, child);
  if (!place) {
    return place.error();
  }
  if (!*place || !own_area(call).covers((*place)->division)) {
    return core::failure(core::Code::not_found, "child.not_found");
  }
  auto hold = erasure_store::find_hold(call, (*place)->id);
  if (!hold) {
    return hold.error();
  }
  auto waiting = erasure_store::find_waiting(call, (*place)->id);
  if (!waiting) {
    return waiting.error();
  }
  call.saw("child", (*place)->id);
  return ErasureStanding{std::move(*hold), std::move(*waiting)};
}

}  // namespace caregrid::registry
