#include "registry/handover_reading.h"

#include <algorithm>
#include <utility>

#include "access/key_store.h"
#include "access/policy.h"
#include "registry/handover_joining.h"
#include "registry/handover_letter.h"
#include "registry/handover_store.h"
#include "registry/import_store.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::Operation;

constexpr std::size_t name_length_max = 60;

core::Error not_found() { return core::failure(core::Code::not_found, "handover.not_found"); }

/// One letter with what it says.
struct Letter {
  HandoverId handover;
  LetterKind kind = LetterKind::offer;
  std::int64_t from = 0;
  LetterBody body;
};

core::Result<Letter> open(const access::Call& call, std::string_view text) {
  const auto head = access::read_letter_head(text);
  if (!head) {
    return head.error();
  }
  const auto kind = core::value_of<LetterKind>(head->kind);
  if (!kind) {
    return core::invalid("parcel", "parcel.format");
  }
  if (head->to != call.county || head->from == call.county) {
    return core::invalid("parcel", "parcel.wrong_county", std::to_string(head->to));
  }
  const auto card = handover_store::find_card(call, head->from);
  const auto keys = access::ensure_county_keys(call);
  if (!card || !keys) {
    return card ? keys.error() : card.error();
  }
  if (!*card) {
    return core::invalid("parcel", "parcel.unknown_sender", std::to_string(head->from));
  }
  const auto plain = access::open_letter(*keys, **card, text);
  if (!plain) {
    return plain.error();
  }
  auto body = read_body(*plain);
  if (!body) {
    return body.error();
  }
  const auto is_new = handover_store::note_reading(call, *head);
  if (!is_new) {
    return is_new.error();
  }
  if (!*is_new) {
    return core::failure(core::Code::conflict, "parcel.replayed");
  }
  return Letter{HandoverId{head->handover}, *kind, head->from, std::move(*body)};
}

core::Result<void> answer(const access::Call& call, const Letter& letter, LetterKind kind) {
  const LetterId id = LetterId::derive(std::string(core::name_of(kind)) + " " +
                                       std::to_string(call.county) + "/" + letter.handover.text());
  return handover_store::insert_letter(call, {id, letter.handover, letter.from, kind}, ChildId{},
                                       write_body({}));
}

/// What went to the other county has arrived: it has answered.
core::Result<void> note_arrivals(const access::Call& call, const HandoverId& id) {
  const auto letters = handover_store::list_letters_of(call, id);
  if (!letters) {
    return letters.error();
  }
  for (const handover_store::StoredLetter& letter : *letters) {
    if (letter.kind == LetterKind::supplement) {
      continue;
    }
    if (const auto done = handover_store::note_arrival(call, letter.id); !done) {
      return done;
    }
  }
  return {};
}

/// An offer of a child this county had handed over itself shows that it was accepted, though the
/// acceptance may still be on its way.
core::Result<void> accept_past(const access::Call& call, const Letter& letter,
                               LeaveElsewhere leave) {
  for (const HandoverId& id : letter.body.parcel->past) {
    auto earlier = handover_store::find_handover(call, id);
    if (!earlier) {
      return earlier.error();
    }
    if (!*earlier || !(*earlier)->is_waiting() || (*earlier)->direction != HandoverDirection::out) {
      continue;
    }
    if (const auto left = leave_child(call, **earlier, {}, leave); !left) {
      return left;
    }
  }
  return {};
}

core::Result<void> take_offer(const access::Call& call, const Letter& letter,
                              LeaveElsewhere leave) {
  if (!letter.body.parcel || !letter.body.child || !letter.body.day) {
    return core::invalid("parcel", "parcel.format");
  }
  const auto known = handover_store::find_handover(call, letter.handover);
  if (!known) {
    return known.error();
  }
  if (*known) {
    return {};  // Withdrawn before it came.
  }
  if (const auto done = accept_past(call, letter, leave); !done) {
    return done;
  }
  auto counters = import_store::lock_counters(call);
  if (!counters) {
    return counters.error();
  }
  Handover handover;
  handover.id = letter.handover;
  handover.direction = HandoverDirection::in;
  handover.number = counters->next_child++;
  handover.peer = letter.from;
  handover.division = whole_county(call).code;
  handover.moves_on = *letter.body.day;
  handover.offered_at = call.now;
  handover.is_shielded = letter.body.shielded;
  handover.name = letter.body.name;
  handover.born_on = letter.body.born_on;
  handover.why = letter.body.why;
  handover.note = letter.body.note;
  if (const auto done = import_store::update_counters(call, *counters); !done) {
    return done;
  }
  if (const auto key = access::make_child_key(call, handover.number); !key) {
    return key.error();
  }
  if (const auto done = handover_store::insert_handover(call, handover); !done) {
    return done;
  }
  if (const auto done = handover_store::put_texts(call, handover); !done) {
    return done;
  }
  return handover_store::put_parcel(call, handover, write_body(letter.body));
}

