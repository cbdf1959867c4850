#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/call.h"
#include "access/key_store.h"
#include "access/parcel.h"
#include "core/result.h"
#include "registry/handover.h"
#include "registry/handover_letter.h"
#include "registry/sealed.h"

namespace caregrid::registry::handover_store {

core::Result<void> insert_handover(const access::Call& call, const Handover& handover);
/// State, child, place, answer and how far statements have gone.
core::Result<void> update_handover(const access::Call& call, const Handover& handover);
core::Result<std::optional<Handover>> find_handover(const access::Call& call, const HandoverId& id);
/// The offer of a child that waits, if there is one.
core::Result<std::optional<Handover>> find_waiting(const access::Call& call, const ChildId& child);
/// The hand-over by which a child left; the newest when there were several.
core::Result<std::optional<Handover>> find_departure(const access::Call& call,
                                                     const ChildId& child);
/// Those that wait, the longest first, at most 500.
core::Result<std::vector<Handover>> list_waiting(const access::Call& call);
/// The last answered, newest first.
core::Result<std::vector<Handover>> list_answered(const access::Call& call, int limit);
core::Result<std::vector<Handover>> list_of_child(const access::Call& call, const ChildId& child);

/// Keeps the texts of a hand-over under the key of its child, or the one reserved for it.
core::Result<void> put_texts(const access::Call& call, const Handover& handover);
core::Result<void> delete_texts(const access::Call& call, const HandoverId& id);
/// What came in and waits, under the key reserved for it.
core::Result<void> put_parcel(const access::Call& call, const Handover& handover,
                              std::string_view body);
core::Result<std::string> find_parcel(const access::Call& call, const HandoverId& id);

struct StoredLetter {
  LetterId id;
  HandoverId handover;
  std::int64_t peer = 0;
  LetterKind kind = LetterKind::offer;
};
/// Keeps a letter until it has arrived; `child` is whose key seals it, nil for the county's.
core::Result<void> insert_letter(const access::Call& call, const StoredLetter& letter,
                                 const ChildId& child, std::string_view body);
/// In the order they were written, at most 200.
core::Result<std::vector<StoredLetter>> list_letters(const access::Call& call);
/// Those of one hand-over that have not arrived.
core::Result<std::vector<StoredLetter>> list_letters_of(const access::Call& call,
                                                        const HandoverId& handover);
/// Empty once it has arrived, or the child is erased.
core::Result<std::string> find_letter_body(const access::Call& call, const LetterId& id);
core::Result<void> note_arrival(const access::Call& call, const LetterId& id);
/// False when the letter was read before.
core::Result<bool> note_reading(const access::Call& call, const access::LetterHead& head);

struct Elsewhere {
  std::int64_t peer = 0;
  ChildId child;
  std::optional<core::Date> erased_on;
};
core::Result<void> put_elsewhere(const access::Call& call, const ChildId& child,
                                 const ParcelPlace& place);
core::Result<std::vector<Elsewhere>> list_elsewhere(const access::Call& call, const ChildId& child);
/// Notes that the other county has erased its record; the child it is here, if any.
core::Result<std::optional<ChildId>> note_peer_erasure(const access::Call& call, std::int64_t peer,
                                                       const ChildId& peer_child);
core::Result<void> put_past(const access::Call& call, const ChildId& child, const HandoverId& id);
core::Result<std::vector<HandoverId>> list_past(const access::Call& call, const ChildId& child);

/// The card of any county: its own in this database, else the one somebody vouched for here.
core::Result<std::optional<access::CountyCard>> find_card(const access::Call& call,
                                                          std::int64_t county);
core::Result<void> put_own_card(const access::Call& call, const access::CountyCard& card);
core::Result<void> put_peer_card(const access::Call& call, const access::CountyCard& card,
                                 std::string_view name);
/// A county one may write to.
struct Peer {
  std::int64_t county = 0;
  std::string name;
  bool is_here = false;  ///< In this database: letters go by themselves.
};
core::Result<std::vector<Peer>> list_peers(const access::Call& call);
core::Result<std::string> county_name(const access::Call& call, std::int64_t county);

/// A statement with its source, as it goes into a parcel.
struct SentStatement {
  std::int64_t ordinal = 0;
  StatementId id;
  ParcelSource source;
  std::int64_t row = 0;
  StatementSecret secret;
};
/// In order of time. Cost: some 20 us each.
core::Result<std::vector<SentStatement>> list_sent(const access::Call& call,
                                                   const access::ChildKey& key, const ChildId& id);
/// The ordinals of a child's statements, those of records joined to it too, by the names that stay
/// the same.
core::Result<std::map<StatementId, std::int64_t>> list_statement_ids(const access::Call& call,
                                                                     std::int64_t number,
                                                                     const ChildId& id);
core::Result<void> insert_origin(const access::Call& call, std::int64_t number,
                                 std::int64_t ordinal, const StatementId& statement);
/// A source of another county, with the time it had there.
core::Result<void> insert_source(const access::Call& call, std::int64_t id,
                                 const ParcelSource& source);

/// Takes a child out of every list and away from every place; its record stays.
core::Result<void> unlist_child(const access::Call& call, std::int64_t number);
/// Its name for lists again.
core::Result<void> put_name(const access::Call& call, std::int64_t number, std::string_view name);
/// Ends today all that is assigned of a child.
core::Result<void> end_assignments(const access::Call& call, const ChildId& child);
/// Removes what hand-overs keep of a child that is being erased; how many rows.
core::Result<std::int64_t> delete_of_child(const access::Call& call, const ChildId& child);

}  // namespace caregrid::registry::handover_store
