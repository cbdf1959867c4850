#include "registry/merge.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <ranges>
#include <string>
#include <utility>

#include "access/consent.h"
#include "access/consent_store.h"
#include "access/policy.h"
#include "registry/handover_store.h"
#include "registry/import_store.h"
#include "registry/merge_store.h"
#include "registry/redrawing.h"
#include "registry/shield_store.h"
#include "registry/standing.h"
#include "registry/status_store.h"
#include "registry/summary.h"

namespace caregrid::registry {
namespace {

using access::FieldClass;
using access::Operation;
using import_store::Owner;

core::Error no_child() { return core::failure(core::Code::not_found, "child.not_found"); }

core::Error no_merge() { return core::failure(core::Code::not_found, "merge.not_found"); }

/// Merges and parts rows; who may was asked before.
class Joiner final {
 public:
  Joiner(const access::Call& call, FollowElsewhere follow) : call_(call), follow_(follow) {}

  /// Shows `merge.merged` in the record of `merge.kept`; both are shown themselves.
  core::Result<void> join(const Merge& merge) {
    const auto before = standings_of(merge);
    if (!before) {
      return before.error();
    }
    const auto unlisted = merge_store::unlist(call_, merge.merged);
    const auto unsaid = unlisted ? status_store::delete_answers(call_, merge.merged) : unlisted;
    const auto hung = unsaid ? merge_store::hang(call_, merge) : unsaid;
    const auto followed = hung ? follow_all(merge) : hung;
    const auto refused = followed ? refuse_again(merge, *before) : followed;
    const auto drawn = refused ? redraw(merge.kept, &merge) : refused;
    if (!drawn) {
      return drawn;
    }
    call_.changed("child", merge.merged_id);
    return {};
  }

  /// The reverse of `join`.
  core::Result<void> part(const Merge& merge) {
    const auto shielded = merge_store::is_shielded_since(call_, merge.kept, merge.at);
    if (!shielded) {
      return shielded.error();
    }
    const auto unfollowed = unfollow_all(merge);
    const auto unhung = unfollowed ? merge_store::unhang(call_, merge) : unfollowed;
    const auto settled = unhung ? merge_store::delete_logged_conflicts(call_, merge) : unhung;
    const auto listed = settled ? list_again(merge) : settled;
    if (!listed) {
      return listed;
    }
    if (*shielded) {  // What hid the kept child since may have been meant for this one.
      const auto hidden = store::insert_shield(call_, merge.merged, merge.merged_id, "");
      if (!hidden) {
        return hidden.error();
      }
    }
    if (const auto drawn = redraw(merge.merged, nullptr); !drawn) {
      return drawn;
    }
    const auto others = others_into(merge);
    if (!others) {
      return others.error();
    }
    if (const auto followed = follow_again(*others); !followed) {
      return followed;
    }
    // What still contradicts does so for the sake of the others: theirs to take back.
    return redraw(merge.kept, others->empty() ? nullptr : &others->back());
  }

 private:
  using Standings = std::vector<access::PurposeConsents>;

  core::Result<Owner> owner_of(std::int64_t child) {
    auto owner = import_store::find_owner(call_, child);
    if (!owner) {
      return owner.error();
    }
    return *owner ? core::Result<Owner>(std::move(**owner)) : core::Result<Owner>(no_child());
  }

  /// Draws a child that is in lists anew from all its statements. With `cause`, contradictions that
  /// are new are noted as that merge's.
  core::Result<void> redraw(std::int64_t child, const Merge* cause) {
    const auto owner = owner_of(child);
    if (!owner) {
      return owner.error();
    }
    const auto statements = import_store::list_statements(call_, owner->key);
    if (!statements) {
      return statements.error();
    }
    Summary summary = summarise(*statements);
    const auto shielded = store::is_shielded(call_, child);
    if (!shielded) {
      return shielded.error();
    }
    if (*shielded) {
      hide_place(call_, summary.situation);
    }
    const auto division = redraw_child(call_, *owner, summary, true);
    if (!division) {
      return division.error();
    }
    if (*division != owner->division) {
      const auto left = import_store::add_to_count(call_, owner->division, -1);
      const auto come = left ? import_store::add_to_count(call_, *division, 1) : left;
      if (!come) {
        return come;
      }
    }
    std::vector<std::string> fields = contested_facts(*statements);
    fields.insert(fields.end(), summary.conflicts.begin(), summary.conflicts.end());
    return note_conflicts(child, fields, *division, cause);
  }

