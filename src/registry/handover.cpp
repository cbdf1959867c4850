#include "registry/handover.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "access/assignment.h"
#include "access/consent.h"
#include "access/key_store.h"
#include "access/policy.h"
#include "registry/handover_joining.h"
#include "registry/handover_parcel.h"
#include "registry/handover_store.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

constexpr std::size_t why_length_max = 600;
constexpr std::size_t note_length_max = 2'000;
constexpr std::size_t school_length_max = 120;
constexpr int days_ahead_max = 366;
constexpr int days_back_max = 3 * 366;
constexpr int answered_max = 50;
constexpr int china_minutes = 480;
constexpr std::int64_t codes_per_county = 1'000'000;
constexpr std::string_view notes_word = "notes";

core::Error not_found() { return core::failure(core::Code::not_found, "handover.not_found"); }
core::Error answered() { return core::failure(core::Code::conflict, "handover.answered"); }

core::Result<void> check_text(std::string_view field, std::string_view text, std::size_t max) {
  return text.size() <= max
             ? core::Result<void>()
             : core::invalid(std::string(field), "text.too_long", std::to_string(max));
}

/// The most a role may touch by an operation; shielded children ask for it all.
bool may_see_shielded(const access::Call& call, Operation operation) {
  return access::ceiling_of(call.actor.role, operation) == FieldClass::shielded;
}

/// The child, for one who may hand it over; one that is shielded only by who may know its place.
core::Result<SeenChild> find_to_offer(const access::Call& call, const ChildId& id) {
  auto seen = find_seen(call, Operation::offer_handover, FieldClass::sensitive, id);
  if (!seen || !seen->standing.is_shielded) {
    return seen;
  }
  const access::Resource place{0, FieldClass::shielded, seen->standing.is_assigned,
                               seen->standing.is_consented};
  const auto allowed = access::authorise(call.actor, Operation::offer_handover, place);
  return allowed ? std::move(seen) : core::Result<SeenChild>(allowed.error());
}

core::Result<void> check_consents(const access::Call& call, const ChildId& child,
                                  const HandoverScope& scope) {
  for (const access::Purpose purpose : scope.consented) {
    const bool is_known =
        std::ranges::find(consented_purposes, purpose) != consented_purposes.end();
    const auto holds = access::is_consented(call, child.bytes, purpose);
    if (!holds) {
      return holds.error();
    }
    if (!is_known || !*holds) {
      return core::invalid("consented", "handover.consent", std::string(access::to_text(purpose)));
    }
  }
  return {};
}

core::Result<void> check_peer(const access::Call& call, std::int64_t peer) {
  if (peer == call.county) {
    return core::invalid("county", "handover.same_county");
  }
  const auto peers = handover_store::list_peers(call);
  if (!peers) {
    return peers.error();
  }
  return std::ranges::find(*peers, peer, &handover_store::Peer::county) != peers->end()
             ? core::Result<void>()
             : core::invalid("county", "handover.no_card");
}

core::Result<void> check(const access::Call& call, const HandoverOffer& offer) {
  if (tidy(offer.why).empty()) {
    return core::invalid("why", "handover.why_missing");
  }
  if (offer.moves_on > call.today + days_ahead_max || offer.moves_on + days_back_max < call.today) {
    return core::invalid("moves_on", "handover.day");
  }
  for (const auto& checked :
       {check_text("why", offer.why, why_length_max),
        check_text("note", offer.note, note_length_max), check_peer(call, offer.peer),
        check_consents(call, offer.child, offer.scope)}) {
    if (!checked) {
      return checked;
    }
  }
  return {};
}

Handover handover_of(const access::Call& call, const HandoverOffer& offer, const SeenChild& seen) {
  Handover handover;
  handover.id = offer.id;
  handover.child = offer.child;
  handover.number = seen.child.number;
  handover.peer = offer.peer;
  handover.division = seen.child.row.division;
  handover.moves_on = offer.moves_on;
  handover.offered_at = call.now;
  handover.offered_by = call.actor.account;
  handover.is_shielded = seen.standing.is_shielded;
  handover.name = seen.child.row.name;
  handover.born_on = seen.child.row.born_on ? core::to_iso(*seen.child.row.born_on) : "";
  handover.why = tidy(offer.why);
  handover.note = tidy(offer.note);
  handover.scope = offer.scope;
  return handover;
}

