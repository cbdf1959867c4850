#include "registry/handover_leaving.h"

#include <string>
#include <utility>

#include "registry/handover_parcel.h"
#include "registry/handover_store.h"
#include "registry/import_store.h"
#include "registry/standing.h"
#include "registry/store.h"

namespace caregrid::registry {
namespace {

/// Who the child is in the county it went to.
core::Result<std::optional<ChildId>> peer_child_of(const access::Call& call, const ChildId& child,
                                                   std::int64_t peer) {
  const auto elsewhere = handover_store::list_elsewhere(call, child);
  if (!elsewhere) {
    return elsewhere.error();
  }
  for (const handover_store::Elsewhere& place : *elsewhere) {
    if (place.peer == peer) {
      return std::optional(place.child);
    }
  }
  return std::optional<ChildId>();
}

core::Result<void> take_out(const access::Call& call, const Handover& handover,
                            const store::ChildPlace& place, LeaveElsewhere leave) {
  if (const auto done = import_store::add_to_count(call, place.division, -1); !done) {
    return done;
  }
  if (const auto done = handover_store::unlist_child(call, place.number); !done) {
    return done;
  }
  if (const auto done = handover_store::end_assignments(call, *handover.child); !done) {
    return done;
  }
  call.changed("child", *handover.child);
  return leave(call, *handover.child);
}

}  // namespace

core::Result<void> leave_child(const access::Call& call, Handover& handover,
                               const std::optional<ChildId>& there, LeaveElsewhere leave) {
  handover.state = HandoverState::accepted;
  handover.answered_at = call.now;
  // Holds imports back: they too count children.
  if (const auto held = import_store::lock_counters(call); !held) {
    return held.error();
  }
  const auto place = store::find_place(call, *handover.child);
  if (!place) {
    return place.error();
  }
  if (!*place) {
    return handover_store::update_handover(call, handover);
  }
  if (there) {
    const auto noted =
        handover_store::put_elsewhere(call, *handover.child, {handover.peer, *there});
    if (!noted) {
      return noted;
    }
  }
  if (const auto noted = handover_store::put_past(call, *handover.child, handover.id); !noted) {
    return noted;
  }
  if (!is_away((*place)->division)) {
    handover.division = (*place)->division;
    if (const auto done = take_out(call, handover, **place, leave); !done) {
      return done;
    }
  }
  if (const auto done = handover_store::update_handover(call, handover); !done) {
    return done;
  }
  call.changed("handover", handover.id);
  return send_news(call, handover);
}

core::Result<void> send_news(const access::Call& call, Handover& handover) {
  const auto scope = scope_today(call, *handover.child, handover.scope);
  if (!scope) {
    return scope.error();
  }
  handover.scope = *scope;
  auto packed = pack_parcel(call, handover, *handover.child, handover.last_ordinal);
  if (!packed) {
    return packed.error();
  }
  if (packed->parcel.statements.empty()) {
    return {};
  }
  const auto there = peer_child_of(call, *handover.child, handover.peer);
  if (!there) {
    return there.error();
  }
  LetterBody body;
  body.child = handover.child;
  body.peer_child = *there;
  body.parcel = std::move(packed->parcel);
  const LetterId id =
      LetterId::derive("supplement " + std::to_string(call.county) + "/" + handover.id.text() +
                       "/" + std::to_string(packed->last_ordinal));
  handover.last_ordinal = packed->last_ordinal;
  if (const auto done = handover_store::update_handover(call, handover); !done) {
    return done;
  }
  return handover_store::insert_letter(call,
                                       {id, handover.id, handover.peer, LetterKind::supplement},
                                       *handover.child, write_body(body));
}

core::Result<void> tell_of_erasure(const access::Call& call, const ChildId& child) {
  auto waiting = handover_store::find_waiting(call, child);
  const auto elsewhere = handover_store::list_elsewhere(call, child);
  if (!waiting || !elsewhere) {
    return waiting ? elsewhere.error() : waiting.error();
  }
  // Under the county's key, not the child's, which goes; there is nothing of the child in them.
  if (*waiting) {
    Handover& offer = **waiting;
    offer.state = HandoverState::withdrawing;
    if (const auto done = handover_store::update_handover(call, offer); !done) {
      return done;
    }
    const LetterId id = LetterId::derive("withdrawal " + offer.id.text());
    const auto sent = handover_store::insert_letter(
        call, {id, offer.id, offer.peer, LetterKind::withdrawal}, ChildId{}, write_body({}));
    if (!sent) {
      return sent;
    }
  }
  for (const handover_store::Elsewhere& place : *elsewhere) {
    LetterBody body;
    body.child = child;
    body.peer_child = place.child;
    body.day = call.today;
    const LetterId id = LetterId::derive("erasure " + std::to_string(call.county) + "/" +
                                         child.text() + "/" + std::to_string(place.peer));
    const auto sent = handover_store::insert_letter(
        call, {id, HandoverId{}, place.peer, LetterKind::erasure}, ChildId{}, write_body(body));
    if (!sent) {
      return sent;
    }
  }
  return {};
}

}  // namespace caregrid::registry
