#include "access/door.h"

#include <utility>

#include "access/answers.h"
#include "access/journal.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

/// The answer of an earlier send; none when the command is new.
core::Result<std::optional<std::string>> earlier_answer(const Call& call, CommandId id,
                                                        const core::Digest& payload_hash) {
  const auto stored = find_answer(call.transaction, call.county, id);
  if (!stored) {
    return stored.error();
  }
  if (!*stored) {
    return std::optional<std::string>();
  }
  if ((*stored)->payload_hash != payload_hash) {
    return core::failure(core::Code::conflict, "command.id_reuse");
  }
  auto answer = open_answer(call, id, core::as_bytes((*stored)->answer));
  return answer ? core::Result<std::optional<std::string>>(std::optional(std::move(*answer)))
                : core::Result<std::optional<std::string>>(answer.error());
}

// [door-perform]
core::Result<std::string> perform(const Call& call, const Command& command,
                                  const core::Digest& payload_hash, Operate operate) {
  auto earlier = earlier_answer(call, command.id, payload_hash);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return std::move(**earlier);
  }
  auto answer = operate(call);
  if (!answer) {
    return answer;
  }
  if (auto done = append_journal(call, command, payload_hash); !done) {
    return done.error();
  }
  if (auto done = insert_answer(call, command, payload_hash, *answer); !done) {
    return done.error();
  }
  return answer;
}
// [/door-perform]

/// Fields everybody of the office may see make no entry.
bool is_harmless(const Sighting& sighting) { return sighting.field_class < FieldClass::personal; }

/// Ends the verb of the last denial that is journalled before a pause.
constexpr std::string_view denials_follow = "+more";

}  // namespace

Door::Door(db::Database& database, core::Clock& clock, KeyRing& keys, int utc_offset_minutes)
    : database_(database), clock_(clock), keys_(keys), utc_offset_minutes_(utc_offset_minutes) {}

Door::Door(db::Database& database, core::Clock& clock)
    : database_(database), clock_(clock), keys_(no_keys_), utc_offset_minutes_(480) {}

core::Instant Door::now() { return clock_.now(); }

core::Date Door::today() { return core::date_of(clock_.now(), utc_offset_minutes_); }

core::Result<std::string> Door::submit(const Actor& actor, const Command& command,
                                       Operate operate) {
  const core::Digest payload_hash = core::sha256(core::as_bytes(command.payload));
  const core::Instant now = clock_.now();
  const core::Date today = core::date_of(now, utc_offset_minutes_);
  std::string answer;
  Notes notes;
  const auto work = [&](db::Transaction& transaction) -> core::Result<void> {
    notes = {};
    const Call call{actor, actor.area.county(), today, now, transaction, notes, keys_};
    auto done = perform(call, command, payload_hash, operate);
    if (!done) {
      return done.error();
    }
    answer = std::move(*done);
    return {};
  };
  const auto done = command.is_bulk ? database_.write_alone(work) : database_.write(work);
  if (!done) {
    journal_denial({actor, now, today}, command.kind, notes, done.error());
    return done.error();
  }
  return answer;
}

core::Result<void> Door::read(const Actor& actor, std::string_view kind, Look look) {
  const core::Instant now = clock_.now();
  const core::Date today = core::date_of(now, utc_offset_minutes_);
  Notes notes;
  const auto done = database_.read_kept([&](db::Transaction& transaction) {
    notes = {};
    return look(Call{actor, actor.area.county(), today, now, transaction, notes, keys_});
  });
  if (!done) {
    journal_denial({actor, now, today}, kind, notes, done.error());
    return done;
  }
  std::erase_if(notes.seen, is_harmless);
  return notes.seen.empty() ? done : journal({actor, now, today}, Event::read, kind, notes.seen);
}

core::Result<void> Door::journal(const Moment& moment, Event event, std::string_view kind,
                                 const std::vector<Sighting>& sightings) {
  return database_.append([&](db::Transaction& transaction) {
    Notes notes;
    return append_sightings({moment.actor, moment.actor.area.county(), moment.today, moment.now,
                             transaction, notes, keys_},
                            event, kind, sightings);
  });
}

/// The asker gets the denial whether or not it could be journalled: there is nothing to hold back.
void Door::journal_denial(const Moment& moment, std::string_view kind, const Notes& notes,
                          const core::Error& error) {
  const bool is_denial = error.code == core::Code::forbidden || error.code == core::Code::not_found;
  if (!is_denial || notes.sought.empty()) {
    return;
  }
  const Denial denial = denials_.note(moment.actor.account, moment.now);
  if (denial == Denial::dropped) {
    return;
  }
  const std::string told =
      std::string(kind) + (denial == Denial::last ? std::string(denials_follow) : std::string());
  const auto written = journal(moment, Event::denied, told, {notes.sought.back()});
  static_cast<void>(written.ok());
}

}  // namespace caregrid::access
