#include "registry/handover_joining.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/blind_index.h"
#include "access/consent_store.h"
#include "core/json.h"
#include "registry/handover_parcel.h"
#include "registry/handover_store.h"
#include "registry/import_store.h"
#include "registry/matching.h"
#include "registry/reading.h"
#include "registry/redrawing.h"
#include "registry/shield_store.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/summary.h"

namespace caregrid::registry {
namespace {

using import_store::Owner;

constexpr std::string_view entry_source = "entry";
constexpr std::string_view shield_reason = "handover";

struct Incoming {
  const ParcelStatement* sent = nullptr;
  StatementSecret secret;
};
std::string json_text(std::string_view text) {
  core::json::Writer json;
  json.string(text);
  return json.take();
}

/// Puts one parcel into one record.
class Joining final {
 public:
  Joining(const access::Call& call, const Handover& handover, const LetterBody& body)
      : call_(call), handover_(handover), body_(body) {}

  /// Reads the parcel and keeps other writers of statements out.
  core::Result<void> open() {
    const auto counters = import_store::lock_counters(call_);
    auto index = access::ensure_blind_index(call_);
    if (!counters || !index) {
      return counters ? index.error() : counters.error();
    }
    counters_ = *counters;
    index_.emplace(std::move(*index));
    if (!body_.parcel) {
      return core::invalid("parcel", "parcel.format");
    }
    for (const ParcelStatement& sent : body_.parcel->statements) {
      auto secret = unpack_content(call_, sent);
      if (!secret) {
        return secret.error();
      }
      incoming_.push_back({&sent, std::move(*secret)});
    }
    return {};
  }

  /// The child this is, if it was here before or has the same official number.
  core::Result<void> find() {
    for (const ParcelPlace& place : body_.parcel->places) {
      if (place.county != call_.county) {
        continue;
      }
      const auto found = store::find_place(call_, place.child);
      if (!found) {
        return found.error();
      }
      if (*found) {
        return use((*found)->number);
      }
    }
    for (const Incoming& one : incoming_) {
      const auto number = find_by_number(one.secret.claim);
      if (!number) {
        return number.error();
      }
      if (*number != 0) {
        return use(*number);
      }
    }
    return {};
  }

  core::Result<void> use(std::int64_t number) {
    auto owner = import_store::find_owner(call_, number);
    if (owner) {
      owner_ = std::move(*owner);
    }
    return owner ? core::Result<void>() : core::Result<void>(owner.error());
  }

  [[nodiscard]] bool is_known() const { return owner_.has_value(); }
  /// A record of its own under the number and key reserved for it.
  core::Result<void> create() {
    auto key = access::find_child_key(call_, handover_.number);
    if (!key || !*key) {
      return key ? core::failure(core::Code::internal, "seal.no_key") : key.error();
    }
    std::vector<Statement> lists;
    for (const Incoming& one : incoming_) {
      if (one.secret.claim.name.empty()) {
        continue;  // What a person entered says nothing of who it is.
      }
      Statement statement;
      statement.source = static_cast<std::int64_t>(lists.size());
      statement.claim = one.secret.claim;
      lists.push_back(std::move(statement));
    }
    if (lists.empty()) {
      return core::invalid("parcel", "parcel.format");
    }
    const Summary summary = summarise(lists);
    const Situation situation{whole_county(call_).code, {}, {}, 0};
    const ChildId id =
        ChildId::derive("handed over " + std::to_string(call_.county) + "/" + handover_.id.text());
    const import_store::ChildEntry entry{handover_.number, id, summary.claim, situation};
    if (const auto done = import_store::insert_child(call_, entry, **key); !done) {
      return done;
    }
    if (const auto done = use(handover_.number); !done) {
      return done;
    }
    owner_->division = 0;
    return stand_at_county();
  }

  /// A child that comes back, and one to be hidden, first stands at the county as a new one does.
  core::Result<void> settle() {
    const bool is_back = owner_->division == 0;
    if (is_back || (body_.shielded && !stands_at_county(call_, owner_->division))) {
      if (const auto done = stand_at_county(); !done) {
        return done;
      }
    }
    if (!body_.shielded) {
      return {};
    }
    const auto shielded = store::insert_shield(call_, number(), owner_->id, shield_reason);
    return shielded ? core::Result<void>() : core::Result<void>(shielded.error());
  }

