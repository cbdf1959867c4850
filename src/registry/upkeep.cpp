#include "registry/upkeep.h"

#include <utility>

#include "access/child_text_store.h"
#include "access/key_rotation.h"
#include "registry/erasure_store.h"
#include "registry/import_store.h"
#include "registry/sealed.h"
#include "registry/standing.h"
#include "registry/upkeep_store.h"

namespace caregrid::registry {
namespace {

using upkeep_store::SealedChild;

constexpr int read_at_once = 500;

core::Result<access::ChildKey> key_of(const access::Call& call, const SealedChild& child) {
  if (!child.has_key) {
    return core::failure(core::Code::internal, "seal.no_key",
                         std::to_string(call.county) + "/" + std::to_string(child.number));
  }
  return call.keys.unwrap(call.county, child.number, child.key.wrapping_key, child.key.version,
                          core::as_bytes(child.key.bytes));
}

core::Result<void> reseal_statements(const access::Call& call, const KeyChange& keys) {
  auto statements = upkeep_store::list_sealed_statements(call, keys.from.child);
  if (!statements) {
    return statements.error();
  }
  for (upkeep_store::SealedStatement& statement : *statements) {
    auto sealed = reseal_statement(call, keys, statement.ordinal, core::as_bytes(statement.sealed));
    if (!sealed) {
      return sealed.error();
    }
    statement.sealed = std::move(*sealed);
    if (const auto done = upkeep_store::update_statement(call, keys.from.child, statement); !done) {
      return done;
    }
  }
  return {};
}

core::Result<void> renew(const access::Call& call, const SealedChild& child) {
  const auto old = key_of(call, child);
  if (!old) {
    return old.error();
  }
  const auto fresh = call.keys.make_key(child.number, old->version + 1);
  if (!fresh) {
    return fresh.error();
  }
  const KeyChange keys{*old, *fresh};
  const auto sealed = reseal_child(call, keys, core::as_bytes(child.sealed));
  if (!sealed) {
    return sealed.error();
  }
  if (const auto done = upkeep_store::update_sealed(call, child.number, *sealed); !done) {
    return done;
  }
  if (const auto done = reseal_statements(call, keys); !done) {
    return done;
  }
  if (const auto done = access::reseal_child_texts(call, *old, *fresh); !done) {
    return done.error();
  }
  return access::replace_child_key(call, *fresh);
}

/// Where the renewal stands; a new one takes in every child there is now.
core::Result<access::Renewal> current_renewal(const access::Call& call) {
  const auto under_way = access::find_renewal(call);
  if (!under_way) {
    return under_way.error();
  }
  if (*under_way) {
    return **under_way;
  }
  const auto last = upkeep_store::last_number(call);
  return last ? core::Result<access::Renewal>(access::Renewal{1, *last})
              : core::Result<access::Renewal>(last.error());
}

/// Lists one child again; notes it where it cannot be read.
core::Result<void> relist(const access::Call& call, const SealedChild& child, Rebuilt& rebuilt) {
  const auto key = key_of(call, child);
  const auto secret = key ? open_child(call, *key, core::as_bytes(child.sealed))
                          : core::Result<ChildSecret>(key.error());
  if (secret) {
    const auto broken = access::list_broken_texts(call, *key);
    if (!broken) {
      return broken.error();
    }
    rebuilt.broken.insert(rebuilt.broken.end(), broken->begin(), broken->end());
    ++rebuilt.children;
    // In no list: shown as another child, or another county answers for it.
    return child.is_merged || is_away(child.division)
               ? core::Result<void>()
               : upkeep_store::insert_name(call, child.number, secret->name);
  }
  if (secret.error().reason == "seal.broken") {
    rebuilt.broken.push_back(secret.error().detail);
    return {};
  }
  return secret.error();
}

core::Result<void> make_an_end(const access::Call& call, const SealedChild& child,
                               ForgetElsewhere forget) {
  if (const auto gone = forget(child.id); !gone) {
    return gone.error();
  }
  if (const auto gone = erasure_store::delete_records(call, child.id); !gone) {
    return gone.error();
  }
  if (const auto destroyed = erasure_store::destroy_child(call, child.number); !destroyed) {
    return destroyed.error();
  }
  return child.is_merged ? core::Result<void>()
                         : erasure_store::uncount_child(call, child.division);
}

}  // namespace

core::Result<RenewalProgress> renew_child_keys(const access::Call& call, int limit) {
  // Holds imports back: they too write what a child's key seals.
  if (const auto held = import_store::lock_counters(call); !held) {
    return held.error();
  }
  const auto renewal = current_renewal(call);
  if (!renewal) {
    return renewal.error();
  }
  const auto children = upkeep_store::list_sealed(call, {renewal->next, renewal->last}, limit);
  if (!children) {
    return children.error();
  }
  RenewalProgress progress{0, renewal->next, renewal->last, children->empty()};
  for (const SealedChild& child : *children) {
    if (const auto renewed = renew(call, child); !renewed) {
      return renewed.error();
    }
    ++progress.children;
    progress.next = child.number + 1;
  }
  const auto noted = progress.is_done ? access::delete_renewal(call)
                                      : access::put_renewal(call, {progress.next, progress.last});
  return noted ? core::Result<RenewalProgress>(progress)
               : core::Result<RenewalProgress>(noted.error());
}

core::Result<Rebuilt> rebuild_lists(const access::Call& call, ForgetElsewhere forget) {
  const auto last = upkeep_store::last_number(call);
  if (!last) {
    return last.error();
  }
  if (const auto cleared = upkeep_store::clear_lists(call); !cleared) {
    return cleared.error();
  }
  Rebuilt rebuilt;
  for (std::int64_t next = 1; next <= *last;) {
    const auto children = upkeep_store::list_sealed(call, {next, *last}, read_at_once);
    if (!children) {
      return children.error();
    }
    for (const SealedChild& child : *children) {
      const auto done =
          child.has_key ? relist(call, child, rebuilt) : make_an_end(call, child, forget);
      if (!done) {
        return done.error();
      }
      if (!child.has_key) {
        rebuilt.erased.push_back(child.number);
      }
    }
    next = children->empty() ? *last + 1 : children->back().number + 1;
  }
  const auto listed = import_store::list_new_children(call, 1);
  return listed ? core::Result<Rebuilt>(std::move(rebuilt)) : core::Result<Rebuilt>(listed.error());
}

}  // namespace caregrid::registry
