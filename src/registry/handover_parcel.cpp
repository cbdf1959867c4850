#include "registry/handover_parcel.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "access/consent.h"
#include "access/journal_key.h"
#include "access/policy.h"
#include "core/json.h"
#include "registry/fact_kinds.h"
#include "registry/handover_store.h"
#include "registry/merge_store.h"
#include "registry/saying.h"

namespace caregrid::registry {
namespace {

using handover_store::SentStatement;

/// Kinds that hold whatever somebody wrote, about anybody.
constexpr std::array<std::string_view, 3> free_kinds{"note", "other", "unread"};
/// Kinds that tell of an NGO's work with the child.
constexpr std::array<std::string_view, 1> ngo_kinds{"programme"};

bool is_consented(const HandoverScope& scope, access::Purpose purpose) {
  return std::ranges::find(scope.consented, purpose) != scope.consented.end();
}

/// What a person entered; none for a row of a list.
std::optional<Saying> entry_of(const SentStatement& sent) {
  if (!sent.source.file.empty()) {
    return std::nullopt;
  }
  FactStatement statement;
  statement.ordinal = sent.ordinal;
  statement.facts = sent.secret.facts;
  auto sayings = sayings_of(statement);
  return sayings.empty() ? std::nullopt : std::optional(std::move(sayings.front()));
}

std::string content_of(const SentStatement& sent, std::string facts) {
  ChildRecord record;
  record.digest = sent.secret.digest;
  record.claim = sent.secret.claim;
  record.relations = sent.secret.relations;
  record.facts = std::move(facts);
  std::string bytes = pack(record);
  std::string content = access::to_base64(core::as_bytes(bytes));
  core::wipe(bytes);
  return content;
}

/// The statement as it travels; none when it stays.
std::optional<ParcelStatement> travelling(const HandoverScope& scope, const SentStatement& sent,
                                          const std::map<std::int64_t, StatementId>& names) {
  ParcelStatement statement;
  statement.id = sent.id;
  statement.source = sent.source.id;
  statement.row = sent.row;
  if (!sent.source.file.empty()) {
    statement.content = content_of(sent, cut_facts(scope, sent.secret.facts));
    return statement;
  }
  const auto entry = entry_of(sent);
  if (!entry || !goes_along(scope, entry->id.kind)) {
    return std::nullopt;
  }
  statement.content = content_of(sent, sent.secret.facts);
  if (entry->about) {
    const auto about = names.find(entry->about->ordinal);
    if (about == names.end()) {
      return std::nullopt;
    }
    statement.about = about->second;
  }
  return statement;
}

ParcelConsent travelling(const access::Consent& consent) {
  ParcelConsent sent;
  sent.id = consent.id;
  sent.purpose = access::to_text(consent.purpose);
  sent.answer = consent.answer;
  sent.relation = consent.relation;
  sent.method = consent.method;
  sent.said_on = consent.said_on;
  sent.expires_on = consent.expires_on;
  sent.child_assent = consent.child_assent;
  sent.text_version = consent.text_version;
  sent.given_by = consent.given_by;
  sent.data_kinds = consent.data_kinds;
  sent.recipient = consent.recipient;
  sent.evidence = consent.evidence;
  return sent;
}

core::Result<void> add_consents(const access::Call& call, const ChildId& child,
                                const HandoverScope& scope, Parcel& parcel) {
  if (scope.consented.empty()) {
    return {};
  }
  const auto all = access::find_consents(call, child.bytes);
  if (!all) {
    return all.error();
  }
  for (const access::PurposeConsents& one : *all) {
    if (is_consented(scope, one.purpose)) {
      for (const access::Consent& consent : one.said) {
        parcel.consents.push_back(travelling(consent));
      }
    }
  }
  return {};
}

core::Result<void> add_past(const access::Call& call, const Handover& handover,
                            const ChildId& child, Parcel& parcel) {
  const auto elsewhere = handover_store::list_elsewhere(call, child);
  auto past = handover_store::list_past(call, child);
  if (!elsewhere || !past) {
    return elsewhere ? past.error() : elsewhere.error();
  }
  for (const handover_store::Elsewhere& place : *elsewhere) {
    if (!place.erased_on || place.peer == handover.peer) {
      parcel.places.push_back({place.peer, place.child});
    }
  }
  parcel.past = std::move(*past);
  return {};
}

}  // namespace

bool goes_along(const HandoverScope& scope, std::string_view kind) {
  if (std::ranges::find(free_kinds, kind) != free_kinds.end()) {
    return scope.notes;
  }
  if (std::ranges::find(ngo_kinds, kind) != ngo_kinds.end()) {
    return is_consented(scope, access::Purpose::ngo_sharing);
  }
  return true;
}

std::string cut_facts(const HandoverScope& scope, std::string_view facts) {
  core::json::Writer json;
  json.begin_object();
  const auto document = core::json::Document::parse(facts);
  if (document) {
    document->root().each_member([&](std::string_view name, core::json::View value) {
      if (goes_along(scope, read_stored_name(name).first)) {
        json.key(name).raw(value.to_text());
      }
    });
  }
  return json.end_object().take();
}

core::Result<HandoverScope> scope_today(const access::Call& call, const ChildId& child,
                                        const HandoverScope& scope) {
  HandoverScope today{scope.notes, {}};
  for (const access::Purpose purpose : scope.consented) {
    const auto holds = access::is_consented(call, child.bytes, purpose);
    if (!holds) {
      return holds.error();
    }
    if (*holds) {
      today.consented.push_back(purpose);
    }
  }
  return today;
}

namespace {

/// A child's record, or one joined to it.
struct OpenRecord {
  const access::ChildKey& key;
  const ChildId& id;
};

/// Puts those of one record's statements into the parcel that go along and are newer than an
/// ordinal; the newest looked at.
core::Result<std::int64_t> pack_record(const access::Call& call, const HandoverScope& scope,
                                       const OpenRecord& record, std::int64_t after,
                                       Parcel& parcel) {
  const auto all = handover_store::list_sent(call, record.key, record.id);
  if (!all) {
    return all.error();
  }
  std::map<std::int64_t, StatementId> names;
  std::int64_t last = after;
  for (const SentStatement& sent : *all) {
    names.emplace(sent.ordinal, sent.id);
    last = std::max(last, sent.ordinal);
  }
  for (const SentStatement& sent : *all) {
    auto statement =
        sent.ordinal > after ? travelling(scope, sent, names) : std::optional<ParcelStatement>();
    if (!statement) {
      continue;
    }
    parcel.statements.push_back(std::move(*statement));
    if (std::ranges::find(parcel.sources, sent.source.id, &ParcelSource::id) ==
        parcel.sources.end()) {
      parcel.sources.push_back(sent.source);
    }
  }
  return last;
}

}  // namespace

core::Result<Packed> pack_parcel(const access::Call& call, const Handover& handover,
                                 const ChildId& child, std::int64_t after_ordinal) {
  const auto key = access::find_child_key(call, handover.number);
  if (!key || !*key) {
    return key ? core::failure(core::Code::internal, "seal.no_key") : key.error();
  }
  const auto members = merge_store::list_members(call, handover.number);
  if (!members) {
    return members.error();
  }
  Packed packed;
  const auto last = pack_record(call, handover.scope, {**key, child}, after_ordinal, packed.parcel);
  if (!last) {
    return last.error();
  }
  packed.last_ordinal = *last;
  // Records joined to this one go along in the first parcel; nobody joins any while it is under
  // way.
  for (const merge_store::Member& member : *members) {
    if (after_ordinal >= 0) {
      break;
    }
    const auto packed_member =
        pack_record(call, handover.scope, {member.key, member.id}, -1, packed.parcel);
    if (!packed_member) {
      return packed_member.error();
    }
  }
  if (const auto done = add_consents(call, child, handover.scope, packed.parcel); !done) {
    return done.error();
  }
  const auto done = add_past(call, handover, child, packed.parcel);
  return done ? core::Result<Packed>(std::move(packed)) : core::Result<Packed>(done.error());
}

core::Result<StatementSecret> unpack_content(const access::Call& call,
                                             const ParcelStatement& statement) {
  auto bytes = access::from_base64(statement.content);
  auto secret = bytes ? unpack_statement(*bytes, call.today) : std::nullopt;
  return secret ? core::Result<StatementSecret>(std::move(*secret))
                : core::Result<StatementSecret>(core::invalid("parcel", "parcel.format"));
}

}  // namespace caregrid::registry
