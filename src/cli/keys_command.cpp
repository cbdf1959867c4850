#include <algorithm>
#include <functional>

#include "access/key_rotation.h"
#include "access/keys.h"
#include "cli/commands.h"
#include "cli/county.h"
#include "registry/upkeep.h"

namespace caregrid::cli {
namespace {

constexpr int keys_at_once = 5000;
constexpr int children_at_once = 1000;

ExitCode fail(const Console& console, const core::Error& error) {
  tell(console, error);
  return exit_code_of(error);
}

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

/// What one step of a rotation did, and whether there is more.
struct Step {
  std::int64_t done = 0;
  bool has_more = false;
};

/// Repeats a step as commands of their own until there is no more; how much was done.
core::Result<std::int64_t> repeat(
    Workplace& workplace, const access::Actor& actor, std::string_view kind,
    const std::function<core::Result<Step>(const access::Call&)>& act) {
  std::int64_t total = 0;
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
    total += step.done;
    has_more = step.has_more;
  }
  return total;
}

core::Result<std::int64_t> rewrap_county(Workplace& workplace, const access::Actor& actor) {
  std::int64_t after = access::before_all_keys;
  return repeat(workplace, actor, "rewrap_keys",
                [&](const access::Call& call) -> core::Result<Step> {
                  const auto done = access::rewrap_keys(call, after, keys_at_once);
                  if (!done) {
                    return done.error();
                  }
                  after = done->last_child;
                  return Step{done->keys, done->keys == keys_at_once};
                });
}

core::Result<std::int64_t> renew_county(Workplace& workplace, const access::Actor& actor) {
  return repeat(workplace, actor, "renew_keys",
                [&](const access::Call& call) -> core::Result<Step> {
                  const auto done = registry::renew_child_keys(call, children_at_once);
                  if (!done) {
                    return done.error();
                  }
                  return Step{done->children, !done->is_done};
                });
}

/// A new wrapping key, unless an earlier rotation has not come to its end: then that one goes on.
core::Result<bool> begin_rotation(Workplace& workplace) {
  access::KeyRing& ring = workplace.door().keys();
  const auto ids = ring.ids();
  const auto uses = uses_of(workplace);
  if (!ids || !uses) {
    return ids ? uses.error() : ids.error();
  }
  for (const access::KeyUse& use : *uses) {
    if (use.wrapping_key != ids->back() && use.keys > 0) {
      return false;
    }
  }
  const auto added = ring.add_key();
  return added ? core::Result<bool>(true) : core::Result<bool>(added.error());
}

core::Result<std::int64_t> rotate_all(Workplace& workplace, bool with_data) {
  const auto operators = operators_for_all(workplace, access::Role::county);
  if (!operators) {
    return operators.error();
  }
  std::int64_t total = 0;
  for (const access::Actor& actor : *operators) {
    const auto done = with_data ? renew_county(workplace, actor) : rewrap_county(workplace, actor);
    if (!done) {
      return done.error();
    }
    total += *done;
  }
  return total;
}

}  // namespace

ExitCode show_keys(const DataOptions& options, const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options);
  if (!workplace) {
    return fail(console, workplace.error());
  }
  const auto ids = (*workplace)->door().keys().ids();
  const auto uses = uses_of(**workplace);
  if (!ids || !uses) {
    return fail(console, ids ? uses.error() : ids.error());
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
  console.out << align(rows);
  return ExitCode::done;
}

ExitCode rotate_keys(const KeyOptions& options, const Surroundings& surroundings,
                     Console& console) {
  const auto workplace = surroundings.open(options.data);
  if (!workplace) {
    return fail(console, workplace.error());
  }
  if (!options.with_data) {
    const auto is_new = begin_rotation(**workplace);
    if (!is_new) {
      return fail(console, is_new.error());
    }
    console.out << (*is_new ? "a new wrapping key is in use\n" : "an earlier rotation goes on\n");
  }
  const auto done = rotate_all(**workplace, options.with_data);
  if (!done) {
    return fail(console, done.error());
  }
  console.out << *done
              << (options.with_data ? " children sealed under new keys\n"
                                    : " child keys wrapped anew\n");
  return ExitCode::done;
}

ExitCode retire_key(const KeyOptions& options, const Surroundings& surroundings, Console& console) {
  const auto workplace = surroundings.open(options.data);
  if (!workplace) {
    return fail(console, workplace.error());
  }
  const std::int64_t id = access::parse_wrapping_key_name(options.key);
  const auto uses = uses_of(**workplace);
  if (!uses) {
    return fail(console, uses.error());
  }
  if (keys_under(*uses, id) > 0) {
    return fail(console, core::invalid("key", "keys.in_use", options.key));
  }
  if (const auto removed = (*workplace)->door().keys().remove_key(id); !removed) {
    return fail(console, removed.error());
  }
  console.out << "removed " << options.key << "; destroy its copies too\n";
  return ExitCode::done;
}

}  // namespace caregrid::cli
