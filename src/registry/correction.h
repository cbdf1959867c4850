#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/id.h"
#include "core/result.h"
#include "registry/child.h"

namespace caregrid::registry {

struct CorrectionTag;
using CorrectionId = core::Id<CorrectionTag>;

enum class CorrectionState : std::uint8_t { open, done, refused };

/// The county answers within so many working days. Source: domain handbook 7.4, rule 6.
inline constexpr int correction_working_days = 15;

/// What a family asks to have put right in a child's record.
struct Correction {
  CorrectionId id;  ///< Made by the client; the same id again is the same request.
  ChildId child;
  access::AccountId account;
  std::string about;  ///< Which part of the record, in the family's words.
  std::string wish;   ///< What is wrong and what is right.
  core::Instant asked_at;
  core::Date due_on;
  CorrectionState state = CorrectionState::open;
  std::string answer;
  std::optional<core::Instant> answered_at;
  std::string asked_by_name;

  bool operator==(const Correction&) const = default;

  [[nodiscard]] bool is_overdue(core::Date today) const {
    return state == CorrectionState::open && today > due_on;
  }
};

/// The day `count` working days after `day`: Monday to Friday. Public holidays count as working
/// days, which makes the clock stricter, never laxer.
core::Date working_days_after(core::Date day, int count);

/// Puts a request before the county; runs inside the door.
///
/// Errors: forbidden; not_found for a child the actor may not see; invalid "correction.empty",
/// "text.too_long"; conflict "correction.too_many" above twenty that wait for one child.
core::Result<Correction> ask_correction(const access::Call& call, const Correction& wish);

/// What was asked about a child, newest first. Errors: forbidden; not_found.
core::Result<std::vector<Correction>> list_corrections(const access::Call& call,
                                                       const ChildId& child);

/// The county's requests: those waiting by the day they are due, then the last answered; at most
/// 200. Errors: forbidden.
core::Result<std::vector<Correction>> list_all_corrections(const access::Call& call);

/// Answers in writing; runs inside the door. The facts themselves change by import as ever.
///
/// Errors: forbidden; not_found; conflict "correction.answered"; invalid "correction.state",
/// "correction.answer_missing": a refusal too is explained (online protection of
/// minors, art. 34).
core::Result<Correction> answer_correction(const access::Call& call, CorrectionId id,
                                           CorrectionState state, const std::string& answer);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::CorrectionState> {
  using enum registry::CorrectionState;
  static constexpr std::string_view name = "CorrectionState";
  static constexpr std::array values = {ValueOf{open, "open"}, ValueOf{done, "done"},
                                        ValueOf{refused, "refused"}};
};
