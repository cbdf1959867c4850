#include "access/conflict_of_interest.h"

#include <algorithm>
#include <utility>

#include "access/conflict_of_interest_store.h"
#include "access/policy.h"
#include "access/store.h"

namespace caregrid::access {
namespace {

constexpr std::size_t note_length_max = 1'000;

bool sees_children(Role role) { return ceiling_of(role, Operation::see_children).has_value(); }

bool is_above(const Actor& actor, const ConflictParty& party) {
  const bool is_chief = actor.role == Role::supervisor || actor.role == Role::county;
  const bool is_inside = actor.area.covers(party.area.code);
  return is_chief && is_inside && actor.account != party.account;
}

}  // namespace

bool may_declare(const Actor& actor, const ConflictParty& party) {
  return actor.account == party.account || is_above(actor, party);
}

bool may_end(const Actor& actor, const ConflictParty& party) { return is_above(actor, party); }

core::Result<bool> has_conflict(const Call& call, const core::IdBytes& child) {
  return find_conflict_today(call, child);
}

core::Result<std::vector<core::IdBytes>> conflicted_children(const Call& call) {
  return list_conflicted(call);
}

core::Result<void> declare_conflict(const Call& call, const ConflictOfInterest& conflict) {
  const auto party = find_party(call, conflict.account);
  if (!party) {
    return party.error();
  }
  if (!*party || !sees_children((*party)->role)) {
    return core::failure(core::Code::not_found, "conflict.account");
  }
  if (!may_declare(call.actor, **party)) {
    return core::failure(core::Code::forbidden, "access.role");
  }
  if (conflict.note.empty()) {
    return core::invalid("note", "conflict.note");
  }
  if (conflict.note.size() > note_length_max) {
    return core::invalid("note", "text.too_long", std::to_string(note_length_max));
  }
  ConflictOfInterest stored = conflict;
  stored.valid_from = call.today;
  stored.valid_to.reset();
  stored.declared_by = call.actor.account;
  stored.declared_at = call.now;
  if (const auto done = insert_conflict(call, stored); !done) {
    return done;
  }
  call.changed("conflict_of_interest", stored.id);
  return {};
}

core::Result<void> end_conflict(const Call& call, ConflictId id, const core::IdBytes& child) {
  auto declared = list_conflicts_of(call, child);
  if (!declared) {
    return declared.error();
  }
  const auto found = std::ranges::find(*declared, id, &ConflictOfInterest::id);
  if (found == declared->end() || !found->holds_on(call.today)) {
    return core::failure(core::Code::not_found, "conflict.not_found");
  }
  const auto party = find_party(call, found->account);
  if (!party) {
    return party.error();
  }
  if (*party && !may_end(call.actor, **party)) {
    return core::failure(core::Code::forbidden, "conflict.own");
  }
  found->valid_to = call.today;
  if (const auto done = update_conflict_end(call, *found); !done) {
    return done;
  }
  call.changed("conflict_of_interest", id);
  return {};
}

core::Result<std::vector<ConflictOfInterest>> list_conflicts_of_interest(
    const Call& call, const core::IdBytes& child) {
  return list_conflicts_of(call, child);
}

core::Result<std::vector<ConflictCandidate>> list_conflict_candidates(const Call& call) {
  const auto accounts = list_accounts_inside(call.transaction, call.actor.area);
  if (!accounts) {
    return accounts.error();
  }
  std::vector<ConflictCandidate> candidates;
  for (const Account& account : *accounts) {
    const ConflictParty party{account.id, account.role, account.area};
    if (account.is_active && sees_children(account.role) && may_declare(call.actor, party)) {
      candidates.push_back({account.id, account.name, account.role});
    }
  }
  return candidates;
}

}  // namespace caregrid::access
