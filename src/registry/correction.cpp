#include "registry/correction.h"

#include <algorithm>
#include <utility>

#include "access/policy.h"
#include "registry/correction_store.h"
#include "registry/operations.h"
#include "registry/text.h"

namespace caregrid::registry {
namespace {

using access::Operation;

constexpr std::size_t about_length_max = 200;
constexpr std::size_t wish_length_max = 2'000;
constexpr std::int64_t waiting_for_child_max = 20;
constexpr std::int64_t waiting_max = 150;
constexpr std::int64_t answered_max = 50;
constexpr access::Resource seen_record{0, access::FieldClass::personal, true, true};

/// The child the id leads to.
core::Result<ChildId> check_seen(const access::Call& call, Operation operation,
                                 const ChildId& child) {
  if (const auto allowed = access::authorise(call.actor, operation, seen_record); !allowed) {
    return allowed.error();
  }
  const auto seen = find_child(call, child);
  return seen ? core::Result<ChildId>(seen->row.id) : core::Result<ChildId>(seen.error());
}

core::Result<void> check_wish(const Correction& wish) {
  if (tidy(wish.about).empty()) {
    return core::invalid("about", "correction.empty");
  }
  if (tidy(wish.wish).empty()) {
    return core::invalid("wish", "correction.empty");
  }
  if (wish.about.size() > about_length_max) {
    return core::invalid("about", "text.too_long", std::to_string(about_length_max));
  }
  if (wish.wish.size() > wish_length_max) {
    return core::invalid("wish", "text.too_long", std::to_string(wish_length_max));
  }
  return {};
}

}  // namespace

core::Date working_days_after(core::Date day, int count) {
  constexpr int saturday = 5;
  while (count > 0) {
    day = day + 1;
    count -= core::weekday_of(day) < saturday ? 1 : 0;
  }
  return day;
}

core::Result<Correction> ask_correction(const access::Call& call, const Correction& wish) {
  const auto seen = check_seen(call, Operation::ask_correction, wish.child);
  if (!seen) {
    return seen.error();
  }
  const auto earlier = store::find_correction(call, wish.id);
  if (!earlier) {
    return earlier.error();
  }
  if (*earlier) {
    return (*earlier)->account == call.actor.account
               ? core::Result<Correction>(**earlier)
               : core::failure(core::Code::conflict, "command.id_reuse");
  }
  if (const auto checked = check_wish(wish); !checked) {
    return checked.error();
  }
  const auto asked = store::list_corrections_of(call, *seen);
  if (!asked) {
    return asked.error();
  }
  if (std::ranges::count(*asked, CorrectionState::open, &Correction::state) >=
      waiting_for_child_max) {
    return core::failure(core::Code::conflict, "correction.too_many",
                         std::to_string(waiting_for_child_max));
  }
  Correction stored = wish;
  stored.child = *seen;
  stored.account = call.actor.account;
  stored.asked_at = call.now;
  stored.due_on = working_days_after(call.today, correction_working_days);
  if (const auto done = store::insert_correction(call, stored); !done) {
    return done.error();
  }
  call.changed("correction", stored.id);
  return stored;
}

core::Result<std::vector<Correction>> list_corrections(const access::Call& call,
                                                       const ChildId& child) {
  const auto seen = check_seen(call, Operation::ask_correction, child);
  return seen ? store::list_corrections_of(call, *seen)
              : core::Result<std::vector<Correction>>(seen.error());
}

core::Result<std::vector<Correction>> list_all_corrections(const access::Call& call) {
  if (const auto allowed = access::authorise(call.actor, Operation::answer_correction, seen_record);
      !allowed) {
    return allowed.error();
  }
  auto waiting = store::list_open_corrections(call, waiting_max);
  auto answered = store::list_answered_corrections(call, answered_max);
  if (!waiting || !answered) {
    return waiting ? answered.error() : waiting.error();
  }
  std::ranges::move(*answered, std::back_inserter(*waiting));
  return std::move(*waiting);
}

core::Result<Correction> answer_correction(const access::Call& call, CorrectionId id,
                                           CorrectionState state, const std::string& answer) {
  if (const auto allowed = access::authorise(call.actor, Operation::answer_correction, seen_record);
      !allowed) {
    return allowed.error();
  }
  auto found = store::find_correction(call, id);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return core::failure(core::Code::not_found, "correction.not_found");
  }
  Correction correction = std::move(**found);
  if (const auto seen = check_seen(call, Operation::answer_correction, correction.child); !seen) {
    return seen.error();
  }
  if (correction.state != CorrectionState::open) {
    return core::failure(core::Code::conflict, "correction.answered");
  }
  if (state == CorrectionState::open) {
    return core::invalid("state", "correction.state");
  }
  if (tidy(answer).empty()) {
    return core::invalid("answer", "correction.answer_missing");
  }
  if (answer.size() > wish_length_max) {
    return core::invalid("answer", "text.too_long", std::to_string(wish_length_max));
  }
  correction.state = state;
  correction.answer = answer;
  correction.answered_at = call.now;
  if (const auto done = store::update_correction(call, correction); !done) {
    return done.error();
  }
  call.changed("correction", id);
  return correction;
}

}  // namespace caregrid::registry