  core::Result<void> note_conflicts(std::int64_t child, const std::vector<std::string>& fields,
                                    std::int64_t division, const Merge* cause) {
    for (const std::string& field : fields) {
      const auto logged =
          cause == nullptr ? core::Result<void>() : merge_store::log_conflict(call_, *cause, field);
      const auto noted =
          logged ? import_store::put_conflict(call_, child, field, division) : logged;
      if (!noted) {
        return noted;
      }
    }
    return {};
  }

  core::Result<void> list_again(const Merge& merge) {
    const auto owner = owner_of(merge.merged);
    return owner ? merge_store::relist(call_, merge.merged, owner->candidate.claim.name)
                 : core::Result<void>(owner.error());
  }

  core::Result<void> follow_all(const Merge& merge) {
    if (const auto copied = copy_consents(merge); !copied) {
      return copied;
    }
    const auto followed = merge_store::follow(call_, merge);
    return followed ? follow_({merge.id, merge.merged_id, merge.kept_id, false}) : followed;
  }

  core::Result<void> unfollow_all(const Merge& merge) {
    if (const auto taken = take_consents_back(merge); !taken) {
      return taken;
    }
    const auto undone = merge_store::unfollow(call_, merge);
    return undone ? follow_({merge.id, merge.merged_id, merge.kept_id, true}) : undone;
  }

  /// The other merges into the same child that hold.
  core::Result<std::vector<Merge>> others_into(const Merge& merge) {
    auto others = merge_store::list_merges_into(call_, merge.kept);
    if (others) {
      std::erase_if(*others, [&](const Merge& other) { return other.id == merge.id; });
    }
    return others;
  }

  /// What the merge just undone had copied may be owed to another child shown here as well.
  core::Result<void> follow_again(const std::vector<Merge>& others) {
    for (const Merge& other : others) {
      const auto copied = copy_consents(other);
      const auto followed = copied ? merge_store::follow(call_, other) : copied;
      if (!followed) {
        return followed;
      }
    }
    return {};
  }

  core::Result<void> copy_consents(const Merge& merge) {
    const auto said = access::list_consents(call_, merge.merged_id.bytes);
    if (!said) {
      return said.error();
    }
    for (const access::Consent& consent : *said) {
      if (const auto copied = copy_consent(merge, consent); !copied) {
        return copied;
      }
    }
    return {};
  }

  core::Result<void> copy_consent(const Merge& merge, const access::Consent& consent) {
    const auto known = access::has_consent(call_, merge.kept_id.bytes, consent);
    if (!known || *known) {
      return known ? core::Result<void>() : core::Result<void>(known.error());
    }
    const auto noted =
        merge_store::log(call_, merge.id, "consent",
                         {consent.id.bytes, std::string(access::to_text(consent.purpose))});
    return noted ? access::copy_consent(call_, merge.kept_id.bytes, consent) : noted;
  }

  core::Result<void> take_consents_back(const Merge& merge) {
    const auto copies = merge_store::take_logged(call_, merge.id, "consent");
    if (!copies) {
      return copies.error();
    }
    for (const merge_store::Logged& copy : *copies) {
      access::Consent consent;
      consent.id = access::ConsentId{copy.record};
      consent.purpose = access::parse_purpose(copy.note).value_or(access::Purpose::emergency);
      const auto gone = access::delete_consent(call_, merge.kept_id.bytes, consent);
      if (!gone) {
        return gone;
      }
    }
    const auto said = access::list_consents(call_, merge.kept_id.bytes);
    if (!said) {
      return said.error();
    }
    for (const access::Consent& consent : *said) {
      const bool is_no = consent.answer != access::ConsentAnswer::given;
      if (!is_no || consent.recorded_at <= merge.at) {
        continue;
      }
      const auto told = access::copy_consent(call_, merge.merged_id.bytes, consent);
      if (!told) {
        return told;
      }
    }
    return {};
  }

