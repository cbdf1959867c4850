#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/call.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/link_record.h"

namespace caregrid::registry {

/// Somebody around a child as its newest sources name them.
struct LinkPerson {
  RelationRole role = RelationRole::carer;
  std::string name;
  std::string phone;

  bool operator==(const LinkPerson&) const = default;
};

/// What the register knows of one child that tells it from others: who the child is by its present
/// best knowledge, and the people around it by what its sources said last.
struct LinkChild {
  std::int64_t number = 0;
  ChildId id;
  std::int64_t kept = 0;      ///< The child it is shown as; 0: shown itself.
  std::int64_t division = 0;  ///< Where its lists show it; the county for one that is shielded.
  std::string name;
  std::optional<core::Date> born_on;
  Sex sex = Sex::unknown;
  std::string identity;
  std::string student_number;
  std::int64_t village = 0;        ///< Village or township; 0: not known, or hidden.
  std::vector<LinkPerson> people;  ///< Each name and phone once, the newest first.

  /// As linkage compares it. It borrows the texts: keep the child as long.
  ///
  /// Of several people the guardian speaks first, then carer, father and mother.
  [[nodiscard]] LinkClaim claim() const;

  bool operator==(const LinkChild&) const = default;
};

/// Visits every child of the county that is not erased, in order of numbers; one that was merged
/// too, each as its own sources say. It checks no rights:
/// what is found must not leave the program as it is.
///
/// Cost: two queries for 500 children; two openings of seals a child, about 10 us each. Nothing is
/// kept. Errors: internal "seal.broken", "seal.no_key"; those of `access::KeyRing::unwrap`.
core::Result<void> each_link_child(const access::Call& call,
                                   core::FunctionRef<void(LinkChild&&)> visit);

/// The same for the next children from a number on, at most `limit`.
core::Result<std::vector<LinkChild>> list_link_children(const access::Call& call,
                                                        std::int64_t first, int limit);

/// The same for one child; none when it is not there or erased.
core::Result<std::optional<LinkChild>> find_link_child(const access::Call& call,
                                                       std::int64_t number);

}  // namespace caregrid::registry
