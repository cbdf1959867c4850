#include "registry/erasure.h"

#include <utility>

#include "access/answers.h"
#include "access/policy.h"
#include "access/store.h"
#include "core/json_codec.h"
#include "intake/kept_files.h"
#include "registry/erasure_store.h"
#include "registry/handover_leaving.h"
#include "registry/merge_store.h"
#include "registry/standing.h"
#include "registry/store.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

constexpr int list_max = 200;
constexpr std::size_t reference_bytes_max = 200;

core::Result<void> may_erase(const access::Call& call, std::int64_t division) {
  return access::authorise(call.actor, access::Operation::erase_child,
                           {division, access::FieldClass::personal});
}

/// The child as far as the actor may erase it. Its seal is not opened for it: one that is broken
/// may be erased too.
core::Result<store::ChildPlace> find_erasable(const access::Call& call, const ChildId& id) {
  const auto place = store::find_place(call, id);
  if (!place) {
    return place.error();
  }
  // One that has moved away stands nowhere: the county office erases it.
  const bool is_here =
      *place && (call.actor.area.covers((*place)->division) ||
                 (is_away((*place)->division) && call.actor.area.covers(whole_county(call).code)));
  return is_here ? core::Result<store::ChildPlace>(**place)
                 : core::failure(core::Code::not_found, "child.not_found");
}

core::Result<void> is_free(const access::Call& call, const ChildId& child) {
  const auto hold = erasure_store::find_hold(call, child);
  if (!hold) {
    return hold.error();
  }
  return *hold ? core::Result<void>(core::failure(core::Code::conflict, "erasure.held", **hold))
               : core::Result<void>();
}

/// The journal's entry this call will make: entries are counted, and the door writes it after us.
core::Result<std::int64_t> next_entry(const access::Call& call) {
  const auto head = access::find_journal_head(call.transaction, call.county);
  if (!head) {
    return head.error();
  }
  return *head ? (*head)->seq + 1 : 1;
}

core::Result<Erasure> find_waiting(const access::Call& call, const ErasureId& id) {
  auto erasure = erasure_store::find_erasure(call, id);
  if (!erasure) {
    return erasure.error();
  }
  if (!*erasure) {
    return core::failure(core::Code::not_found, "erasure.not_found");
  }
  if (!(*erasure)->certificate.empty()) {
    return core::failure(core::Code::conflict, "erasure.done");
  }
  if ((*erasure)->requested_by == call.actor.account) {
    return core::failure(core::Code::forbidden, "erasure.same_person");
  }
  return std::move(**erasure);
}

/// What went with a child.
struct Gone {
  erasure_store::Destroyed child;
  std::int64_t records = 0;
  std::int64_t files = 0;
};

/// Destroys one row of the register with all that hangs on it; adds up what went.
core::Result<void> destroy_one(const access::Call& call, std::int64_t number, const ChildId& id,
                               ForgetElsewhere forget, Gone& gone) {
  const auto elsewhere = forget(id);
  // While it is known where else the child has been.
  if (const auto told = tell_of_erasure(call, id); !told) {
    return told.error();
  }
  const auto records = elsewhere ? erasure_store::delete_records(call, id) : elsewhere;
  if (!records) {
    return records.error();
  }
  const auto destroyed = erasure_store::destroy_child(call, number);
  if (!destroyed) {
    return destroyed.error();
  }
  gone.child.keys += destroyed->keys;
  gone.child.statements += destroyed->statements;
  gone.child.index_entries += destroyed->index_entries;
  gone.child.texts += destroyed->texts;
  gone.records += *elsewhere + *records;
  return {};
}