  /// What held for either of the two, one after the other.
  core::Result<Standings> standings_of(const Merge& merge) {
    auto kept = access::find_consents(call_, merge.kept_id.bytes);
    auto merged = access::find_consents(call_, merge.merged_id.bytes);
    if (!kept || !merged) {
      return kept ? merged.error() : kept.error();
    }
    std::ranges::move(*merged, std::back_inserter(*kept));
    return kept;
  }

  /// Whoever said no of either child said it of this one: a consent to the other does not undo it.
  core::Result<void> refuse_again(const Merge& merge, const Standings& before) {
    for (const access::PurposeConsents& one : before) {
      const bool is_refused = one.standing.state == access::ConsentState::refused;
      if (!is_refused && one.standing.state != access::ConsentState::withdrawn) {
        continue;
      }
      const auto holds = access::is_consented(call_, merge.kept_id.bytes, one.purpose);
      if (!holds) {
        return holds.error();
      }
      if (!*holds) {
        continue;
      }
      const std::string purpose(access::to_text(one.purpose));
      access::Consent no;
      no.id = access::ConsentId::derive("merge" + merge.id.text() + purpose);
      no.purpose = one.purpose;
      no.answer = is_refused ? access::ConsentAnswer::refused : access::ConsentAnswer::withdrawn;
      no.said_on = call_.today;
      no.text_version = one.said.empty() ? 1 : one.said.front().text_version;
      const auto noted = merge_store::log(call_, merge.id, "consent", {no.id.bytes, purpose});
      const auto said = noted ? access::insert_consent(call_, merge.kept_id.bytes, no) : noted;
      if (!said) {
        return said;
      }
    }
    return {};
  }

