#include "registry/handover_store.h"

#include <array>
#include <utility>

#include "access/child_text_store.h"
#include "db/database.h"
#include "registry/run.h"

namespace caregrid::registry::handover_store {
namespace {

constexpr std::size_t text_count = 6;

constexpr db::Sql find_sql(R"(
SELECT h.id, h.direction, h.child, h.number, h.peer, h.division, h.state, h.moves_on, h.offered_at,
  h.offered_by, h.answered_at, h.last_ordinal, h.is_shielded, COALESCE(d.name, p.name, ''),
  e.erased_on
FROM handover h
LEFT JOIN division d ON d.county = h.peer AND d.code = h.peer * 1000000
LEFT JOIN peer_card p ON p.county = h.county AND p.peer = h.peer
LEFT JOIN child_elsewhere e ON e.county = h.county AND e.child = h.child AND e.peer = h.peer
WHERE h.county = :county AND h.id = :id)");

constexpr db::Sql of_child_sql(R"(
SELECT h.id, h.direction, h.child, h.number, h.peer, h.division, h.state, h.moves_on, h.offered_at,
  h.offered_by, h.answered_at, h.last_ordinal, h.is_shielded, COALESCE(d.name, p.name, ''),
  e.erased_on
FROM handover h
LEFT JOIN division d ON d.county = h.peer AND d.code = h.peer * 1000000
LEFT JOIN peer_card p ON p.county = h.county AND p.peer = h.peer
LEFT JOIN child_elsewhere e ON e.county = h.county AND e.child = h.child AND e.peer = h.peer
WHERE h.county = :county AND h.child = :child
ORDER BY h.offered_at DESC, COALESCE(h.answered_at, h.offered_at) DESC, h.id LIMIT 200)");

constexpr db::Sql waiting_sql(R"(
SELECT h.id, h.direction, h.child, h.number, h.peer, h.division, h.state, h.moves_on, h.offered_at,
  h.offered_by, h.answered_at, h.last_ordinal, h.is_shielded, COALESCE(d.name, p.name, ''),
  e.erased_on
FROM handover h
LEFT JOIN division d ON d.county = h.peer AND d.code = h.peer * 1000000
LEFT JOIN peer_card p ON p.county = h.county AND p.peer = h.peer
LEFT JOIN child_elsewhere e ON e.county = h.county AND e.child = h.child AND e.peer = h.peer
WHERE h.county = :county AND h.state IN ('offered', 'withdrawing')
ORDER BY h.offered_at, h.id LIMIT :limit)");

constexpr db::Sql answered_sql(R"(
SELECT h.id, h.direction, h.child, h.number, h.peer, h.division, h.state, h.moves_on, h.offered_at,
  h.offered_by, h.answered_at, h.last_ordinal, h.is_shielded, COALESCE(d.name, p.name, ''),
  e.erased_on
FROM handover h
LEFT JOIN division d ON d.county = h.peer AND d.code = h.peer * 1000000
LEFT JOIN peer_card p ON p.county = h.county AND p.peer = h.peer
LEFT JOIN child_elsewhere e ON e.county = h.county AND e.child = h.child AND e.peer = h.peer
WHERE h.county = :county AND h.state IN ('withdrawn', 'refused', 'accepted')
ORDER BY h.answered_at DESC, h.id LIMIT :limit)");

std::optional<core::Date> date_or_none(const db::Row& row, int column) {
  return row.is_null(column)
             ? std::nullopt
             : std::optional(core::Date{static_cast<std::int32_t>(row.integer(column))});
}

Handover read_handover(const db::Row& row) {
  Handover handover;
  handover.id = HandoverId::from(row.blob(0)).value_or(HandoverId{});
  handover.direction =
      core::value_of<HandoverDirection>(row.text(1)).value_or(HandoverDirection::out);
  if (!row.is_null(2)) {
    handover.child = ChildId::from(row.blob(2));
  }
  handover.number = row.integer(3);
  handover.peer = row.integer(4);
  handover.division = row.integer(5);
  handover.state = core::value_of<HandoverState>(row.text(6)).value_or(HandoverState::withdrawn);
  handover.moves_on = core::Date{static_cast<std::int32_t>(row.integer(7))};
  handover.offered_at = core::Instant{row.integer(8)};
  handover.offered_by = access::AccountId::from(row.blob(9)).value_or(access::AccountId{});
  if (!row.is_null(10)) {
    handover.answered_at = core::Instant{row.integer(10)};
  }
  handover.last_ordinal = row.integer(11);
  handover.is_shielded = row.integer(12) != 0;
  handover.peer_name = row.text(13);
  handover.peer_erased_on = date_or_none(row, 14);
  return handover;
}

access::TextOwner texts_of(const HandoverId& id) { return {"handover", id.bytes}; }
access::TextOwner parcel_of(const HandoverId& id) { return {"parcel", id.bytes}; }
access::TextOwner body_of(const LetterId& id) { return {"letter", id.bytes}; }

core::Result<void> add_texts(const access::Call& call, Handover& handover) {
  auto texts = access::find_child_texts(call, texts_of(handover.id), text_count);
  if (!texts) {
    // Its key went with a restored database that has no keyring yet: the rest still says much.
    return texts.error().reason == "seal.no_key" ? core::Result<void>()
                                                 : core::Result<void>(texts.error());
  }
  handover.name = std::move((*texts)[0]);
  handover.born_on = std::move((*texts)[1]);
  handover.why = std::move((*texts)[2]);
  handover.note = std::move((*texts)[3]);
  handover.answer = std::move((*texts)[4]);
  handover.scope = read_scope((*texts)[5]);
  return {};
}

core::Result<std::vector<Handover>> with_texts(const access::Call& call,
                                               core::Result<std::vector<Handover>> rows) {
  if (!rows) {
    return rows;
  }
  for (Handover& handover : *rows) {
    if (const auto done = add_texts(call, handover); !done) {
      return done.error();
    }
  }
  return rows;
}

core::Result<std::optional<Handover>> first_of(const access::Call& call, const ChildId& child,
                                               bool is_departure) {
  auto all = list_of_child(call, child);
  if (!all) {
    return all.error();
  }
  for (Handover& one : *all) {
    const bool is_out = one.direction == HandoverDirection::out;
    const bool fits = is_departure ? one.state == HandoverState::accepted : one.is_waiting();
    if (is_out && fits) {
      return std::optional(std::move(one));
    }
  }
  return std::optional<Handover>();
}

/// The key of the child, or the one reserved for it.
core::Result<access::ChildKey> key_of(const access::Call& call, std::int64_t number) {
  auto key = access::find_child_key(call, number);
  if (!key) {
    return key.error();
  }
  return *key ? core::Result<access::ChildKey>(std::move(**key))
              : core::Result<access::ChildKey>(
                    core::failure(core::Code::internal, "seal.no_key", std::to_string(number)));
}

}  // namespace

core::Result<void> insert_handover(const access::Call& call, const Handover& handover) {
  const std::optional<core::Bytes> child =
      handover.child ? std::optional(handover.child->view()) : std::nullopt;
  return run(call,
             "INSERT INTO handover (county, id, direction, child, number, peer, division, state, "
             "moves_on, offered_at, offered_by, last_ordinal, is_shielded, answered_at) VALUES "
             "(:county, :id, :direction, :child, :number, :peer, :division, :state, :moves_on, "
             ":offered_at, :offered_by, :last_ordinal, :is_shielded, :answered_at)",
             {{"county", call.county},
              {"id", handover.id},
              {"direction", core::name_of(handover.direction)},
              {"child", child},
              {"number", handover.number},
              {"peer", handover.peer},
              {"division", handover.division},
              {"state", core::name_of(handover.state)},
              {"moves_on", handover.moves_on},
              {"offered_at", handover.offered_at},
              {"offered_by", handover.offered_by},
              {"last_ordinal", handover.last_ordinal},
              {"is_shielded", handover.is_shielded ? 1 : 0},
              {"answered_at", handover.answered_at}});
}

core::Result<void> update_handover(const access::Call& call, const Handover& handover) {
  const std::optional<core::Bytes> child =
      handover.child ? std::optional(handover.child->view()) : std::nullopt;
  return run(call,
             "UPDATE handover SET child = :child, number = :number, division = :division, "
             "state = :state, answered_at = :answered_at, answered_by = :answered_by, "
             "last_ordinal = :last_ordinal, is_shielded = :is_shielded "
             "WHERE county = :county AND id = :id",
             {{"child", child},
              {"number", handover.number},
              {"division", handover.division},
              {"state", core::name_of(handover.state)},
              {"answered_at", handover.answered_at},
              {"answered_by", call.actor.account},
              {"last_ordinal", handover.last_ordinal},
              {"is_shielded", handover.is_shielded ? 1 : 0},
              {"county", call.county},
              {"id", handover.id}});
}

core::Result<std::optional<Handover>> find_handover(const access::Call& call,
                                                    const HandoverId& id) {
  auto found = db::find_one(call.transaction, find_sql, {{"county", call.county}, {"id", id}},
                            read_handover);
  if (found && *found) {
    if (const auto done = add_texts(call, **found); !done) {
      return done.error();
    }
  }
  return found;
}

core::Result<std::optional<Handover>> find_waiting(const access::Call& call, const ChildId& child) {
  return first_of(call, child, false);
}

core::Result<std::optional<Handover>> find_departure(const access::Call& call,
                                                     const ChildId& child) {
  return first_of(call, child, true);
}

core::Result<std::vector<Handover>> list_waiting(const access::Call& call) {
  return with_texts(call, db::list(call.transaction, waiting_sql,
                                   {{"county", call.county}, {"limit", 500}}, read_handover));
}

core::Result<std::vector<Handover>> list_answered(const access::Call& call, int limit) {
  return with_texts(call, db::list(call.transaction, answered_sql,
                                   {{"county", call.county}, {"limit", limit}}, read_handover));
}

core::Result<std::vector<Handover>> list_of_child(const access::Call& call, const ChildId& child) {
  return with_texts(call, db::list(call.transaction, of_child_sql,
                                   {{"county", call.county}, {"child", child}}, read_handover));
}

core::Result<void> put_texts(const access::Call& call, const Handover& handover) {
  const auto key = key_of(call, handover.number);
  return key ? access::put_texts_under(
                   call, *key, texts_of(handover.id),
                   {handover.name, handover.born_on, handover.why, handover.note, handover.answer,
                    write_scope(handover.scope)})
             : core::Result<void>(key.error());
}

core::Result<void> delete_texts(const access::Call& call, const HandoverId& id) {
  const auto done = access::delete_child_texts(call, texts_of(id));
  return done ? access::delete_child_texts(call, parcel_of(id)) : done;
}

core::Result<void> put_parcel(const access::Call& call, const Handover& handover,
                              std::string_view body) {
  const auto key = key_of(call, handover.number);
  return key ? access::put_texts_under(call, *key, parcel_of(handover.id), {std::string(body)})
             : core::Result<void>(key.error());
}

core::Result<std::string> find_parcel(const access::Call& call, const HandoverId& id) {
  auto texts = access::find_child_texts(call, parcel_of(id), 1);
  return texts ? core::Result<std::string>(std::move((*texts)[0]))
               : core::Result<std::string>(texts.error());
}

core::Result<void> insert_letter(const access::Call& call, const StoredLetter& letter,
                                 const ChildId& child, std::string_view body) {
  const auto last =
      db::find_one(call.transaction, "SELECT MAX(seq) FROM handover_letter WHERE county = :county",
                   {{"county", call.county}}, [](const db::Row& row) { return row.integer(0); });
  if (!last) {
    return last.error();
  }
  const auto done = run(call,
                        "INSERT INTO handover_letter (county, id, handover, peer, kind, seq, "
                        "made_at) VALUES (:county, :id, :handover, :peer, :kind, :seq, :at)",
                        {{"county", call.county},
                         {"id", letter.id},
                         {"handover", letter.handover},
                         {"peer", letter.peer},
                         {"kind", core::name_of(letter.kind)},
                         {"seq", last->value_or(0) + 1},
                         {"at", call.now}});
  return done ? access::put_child_texts(call, child.bytes, body_of(letter.id), {std::string(body)})
              : done;
}

core::Result<std::string> find_letter_body(const access::Call& call, const LetterId& id) {
  auto texts = access::find_child_texts(call, body_of(id), 1);
  return texts ? core::Result<std::string>(std::move((*texts)[0]))
               : core::Result<std::string>(texts.error());
}

core::Result<void> note_arrival(const access::Call& call, const LetterId& id) {
  const auto done = run(call,
                        "UPDATE handover_letter SET arrived_at = :at "
                        "WHERE county = :county AND id = :id",
                        {{"at", call.now}, {"county", call.county}, {"id", id}});
  return done ? access::delete_child_texts(call, body_of(id)) : done;
}

}  // namespace caregrid::registry::handover_store
