#include "registry/child_import.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "access/key_store.h"
#include "registry/child_fields.h"
#include "registry/reading.h"
#include "registry/redrawing.h"
#include "registry/sent_list_store.h"
#include "registry/standing.h"

namespace caregrid::registry {
namespace {

using intake::Outcome;

/// A UUIDv7 of the moment of the call whose random bits are the child's number, then the keyed hash
/// of its row: ids of one batch rise with the numbers, a replay gives the same ones, and nobody
/// can try guesses of a row against them.
ChildId make_child_id(core::Instant now, std::int64_t number, std::int64_t digest) {
  const auto millis = static_cast<std::uint64_t>(now.micros / 1000);
  const auto count = static_cast<std::uint64_t>(number);
  const std::uint64_t high = millis << 16U | 0x7000U | (count >> 20U & 0xFFFU);
  const std::uint64_t low = std::uint64_t{2} << 62U | (count & 0xFFFFFU) << 42U |
                            (static_cast<std::uint64_t>(digest) & 0x3FFFFFFFFFFU);
  ChildId id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<std::byte>(high >> (56U - 8U * i));
    id.bytes[i + 8] = static_cast<std::byte>(low >> (56U - 8U * i));
  }
  return id;
}

void warn(ChildRecord& record, ChildField field, std::string_view reason) {
  record.warnings.push_back({static_cast<std::size_t>(field), std::string(reason), {}});
}

Statement statement_of(const access::Call& call, const ChildRecord& record, std::int64_t ordinal,
                       const SheetSource& source) {
  const FactOrigin origin{{source.file, source.sheet, record.row, call.now}, {}};
  return {ordinal,          source.id,
          source.file,      source.sheet,
          record.digest,    record.claim,
          record.situation, sayings_of({ordinal, origin, record.facts, record.relations})};
}

std::optional<std::size_t> match_among(const Claim& claim,
                                       std::span<const import_store::Owner> all) {
  std::vector<Candidate> candidates;
  candidates.reserve(all.size());
  for (const import_store::Owner& owner : all) {
    candidates.push_back(owner.candidate);
    if (owner.known_as) {
      candidates.back().claim = *owner.known_as;
    }
  }
  return match_child(claim, candidates).index;
}

/// The field whose contradiction a conflict's name means, for the warning of the row.
ChildField field_of(std::string_view conflict) {
  if (conflict == "sex") {
    return ChildField::sex;
  }
  if (conflict == "born_on") {
    return ChildField::born_on;
  }
  return conflict == "name" ? ChildField::name : ChildField::identity_number;
}

}  // namespace

SheetSource sheet_source_of(const intake::Source& source) {
  SheetSource sheet{std::string(source.file), std::string(source.sheet)};
  if (source.sender.empty() && !source.role) {
    return sheet;
  }
  sheet.sender = source.sender;
  sheet.role = source.role.value_or(intake::ListRole::other);
  sheet.list = list_number_of(source);
  return sheet;
}

std::int64_t ChildImport::place_of(const Situation& situation) const {
  return situation.division != 0 ? situation.division : whole_county(call_).code;
}

core::Result<void> ChildImport::begin() {
  const auto counters = import_store::lock_counters(call_);
  if (!counters) {
    return counters.error();
  }
  auto index = access::ensure_blind_index(call_);
  if (!index) {
    return index.error();
  }
  index_.emplace(std::move(*index));
  counters_ = *counters;
  first_new_ = counters_.next_child;
  return ensure_list();
}

/// Reserves the official numbers, or the content of one without any, for the next child.
core::Result<void> ChildImport::claim_numbers(const ChildRecord& record) {
  const OfficialKeys keys = blind_keys_of(record.claim);
  for (const std::int64_t key : keys.all()) {
    const auto is_new = import_store::claim_key(call_, {key, 0}, counters_.next_child);
    if (!is_new) {
      return is_new.error();
    }
    if (!*is_new) {
      return core::failure(core::Code::conflict, "child.number_known");
    }
  }
  if (keys.count > 0) {
    return {};
  }
  const std::int64_t digest = index_->source_row(record.digest);
  const auto known = import_store::find_by_digest(call_, digest);
  if (!known) {
    return known.error();
  }
  return *known ? core::failure(core::Code::conflict, "child.same_record")
                : import_store::insert_digest(call_, digest, counters_.next_child);
}

core::Result<ChildId> ChildImport::register_new(ChildRecord& record) {
  if (const auto begun = begin(); !begun) {
    return begun.error();
  }
  const import_store::Counters before = counters_;
  if (const auto claimed = claim_numbers(record); !claimed) {
    return claimed.error();
  }
  if (const auto created = create(record); !created) {
    return created.error();
  }
  const auto done = finish(before);
  return done ? core::Result<ChildId>(created_) : core::Result<ChildId>(done.error());
}