  core::Result<void> add_statements() {
    auto known = handover_store::list_statement_ids(call_, number(), owner_->id);
    auto stored = import_store::list_statements(call_, owner_->key);
    if (!known || !stored) {
      return known ? stored.error() : known.error();
    }
    next_ordinal_ = next_ordinal(*stored);
    for (Incoming& one : incoming_) {
      if (known->contains(one.sent->id)) {
        continue;
      }
      if (const auto done = add_statement(one, *known); !done) {
        return done;
      }
    }
    return {};
  }

  /// What the acceptance says of where the child is, as the newest word on it.
  core::Result<void> add_acceptance(const Acceptance& acceptance) {
    Saying home;
    home.id = {0, "residence", FactSubject::child};
    home.value["division"] = std::to_string(acceptance.division);
    home.valid_from = handover_.moves_on;
    if (const auto done = add_entry(std::move(home)); !done) {
      return done;
    }
    if (acceptance.school.empty()) {
      return {};
    }
    Saying school;
    school.id = {0, "schooling", FactSubject::child};
    school.value["school"] = json_text(acceptance.school);
    school.valid_from = handover_.moves_on;
    return add_entry(std::move(school));
  }

  core::Result<void> add_consents() {
    for (const ParcelConsent& sent : body_.parcel->consents) {
      const auto purpose = access::parse_purpose(sent.purpose);
      if (!purpose || std::ranges::find(consented_purposes, *purpose) == consented_purposes.end()) {
        return core::invalid("parcel", "parcel.format");
      }
      access::Consent consent;
      consent.id = sent.id;
      consent.purpose = *purpose;
      consent.answer = sent.answer;
      consent.relation = sent.relation;
      consent.method = sent.method;
      consent.said_on = sent.said_on;
      consent.expires_on = sent.expires_on;
      consent.child_assent = sent.child_assent;
      consent.text_version = static_cast<int>(sent.text_version);
      consent.given_by = sent.given_by;
      consent.data_kinds = sent.data_kinds;
      consent.recipient = sent.recipient;
      consent.evidence = sent.evidence;
      if (const auto done = access::insert_consent(call_, owner_->id.bytes, consent); !done) {
        return done;
      }
    }
    return {};
  }

  /// Where the child has been, so that it is known again when it comes back from anywhere.
  core::Result<void> add_past() {
    std::vector<ParcelPlace> places = body_.parcel->places;
    if (body_.child) {
      places.push_back({handover_.peer, *body_.child});
    }
    for (const ParcelPlace& place : places) {
      if (place.county == call_.county) {
        continue;
      }
      if (const auto done = handover_store::put_elsewhere(call_, owner_->id, place); !done) {
        return done;
      }
    }
    std::vector<HandoverId> past = body_.parcel->past;
    past.push_back(handover_.id);
    for (const HandoverId& id : past) {
      if (const auto done = handover_store::put_past(call_, owner_->id, id); !done) {
        return done;
      }
    }
    return {};
  }

  /// Draws the child's row, lists, counts and contradictions anew.
  core::Result<Joined> finish() {
    const auto statements = import_store::list_statements(call_, owner_->key);
    if (!statements) {
      return statements.error();
    }
    const Summary summary = summarise(*statements);
    const bool is_away = owner_->division == 0;
    const auto division = redraw_child(call_, *owner_, summary, !is_away);
    if (!division) {
      return division.error();
    }
    if (*division != owner_->division) {
      const auto left = import_store::add_to_count(call_, owner_->division, -1);
      const auto come = left ? import_store::add_to_count(call_, *division, 1) : left;
      if (!come) {
        return come.error();
      }
    }
    if (const auto noted = note_conflicts(*statements, summary, *division); !noted) {
      return noted.error();
    }
    const auto counted = import_store::update_counters(call_, counters_);
    return counted ? core::Result<Joined>(Joined{owner_->id, number(), *division})
                   : core::Result<Joined>(counted.error());
  }

