#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "registry/fact_ledger.h"
#include "rules/facts.h"

namespace caregrid::registry {

/// The number by which reasons name the child's date of birth, which is no saying.
inline constexpr std::uint32_t birth_reason = std::numeric_limits<std::uint32_t>::max();

/// Hands what is known of a child to the rules.
///
/// A fact of the ledger gives one rules' fact for each member the vocabulary knows; its `id` is the
/// index of the ledger's fact. It holds from the stated day, else "or earlier" from the day it was
/// first said, until its stated end or until another value took its place. Values that contradict
/// each other stand side by side, so that rules find them undecided. What was corrected, set aside
/// or taken back gives nothing, and what nobody said stays unknown.
class StatusFacts final {
 public:
  /// The vocabulary must outlive it.
  explicit StatusFacts(const rules::Vocabulary& vocabulary);

  /// Settled facts. Cost: some 50 ns a member.
  [[nodiscard]] std::vector<rules::Fact> read(const FactLedger& ledger,
                                              std::optional<core::Date> born_on) const;

 private:
  void add(const KnownFact& known, std::uint32_t id, std::vector<rules::Fact>& into) const;
  void add_value(rules::Fact fact, std::string_view json, std::vector<rules::Fact>& into) const;
  void add_written_absence(const KnownFact& known, rules::Fact fact,
                           std::vector<rules::Fact>& into) const;
  [[nodiscard]] std::optional<rules::AttributeId> attribute(FactSubject subject,
                                                            std::string_view kind,
                                                            std::string_view member) const;

  const rules::Vocabulary& vocabulary_;
  std::map<std::string, std::uint16_t, std::less<>> kinds_;
};

/// Whether somebody is away, and where, as a list's own words tell.
struct WrittenAbsence {
  enum class State : std::uint8_t { unclear, away, home };
  State state = State::unclear;
  std::int64_t place = 0;  ///< Province, 12 digits; 0: not said.

  bool operator==(const WrittenAbsence&) const = default;
};

/// Reads the column of where a parent works: a place means away; "在家" and its like at home; of
/// words about death, prison or a lost trace nothing follows here, since a person has to judge.
WrittenAbsence read_written_absence(std::string_view text);

/// Where the child is known to live on a day, 12 digits; `otherwise` when nobody said, or when
/// sources that contradict each other name places that do not lie in one.
std::int64_t home_on(const FactLedger& ledger, core::Date day, std::int64_t otherwise);

}  // namespace caregrid::registry
