#include "cli/key_work.h"

#include <algorithm>
#include <vector>

#include "access/key_rotation.h"
#include "access/keys.h"
#include "cli/console.h"
#include "cli/county.h"
#include "registry/upkeep.h"

namespace caregrid::cli {
namespace {

// As much as a step may hold others up: some tens of milliseconds.
constexpr int keys_at_once = 2000;
constexpr int children_at_once = 250;

core::Result<std::vector<access::KeyUse>> uses_of(Workplace& workplace) {
  std::vector<access::KeyUse> uses;
  const auto done =
      workplace.door().database().read([&](db::Transaction& transaction) -> core::Result<void> {
        auto found = access::list_key_uses(transaction);
        if (!found) {
          return found.error();
        }
        uses = std::move(*found);
        return {};
      });
  return done ? core::Result<std::vector<access::KeyUse>>(std::move(uses))
              : core::Result<std::vector<access::KeyUse>>(done.error());
}

std::int64_t keys_under(const std::vector<access::KeyUse>& uses, std::int64_t id) {
  for (const access::KeyUse& use : uses) {
    if (use.wrapping_key == id) {
      return use.keys;
    }
  }
  return 0;
}

/// How far all of it has come.
struct Tally {
  std::int64_t done = 0;
  std::int64_t total = 0;
  bool is_stopped = false;
};

/// What one step did, and whether there is more.
struct Step {
  std::int64_t done = 0;
  bool has_more = false;
};

/// Repeats a step as commands of their own until there is no more or somebody says stop.
core::Result<void> repeat(Workplace& workplace, const access::Actor& actor, std::string_view kind,
                          const std::function<core::Result<Step>(const access::Call&)>& act,
                          const std::function<bool(std::int64_t)>& note) {
  for (bool has_more = true; has_more;) {
    Step step;
    const auto done =
        submit(workplace, actor, kind, [&](const access::Call& call) -> core::Result<std::string> {
          const auto made = act(call);
          if (!made) {
            return made.error();
          }
          step = *made;
          return std::string("{}");
        });
    if (!done) {
      return done.error();
    }
    has_more = note(step.done) && step.has_more;
  }
  return {};
}

core::Result<Step> rewrap(const access::Call& call, std::int64_t& after) {
  const auto done = access::rewrap_keys(call, after, keys_at_once);
  if (!done) {
    return done.error();
  }
  after = done->last_child;
  return Step{done->keys, done->keys == keys_at_once};
}

core::Result<Step> renew(const access::Call& call) {
  const auto done = registry::renew_child_keys(call, children_at_once);
  if (!done) {
    return done.error();
  }
  return Step{done->children, !done->is_done};
}

/// A new wrapping key, unless an earlier rotation has not come to its end: then that one goes on.
core::Result<bool> begin_rotation(Workplace& workplace, const std::vector<access::KeyUse>& uses) {
  access::KeyRing& ring = workplace.door().keys();
  const auto ids = ring.ids();
  if (!ids) {
    return ids.error();
  }
  for (const access::KeyUse& use : uses) {
    if (use.wrapping_key != ids->back() && use.keys > 0) {
      return false;
    }
  }
  const auto added = ring.add_key();
  return added ? core::Result<bool>(true) : core::Result<bool>(added.error());
}

core::Result<Tally> work_through(Workplace& workplace, bool is_renewal, const KeyProgress& report) {
  const auto operators = operators_for_all(workplace, access::Role::county);
  const auto uses = uses_of(workplace);
  if (!operators || !uses) {
    return operators ? uses.error() : operators.error();
  }
  Tally tally;
  for (const access::KeyUse& use : *uses) {
    tally.total += use.keys;
  }
  const auto note = [&](std::int64_t done) {
    tally.done += done;
    tally.total = std::max(tally.total, tally.done);
    tally.is_stopped = !report(tally.done, tally.total);
    return !tally.is_stopped;
  };
  for (const access::Actor& actor : *operators) {
    std::int64_t after = access::before_all_keys;
    const auto done =
        is_renewal ? repeat(workplace, actor, "renew_keys", renew, note)
                   : repeat(
                         workplace, actor, "rewrap_keys",
                         [&](const access::Call& call) { return rewrap(call, after); }, note);
    if (!done) {
      return done.error();
    }
    if (tally.is_stopped) {
      return tally;
    }
  }
  return tally;
}

core::Result<std::string> rotate(Workplace& workplace, const KeyProgress& report) {
  const auto uses = uses_of(workplace);
  const auto is_new = uses ? begin_rotation(workplace, *uses) : core::Result<bool>(uses.error());
  if (!is_new) {
    return is_new.error();
  }
  const auto tally = work_through(workplace, false, report);
  if (!tally) {
    return tally.error();
  }
  return (*is_new ? "a new wrapping key is in use\n" : "an earlier rotation goes on\n") +
         std::to_string(tally->done) + " child keys wrapped anew\n";
}

core::Result<std::string> renew_all(Workplace& workplace, const KeyProgress& report) {
  const auto tally = work_through(workplace, true, report);
  return tally ? core::Result<std::string>(std::to_string(tally->done) +
                                           " children sealed under new keys\n")
               : core::Result<std::string>(tally.error());
}

core::Result<std::string> status(Workplace& workplace) {
  const auto ids = workplace.door().keys().ids();
  const auto uses = uses_of(workplace);
  if (!ids || !uses) {
    return ids ? uses.error() : ids.error();
  }
  std::vector<std::vector<std::string>> rows{{"wrapping key", "child keys", ""}};
  for (const std::int64_t id : *ids) {
    rows.push_back({access::wrapping_key_name(id), std::to_string(keys_under(*uses, id)),
                    id == ids->back() ? "in use" : "old"});
  }
  for (const access::KeyUse& use : *uses) {
    if (std::ranges::find(*ids, use.wrapping_key) == ids->end()) {
      rows.push_back({access::wrapping_key_name(use.wrapping_key), std::to_string(use.keys),
                      "MISSING: those children cannot be read"});
    }
  }
  return align(rows);
}

core::Result<std::string> retire(Workplace& workplace, const std::string& name) {
  const std::int64_t id = access::parse_wrapping_key_name(name);
  const auto uses = uses_of(workplace);
  if (!uses) {
    return uses.error();
  }
  if (keys_under(*uses, id) > 0) {
    return core::invalid("key", "keys.in_use", name);
  }
  if (const auto removed = workplace.door().keys().remove_key(id); !removed) {
    return removed.error();
  }
  return "removed " + name + "; destroy its copies too\n";
}

}  // namespace

core::Result<std::string> work_on_keys(Workplace& workplace, const KeyWork& work,
                                       const KeyProgress& report) {
  if (work.what == "status") {
    return status(workplace);
  }
  if (work.what == "rotate") {
    return rotate(workplace, report);
  }
  if (work.what == "renew") {
    return renew_all(workplace, report);
  }
  if (work.what == "retire") {
    return retire(workplace, work.key);
  }
  return core::invalid("what", "keys.work_unknown", work.what);
}

}  // namespace caregrid::cli