  const access::Call& call_;
  FollowElsewhere follow_;
};

core::Result<SeenChild> find_to_link(const access::Call& call, const ChildId& id) {
  return find_seen(call, Operation::link_children, FieldClass::personal, id);
}

core::Result<void> may_join(const access::Call& call, const MergeWish& wish,
                            const store::StoredChild& kept, const store::StoredChild& merged) {
  if (kept.number == merged.number) {
    return core::invalid("merged", "merge.same_child");
  }
  if (is_away(kept.row.division) || is_away(merged.row.division)) {
    return core::failure(core::Code::conflict, "merge.child_away");
  }
  for (const ChildId& child : {kept.row.id, merged.row.id}) {
    const auto moving = handover_store::find_waiting(call, child);
    if (!moving || *moving) {
      return moving ? core::failure(core::Code::conflict, "merge.handover_waits") : moving.error();
    }
    const auto waits = merge_store::waits_for_erasure(call, child);
    if (!waits) {
      return waits.error();
    }
    if (*waits) {
      return core::failure(core::Code::conflict, "merge.erasure_waits");
    }
  }
  const auto parted = merge_store::is_parted(call, kept.number, merged.number);
  if (!parted) {
    return parted.error();
  }
  return *parted && wish.origin == MergeOrigin::linkage
             ? core::failure(core::Code::conflict, "merge.parted")
             : core::Result<void>();
}

core::Result<Merge> plan_merge(const access::Call& call, const MergeWish& wish,
                               const store::StoredChild& kept, const store::StoredChild& merged) {
  const auto first = merge_store::next_ordinal(call, kept.number);
  const auto own = merge_store::next_ordinal(call, merged.number);
  if (!first || !own) {
    return first ? own.error() : first.error();
  }
  Merge merge;
  merge.id = wish.id;
  merge.kept = kept.number;
  merge.merged = merged.number;
  merge.kept_id = kept.row.id;
  merge.merged_id = merged.row.id;
  merge.first_ordinal = *first;
  merge.ordinals = *own;
  merge.origin = wish.origin;
  merge.probability = wish.probability;
  merge.at = call.now;
  merge.account = call.actor.account;
  return merge;
}

/// The merges that hide `child`, the outermost first.
core::Result<std::vector<Merge>> chain_above(const access::Call& call, std::int64_t child) {
  std::vector<Merge> chain;
  for (;;) {
    auto above = merge_store::find_merge_of(call, child);
    if (!above) {
      return above.error();
    }
    if (!*above) {
      std::ranges::reverse(chain);
      return chain;
    }
    child = (*above)->kept;
    chain.push_back(std::move(**above));
  }
}

/// Undoes a merge below others: those are opened from outside in, and closed again.
core::Result<void> part_within(const access::Call& call, const Merge& merge,
                               FollowElsewhere follow) {
  auto chain = chain_above(call, merge.kept);
  if (!chain) {
    return chain.error();
  }
  Joiner joiner(call, follow);
  for (const Merge& outer : *chain) {
    if (const auto opened = joiner.part(outer); !opened) {
      return opened;
    }
  }
  if (const auto undone = joiner.part(merge); !undone) {
    return undone;
  }
  for (const Merge& outer : *chain | std::views::reverse) {
    if (const auto closed = joiner.join(outer); !closed) {
      return closed;
    }
  }
  return merge_store::update_undone(call, merge.id);
}

}  // namespace

core::Result<Merge> merge_children(const access::Call& call, const MergeWish& wish,
                                   FollowElsewhere follow) {
  if (const auto locked = import_store::lock_counters(call); !locked) {
    return locked.error();
  }
  const auto known = merge_store::find_merge(call, wish.id);
  if (!known) {
    return known.error();
  }
  if (*known) {
    return **known;
  }
  const auto kept = find_to_link(call, wish.kept);
  const auto merged = kept ? find_to_link(call, wish.merged) : kept;
  if (!merged) {
    return merged.error();
  }
  if (const auto allowed = may_join(call, wish, kept->child, merged->child); !allowed) {
    return allowed.error();
  }
  auto merge = plan_merge(call, wish, kept->child, merged->child);
  if (!merge) {
    return merge;
  }
  const auto stored = merge_store::insert_merge(call, *merge);
  const auto joined = stored ? Joiner(call, follow).join(*merge) : stored;
  return joined ? std::move(merge) : core::Result<Merge>(joined.error());
}

core::Result<Merge> undo_merge(const access::Call& call, const MergeId& id,
                               FollowElsewhere follow) {
  if (const auto locked = import_store::lock_counters(call); !locked) {
    return locked.error();
  }
  auto merge = merge_store::find_merge(call, id);
  if (!merge) {
    return merge.error();
  }
  if (!*merge) {
    return no_merge();
  }
  // The merged child's id leads to the one that shows it, as far out as that is.
  if (const auto seen = find_to_link(call, (*merge)->merged_id); !seen) {
    return seen.error();
  }
  if ((*merge)->undone_at) {
    return std::move(**merge);
  }
  if (const auto parted = part_within(call, **merge, follow); !parted) {
    return parted.error();
  }
  if (const auto noted = merge_store::part_pair(call, **merge); !noted) {
    return noted.error();
  }
  (*merge)->undone_at = call.now;
  return std::move(**merge);
}

core::Result<std::vector<Merge>> list_merges(const access::Call& call, const ChildId& id) {
  const auto seen = find_seen(call, Operation::see_children, FieldClass::personal, id);
  if (!seen) {
    return seen.error();
  }
  std::vector<Merge> merges;
  std::vector<std::int64_t> open{seen->child.number};
  while (!open.empty()) {
    auto into = merge_store::list_merges_into(call, open.back());
    open.pop_back();
    if (!into) {
      return into;
    }
    for (Merge& merge : *into) {
      open.push_back(merge.merged);
      merges.push_back(std::move(merge));
    }
  }
  std::ranges::stable_sort(merges, std::greater{}, &Merge::at);
  return merges;
}

core::Result<void> log_followed(const access::Call& call, const MergeId& merge,
                                std::string_view kind, const core::IdBytes& record) {
  return merge_store::log(call, merge, kind, {record, {}});
}

core::Result<std::vector<core::IdBytes>> take_followed(const access::Call& call,
                                                       const MergeId& merge,
                                                       std::string_view kind) {
  const auto logged = merge_store::take_logged(call, merge, kind);
  if (!logged) {
    return logged.error();
  }
  std::vector<core::IdBytes> records;
  for (const merge_store::Logged& one : *logged) {
    records.push_back(one.record);
  }
  return records;
}

}  // namespace caregrid::registry
