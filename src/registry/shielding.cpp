#include "registry/shielding.h"

#include <string>
#include <utility>

#include "access/key_store.h"
#include "registry/import_store.h"
#include "registry/shield_store.h"
#include "registry/standing.h"
#include "registry/status_store.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;

/// The key of a child that was found, and so has one.
core::Result<access::ChildKey> key_of(const access::Call& call, std::int64_t number) {
  auto key = access::find_child_key(call, number);
  if (!key) {
    return key.error();
  }
  return *key ? core::Result<access::ChildKey>(std::move(**key))
              : core::Result<access::ChildKey>(
                    core::failure(core::Code::internal, "seal.no_key", std::to_string(number)));
}

/// What the child's sources say together; the place is the county where none is stated.
core::Result<Summary> summary_of(const access::Call& call, const access::ChildKey& key) {
  const auto statements = import_store::list_statements(call, key);
  if (!statements) {
    return statements.error();
  }
  Summary summary = summarise(*statements);
  if (summary.situation.division == 0) {
    summary.situation.division = whole_county(call).code;
  }
  return summary;
}

/// Draws the record anew and moves it in every order and count it stands in.
core::Result<void> move_child(const access::Call& call, const store::StoredChild& child,
                              const access::ChildKey& key, const Summary& summary) {
  import_store::Owner before;
  before.candidate.number = child.number;
  before.candidate.claim.name = child.row.name;
  before.candidate.claim.born_on = child.row.born_on;
  before.id = child.row.id;
  before.division = child.row.division;
  before.revision = child.revision;
  const std::int64_t to = summary.situation.division;
  const import_store::ChildEntry after{child.number, child.row.id, summary.claim, summary.situation,
                                       child.revision + 1};
  if (auto done = import_store::update_child(call, after, key); !done) {
    return done;
  }
  if (auto done = import_store::relist_child(call, before, after); !done) {
    return done;
  }
  if (auto done = import_store::add_to_count(call, before.division, -1); !done) {
    return done;
  }
  if (auto done = import_store::add_to_count(call, to, 1); !done) {
    return done;
  }
  call.changed("child", child.row.id);
  return import_store::move_conflicts(call, child.number, to);
}

core::Result<SeenChild> find_to_shield(const access::Call& call, const ChildId& id,
                                       std::string_view reason) {
  auto seen = find_seen(call, Operation::shield_child, FieldClass::shielded, id);
  if (seen && tidy(reason).empty()) {
    return core::invalid("reason", "shield.reason_missing");
  }
  return seen;
}

core::Result<std::optional<Place>> place_of(const access::Call& call, std::int64_t code) {
  const auto divisions = store::list_divisions(call, access::Area{code});
  if (!divisions) {
    return divisions.error();
  }
  const bool is_named = !divisions->empty() && divisions->front().code == code;
  return std::optional(Place{code, is_named ? divisions->front().name : std::string()});
}

}  // namespace

core::Result<void> shield_child(const access::Call& call, const ChildId& id,
                                std::string_view reason) {
  const auto seen = find_to_shield(call, id, reason);
  if (!seen) {
    return seen.error();
  }
  const store::StoredChild& child = seen->child;
  const auto is_new = store::insert_shield(call, child.number, id, reason);
  if (!is_new) {
    return is_new.error();
  }
  if (!*is_new) {
    return core::failure(core::Code::conflict, "shield.already");
  }
  const auto key = key_of(call, child.number);
  if (!key) {
    return key.error();
  }
  auto summary = summary_of(call, *key);
  if (!summary) {
    return summary.error();
  }
  hide_place(call, summary->situation);
  if (const auto gone = status_store::delete_answers(call, child.number); !gone) {
    return gone;
  }
  return move_child(call, child, *key, *summary);
}

core::Result<void> lift_shield(const access::Call& call, const ChildId& id,
                               std::string_view reason) {
  const auto seen = find_to_shield(call, id, reason);
  if (!seen) {
    return seen.error();
  }
  const auto was_there = store::delete_shield(call, seen->child.number);
  if (!was_there) {
    return was_there.error();
  }
  if (!*was_there) {
    return core::failure(core::Code::conflict, "shield.none");
  }
  const auto key = key_of(call, seen->child.number);
  if (!key) {
    return key.error();
  }
  const auto summary = summary_of(call, *key);
  return summary ? move_child(call, seen->child, *key, *summary)
                 : core::Result<void>(summary.error());
}

core::Result<ShieldedPlaces> unmask_shielded(const access::Call& call, const ChildId& id,
                                             std::string_view reason) {
  const auto seen = find_seen(call, Operation::unmask_shielded, FieldClass::shielded, id);
  if (!seen) {
    return seen.error();
  }
  if (tidy(reason).empty()) {
    return core::invalid("reason", "unmask.reason_missing");
  }
  if (!seen->views.shows(access::Field::shielded_place)) {
    return core::failure(core::Code::forbidden, "access.purpose");
  }
  if (!seen->standing.is_shielded) {
    return core::failure(core::Code::conflict, "shield.none");
  }
  const auto key = key_of(call, seen->child.number);
  if (!key) {
    return key.error();
  }
  const auto summary = summary_of(call, *key);
  const auto statements = store::list_statements(call, seen->child.number);
  if (!summary || !statements) {
    return summary ? statements.error() : summary.error();
  }
  auto home = place_of(call, summary->situation.division);
  if (!home) {
    return home.error();
  }
  ShieldedPlaces places{std::move(*home), {}, {}};
  if (!summary->situation.school.empty()) {
    places.school = summary->situation.school;
  }
  for (const store::StoredStatement& statement : *statements) {
    for (const store::StoredRelation& stored : statement.relations) {
      const Relation& relation = stored.relation;
      places.relations.push_back({relation.role, relation.name, stored.phone, relation.place});
    }
  }
  return places;
}

}  // namespace caregrid::registry