core::Result<void> send_offer(const access::Call& call, Handover& handover) {
  auto packed = pack_parcel(call, handover, *handover.child, -1);
  auto name = handover_store::county_name(call, call.county);
  if (!packed || !name) {
    return packed ? name.error() : packed.error();
  }
  handover.last_ordinal = packed->last_ordinal;
  LetterBody body;
  body.parcel = std::move(packed->parcel);
  body.child = handover.child;
  body.day = handover.moves_on;
  body.name = handover.name;
  body.born_on = handover.born_on;
  body.from_name = std::move(*name);
  body.why = handover.why;
  body.note = handover.note;
  body.shielded = handover.is_shielded;
  if (const auto done = handover_store::insert_handover(call, handover); !done) {
    return done;
  }
  if (const auto done = handover_store::put_texts(call, handover); !done) {
    return done;
  }
  const LetterId id = LetterId::derive("offer " + handover.id.text());
  return handover_store::insert_letter(call, {id, handover.id, handover.peer, LetterKind::offer},
                                       *handover.child, write_body(body));
}

/// Whether the actor may know of a hand-over at all; the one place that decides it.
bool is_shown(const access::Call& call, const Handover& handover) {
  const bool is_in = handover.direction == HandoverDirection::in;
  const Operation operation = is_in ? Operation::answer_handover : Operation::see_handovers;
  if (!access::ceiling_of(call.actor.role, operation)) {
    return false;
  }
  if (handover.is_shielded && !may_see_shielded(call, operation)) {
    return false;
  }
  return is_in ? own_area(call).covers(whole_county(call).code)
               : own_area(call).covers(handover.division);
}

core::Result<Handover> find_waiting_in(const access::Call& call, const HandoverId& id) {
  call.seeks("handover", id, FieldClass::sensitive);
  const auto allowed = access::authorise(call.actor, Operation::answer_handover,
                                         {whole_county(call).code, FieldClass::sensitive});
  if (!allowed) {
    return allowed.error();
  }
  auto found = handover_store::find_handover(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found || (*found)->direction != HandoverDirection::in || !is_shown(call, **found)) {
    return not_found();
  }
  if (!(*found)->is_waiting()) {
    return answered();
  }
  return std::move(**found);
}

core::Result<void> check_place(const access::Call& call, const Acceptance& acceptance) {
  const access::Level level = access::level_of(acceptance.division);
  if (!whole_county(call).covers(acceptance.division) || level < access::Level::county) {
    return core::invalid("division", "village.outside_area");
  }
  const auto divisions = store::list_divisions(call, access::Area{acceptance.division});
  if (!divisions) {
    return divisions.error();
  }
  const bool is_there = !divisions->empty() && divisions->front().code == acceptance.division;
  return is_there ? check_text("school", acceptance.school, school_length_max)
                  : core::invalid("division", "village.unknown");
}

core::Result<void> entrust(const access::Call& call, const ChildId& child,
                           const Acceptance& acceptance) {
  if (!acceptance.account || *acceptance.account == call.actor.account) {
    return {};
  }
  access::NewAssignment wish;
  wish.account = *acceptance.account;
  wish.child = child.bytes;
  const auto made = access::assign(call, wish);
  return made ? core::Result<void>() : core::Result<void>(made.error());
}

/// Keeps what was written of the hand-over with the child, and nothing of the parcel.
core::Result<void> settle(const access::Call& call, Handover& handover, const Joined& joined) {
  const std::int64_t reserved = handover.number;
  handover.child = joined.child;
  handover.number = joined.number;
  handover.division = joined.division;
  handover.state = HandoverState::accepted;
  handover.answered_at = call.now;
  if (const auto done = handover_store::delete_texts(call, handover.id); !done) {
    return done;
  }
  if (const auto done = handover_store::put_texts(call, handover); !done) {
    return done;
  }
  if (reserved != joined.number) {
    if (const auto done = access::delete_key(call, reserved); !done) {
      return done;
    }
  }
  return handover_store::update_handover(call, handover);
}

