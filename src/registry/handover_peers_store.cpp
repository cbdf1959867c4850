// Letters on their way, what is known of other counties, and statements with their names.
#include <algorithm>
#include <utility>

#include "db/database.h"
#include "registry/handover_store.h"
#include "registry/merge_store.h"
#include "registry/run.h"

namespace caregrid::registry::handover_store {
namespace {

StoredLetter read_letter(const db::Row& row) {
  return {LetterId::from(row.blob(0)).value_or(LetterId{}),
          HandoverId::from(row.blob(1)).value_or(HandoverId{}), row.integer(2),
          core::value_of<LetterKind>(row.text(3)).value_or(LetterKind::offer)};
}

/// The name a statement has everywhere: where it was made, of whom, and which one.
StatementId name_of_statement(const access::Call& call, const ChildId& id, std::int64_t ordinal) {
  return StatementId::derive("statement " + std::to_string(call.county) + "/" + id.text() + "/" +
                             std::to_string(ordinal));
}

StatementId read_statement_id(const access::Call& call, const ChildId& id, std::int64_t ordinal,
                              const db::Row& row, int column) {
  const auto named = row.is_null(column) ? std::nullopt : StatementId::from(row.blob(column));
  return named ? *named : name_of_statement(call, id, ordinal);
}

access::CountyCard read_card(const db::Row& row) {
  access::CountyCard card;
  card.county = row.integer(0);
  const core::Bytes signing = row.blob(1);
  const core::Bytes sealing = row.blob(2);
  if (signing.size() == card.sealing.size() && sealing.size() == card.sealing.size()) {
    std::ranges::copy(signing, card.signing.bytes.begin());
    std::ranges::copy(sealing, card.sealing.begin());
  }
  return card;
}

constexpr db::Sql sent_sql(R"(
SELECT s.ordinal, s.source, s.sheet_row, s.sealed, f.file, f.sheet, f.kind, f.imported_at,
  COALESCE(f.origin, s.county), o.statement
FROM statement s
JOIN source f ON f.county = s.county AND f.id = s.source
LEFT JOIN statement_origin o ON o.county = s.county AND o.child = s.child AND o.ordinal = s.ordinal
WHERE s.county = :county AND s.child = :child ORDER BY s.ordinal)");

constexpr db::Sql peers_sql(R"(
SELECT known.county, COALESCE(d.name, p.name, ''), known.is_here
FROM (
  SELECT county, CAST(1 AS BIGINT) AS is_here FROM setting WHERE county <> :county
  UNION SELECT county, CAST(1 AS BIGINT) FROM account WHERE county <> :county
  UNION SELECT county, CAST(1 AS BIGINT) FROM county_card WHERE county <> :county
  UNION SELECT peer, CAST(0 AS BIGINT) FROM peer_card WHERE county = :county) known
LEFT JOIN division d ON d.county = known.county AND d.code = known.county * 1000000
LEFT JOIN peer_card p ON p.county = :county AND p.peer = known.county
WHERE known.county > 0 ORDER BY known.county, known.is_here DESC)");

}  // namespace

core::Result<std::vector<StoredLetter>> list_letters(const access::Call& call) {
  return db::list(call.transaction,
                  "SELECT id, handover, peer, kind FROM handover_letter "
                  "WHERE county = :county AND arrived_at IS NULL ORDER BY seq LIMIT 200",
                  {{"county", call.county}}, read_letter);
}

core::Result<std::vector<StoredLetter>> list_letters_of(const access::Call& call,
                                                        const HandoverId& handover) {
  return db::list(call.transaction,
                  "SELECT id, handover, peer, kind FROM handover_letter WHERE county = :county "
                  "AND handover = :handover AND arrived_at IS NULL ORDER BY seq",
                  {{"county", call.county}, {"handover", handover}}, read_letter);
}

core::Result<bool> note_reading(const access::Call& call, const access::LetterHead& head) {
  const auto noted = call.transaction.run(
      "INSERT INTO handover_read (county, letter, peer, read_at) "
      "VALUES (:county, :letter, :peer, :at) ON CONFLICT DO NOTHING",
      {{"county", call.county},
       {"letter", core::Bytes(head.letter)},
       {"peer", head.from},
       {"at", call.now}});
  return noted ? core::Result<bool>(*noted == 1) : core::Result<bool>(noted.error());
}

core::Result<void> put_elsewhere(const access::Call& call, const ChildId& child,
                                 const ParcelPlace& place) {
  return run(call,
             "INSERT INTO child_elsewhere (county, child, peer, peer_child) "
             "VALUES (:county, :child, :peer, :peer_child) ON CONFLICT (county, child, peer) "
             "DO UPDATE SET peer_child = excluded.peer_child, erased_on = NULL",
             {{"county", call.county},
              {"child", child},
              {"peer", place.county},
              {"peer_child", place.child}});
}

core::Result<std::vector<Elsewhere>> list_elsewhere(const access::Call& call,
                                                    const ChildId& child) {
  return db::list(call.transaction,
                  "SELECT peer, peer_child, erased_on FROM child_elsewhere "
                  "WHERE county = :county AND child = :child ORDER BY peer",
                  {{"county", call.county}, {"child", child}}, [](const db::Row& row) {
                    Elsewhere place{
                        row.integer(0), ChildId::from(row.blob(1)).value_or(ChildId{}), {}};
                    if (!row.is_null(2)) {
                      place.erased_on = core::Date{static_cast<std::int32_t>(row.integer(2))};
                    }
                    return place;
                  });
}

core::Result<std::optional<ChildId>> note_peer_erasure(const access::Call& call, std::int64_t peer,
                                                       const ChildId& peer_child) {
  return db::find_one(
      call.transaction,
      "UPDATE child_elsewhere SET erased_on = :today WHERE county = :county "
      "AND peer = :peer AND peer_child = :child RETURNING child",
      {{"today", call.today}, {"county", call.county}, {"peer", peer}, {"child", peer_child}},
      [](const db::Row& row) { return ChildId::from(row.blob(0)).value_or(ChildId{}); });
}

core::Result<void> put_past(const access::Call& call, const ChildId& child, const HandoverId& id) {
  return run(call,
             "INSERT INTO handover_past (county, child, handover) "
             "VALUES (:county, :child, :handover) ON CONFLICT DO NOTHING",
             {{"county", call.county}, {"child", child}, {"handover", id}});
}

core::Result<std::vector<HandoverId>> list_past(const access::Call& call, const ChildId& child) {
  return db::list(call.transaction,
                  "SELECT handover FROM handover_past WHERE county = :county AND child = :child "
                  "ORDER BY handover",
                  {{"county", call.county}, {"child", child}}, [](const db::Row& row) {
                    return HandoverId::from(row.blob(0)).value_or(HandoverId{});
                  });
}

core::Result<std::optional<access::CountyCard>> find_card(const access::Call& call,
                                                          std::int64_t county) {
  auto own = db::find_one(call.transaction,
                          "SELECT county, signing, sealing FROM county_card WHERE county = :peer",
                          {{"peer", county}}, read_card);
  if (!own || *own) {
    return own;
  }
  return db::find_one(call.transaction,
                      "SELECT peer, signing, sealing FROM peer_card "
                      "WHERE county = :county AND peer = :peer",
                      {{"county", call.county}, {"peer", county}}, read_card);
}

core::Result<void> put_own_card(const access::Call& call, const access::CountyCard& card) {
  return run(call,
             "INSERT INTO county_card (county, signing, sealing) "
             "VALUES (:county, :signing, :sealing) ON CONFLICT (county) "
             "DO UPDATE SET signing = excluded.signing, sealing = excluded.sealing",
             {{"county", card.county},
              {"signing", core::Bytes(card.signing.bytes)},
              {"sealing", core::Bytes(card.sealing)}});
}

core::Result<void> put_peer_card(const access::Call& call, const access::CountyCard& card,
                                 std::string_view name) {
  return run(call,
             "INSERT INTO peer_card (county, peer, name, signing, sealing, added_at, account) "
             "VALUES (:county, :peer, :name, :signing, :sealing, :at, :account) "
             "ON CONFLICT (county, peer) DO UPDATE SET name = excluded.name, "
             "signing = excluded.signing, sealing = excluded.sealing, "
             "added_at = excluded.added_at, account = excluded.account",
             {{"county", call.county},
              {"peer", card.county},
              {"name", name},
              {"signing", core::Bytes(card.signing.bytes)},
              {"sealing", core::Bytes(card.sealing)},
              {"at", call.now},
              {"account", call.actor.account}});
}

core::Result<std::vector<Peer>> list_peers(const access::Call& call) {
  auto peers =
      db::list(call.transaction, peers_sql, {{"county", call.county}}, [](const db::Row& row) {
        return Peer{row.integer(0), std::string(row.text(1)), row.integer(2) != 0};
      });
  if (peers) {
    const auto rest = std::ranges::unique(*peers, {}, &Peer::county);
    peers->erase(rest.begin(), rest.end());
  }
  return peers;
}

core::Result<std::string> county_name(const access::Call& call, std::int64_t county) {
  auto name = db::find_one(call.transaction,
                           "SELECT name FROM division WHERE county = :county AND code = :code",
                           {{"county", county}, {"code", county * 1'000'000}},
                           [](const db::Row& row) { return std::string(row.text(0)); });
  return name ? core::Result<std::string>(name->value_or(std::string()))
              : core::Result<std::string>(name.error());
}

core::Result<std::vector<SentStatement>> list_sent(const access::Call& call,
                                                   const access::ChildKey& key, const ChildId& id) {
  return db::try_list<SentStatement>(
      call.transaction, sent_sql, {{"county", call.county}, {"child", key.child}},
      [&](const db::Row& row) -> core::Result<SentStatement> {
        SentStatement sent;
        sent.ordinal = row.integer(0);
        sent.row = row.integer(2);
        sent.source = {row.integer(1),           std::string(row.text(4)), std::string(row.text(5)),
                       std::string(row.text(6)), row.integer(7),           row.integer(8)};
        sent.id = read_statement_id(call, id, sent.ordinal, row, 9);
        auto secret = open_statement(call, key, sent.ordinal, row.blob(3));
        if (!secret) {
          return secret.error();
        }
        sent.secret = std::move(*secret);
        return sent;
      });
}

core::Result<std::map<StatementId, std::int64_t>> list_statement_ids(const access::Call& call,
                                                                     std::int64_t number,
                                                                     const ChildId& id) {
  const auto members = merge_store::list_members(call, number);
  if (!members) {
    return members.error();
  }
  std::map<StatementId, std::int64_t> ids;
  const auto add = [&](std::int64_t child, const ChildId& name, std::int64_t first) {
    return call.transaction.each(
        "SELECT s.ordinal, o.statement FROM statement s LEFT JOIN statement_origin o "
        "ON o.county = s.county AND o.child = s.child AND o.ordinal = s.ordinal "
        "WHERE s.county = :county AND s.child = :child",
        {{"county", call.county}, {"child", child}}, [&](const db::Row& row) {
          ids.emplace(read_statement_id(call, name, row.integer(0), row, 1),
                      first + row.integer(0));
          return true;
        });
  };
  auto done = add(number, id, 0);
  for (const merge_store::Member& member : *members) {
    done = done ? add(member.key.child, member.id, member.first_ordinal) : std::move(done);
  }
  return done ? core::Result<std::map<StatementId, std::int64_t>>(std::move(ids))
              : core::Result<std::map<StatementId, std::int64_t>>(done.error());
}

core::Result<void> insert_origin(const access::Call& call, std::int64_t number,
                                 std::int64_t ordinal, const StatementId& statement) {
  return run(
      call,
      "INSERT INTO statement_origin (county, child, ordinal, statement) "
      "VALUES (:county, :child, :ordinal, :statement)",
      {{"county", call.county}, {"child", number}, {"ordinal", ordinal}, {"statement", statement}});
}

core::Result<void> insert_source(const access::Call& call, std::int64_t id,
                                 const ParcelSource& source) {
  const std::optional<std::int64_t> origin =
      source.origin == call.county ? std::nullopt : std::optional(source.origin);
  return run(call,
             "INSERT INTO source (county, id, file, sheet, kind, imported_at, account, origin) "
             "VALUES (:county, :id, :file, :sheet, :kind, :at, :account, :origin)",
             {{"county", call.county},
              {"id", id},
              {"file", source.file},
              {"sheet", source.sheet},
              {"kind", source.kind},
              {"at", source.at},
              {"account", access::AccountId{}},
              {"origin", origin}});
}

}  // namespace caregrid::registry::handover_store