 private:
  [[nodiscard]] std::int64_t number() const { return owner_->candidate.number; }

  /// The child with one of the claim's official numbers and a name that fits; 0: none.
  core::Result<std::int64_t> find_by_number(const Claim& claim) {
    const OfficialKeys keys = keys_of(claim);
    for (const std::int64_t packed : keys.all()) {
      auto owners = import_store::list_owners(call_, index_->official_number(packed));
      if (!owners) {
        return owners.error();
      }
      std::vector<Candidate> candidates(owners->size());
      std::ranges::transform(*owners, candidates.begin(), &Owner::candidate);
      if (const auto match = match_child(claim, candidates).index) {
        return candidates[*match].number;
      }
    }
    return std::int64_t{0};
  }

  core::Result<void> stand_at_county() {
    const std::int64_t county = whole_county(call_).code;
    const Claim claim = owner_->candidate.claim;
    const Situation place{county, {}, {}, 0};
    const import_store::ChildEntry entry{number(), owner_->id, claim, place};
    if (const auto done = handover_store::put_name(call_, number(), claim.name); !done) {
      return done;
    }
    if (const auto done = import_store::relist_child(call_, *owner_, entry); !done) {
      return done;
    }
    if (owner_->division != 0) {
      if (const auto left = import_store::add_to_count(call_, owner_->division, -1); !left) {
        return left;
      }
    }
    owner_->division = county;
    if (const auto moved = import_store::move_conflicts(call_, number(), county); !moved) {
      return moved;
    }
    return import_store::add_to_count(call_, county, 1);
  }

  core::Result<std::int64_t> source_of(const ParcelStatement& sent) {
    const auto known = sources_.find(sent.source);
    if (known != sources_.end()) {
      return known->second;
    }
    const auto source = std::ranges::find(body_.parcel->sources, sent.source, &ParcelSource::id);
    if (source == body_.parcel->sources.end()) {
      return core::invalid("parcel", "parcel.format");
    }
    const std::int64_t id = counters_.next_source++;
    sources_.emplace(sent.source, id);
    const auto done = handover_store::insert_source(call_, id, *source);
    return done ? core::Result<std::int64_t>(id) : core::Result<std::int64_t>(done.error());
  }

  core::Result<void> add_statement(Incoming& one, std::map<StatementId, std::int64_t>& known) {
    const auto source = source_of(*one.sent);
    if (!source) {
      return source.error();
    }
    if (one.sent->about) {
      const auto about = known.find(*one.sent->about);
      if (about == known.end() || !point_at(one.secret.facts, about->second)) {
        return core::invalid("parcel", "parcel.format");
      }
    }
    const std::int64_t ordinal = next_ordinal_++;
    ChildRecord record;
    record.row = one.sent->row;
    record.digest = one.secret.digest;
    record.claim = one.secret.claim;
    record.relations = one.secret.relations;
    record.facts = one.secret.facts;
    if (const auto done = insert(ordinal, *source, record); !done) {
      return done;
    }
    known.emplace(one.sent->id, ordinal);
    if (const auto done = handover_store::insert_origin(call_, number(), ordinal, one.sent->id);
        !done) {
      return done;
    }
    const auto keyed = claim_numbers(record.claim);
    return keyed ? note_phones(record) : keyed;
  }

  /// An entry names what it is about by its place in the record, which is another one here.
  static bool point_at(std::string& facts, std::int64_t ordinal) {
    FactStatement statement;
    statement.facts = facts;
    auto sayings = sayings_of(statement);
    if (sayings.size() != 1 || !sayings.front().about) {
      return false;
    }
    sayings.front().about->ordinal = ordinal;
    facts = pack_entry(sayings.front());
    return true;
  }

  core::Result<void> insert(std::int64_t ordinal, std::int64_t source, const ChildRecord& record) {
    return import_store::insert_statement(call_, {number(), ordinal, source}, record, owner_->key);
  }

  core::Result<void> add_entry(Saying saying) {
    saying.act = FactAct::record;
    ChildRecord record;
    record.facts = pack_entry(saying);
    const std::int64_t source = counters_.next_source++;
    const auto brought = import_store::insert_source(call_, {source, "", "", entry_source});
    return brought ? insert(next_ordinal_++, source, record) : brought;
  }

