#include "registry/courier.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/accounts.h"
#include "access/parcel.h"
#include "registry/handover_letter.h"
#include "registry/handover_reading.h"
#include "registry/handover_store.h"

namespace caregrid::registry {
namespace {

/// An offer and its answers go to and fro a few times; more is a fault of ours.
constexpr int rounds_max = 8;

access::Actor courier_of(std::int64_t county) {
  access::Actor actor = access::operator_of(access::Role::county, access::Area{county * 1'000'000});
  actor.name = "courier";
  return actor;
}

/// A letter ready to go.
struct Ready {
  LetterId id;
  std::int64_t to = 0;
  std::string text;  ///< Empty: its child was erased; there is nothing to say.
};

core::Result<void> ensure_card(access::Door& door, std::int64_t county) {
  bool is_there = false;
  const auto actor = courier_of(county);
  const auto seen = door.read(actor, [&](const access::Call& call) -> core::Result<void> {
    const auto card = handover_store::find_card(call, county);
    if (!card) {
      return card.error();
    }
    is_there = card->has_value();
    return {};
  });
  if (!seen || is_there) {
    return seen;
  }
  const access::Command command{access::CommandId::derive("card of " + std::to_string(county)),
                                "make_county_card", "", false};
  const auto made =
      door.submit(actor, command, [](const access::Call& call) -> core::Result<std::string> {
        const auto card = own_card(call);
        return card ? core::Result<std::string>("{}") : card.error();
      });
  return made ? core::Result<void>() : core::Result<void>(made.error());
}

core::Result<std::optional<Ready>> seal(const access::Call& call, const access::CountyKeys& keys,
                                        const handover_store::StoredLetter& letter) {
  const auto card = handover_store::find_card(call, letter.peer);
  const auto body = handover_store::find_letter_body(call, letter.id);
  if (!card || !body) {
    return card ? body.error() : card.error();
  }
  if (!*card) {
    return std::optional<Ready>();
  }
  Ready ready{letter.id, letter.peer, {}};
  if (!body->empty()) {
    ready.text =
        access::write_letter(keys, **card,
                             {letter.id.bytes, letter.handover.bytes,
                              std::string(core::name_of(letter.kind)), call.county, letter.peer},
                             *body);
  }
  return std::optional(std::move(ready));
}

/// Counties of this installation that letters wait for.
core::Result<std::set<std::int64_t>> addressees(access::Door& door, std::int64_t county) {
  std::set<std::int64_t> found;
  const auto done =
      door.read(courier_of(county), [&](const access::Call& call) -> core::Result<void> {
        const auto letters = handover_store::list_letters(call);
        const auto peers = handover_store::list_peers(call);
        if (!letters || !peers) {
          return letters ? peers.error() : letters.error();
        }
        std::set<std::int64_t> here;
        for (const handover_store::Peer& peer : *peers) {
          if (peer.is_here) {
            here.insert(peer.county);
          }
        }
        for (const handover_store::StoredLetter& letter : *letters) {
          if (here.contains(letter.peer)) {
            found.insert(letter.peer);
          }
        }
        return {};
      });
  return done ? core::Result<std::set<std::int64_t>>(std::move(found))
              : core::Result<std::set<std::int64_t>>(done.error());
}

core::Result<std::vector<Ready>> collect(access::Door& door, std::int64_t county,
                                         const std::set<std::int64_t>& to) {
  std::vector<Ready> ready;
  const auto done =
      door.read(courier_of(county), [&](const access::Call& call) -> core::Result<void> {
        const auto keys = access::find_county_keys(call);
        const auto letters = handover_store::list_letters(call);
        if (!keys || !letters) {
          return keys ? letters.error() : keys.error();
        }
        for (const handover_store::StoredLetter& letter : *letters) {
          if (!to.contains(letter.peer) || !*keys) {
            continue;
          }
          auto one = seal(call, **keys, letter);
          if (!one) {
            return one.error();
          }
          if (*one) {
            ready.push_back(std::move(**one));
          }
        }
        return {};
      });
  return done ? core::Result<std::vector<Ready>>(std::move(ready))
              : core::Result<std::vector<Ready>>(done.error());
}

/// Whether the letter was read, now or before.
core::Result<bool> deliver(access::Door& door, const Ready& letter, LeaveElsewhere leave) {
  if (letter.text.empty()) {
    return true;
  }
  // The sealed text differs each time it is written; what makes it one letter is its id.
  const std::string name = letter.id.text();
  const access::Command command{access::CommandId::derive("read " + name), "read_letter", name,
                                false};
  const auto done = door.submit(courier_of(letter.to), command,
                                [&](const access::Call& call) -> core::Result<std::string> {
                                  const auto taken = take_letter(call, letter.text, leave);
                                  return taken ? core::Result<std::string>("{}") : taken.error();
                                });
  if (done || done.error().reason == "parcel.replayed") {
    return true;
  }
  const bool is_letters_fault = done.error().code == core::Code::invalid ||
                                done.error().code == core::Code::not_found ||
                                done.error().code == core::Code::conflict;
  return is_letters_fault ? core::Result<bool>(false) : core::Result<bool>(done.error());
}

core::Result<void> note_arrival(access::Door& door, std::int64_t county, const LetterId& id) {
  const std::string name = id.text();
  const access::Command command{access::CommandId::derive("arrived " + name), "note_arrival", name,
                                false};
  const auto done = door.submit(courier_of(county), command,
                                [&](const access::Call& call) -> core::Result<std::string> {
                                  const auto noted = handover_store::note_arrival(call, id);
                                  return noted ? core::Result<std::string>("{}") : noted.error();
                                });
  return done ? core::Result<void>() : core::Result<void>(done.error());
}

/// Carries what one county has written; the counties that read something.
core::Result<std::set<std::int64_t>> carry_from(access::Door& door, std::int64_t county,
                                                LeaveElsewhere leave, int& arrived) {
  std::set<std::int64_t> readers;
  const auto to = addressees(door, county);
  if (!to || to->empty()) {
    return to ? core::Result<std::set<std::int64_t>>(readers) : to;
  }
  auto step = ensure_card(door, county);
  for (const std::int64_t peer : *to) {
    step = step ? ensure_card(door, peer) : step;
  }
  if (!step) {
    return step.error();
  }
  const auto ready = collect(door, county, *to);
  if (!ready) {
    return ready.error();
  }
  for (const Ready& letter : *ready) {
    const auto read = deliver(door, letter, leave);
    if (!read) {
      return read.error();
    }
    if (!*read) {
      continue;
    }
    if (const auto noted = note_arrival(door, county, letter.id); !noted) {
      return noted.error();
    }
    ++arrived;
    readers.insert(letter.to);
  }
  return readers;
}

}  // namespace

core::Result<int> carry_letters(access::Door& door, std::int64_t county, LeaveElsewhere leave) {
  int arrived = 0;
  std::set<std::int64_t> writers{county};
  for (int round = 0; round < rounds_max && !writers.empty(); ++round) {
    std::set<std::int64_t> next;
    for (const std::int64_t writer : writers) {
      const auto readers = carry_from(door, writer, leave, arrived);
      if (!readers) {
        return readers.error();
      }
      next.insert(readers->begin(), readers->end());
    }
    writers = std::move(next);
  }
  return arrived;
}

}  // namespace caregrid::registry