core::Result<void> send_answer(const access::Call& call, const Handover& handover, LetterKind kind,
                               const LetterBody& body) {
  const LetterId id = LetterId::derive(std::string(core::name_of(kind)) + " " +
                                       std::to_string(call.county) + "/" + handover.id.text());
  return handover_store::insert_letter(call, {id, handover.id, handover.peer, kind},
                                       handover.child.value_or(ChildId{}), write_body(body));
}

}  // namespace

std::string write_scope(const HandoverScope& scope) {
  std::string text(scope.notes ? notes_word : std::string_view());
  for (const access::Purpose purpose : scope.consented) {
    text.append(text.empty() ? "" : " ").append(access::to_text(purpose));
  }
  return text;
}

HandoverScope read_scope(std::string_view text) {
  HandoverScope scope;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    scope.notes = scope.notes || word == notes_word;
    const auto purpose = access::parse_purpose(word);
    if (purpose && std::ranges::find(consented_purposes, *purpose) != consented_purposes.end()) {
      scope.consented.push_back(*purpose);
    }
  }
  return scope;
}

int Handover::waiting_days(core::Date today) const {
  return std::max(0, today.days - core::date_of(offered_at, china_minutes).days);
}

core::Result<Handover> offer_handover(const access::Call& call, const HandoverOffer& offer) {
  const auto seen = find_to_offer(call, offer.child);
  if (!seen) {
    return seen.error();
  }
  const auto earlier = handover_store::find_handover(call, offer.id);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return (*earlier)->child == offer.child
               ? core::Result<Handover>(**earlier)
               : core::failure(core::Code::conflict, "command.id_reuse");
  }
  HandoverOffer wish = offer;
  if (wish.peer >= codes_per_county) {  // A whole division code will do.
    wish.peer /= codes_per_county;
  }
  if (const auto checked = check(call, wish); !checked) {
    return checked.error();
  }
  const auto waiting = handover_store::find_waiting(call, wish.child);
  if (!waiting) {
    return waiting.error();
  }
  if (*waiting) {
    return core::failure(core::Code::conflict, "handover.open");
  }
  Handover handover = handover_of(call, wish, *seen);
  if (const auto sent = send_offer(call, handover); !sent) {
    return sent.error();
  }
  call.changed("child", offer.child);
  call.changed("handover", offer.id);
  return handover;
}

core::Result<HandoverPreview> preview_handover(const access::Call& call, const ChildId& child,
                                               const HandoverScope& scope) {
  const auto seen = find_to_offer(call, child);
  if (!seen) {
    return seen.error();
  }
  const auto statements = store::list_statements(call, seen->child.number);
  if (!statements) {
    return statements.error();
  }
  HandoverPreview preview;
  preview.statements = static_cast<std::int64_t>(statements->size());
  std::set<std::string> goes;
  std::set<std::string> stays;
  for (const Saying& saying : store::sayings_of(*statements)) {
    (goes_along(scope, saying.id.kind) ? goes : stays).insert(saying.id.kind);
  }
  preview.goes.assign(goes.begin(), goes.end());
  preview.stays.assign(stays.begin(), stays.end());
  const HandoverScope all{true, {consented_purposes.begin(), consented_purposes.end()}};
  auto holding = scope_today(call, child, all);
  if (!holding) {
    return holding.error();
  }
  preview.consents = std::move(holding->consented);
  return preview;
}

core::Result<Handover> withdraw_handover(const access::Call& call, const HandoverId& id,
                                         std::string_view why) {
  call.seeks("handover", id);
  const access::Resource any{0, FieldClass::sensitive, true, true};
  if (const auto allowed = access::authorise(call.actor, Operation::offer_handover, any);
      !allowed) {
    return allowed.error();
  }
  auto found = handover_store::find_handover(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found || (*found)->direction != HandoverDirection::out || !is_shown(call, **found)) {
    return not_found();
  }
  Handover& handover = **found;
  if (handover.state != HandoverState::offered) {
    return answered();
  }
  if (const auto checked = check_text("why", why, why_length_max); !checked) {
    return checked.error();
  }
  handover.state = HandoverState::withdrawing;
  handover.answer = tidy(why);
  if (const auto done = handover_store::update_handover(call, handover); !done) {
    return done.error();
  }
  if (const auto done = handover_store::put_texts(call, handover); !done) {
    return done.error();
  }
  const LetterId letter = LetterId::derive("withdrawal " + id.text());
  const auto sent = handover_store::insert_letter(
      call, {letter, id, handover.peer, LetterKind::withdrawal}, *handover.child, write_body({}));
  if (!sent) {
    return sent.error();
  }
  call.changed("child", *handover.child);
  call.changed("handover", id);
  return std::move(handover);
}

