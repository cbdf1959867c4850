#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/area.h"
#include "core/clock.h"
#include "core/id.h"

namespace caregrid::access {

struct AccountTag;
using AccountId = core::Id<AccountTag>;
struct SessionTag;
using SessionId = core::Id<SessionTag>;

/// Who people are to the system. Source: domain handbook 7.2; packs/core/access.json.
enum class Role : std::uint8_t {
  director,
  supervisor,
  county,
  school,
  counsellor,
  ngo_coordinator,
  volunteer,
  parent,
  carer,
  donor,
  analyst,
  auditor,
  administrator,
};
inline constexpr std::size_t role_count = 13;
/// Whom somebody of an unknown role is taken for: it may see published figures.
inline constexpr Role least_role = Role::donor;

/// What personal data may be looked at for: a closed list, and every read names one of it.
/// Source: PIPL arts 6, 13, 29; domain handbook 7.1.
enum class Purpose : std::uint8_t {
  care,
  planning,
  schooling,
  ngo_sharing,
  volunteer_matching,
  screening,
  photo,
  story,
  family,
  statistics,
  audit,
  administration,
  emergency,
};
inline constexpr std::size_t purpose_count = 13;

std::string_view to_text(Role role);
std::optional<Role> parse_role(std::string_view text);
std::string_view to_text(Purpose purpose);
std::optional<Purpose> parse_purpose(std::string_view text);

/// The person (or the command line) on whose behalf something is done, and what for.
struct Actor {
  AccountId account;
  Role role = Role::director;
  Area area;
  std::string name;
  Purpose purpose = Purpose::care;  ///< Of this call; see `default_purpose`.
  SessionId session = {};           ///< Nil at the command line and in jobs.
  /// When they last proved in this session who they are, by password or second factor.
  core::Instant confirmed_at = {};
  bool has_second_factor = false;  ///< Whether a proof was a passkey, a code or a provider's.
  /// Whether that was within the last ten minutes, see `check_step_up`. A session says so; nobody
  /// asks the operator at the machine, who holds the database itself, nor a job that was allowed.
  bool is_confirmed = true;
};

}  // namespace caregrid::access
