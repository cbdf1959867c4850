#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "registry/child_record.h"

namespace caregrid::registry {

/// The keys under which a child is found again, strongest first: identity number, then a student
/// number that says more than it. Empty when the row names no valid number.
struct OfficialKeys {
  std::array<std::int64_t, 2> key{};
  std::size_t count = 0;

  [[nodiscard]] std::span<const std::int64_t> all() const { return {key.data(), count}; }
};

OfficialKeys keys_of(const Claim& claim);

/// A child that already owns one of a row's official numbers.
struct Candidate {
  std::int64_t number = 0;
  Claim claim;
};

/// Which candidate a row speaks of, if any.
struct Match {
  std::optional<std::size_t> index;
};

/// Decides whether a row is one of the children who own its official number.
///
/// The one seam for linkage: today exact numbers only, held against the names. A candidate with a
/// clearly different name is another child whose number was given by mistake (a parent's, a
/// sibling's), and nothing is merged. Several that fit: the same birth date decides, then the
/// first. Source: domain handbook 4.4, item 9.
Match match_child(const Claim& stated, std::span<const Candidate> candidates);

}  // namespace caregrid::registry
