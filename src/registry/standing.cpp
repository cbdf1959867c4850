#include "registry/standing.h"

#include <algorithm>
#include <array>
#include <utility>

#include "access/assignment.h"
#include "access/break_glass.h"
#include "access/conflict_of_interest.h"
#include "access/consent.h"
#include "registry/handover_store.h"
#include "registry/shield_store.h"

namespace caregrid::registry {
namespace {

/// The rows of the county wherever they stand, also those that stand nowhere.
constexpr access::Area everywhere{0};

core::Error no_child() { return core::failure(core::Code::not_found, "child.not_found"); }

/// What may still be done with the record of a child that another county answers for: read it.
bool is_for_reading(access::Operation operation) {
  using enum access::Operation;
  constexpr std::array allowed{see_children, unmask_child, unmask_shielded, see_needs,
                               see_consents, see_reads,    see_handovers};
  return std::ranges::find(allowed, operation) != allowed.end();
}

/// Whether the actor answered for a child that has left.
core::Result<bool> did_answer(const access::Call& call, const ChildId& child) {
  const auto departure = handover_store::find_departure(call, child);
  if (!departure) {
    return departure.error();
  }
  return *departure && own_area(call).covers((*departure)->division);
}

/// Whether the child lies in the area of somebody whose rights have one, now or when it left.
core::Result<bool> is_in_area(const access::Call& call, const ChildId& child,
                              std::int64_t division) {
  if (access::scope_of(call.actor.role) != access::Scope::area) {
    return false;
  }
  return is_away(division) ? did_answer(call, child)
                           : core::Result<bool>(own_area(call).covers(division));
}

}  // namespace

access::Area whole_county(const access::Call& call) {
  constexpr std::int64_t codes_per_county = 1'000'000;
  return access::Area{call.county * codes_per_county};
}

access::Area own_area(const access::Call& call) {
  const access::Area county = whole_county(call);
  return call.actor.area.code > county.code ? call.actor.area : county;
}

bool stands_at_county(const access::Call& call, std::int64_t division) {
  return division == whole_county(call).code;
}

void hide_place(const access::Call& call, Situation& situation) {
  situation.division = whole_county(call).code;
  situation.school.clear();
}

core::Result<bool> has_consent(const access::Call& call, const ChildId& child) {
  return access::is_consented(call, child.bytes, call.actor.purpose);
}

core::Result<std::optional<access::Standing>> find_standing(const access::Call& call,
                                                            const ChildId& child,
                                                            std::int64_t division) {
  const auto conflicted = access::has_conflict(call, child.bytes);
  if (!conflicted) {
    return conflicted.error();
  }
  if (*conflicted) {
    return std::optional<access::Standing>();
  }
  access::Standing standing;
  const auto in_area = is_in_area(call, child, division);
  if (!in_area) {
    return in_area.error();
  }
  if (!*in_area) {
    const auto assigned = access::is_assigned(call, child.bytes);
    if (!assigned) {
      return assigned.error();
    }
    const auto opened = access::is_glass_broken(call, child.bytes);
    if (!opened) {
      return opened.error();
    }
    if (!*assigned && !*opened) {
      return std::optional<access::Standing>();
    }
    standing.is_assigned = true;
  }
  const auto consented = has_consent(call, child);
  if (!consented) {
    return consented.error();
  }
  standing.is_consented = *consented;
  if (stands_at_county(call, division) || is_away(division)) {
    const auto shielded = store::is_shielded(call, child);
    if (!shielded) {
      return shielded.error();
    }
    standing.is_shielded = *shielded;
  }
  return std::optional(standing);
}

core::Result<ChildStanding> standing_of(const access::Call& call, const ChildId& child,
                                        std::int64_t division) {
  const auto standing = find_standing(call, child, division);
  if (!standing) {
    return standing.error();
  }
  if (!*standing) {
    return ChildStanding{};
  }
  const bool wants_consent =
      access::basis_of(call.actor.purpose) == access::LegalBasis::separate_consent;
  if (wants_consent && !(*standing)->is_consented) {
    return core::failure(core::Code::forbidden, "access.consent");
  }
  return ChildStanding{true, access::views_of(call.actor, **standing)};
}

core::Result<SeenChild> find_seen(const access::Call& call, access::Operation operation,
                                  access::FieldClass field_class, const ChildId& id) {
  call.seeks("child", id, field_class);
  // What the role may never do is said before anybody looks whether the child is there.
  const access::Resource at_best{0, field_class, true, true};
  if (const auto allowed = access::authorise(call.actor, operation, at_best); !allowed) {
    return allowed.error();
  }
  auto child = store::find_child(call, everywhere, id);
  if (!child) {
    return child.error();
  }
  if (!*child) {
    return no_child();
  }
  const ChildId& shown = (*child)->row.id;  // Another, when the one asked for was merged.
  const auto found = find_standing(call, shown, (*child)->row.division);
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return no_child();
  }
  const access::Standing& standing = **found;
  const access::Resource resource{0, field_class, standing.is_assigned, standing.is_consented};
  if (const auto allowed = access::authorise(call.actor, operation, resource); !allowed) {
    return allowed.error();
  }
  if (is_away((*child)->row.division) && !is_for_reading(operation)) {
    return core::failure(core::Code::conflict, "child.moved_away");
  }
  SeenChild seen{std::move(**child), standing, access::views_of(call.actor, standing)};
  seen.child.row.is_shielded = standing.is_shielded;
  const access::FieldClass ceiling =
      access::ceiling_of(call.actor.role, operation).value_or(field_class);
  call.saw("child", seen.child.row.id, std::min(ceiling, access::FieldClass::sensitive));
  return seen;
}

core::Result<bool> is_shielded(const access::Call& call, const ChildId& child) {
  return store::is_shielded(call, child);
}

core::Result<std::set<std::int64_t>> list_shielded(const access::Call& call) {
  return store::list_shielded(call);
}

}  // namespace caregrid::registry
