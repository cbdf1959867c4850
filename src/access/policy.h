#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "access/actor.h"
#include "core/result.h"

namespace caregrid::access {

/// What somebody wants to do. One list for HTTP, command line, import and export; who may is said
/// in packs/core/access.json, in this order.
enum class Operation : std::uint8_t {
  see_counts,       ///< Home page, map, charts: numbers without names.
  see_children,     ///< Names and facts, identifiers masked.
  unmask_child,     ///< Identity number and phones in clear; always journalled.
  unmask_shielded,  ///< Where a shielded child lives.
  break_glass,      ///< Opens a record outside the actor's area; reviewed afterwards.
  review_break_glass,
  shield_child,
  import_records,
  export_records,
  approve_export,
  see_needs,
  change_needs,
  see_offers,
  change_offers,
  see_plan,
  make_plan,
  decide_plan,
  see_consents,
  change_consents,
  assign_children,
  see_reads,
  audit_journal,
  erase_child,
  publish_counts,
  change_rules,  ///< Reads, tries, adopts and withdraws a county's own rules.
  see_policy,
  manage_accounts,
  manage_own_sign_in,
  declare_conflict,  ///< That a worker has a stake in a child's case.
  ask_correction,
  answer_correction,
  record_facts,     ///< Enters, confirms, ends, corrects facts of a child, and takes that back.
  offer_handover,   ///< Offers a child to another county, and takes the offer back.
  answer_handover,  ///< Takes a child of another county in, or refuses it.
  see_handovers,
  keep_worklists,  ///< Filters of the list of children under a name, shared with others.
  register_child,  ///< Puts a child into the register that is in no list.
  link_children,   ///< Says which records are one child, and takes that back.
};
inline constexpr std::size_t operation_count = 38;

/// How harmful a field is in the wrong hands, C0 to C4. Source: reliability handbook 2.3.
enum class FieldClass : std::uint8_t { open, internal, personal, sensitive, shielded };

/// Where a role's rights end: nowhere, at the children assigned to the account, at its area.
enum class Scope : std::uint8_t { none, assigned, area };

/// Why personal data may be handled for a purpose. Source: PIPL arts 13, 29.
enum class LegalBasis : std::uint8_t { duty, separate_consent, emergency };

/// What the operation touches.
struct Resource {
  std::int64_t division = 0;  ///< 0: nothing in particular; the store limits it to the scope.
  FieldClass field_class = FieldClass::internal;
  /// The record is assigned to the actor, or the store reads assigned records only.
  bool is_assigned = false;
  /// A consent for the actor's purpose is in force, or the store reads such records only.
  bool is_consented = false;
};

/// The one policy function over role, area, assignment, purpose and field class. Default is deny.
///
/// Errors, in this order: forbidden "access.role" when the role may never do this to such a field;
/// forbidden "session.second_factor" as `check_second_factor`;
/// forbidden "access.purpose" when the role has no such purpose; not_found "access.not_found" when
/// the place lies outside the actor's area, or the record is not assigned to one whose rights end
/// there; forbidden "access.consent" when the purpose needs a consent that is not given; forbidden
/// "session.step_up" as `check_step_up`.
/// Without personal data (`open`, `internal`) neither assignment nor consent is asked for.
/// Cost: two table look-ups and a few comparisons, some nanoseconds.
core::Result<void> authorise(const Actor& actor, Operation operation, const Resource& resource);

/// The highest class of field the role may touch by this operation; none: not at all.
std::optional<FieldClass> ceiling_of(Role role, Operation operation);

/// Whether the person must have proved who they are within the last ten minutes.
bool needs_step_up(Operation operation);

/// Refuses a sensitive operation to a session whose owner has not proved within ten minutes who
/// they are. `authorise` asks this last, so that every flagged operation is covered and nobody is
/// asked for a password for what they may not do anyway.
///
/// Errors: forbidden "session.step_up". Source: reliability handbook 2.3; OWASP ASVS 5.0 7.5.3.
core::Result<void> check_step_up(const Actor& actor, Operation operation);

/// Whether a session must have a second factor for this: whatever may touch a person's data (C2 and
/// above) by this role, and whatever needs a fresh proof. Counts and one's own sign-in need none.
bool needs_second_factor(Role role, Operation operation);
/// Whether the role sees or decides anything that needs one.
bool needs_second_factor(Role role);

/// Refuses a session proved by a password alone all that `needs_second_factor`. `authorise` asks
/// this before it looks at place or record, so that no route can forget it and a stolen password
/// learns nothing. Errors: forbidden "session.second_factor".
/// Source: reliability handbook 2.3; OWASP ASVS 5.0 6.3.3.
core::Result<void> check_second_factor(const Actor& actor, Operation operation);

Scope scope_of(Role role);
bool has_purpose(Role role, Purpose purpose);
/// What a call by this role is for when it does not say.
Purpose default_purpose(Role role);
LegalBasis basis_of(Purpose purpose);
/// The version of the table the program was built with; every journalled read names it.
std::string_view policy_version();

std::string_view to_text(Operation operation);
std::string_view to_text(FieldClass field_class);
std::string_view to_text(Scope scope);
std::string_view to_text(LegalBasis basis);

}  // namespace caregrid::access
