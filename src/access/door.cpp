#include "access/door.h"

#include <utility>

#include "access/journal.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

/// The answer of an earlier send; none when the command is new.
core::Result<std::optional<std::string>> earlier_answer(db::Transaction& transaction,
                                                        std::int64_t county, CommandId id,
                                                        const core::Digest& payload_hash) {
  auto stored = find_answer(transaction, county, id);
  if (!stored) {
    return stored.error();
  }
  if (!*stored) {
    return std::optional<std::string>();
  }
  if ((*stored)->payload_hash != payload_hash) {
    return core::failure(core::Code::conflict, "command.id_reuse");
  }
  return std::optional(std::move((*stored)->answer));
}

// [door-perform]
core::Result<std::string> perform(const Call& call, const Command& command,
                                  const core::Digest& payload_hash, Operate operate) {
  auto earlier = earlier_answer(call.transaction, call.county, command.id, payload_hash);
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

}  // namespace

Door::Door(db::Database& database, core::Clock& clock, int utc_offset_minutes)
    : database_(database), clock_(clock), utc_offset_minutes_(utc_offset_minutes) {}

core::Instant Door::now() { return clock_.now(); }

core::Date Door::today() { return core::date_of(clock_.now(), utc_offset_minutes_); }

core::Result<std::string> Door::submit(const Actor& actor, const Command& command,
                                       Operate operate) {
  const core::Digest payload_hash = core::sha256(core::as_bytes(command.payload));
  const core::Instant now = clock_.now();
  const core::Date today = core::date_of(now, utc_offset_minutes_);
  std::string answer;
  const auto work = [&](db::Transaction& transaction) -> core::Result<void> {
    std::vector<Change> changes;
    const Call call{actor, actor.area.county(), today, now, transaction, changes};
    auto done = perform(call, command, payload_hash, operate);
    if (!done) {
      return done.error();
    }
    answer = std::move(*done);
    return {};
  };
  const auto done = command.is_bulk ? database_.write_alone(work) : database_.write(work);
  if (!done) {
    return done.error();
  }
  return answer;
}

core::Result<void> Door::read(const Actor& actor,
                              core::FunctionRef<core::Result<void>(const Call&)> look) {
  const core::Instant now = clock_.now();
  const core::Date today = core::date_of(now, utc_offset_minutes_);
  return database_.read([&](db::Transaction& transaction) {
    std::vector<Change> changes;
    return look(Call{actor, actor.area.county(), today, now, transaction, changes});
  });
}

}  // namespace caregrid::access