/// Destroys all there is of a child, its key first of all; those shown in its record with it, since
/// they are the same child.
core::Result<Gone> destroy(const access::Call& call, const store::ChildPlace& place,
                           ForgetElsewhere forget) {
  const auto members = merge_store::list_members(call, place.number);
  if (!members) {
    return members.error();
  }
  Gone gone;
  for (const merge_store::Member& member : *members) {
    const auto done = destroy_one(call, member.key.child, member.id, forget, gone);
    if (!done) {
      return done.error();
    }
    call.changed("child", member.id);
  }
  if (const auto done = destroy_one(call, place.number, place.id, forget, gone); !done) {
    return done.error();
  }
  if (const auto done = erasure_store::uncount_child(call, place.division); !done) {
    return done.error();
  }
  const auto files = intake::destroy_file_keys(call);
  if (!files) {
    return files.error();
  }
  gone.files = *files;
  return gone;
}

}  // namespace

core::Result<Erasure> request_erasure(const access::Call& call, const ErasureId& id,
                                      const ChildId& child, ErasureGround ground) {
  if (const auto allowed = may_erase(call, call.actor.area.code); !allowed) {
    return allowed.error();
  }
  const auto place = find_erasable(call, child);
  if (!place) {
    return place.error();
  }
  if (const auto free = is_free(call, place->id); !free) {
    return free.error();
  }
  const auto waiting = erasure_store::find_waiting(call, place->id);
  if (!waiting) {
    return waiting.error();
  }
  if (*waiting) {
    return core::failure(core::Code::conflict, "erasure.asked");
  }
  Erasure erasure{id, place->id, ground, call.now, call.actor.account, {}};
  if (const auto stored = erasure_store::insert_erasure(call, erasure); !stored) {
    return stored.error();
  }
  call.changed("child", place->id);
  return erasure;
}

core::Result<ErasureCertificate> confirm_erasure(const access::Call& call, const ErasureId& id,
                                                 ForgetElsewhere forget) {
  if (const auto allowed = may_erase(call, call.actor.area.code); !allowed) {
    return allowed.error();
  }
  const auto erasure = find_waiting(call, id);
  if (!erasure) {
    return erasure.error();
  }
  const auto place = find_erasable(call, erasure->child);
  if (!place) {
    return place.error();
  }
  if (const auto free = is_free(call, place->id); !free) {
    return free.error();
  }
  const auto gone = destroy(call, *place, forget);
  if (!gone) {
    return gone.error();
  }
  // An answer kept for a resend may name the child: all of them go.
  if (const auto done = access::forget_answers(call); !done) {
    return done.error();
  }
  const auto entry = next_entry(call);
  if (!entry) {
    return entry.error();
  }
  const ErasureCertificate certificate{.id = id,
                                       .child = erasure->child,
                                       .ground = erasure->ground,
                                       .requested_at = erasure->requested_at,
                                       .erased_at = call.now,
                                       .journal_seq = *entry,
                                       .keys = gone->child.keys,
                                       .statements = gone->child.statements,
                                       .index_entries = gone->child.index_entries,
                                       .records_elsewhere = gone->records,
                                       .texts = gone->child.texts,
                                       .files = gone->files,
                                       .covers_backups_before = call.now};
  const auto stored = erasure_store::update_done(call, id, core::to_json(certificate));
  if (!stored) {
    return stored.error();
  }
  call.transaction.settle_after_commit();
  call.changed("child", erasure->child);
  return certificate;
}

core::Result<std::vector<Erasure>> list_erasures(const access::Call& call) {
  if (const auto allowed = may_erase(call, call.actor.area.code); !allowed) {
    return allowed.error();
  }
  return erasure_store::list_erasures(call, list_max);
}

core::Result<void> hold_child(const access::Call& call, const ChildId& child,
                              std::string_view reference) {
  if (const auto allowed = may_erase(call, call.actor.area.code); !allowed) {
    return allowed;
  }
  const std::string text = tidy(reference);
  if (text.size() > reference_bytes_max) {
    return core::invalid("reference", "erasure.reference", std::to_string(reference_bytes_max));
  }
  const auto place = find_erasable(call, child);
  if (!place) {
    return place.error();
  }
  const auto done = text.empty() ? erasure_store::delete_hold(call, place->id)
                                 : erasure_store::put_hold(call, place->id, text);
  if (done) {
    call.changed("child", place->id);
  }
  return done;
}

}  // namespace caregrid::registry