core::Result<void> take_withdrawal(const access::Call& call, const Letter& letter) {
  auto known = handover_store::find_handover(call, letter.handover);
  if (!known) {
    return known.error();
  }
  if (!*known) {  // The offer is behind its withdrawal: it will not be kept.
    Handover handover;
    handover.id = letter.handover;
    handover.direction = HandoverDirection::in;
    handover.state = HandoverState::withdrawn;
    handover.peer = letter.from;
    handover.moves_on = call.today;
    handover.offered_at = call.now;
    handover.answered_at = call.now;
    const auto done = handover_store::insert_handover(call, handover);
    return done ? answer(call, letter, LetterKind::withdrawn) : done;
  }
  Handover& handover = **known;
  if (handover.direction != HandoverDirection::in || handover.peer != letter.from) {
    return not_found();
  }
  if (!handover.is_waiting()) {
    return {};  // Its answer is on the way.
  }
  handover.state = HandoverState::withdrawn;
  handover.answered_at = call.now;
  if (const auto done = handover_store::update_handover(call, handover); !done) {
    return done;
  }
  if (const auto done = handover_store::delete_texts(call, handover.id); !done) {
    return done;
  }
  if (const auto done = access::delete_key(call, handover.number); !done) {
    return done;
  }
  return answer(call, letter, LetterKind::withdrawn);
}

/// What the receiver says to an offer of this county.
core::Result<void> take_answer(const access::Call& call, const Letter& letter,
                               LeaveElsewhere leave) {
  auto known = handover_store::find_handover(call, letter.handover);
  if (!known) {
    return known.error();
  }
  if (!*known || (*known)->direction != HandoverDirection::out || (*known)->peer != letter.from) {
    return not_found();
  }
  Handover& handover = **known;
  if (const auto done = note_arrivals(call, handover.id); !done) {
    return done;
  }
  if (!handover.is_waiting()) {
    if (handover.state == HandoverState::accepted && letter.body.child) {
      return handover_store::put_elsewhere(call, *handover.child,
                                           {letter.from, *letter.body.child});
    }
    return {};
  }
  if (letter.kind == LetterKind::acceptance) {
    return leave_child(call, handover, letter.body.child, leave);
  }
  handover.state =
      letter.kind == LetterKind::refusal ? HandoverState::refused : HandoverState::withdrawn;
  handover.answered_at = call.now;
  if (const auto done = handover_store::update_handover(call, handover); !done) {
    return done;
  }
  if (letter.body.why.empty() || handover.name.empty()) {
    return {};
  }
  handover.answer = letter.body.why;
  return handover_store::put_texts(call, handover);
}

core::Result<void> take_supplement(const access::Call& call, const Letter& letter) {
  auto known = handover_store::find_handover(call, letter.handover);
  if (!known) {
    return known.error();
  }
  if (!*known || !(*known)->child || (*known)->direction != HandoverDirection::in) {
    return not_found();
  }
  Handover& handover = **known;
  if (const auto done = note_arrivals(call, handover.id); !done) {
    return done;
  }
  if (const auto done = add_supplement(call, handover, letter.body); !done) {
    return done;
  }
  call.changed("child", *handover.child);
  // A child that has moved on meanwhile: what came late follows it.
  const auto place = store::find_place(call, *handover.child);
  auto departure = handover_store::find_departure(call, *handover.child);
  if (!place || !departure) {
    return place ? departure.error() : place.error();
  }
  const bool has_gone = *place && is_away((*place)->division);
  return has_gone && *departure ? send_news(call, **departure) : core::Result<void>();
}

core::Result<void> act_on(const access::Call& call, const Letter& letter, LeaveElsewhere leave) {
  switch (letter.kind) {
    case LetterKind::offer:
      return take_offer(call, letter, leave);
    case LetterKind::withdrawal:
      return take_withdrawal(call, letter);
    case LetterKind::withdrawn:
    case LetterKind::refusal:
    case LetterKind::acceptance:
      return take_answer(call, letter, leave);
    case LetterKind::supplement:
      return take_supplement(call, letter);
    case LetterKind::erasure:
      break;
  }
  if (!letter.body.child) {
    return core::invalid("parcel", "parcel.format");
  }
  const auto child = handover_store::note_peer_erasure(call, letter.from, *letter.body.child);
  if (!child) {
    return child.error();
  }
  if (*child) {
    call.changed("child", **child);
  }
  return {};
}

core::Result<void> may_answer(const access::Call& call) {
  return access::authorise(call.actor, Operation::answer_handover,
                           {whole_county(call).code, access::FieldClass::personal});
}

