#include "access/break_glass.h"

#include <algorithm>
#include <utility>

#include "access/break_glass_store.h"
#include "access/conflict_of_interest.h"
#include "access/policy.h"

namespace caregrid::access {
namespace {

constexpr std::size_t reason_length_max = 2'000;
constexpr std::int64_t waiting_max = 150;
constexpr std::int64_t reviewed_max = 50;

/// Characters of UTF-8 text, blanks left out: ten blanks are no reason.
std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U && c != ' ' && c != '\n' && c != '\t';
  }));
}

core::Error no_glass() { return core::failure(core::Code::not_found, "break_glass.not_found"); }

core::Result<void> check_wish(const Call& call, const GlassWish& wish) {
  if (characters_of(wish.reason) < glass_reason_min) {
    return core::invalid("reason", "break_glass.reason", std::to_string(glass_reason_min));
  }
  if (wish.reason.size() > reason_length_max) {
    return core::invalid("reason", "text.too_long", std::to_string(reason_length_max));
  }
  const auto open = count_live_glass(call);
  if (!open) {
    return open.error();
  }
  if (*open >= glass_open_max) {
    return core::failure(core::Code::conflict, "break_glass.too_many",
                         std::to_string(glass_open_max));
  }
  return {};
}

}  // namespace

bool may_review(const Actor& actor, const GlassBreak& glass) {
  return actor.account != glass.account && actor.area.covers(glass.division) &&
         ceiling_of(actor.role, Operation::review_break_glass).has_value();
}

core::Result<GlassBreak> break_glass(const Call& call, const GlassWish& wish) {
  const Resource any{0, FieldClass::personal, true, true};
  if (const auto allowed = authorise(call.actor, Operation::break_glass, any); !allowed) {
    return allowed.error();
  }
  auto earlier = find_glass(call, wish.id);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return (*earlier)->account == call.actor.account
               ? core::Result<GlassBreak>(std::move(**earlier))
               : core::failure(core::Code::conflict, "command.id_reuse");
  }
  if (const auto checked = check_wish(call, wish); !checked) {
    return checked.error();
  }
  GlassBreak glass;
  glass.id = wish.id;
  glass.account = call.actor.account;
  glass.child = wish.child;
  glass.division = wish.division;
  glass.reason = wish.reason;
  glass.at = call.now;
  glass.ends_at = {call.now.micros + glass_hours * microseconds_per_hour};
  if (const auto stored = insert_glass(call, glass); !stored) {
    return stored.error();
  }
  call.changed("break_glass", glass.id);
  return glass;
}

core::Result<bool> is_glass_broken(const Call& call, const core::IdBytes& child) {
  if (call.actor.purpose != Purpose::emergency) {
    return false;
  }
  return has_live_glass(call, child);
}

core::Result<GlassBreak> find_own_glass(const Call& call, GlassId id) {
  auto found = find_glass(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found || (*found)->account != call.actor.account) {
    return no_glass();
  }
  return std::move(**found);
}

core::Result<std::vector<GlassBreak>> list_glass(const Call& call) {
  if (const auto allowed = authorise(call.actor, Operation::review_break_glass, {}); !allowed) {
    return allowed.error();
  }
  auto waiting = list_open_glass(call, waiting_max);
  auto reviewed = list_reviewed_glass(call, reviewed_max);
  const auto conflicted = conflicted_children(call);
  if (!waiting || !reviewed || !conflicted) {
    return !waiting ? waiting.error() : !reviewed ? reviewed.error() : conflicted.error();
  }
  std::ranges::move(*reviewed, std::back_inserter(*waiting));
  std::erase_if(*waiting, [&](const GlassBreak& glass) {
    return std::ranges::find(*conflicted, glass.child) != conflicted->end();
  });
  return std::move(*waiting);
}

core::Result<GlassBreak> review_glass(const Call& call, GlassId id, GlassVerdict verdict,
                                      std::string_view note) {
  if (const auto allowed = authorise(call.actor, Operation::review_break_glass, {}); !allowed) {
    return allowed.error();
  }
  auto found = find_glass(call, id);
  if (!found) {
    return found.error();
  }
  if (*found && (*found)->account == call.actor.account) {
    return core::failure(core::Code::forbidden, "break_glass.own");
  }
  if (!*found || !may_review(call.actor, **found)) {
    return no_glass();
  }
  GlassBreak glass = std::move(**found);
  const auto conflicted = has_conflict(call, glass.child);
  if (!conflicted) {
    return conflicted.error();
  }
  if (*conflicted) {
    return no_glass();
  }
  if (glass.verdict != GlassVerdict::open) {
    return core::failure(core::Code::conflict, "break_glass.reviewed");
  }
  if (verdict == GlassVerdict::open) {
    return core::invalid("verdict", "break_glass.verdict");
  }
  if (verdict == GlassVerdict::misuse && characters_of(note) == 0) {
    return core::invalid("note", "break_glass.note");
  }
  if (note.size() > reason_length_max) {
    return core::invalid("note", "text.too_long", std::to_string(reason_length_max));
  }
  glass.verdict = verdict;
  glass.reviewed_by = call.actor.account;
  glass.reviewed_at = call.now;
  glass.review_note = note;
  if (const auto stored = update_verdict(call, glass); !stored) {
    return stored.error();
  }
  call.changed("break_glass", glass.id);
  return glass;
}

}  // namespace caregrid::access