core::Result<std::vector<intake::RowResult>> ChildImport::store(std::span<ChildRecord> records) {
  if (const auto begun = begin(); !begun) {
    return begun.error();
  }
  const import_store::Counters before = counters_;
  std::vector<intake::RowResult> results(records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    ChildRecord& record = records[i];
    if (record.problems.empty() && !call_.actor.area.covers(place_of(record.situation))) {
      record.problems.push_back(
          {static_cast<std::size_t>(ChildField::village), "village.outside_area", {}});
    }
    if (!record.problems.empty()) {
      results[i] = {Outcome::rejected, std::move(record.problems), {}};
      continue;
    }
    const auto outcome = place(record);
    if (!outcome) {
      return outcome.error();
    }
    if (source_.list != 0) {
      const auto noted =
          sent_lists::put_member(call_, {source_.list, placed_child_, record.row, placed_ordinal_});
      if (!noted) {
        return noted.error();
      }
    }
    results[i] = {*outcome, {}, std::move(record.warnings)};
  }
  if (const auto done = finish(before); !done) {
    return done.error();
  }
  return results;
}

core::Result<void> ChildImport::finish(const import_store::Counters& before) {
  for (const auto& [division, children] : added_) {
    if (children == 0) {
      continue;
    }
    if (const auto done = import_store::add_to_count(call_, division, children); !done) {
      return done;
    }
  }
  if (const auto done = store_phones(); !done) {
    return done;
  }
  if (counters_.next_child > first_new_) {
    if (const auto listed = import_store::list_new_children(call_, first_new_); !listed) {
      return listed;
    }
  }
  return counters_ == before ? core::Result<void>()
                             : import_store::update_counters(call_, counters_);
}

OfficialKeys ChildImport::blind_keys_of(const Claim& claim) const {
  OfficialKeys keys = keys_of(claim);
  for (std::size_t i = 0; i < keys.count; ++i) {
    keys.key[i] = index_->official_number(keys.key[i]);
  }
  return keys;
}

void ChildImport::note_phones(std::int64_t child, const ChildRecord& record) {
  for (const StatedRelation& relation : record.relations) {
    if (const auto digits = read_phone(relation.phone)) {
      phones_.push_back({index_->phone(*digits), child});
    }
  }
}

/// In rising order, so that the table is walked once and not entered at random for each.
core::Result<void> ChildImport::store_phones() {
  std::ranges::sort(phones_);
  const auto rest = std::ranges::unique(phones_);
  phones_.erase(rest.begin(), rest.end());
  for (const import_store::PhoneOwner& owner : phones_) {
    if (const auto done = import_store::put_phone(call_, owner); !done) {
      return done;
    }
  }
  return {};
}

core::Result<void> ChildImport::ensure_list() {
  if (source_.list == 0) {
    return {};
  }
  SentList list;
  list.id = source_.list;
  list.file = source_.file;
  list.sheet = source_.sheet;
  list.role = source_.role;
  list.sender = source_.sender;
  return sent_lists::insert_list(call_, list);
}

core::Result<void> ChildImport::ensure_source() {
  if (source_.id != 0) {
    return {};
  }
  const std::int64_t id = counters_.next_source++;
  const auto done =
      import_store::insert_source(call_, {id, source_.file, source_.sheet, source_.kind});
  if (done) {
    source_.id = id;
  }
  return done;
}

core::Result<Outcome> ChildImport::place(ChildRecord& record) {
  const OfficialKeys keys = blind_keys_of(record.claim);
  if (keys.count == 0) {
    return place_by_digest(record);
  }
  const auto is_new = import_store::claim_key(call_, {keys.key[0], 0}, counters_.next_child);
  if (!is_new) {
    return is_new.error();
  }
  return *is_new ? place_new_key(record, keys) : place_by_key(record, keys);
}

core::Result<Outcome> ChildImport::place_by_digest(ChildRecord& record) {
  const std::int64_t digest = index_->source_row(record.digest);
  const auto known = import_store::find_by_digest(call_, digest);
  if (!known) {
    return known.error();
  }
  if (*known) {
    return append(record, **known);
  }
  const auto noted = import_store::insert_digest(call_, digest, counters_.next_child);
  return noted ? create(record) : core::Result<Outcome>(noted.error());
}

/// The strongest number is new and reserved for the next child; a weaker one may know the child.
core::Result<Outcome> ChildImport::place_new_key(ChildRecord& record, const OfficialKeys& keys) {
  for (const std::int64_t key : keys.all().subspan(1)) {
    const auto is_new = import_store::claim_key(call_, {key, 0}, counters_.next_child);
    if (!is_new) {
      return is_new.error();
    }
    if (*is_new) {
      continue;
    }
    const auto owners = import_store::list_owners(call_, key);
    if (!owners) {
      return owners.error();
    }
    const auto index = match_among(record.claim, *owners);
    if (!index) {
      warn(record, ChildField::student_number, "student_number.used_by_other");
      record.conflicts.push_back("student_number");
      continue;
    }
    const Owner& owner = (*owners)[*index];
    const auto moved = import_store::update_key(call_, {keys.key[0], 0}, owner.candidate.number);
    return moved ? append(record, owner) : core::Result<Outcome>(moved.error());
  }
  return create(record);
}