/// The first letter of a file and its length; letters have four lines.
std::size_t length_of_letter(std::string_view text) {
  std::size_t end = 0;
  for (int line = 0; line < 4 && end < text.size(); ++line) {
    const std::size_t at = text.find('\n', end);
    end = at == std::string_view::npos ? text.size() : at + 1;
  }
  return end;
}

}  // namespace

core::Result<void> take_letter(const access::Call& call, std::string_view text,
                               LeaveElsewhere leave) {
  const auto letter = open(call, text);
  if (!letter) {
    return letter.error();
  }
  if (!letter->handover.is_nil()) {
    call.changed("handover", letter->handover);
  }
  return act_on(call, *letter, leave);
}

core::Result<int> take_letters(const access::Call& call, std::string_view text,
                               LeaveElsewhere leave) {
  if (const auto allowed = may_answer(call); !allowed) {
    return allowed.error();
  }
  int taken = 0;
  std::optional<core::Error> replayed;
  do {
    const std::size_t length = length_of_letter(text);
    const auto done = take_letter(call, text.substr(0, length), leave);
    text.remove_prefix(length);
    if (done) {
      ++taken;
    } else if (done.error().reason == "parcel.replayed") {
      replayed = done.error();
    } else {
      return done.error();
    }
  } while (!tidy(text).empty());
  return taken > 0 || !replayed ? core::Result<int>(taken) : core::Result<int>(*replayed);
}

core::Result<std::string> write_letters(const access::Call& call, const HandoverId& id) {
  const auto allowed = access::authorise(call.actor, Operation::answer_handover,
                                         {whole_county(call).code, access::FieldClass::sensitive});
  if (!allowed) {
    return allowed.error();
  }
  const auto handover = handover_store::find_handover(call, id);
  const auto letters = handover_store::list_letters_of(call, id);
  const auto keys = access::ensure_county_keys(call);
  if (!handover || !letters || !keys) {
    return !handover ? handover.error() : !letters ? letters.error() : keys.error();
  }
  if (!*handover) {
    return not_found();
  }
  const auto card = handover_store::find_card(call, (*handover)->peer);
  if (!card) {
    return card.error();
  }
  if (!*card) {
    return core::invalid("county", "handover.no_card");
  }
  std::string file;
  for (const handover_store::StoredLetter& letter : *letters) {
    const auto body = handover_store::find_letter_body(call, letter.id);
    if (!body) {
      return body.error();
    }
    if (!body->empty()) {
      file +=
          access::write_letter(*keys, **card,
                               {letter.id.bytes, letter.handover.bytes,
                                std::string(core::name_of(letter.kind)), call.county, letter.peer},
                               *body);
    }
  }
  if ((*handover)->child) {
    call.saw("child", *(*handover)->child, access::FieldClass::sensitive);
  }
  return file.empty()
             ? core::Result<std::string>(core::failure(core::Code::conflict, "handover.no_letter"))
             : core::Result<std::string>(std::move(file));
}

core::Result<access::CountyCard> own_card(const access::Call& call) {
  if (const auto allowed = may_answer(call); !allowed) {
    return allowed.error();
  }
  const auto keys = access::ensure_county_keys(call);
  if (!keys) {
    return keys.error();
  }
  const access::CountyCard card = keys->card();
  const auto done = handover_store::put_own_card(call, card);
  return done ? core::Result<access::CountyCard>(card)
              : core::Result<access::CountyCard>(done.error());
}

core::Result<access::CountyCard> trust_card(const access::Call& call, std::string_view text,
                                            std::string_view name) {
  if (const auto allowed = may_answer(call); !allowed) {
    return allowed.error();
  }
  const auto card = access::CountyCard::parse(text);
  if (!card) {
    return core::invalid("card", "card.format");
  }
  if (card->county == call.county) {
    return core::invalid("card", "card.own");
  }
  if (name.size() > name_length_max) {
    return core::invalid("name", "text.too_long", std::to_string(name_length_max));
  }
  const auto done = handover_store::put_peer_card(call, *card, tidy(name));
  return done ? core::Result<access::CountyCard>(*card)
              : core::Result<access::CountyCard>(done.error());
}

core::Result<std::vector<HandoverPeer>> list_handover_peers(const access::Call& call) {
  const auto allowed = access::authorise(call.actor, Operation::see_handovers,
                                         {0, access::FieldClass::personal, true, true});
  if (!allowed) {
    return allowed.error();
  }
  const auto peers = handover_store::list_peers(call);
  if (!peers) {
    return peers.error();
  }
  std::vector<HandoverPeer> shown;
  for (const handover_store::Peer& peer : *peers) {
    shown.push_back({peer.county, peer.name, peer.is_here});
  }
  return shown;
}

}  // namespace caregrid::registry
