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

namespace caregrid::access {

struct ConflictTag;
using ConflictId = core::Id<ConflictTag>;

enum class ConflictKind : std::uint8_t { kin, accused, other };

/// A worker's own stake in a child's case: while it holds, the child's record is not there for
/// them, and what concerns the child goes to those above. Source: domain handbook 2.4, 7.2.
struct ConflictOfInterest {
  ConflictId id;
  AccountId account;
  core::IdBytes child{};
  ConflictKind kind = ConflictKind::kin;
  core::Date valid_from;
  std::optional<core::Date> valid_to;  ///< First day it no longer holds; none: until ended.
  std::string note;
  AccountId declared_by;
  core::Instant declared_at;
  std::string account_name;
  std::string account_role;

  bool operator==(const ConflictOfInterest&) const = default;

  [[nodiscard]] bool holds_on(core::Date day) const {
    return valid_from <= day && (!valid_to || day < *valid_to);
  }
};

/// Somebody a conflict may be declared of, as far as the rule asks.
struct ConflictParty {
  AccountId account;
  Role role = Role::director;
  Area area;
};

/// Whether the actor may declare a conflict of this account: the person themself, or a supervisor
/// or the county office about somebody of their own area.
bool may_declare(const Actor& actor, const ConflictParty& party);
/// Whether the actor may end it: never the person themself.
bool may_end(const Actor& actor, const ConflictParty& party);

/// Whether the actor has a conflict of interest with the child today. Cost: one index look-up.
core::Result<bool> has_conflict(const Call& call, const core::IdBytes& child);

/// All children the actor has one with today; for lists. Cost: one index range, nearly always
/// empty.
core::Result<std::vector<core::IdBytes>> conflicted_children(const Call& call);

/// Declares one from today; runs inside the door. The caller has made sure that the actor sees the
/// child. The same id again changes nothing.
///
/// Errors: forbidden; not_found "account.unknown"; invalid "conflict.note", "text.too_long".
core::Result<void> declare_conflict(const Call& call, const ConflictOfInterest& conflict);

/// Ends one today; runs inside the door. Errors: forbidden "conflict.own"; not_found.
core::Result<void> end_conflict(const Call& call, ConflictId id, const core::IdBytes& child);

/// What was declared about a child, newest first; the caller has authorised.
core::Result<std::vector<ConflictOfInterest>> list_conflicts_of_interest(
    const Call& call, const core::IdBytes& child);

/// Open accounts of the actor's area, the actor's own included, that a conflict may be declared of.
struct ConflictCandidate {
  AccountId account;
  std::string name;
  Role role = Role::director;
};
core::Result<std::vector<ConflictCandidate>> list_conflict_candidates(const Call& call);

}  // namespace caregrid::access

template <>
struct caregrid::core::Describe<caregrid::access::ConflictKind> {
  using enum access::ConflictKind;
  static constexpr std::string_view name = "ConflictKind";
  static constexpr std::array values = {ValueOf{kin, "kin"}, ValueOf{accused, "accused"},
                                        ValueOf{other, "other"}};
};