  core::Result<void> claim_numbers(const Claim& claim) {
    const OfficialKeys keys = keys_of(claim);
    for (const std::int64_t packed : keys.all()) {
      const std::int64_t key = index_->official_number(packed);
      const auto is_free = import_store::claim_key(call_, {key, 0}, number());
      if (!is_free) {
        return is_free.error();
      }
      if (!*is_free) {
        if (const auto done = share_number(key); !done) {
          return done;
        }
      }
    }
    return {};
  }

  /// A number that is another child's already: both are kept and a person looks at it.
  core::Result<void> share_number(std::int64_t key) {
    const auto owners = import_store::list_owners(call_, key);
    if (!owners) {
      return owners.error();
    }
    const auto is_mine = [&](const Owner& owner) { return owner.candidate.number == number(); };
    if (std::ranges::any_of(*owners, is_mine)) {
      return {};
    }
    const auto slot = static_cast<std::int64_t>(owners->size());
    const auto claimed = import_store::claim_key(call_, {key, slot}, number());
    if (!claimed) {
      return claimed.error();
    }
    for (const Owner& owner : *owners) {
      const auto noted = import_store::put_conflict(call_, owner.candidate.number,
                                                    "identity_number", owner.division);
      if (!noted) {
        return noted;
      }
    }
    return import_store::put_conflict(call_, number(), "identity_number", owner_->division);
  }

  core::Result<void> note_phones(const ChildRecord& record) {
    for (const StatedRelation& relation : record.relations) {
      const auto digits = read_phone(relation.phone);
      if (!digits) {
        continue;
      }
      const auto noted = import_store::put_phone(call_, {index_->phone(*digits), number()});
      if (!noted) {
        return noted;
      }
    }
    return {};
  }

  core::Result<void> note_conflicts(const std::vector<Statement>& statements,
                                    const Summary& summary, std::int64_t division) {
    if (const auto forgotten = import_store::delete_fact_conflicts(call_, number()); !forgotten) {
      return forgotten;
    }
    std::vector<std::string> fields = contested_facts(statements);
    fields.insert(fields.end(), summary.conflicts.begin(), summary.conflicts.end());
    for (const std::string& field : fields) {
      if (const auto noted = import_store::put_conflict(call_, number(), field, division); !noted) {
        return noted;
      }
    }
    return {};
  }

  const access::Call& call_;
  const Handover& handover_;
  const LetterBody& body_;
  import_store::Counters counters_;
  std::optional<access::BlindIndex> index_;
  std::vector<Incoming> incoming_;
  std::optional<Owner> owner_;
  std::map<std::int64_t, std::int64_t> sources_;  ///< Here, by the parcel's own numbers.
  std::int64_t next_ordinal_ = 0;
};

}  // namespace

core::Result<Joined> join_parcel(const access::Call& call, const Handover& handover,
                                 const LetterBody& body, const Acceptance& acceptance) {
  Joining joining(call, handover, body);
  auto step = joining.open();
  step = step ? joining.find() : step;
  if (step && !joining.is_known()) {
    step = joining.create();
  }
  step = step ? joining.settle() : step;
  step = step ? joining.add_statements() : step;
  step = step ? joining.add_acceptance(acceptance) : step;
  step = step ? joining.add_consents() : step;
  step = step ? joining.add_past() : step;
  return step ? joining.finish() : core::Result<Joined>(step.error());
}

core::Result<void> add_supplement(const access::Call& call, const Handover& handover,
                                  const LetterBody& body) {
  Joining joining(call, handover, body);
  auto step = joining.open();
  step = step ? joining.use(handover.number) : step;
  if (!step || !joining.is_known()) {
    return step;  // Erased meanwhile: nothing to add to.
  }
  step = joining.add_statements();
  step = step ? joining.add_consents() : step;
  if (!step) {
    return step;
  }
  const auto joined = joining.finish();
  return joined ? core::Result<void>() : core::Result<void>(joined.error());
}

}  // namespace caregrid::registry
