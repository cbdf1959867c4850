#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"
#include "rules/facts.h"
#include "rules/truth.h"
#include "rules/vocabulary.h"

namespace caregrid::rules {

/// What is asked of a value.
enum class Test : std::uint8_t {
  codes,    ///< Is it one of some codes?
  range,    ///< Is it in [least, below)?
  years,    ///< A date: are completed years since it in [least, below)?
  recent,   ///< A date: is it at most so many days or months ago?
  within,   ///< A place: is it inside one of some divisions?
  renewed,  ///< Dates of issue and endorsement: has it run unbroken for `lasting`?
  same,     ///< A place: is it in the same division of a level as another attribute's?
  digits    ///< A place: are some digits of its code in [least, below)?
};

/// A length of time: months, then days.
struct Period {
  int months = 0;
  int days = 0;

  [[nodiscard]] bool is_none() const { return months == 0 && days == 0; }

  bool operator==(const Period&) const = default;
};

/// A division by the first digits of its code.
struct Prefix {
  std::int64_t digits = 0;
  int length = 0;  ///< 0: everywhere.

  bool operator==(const Prefix&) const = default;
};

/// One question about one attribute on one day; all that rules ask is made of these.
///
/// With `lasting` the answer is yes when it has been so for that long on end; breaks of up to
/// `grace_days` do not count. With `counts_term` a stated end in the future counts as well: a
/// sentence of a year is one from its first day.
struct Question {
  AttributeId attribute = 0;
  Test test = Test::codes;
  bool is_negated = false;
  std::uint64_t yes_codes = 0;  ///< Codes that say yes.
  std::uint64_t no_codes = 0;   ///< Codes that say no; the others say nothing.
  std::int64_t least = 0;
  std::int64_t below = 0;
  std::vector<Prefix> places;
  AttributeId other = 0;  ///< The place to compare with.
  int first_digit = 1;    ///< Of a code, from 1.
  int digits = 0;         ///< How many; of `same`: the first so many.
  Period recent;
  Period lasting;
  int grace_days = 0;
  bool counts_term = false;
  int total_months =
      0;  ///< So many calendar months, gaps allowed, instead of on end; 0: not asked.
  int renew_months = 0;  ///< Of `renewed`: an endorsement is due so often, and may come
  int early_months = 0;  ///< so much before; a late one begins the count again.

  bool operator==(const Question&) const = default;
};

/// The day so many months and days before; in a shorter month its last day.
core::Date before(core::Date day, Period period);

/// How many digits of a division code say something: 2, 4, 6, 9 or 12.
int known_digits(std::int64_t place);

/// Whether a place is inside a division; unknown when only a larger place is known.
Truth is_within(std::int64_t place, const Prefix& prefix);

/// A question made ready for one day: nothing about the calendar is left to do.
class Probe final {
 public:
  Probe(const Vocabulary& vocabulary, const Question& question, core::Date on);

  /// The answer. `own` are the child's facts of the question's attribute, `all` all it has; both
  /// settled. Cost: linear in `own`, quadratic when a length of time is asked.
  [[nodiscard]] Truth ask(std::span<const Fact> own, std::span<const Fact> all) const;

  /// What one value says, whatever its dates; unknown: nothing.
  [[nodiscard]] Truth says(std::int64_t value, std::span<const Fact> all) const;

  [[nodiscard]] const Question& question() const { return question_; }

 private:
  /// Since when it has been so, across short breaks.
  struct Run {
    std::int32_t start = 0;
    bool may_be_earlier = false;
  };

  [[nodiscard]] Run run_of_yes(std::span<const Fact> own, std::span<const Fact> all) const;
  [[nodiscard]] Truth has_total(std::span<const Fact> own, std::span<const Fact> all) const;
  [[nodiscard]] Truth is_renewed(std::span<const Fact> own) const;
  [[nodiscard]] Truth holds_now(std::span<const Fact> own, std::span<const Fact> all) const;
  [[nodiscard]] Truth has_lasted(std::span<const Fact> own, std::span<const Fact> all) const;
  [[nodiscard]] Truth has_term(std::span<const Fact> own, std::span<const Fact> all,
                               std::int32_t start) const;
  [[nodiscard]] Truth compare_places(std::int64_t place, std::span<const Fact> all) const;

  Question question_;
  std::int32_t day_ = 0;
  std::int32_t latest_start_ = 0;  ///< What began by then has lasted long enough.
  bool yes_outweighs_ = false;     ///< In lists of all that holds, one that names it is enough.
};

/// The facts of one attribute among a child's settled facts.
std::span<const Fact> facts_of(std::span<const Fact> all, AttributeId attribute);

}  // namespace caregrid::rules
