#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "registry/saying.h"

namespace caregrid::registry {

/// Two lists that differ contradict each other when they came in within so many days, a school
/// term; further apart they tell of a change.
inline constexpr int same_time_days = 92;

enum class FactStanding : std::uint8_t {
  holds,
  corrected,  ///< Somebody put another in its place: it was never so.
  set_aside   ///< It contradicted another, and somebody confirmed or entered the other.
};

/// What all sayings of one value, taken together, tell: one fact with its sources.
struct KnownFact {
  FactId id;  ///< Of its first saying.
  FactValue value;
  std::optional<core::Date> valid_from;    ///< As stated.
  std::optional<core::Date> valid_to;      ///< As stated: the first day it no longer holds.
  core::Date known_from;                   ///< `valid_from`, else the day it was first said.
  std::optional<core::Date> succeeded_on;  ///< The day another value took its place.
  FactStanding standing = FactStanding::holds;
  std::vector<std::size_t> said_by;          ///< Indices of sayings, oldest first.
  std::optional<std::size_t> confirmed_by;   ///< The last confirmation.
  std::optional<std::size_t> ended_by;       ///< Who said that it ended.
  std::optional<std::size_t> replaced_by;    ///< The correction, or what set it aside.
  std::vector<std::size_t> contradicted_by;  ///< Facts that cannot hold beside it, unsettled.

  /// Whether it holds on a day, as far as is known. Of days before `known_from` nothing is known.
  [[nodiscard]] bool covers(core::Date day) const;
  bool operator==(const KnownFact&) const = default;
};

/// Two facts that contradict each other, and the confirmation that settled it.
struct FactClash {
  std::size_t earlier = 0;  ///< Index of the fact that was said first.
  std::size_t later = 0;
  std::optional<std::size_t> settled_by;  ///< Index of a saying.

  bool operator==(const FactClash&) const = default;
};

/// Everything said of a child, drawn together.
struct FactLedger {
  std::vector<Saying> sayings;      ///< Oldest first.
  std::vector<std::size_t> undone;  ///< Indices of sayings that were taken back.
  std::vector<KnownFact> facts;     ///< In order of their first sayings.
  std::vector<FactClash> clashes;   ///< Settled ones too.

  bool operator==(const FactLedger&) const = default;
};

/// Draws facts from sayings. Nothing said is lost: what was corrected, set aside or undone stays in
/// the ledger under that name.
///
/// Of most kinds a child has one value at a time (one home, one school): there a value that begins
/// later follows the one before. Two values contradict each other when one was stated to run beyond
/// the beginning of the other, when both begin on the same day, or when two lists of one time
/// (`same_time_days`) differ. A confirmation settles it: the other steps aside until it is said
/// anew. So does a fact that somebody enters as holding already when the list came in.
/// Cost: O(n²) for n sayings of one kind about one person.
FactLedger know(std::vector<Saying> sayings);

/// Whether a child may have several values of a kind at once (benefits, programmes, remarks).
bool has_many(std::string_view kind);

/// Kinds in which sources contradict each other today, in order, each once.
std::vector<std::string> contested_kinds(const FactLedger& ledger);

/// The fact a saying belongs to; none when there is no such saying, or it was undone.
std::optional<std::size_t> find_fact(const FactLedger& ledger, const FactId& saying);

/// A fact on a day, with where it comes from.
struct DayFact {
  FactId id;
  FactValue value;
  std::optional<core::Date> valid_from;
  std::optional<core::Date> valid_to;
  core::Date known_from;
  std::vector<FactOrigin> origins;      ///< Newest first; each source once.
  std::optional<FactOrigin> confirmed;  ///< The last confirmation by a person.
  std::optional<FactId> contests;       ///< The fact it contradicts, which stands before it.
  bool is_contested = false;

  bool operator==(const DayFact&) const = default;
};

/// One fact of the ledger as a day would show it, whether it holds then or not.
DayFact day_fact(const FactLedger& ledger, std::size_t fact);

/// What is known to hold on a day: by kind and person; of values that contradict each other all,
/// first the one a person vouched for, else the one said last.
std::vector<DayFact> state_on(const FactLedger& ledger, core::Date day);

}  // namespace caregrid::registry