core::Result<Handover> accept_handover(const access::Call& call, const HandoverId& id,
                                       const Acceptance& acceptance) {
  auto handover = find_waiting_in(call, id);
  if (!handover) {
    return handover;
  }
  if (const auto checked = check_place(call, acceptance); !checked) {
    return checked.error();
  }
  const auto parcel = handover_store::find_parcel(call, id);
  if (!parcel) {
    return parcel.error();
  }
  const auto body = read_body(*parcel);
  if (!body) {
    return body.error();
  }
  const auto joined = join_parcel(call, *handover, *body, acceptance);
  if (!joined) {
    return joined.error();
  }
  if (const auto done = entrust(call, joined->child, acceptance); !done) {
    return done.error();
  }
  if (const auto done = settle(call, *handover, *joined); !done) {
    return done.error();
  }
  LetterBody answer;
  answer.child = joined->child;
  answer.peer_child = body->child;
  answer.day = handover->moves_on;
  if (const auto sent = send_answer(call, *handover, LetterKind::acceptance, answer); !sent) {
    return sent.error();
  }
  call.changed("child", joined->child);
  call.changed("handover", id);
  return handover;
}

core::Result<Handover> refuse_handover(const access::Call& call, const HandoverId& id,
                                       std::string_view why) {
  auto handover = find_waiting_in(call, id);
  if (!handover) {
    return handover;
  }
  LetterBody answer;
  answer.why = tidy(why);
  if (answer.why.empty()) {
    return core::invalid("why", "handover.why_missing");
  }
  if (const auto checked = check_text("why", why, why_length_max); !checked) {
    return checked.error();
  }
  handover->state = HandoverState::refused;
  handover->answered_at = call.now;
  if (const auto done = handover_store::update_handover(call, *handover); !done) {
    return done.error();
  }
  // Nothing of a child that stays elsewhere is kept, and its key goes from every backup with it.
  if (const auto done = handover_store::delete_texts(call, id); !done) {
    return done.error();
  }
  if (const auto done = access::delete_key(call, handover->number); !done) {
    return done.error();
  }
  if (const auto sent = send_answer(call, *handover, LetterKind::refusal, answer); !sent) {
    return sent.error();
  }
  handover->name.clear();
  handover->answer = answer.why;
  call.changed("handover", id);
  return handover;
}

core::Result<std::vector<Handover>> list_handovers(const access::Call& call) {
  const access::Resource any{0, FieldClass::personal, true, true};
  if (const auto allowed = access::authorise(call.actor, Operation::see_handovers, any); !allowed) {
    return allowed.error();
  }
  auto waiting = handover_store::list_waiting(call);
  auto last = handover_store::list_answered(call, answered_max);
  if (!waiting || !last) {
    return waiting ? last.error() : waiting.error();
  }
  std::ranges::move(*last, std::back_inserter(*waiting));
  std::erase_if(*waiting, [&](const Handover& one) { return !is_shown(call, one); });
  for (const Handover& one : *waiting) {
    call.saw("handover", one.id);
    if (one.child) {
      call.saw("child", *one.child);
    }
  }
  return waiting;
}

core::Result<std::vector<Handover>> list_handovers_of(const access::Call& call,
                                                      const ChildId& child) {
  const auto seen = find_seen(call, Operation::see_handovers, FieldClass::personal, child);
  if (!seen) {
    return seen.error();
  }
  auto all = handover_store::list_of_child(call, child);
  if (!all) {
    return all;
  }
  const bool hides =
      seen->standing.is_shielded && !may_see_shielded(call, Operation::see_handovers);
  if (hides) {
    all->clear();
  }
  return all;
}

}  // namespace caregrid::registry