core::Result<Outcome> ChildImport::place_by_key(ChildRecord& record, const OfficialKeys& keys) {
  const auto owners = import_store::list_owners(call_, keys.key[0]);
  if (!owners) {
    return owners.error();
  }
  const auto index = match_among(record.claim, *owners);
  if (!index) {
    return create_contested(record, keys, *owners);
  }
  const Owner& owner = (*owners)[*index];
  for (const std::int64_t key : keys.all().subspan(1)) {
    const auto claimed = import_store::claim_key(call_, {key, 0}, owner.candidate.number);
    if (!claimed) {
      return claimed.error();
    }
  }
  return append(record, owner);
}

/// The number is another child's with a clearly different name: two children, both kept, both
/// marked for a person to look at.
core::Result<Outcome> ChildImport::create_contested(ChildRecord& record, const OfficialKeys& keys,
                                                    std::span<const Owner> owners) {
  const auto slot = static_cast<std::int64_t>(owners.size());
  const auto claimed = import_store::claim_key(call_, {keys.key[0], slot}, counters_.next_child);
  if (!claimed) {
    return claimed.error();
  }
  constexpr std::array<std::string_view, 1> contested{"identity_number"};
  for (const Owner& owner : owners) {
    const auto noted = note_conflicts(owner.candidate.number, contested, owner.division);
    if (!noted) {
      return noted.error();
    }
  }
  warn(record, ChildField::identity_number, "id_number.used_by_other");
  record.conflicts.push_back("identity_number");
  return create(record);
}

core::Result<Outcome> ChildImport::create(ChildRecord& record) {
  if (const auto ready = ensure_source(); !ready) {
    return ready.error();
  }
  const std::int64_t number = counters_.next_child++;
  record.situation.division = place_of(record.situation);
  const ChildId id = make_child_id(call_.now, number, index_->source_row(record.digest));
  const auto key = access::make_child_key(call_, number);
  if (!key) {
    return key.error();
  }
  const auto inserted =
      import_store::insert_child(call_, {number, id, record.claim, record.situation}, *key);
  if (!inserted) {
    return inserted.error();
  }
  const auto stated = import_store::insert_statement(call_, {number, 0, source_.id}, record, *key);
  if (!stated) {
    return stated.error();
  }
  placed_child_ = number;
  placed_ordinal_ = 0;
  note_phones(number, record);
  const std::vector<std::string_view> conflicts(record.conflicts.begin(), record.conflicts.end());
  const auto noted = note_conflicts(number, conflicts, record.situation.division);
  if (!noted) {
    return noted.error();
  }
  ++added_[record.situation.division];
  call_.changed("child", id);
  created_ = id;
  return Outcome::created;
}

core::Result<Outcome> ChildImport::append(ChildRecord& record, const Owner& owner) {
  auto statements = import_store::list_statements(call_, owner.key);
  if (!statements) {
    return statements.error();
  }
  placed_child_ = owner.candidate.number;
  if (is_known(*statements, record, source_.file, source_.sheet)) {
    const auto same = std::ranges::find(*statements, record.digest, &Statement::digest);
    placed_ordinal_ = same == statements->end() ? 0 : same->ordinal;
    return Outcome::unchanged;
  }
  if (const auto ready = ensure_source(); !ready) {
    return ready.error();
  }
  const std::int64_t ordinal = next_ordinal(*statements);
  placed_ordinal_ = ordinal;
  const auto stated = import_store::insert_statement(
      call_, {owner.candidate.number, ordinal, source_.id}, record, owner.key);
  if (!stated) {
    return stated.error();
  }
  note_phones(owner.candidate.number, record);
  statements->push_back(statement_of(call_, record, ordinal, source_));
  const Summary summary = summarise(*statements);
  for (const std::string_view conflict : summary.conflicts) {
    warn(record, field_of(conflict), "conflict.sources_disagree");
  }
  const std::vector<std::string_view> own(record.conflicts.begin(), record.conflicts.end());
  const auto noted = note_conflicts(owner.candidate.number, own, owner.division);
  if (!noted) {
    return noted.error();
  }
  const std::vector<std::string> contested = contested_facts(*statements);
  const std::vector<std::string_view> kinds(contested.begin(), contested.end());
  if (const auto added = note_conflicts(owner.candidate.number, kinds, owner.division); !added) {
    return added.error();
  }
  const auto redrawn = redraw(owner, summary);
  return redrawn ? core::Result<Outcome>(Outcome::updated) : core::Result<Outcome>(redrawn.error());
}

core::Result<void> ChildImport::redraw(const Owner& owner, const Summary& summary) {
  const std::int64_t number = owner.candidate.number;
  const auto division = redraw_child(call_, owner, summary, number < first_new_);
  if (!division) {
    return division.error();
  }
  if (*division != owner.division) {
    --added_[owner.division];
    ++added_[*division];
  }
  return note_conflicts(number, summary.conflicts, *division);
}

core::Result<void> ChildImport::note_conflicts(std::int64_t child,
                                               std::span<const std::string_view> fields,
                                               std::int64_t division) {
  for (const std::string_view field : fields) {
    if (const auto noted = import_store::put_conflict(call_, child, field, division); !noted) {
      return noted;
    }
  }
  return {};
}

}  // namespace caregrid::registry
