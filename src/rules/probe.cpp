#include "rules/probe.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <vector>

namespace caregrid::rules {
namespace {

constexpr std::array<std::int64_t, 13> powers{1,
                                              10,
                                              100,
                                              1'000,
                                              10'000,
                                              100'000,
                                              1'000'000,
                                              10'000'000,
                                              100'000'000,
                                              1'000'000'000,
                                              10'000'000'000,
                                              100'000'000'000,
                                              1'000'000'000'000};
constexpr int code_digits = 12;
constexpr std::int64_t none_below = std::numeric_limits<std::int64_t>::max();

std::int64_t first_digits(std::int64_t place, int count) {
  return place / powers[static_cast<std::size_t>(code_digits - count)];
}

/// Days, never past the ends of what can be said.
std::int32_t later(std::int32_t day, int days) {
  return day > always_to - days ? always_to : day + days;
}

/// Turns questions about dates into ranges of days.
void make_range(Question& question, core::Date on) {
  if (question.test == Test::years) {
    const auto born_by = [&](std::int64_t years) {
      return std::int64_t{before(on, {static_cast<int>(years * 12), 0}).days};
    };
    const std::int64_t below = born_by(question.least) + 1;
    question.least = question.below == none_below ? std::numeric_limits<std::int64_t>::min()
                                                  : born_by(question.below) + 1;
    question.below = below;
    question.test = Test::range;
  } else if (question.test == Test::recent) {
    question.least = before(on, question.recent).days;
    question.below = std::int64_t{on.days} + 1;
    question.test = Test::range;
  }
}

}  // namespace

core::Date before(core::Date day, Period period) {
  const core::YearMonthDay parts = core::parts_of(day);
  const int month = parts.year * 12 + (parts.month - 1) - period.months;
  core::YearMonthDay then{month / 12, month % 12 + 1, parts.day};
  if (month < 12) {
    return {always_from + 1};
  }
  while (!core::make_date(then)) {
    --then.day;
  }
  return core::make_date(then).value_or(day) + -period.days;
}

int known_digits(std::int64_t place) {
  for (const int length : {12, 9, 6, 4}) {
    const int shorter = length == 12 ? 9 : length == 9 ? 6 : length - 2;
    if (first_digits(place, length) % powers[static_cast<std::size_t>(length - shorter)] != 0) {
      return length;
    }
  }
  return 2;
}

Truth is_within(std::int64_t place, const Prefix& prefix) {
  const int known = known_digits(place);
  if (known >= prefix.length) {
    return truth_of(first_digits(place, prefix.length) == prefix.digits);
  }
  const bool may_be = first_digits(place, known) ==
                      prefix.digits / powers[static_cast<std::size_t>(prefix.length - known)];
  return may_be ? Truth::unknown : Truth::no;
}

Probe::Probe(const Vocabulary& vocabulary, const Question& question, core::Date on)
    : question_(question), day_(on.days), latest_start_(before(on, question.lasting).days) {
  const Member& member = vocabulary.member_of(question.attribute);
  yes_outweighs_ = member.type == ValueType::codes && member.is_complete;
  make_range(question_, on);
}

Truth Probe::compare_places(std::int64_t place, std::span<const Fact> all) const {
  Agreement heard;
  for (const Fact& other : facts_of(all, question_.other)) {
    if (!other.holds_on(day_)) {
      continue;
    }
    const int known = std::min(known_digits(place), known_digits(other.value));
    const int length = std::min(known, question_.digits);
    const bool is_same = first_digits(place, length) == first_digits(other.value, length);
    if (!is_same || length == question_.digits) {
      heard.hear(truth_of(is_same));
    }
  }
  return heard.truth();
}

Truth Probe::says(std::int64_t value, std::span<const Fact> all) const {
  Truth answer = Truth::unknown;
  switch (question_.test) {
    case Test::codes:
      if (((question_.yes_codes >> static_cast<unsigned>(value)) & 1U) != 0) {
        answer = Truth::yes;
      } else if (((question_.no_codes >> static_cast<unsigned>(value)) & 1U) != 0) {
        answer = Truth::no;
      }
      break;
    case Test::range:
    case Test::years:
    case Test::recent:
    case Test::renewed:
      answer = truth_of(question_.least <= value && value < question_.below);
      break;
    case Test::within:
      answer = Truth::no;
      for (const Prefix& prefix : question_.places) {
        answer = answer | is_within(value, prefix);
      }
      break;
    case Test::same:
      answer = compare_places(value, all);
      break;
    case Test::digits: {
      const int last = question_.first_digit - 1 + question_.digits;
      if (known_digits(value) >= last) {
        const std::int64_t digits =
            first_digits(value, last) % powers[static_cast<std::size_t>(question_.digits)];
        answer = truth_of(question_.least <= digits && digits < question_.below);
      }
      break;
    }
  }
  return question_.is_negated ? ~answer : answer;
}

Truth Probe::holds_now(std::span<const Fact> own, std::span<const Fact> all) const {
  bool has_yes = false;
  bool has_no = false;
  bool is_in_break = false;
  for (const Fact& fact : own) {
    if (fact.from > day_ || later(fact.to, question_.grace_days) < day_) {
      continue;
    }
    const Truth statement = says(fact.value, all);
    if (fact.to < day_) {
      is_in_break = is_in_break || statement == Truth::yes;
    } else {
      has_yes = has_yes || statement == Truth::yes;
      has_no = has_no || statement == Truth::no;
    }
  }
  if (has_yes) {
    return has_no && !yes_outweighs_ ? Truth::unknown : Truth::yes;
  }
  return is_in_break ? Truth::yes : has_no ? Truth::no : Truth::unknown;
}

Truth Probe::has_term(std::span<const Fact> own, std::span<const Fact> all,
                      std::int32_t start) const {
  bool is_open = false;
  std::int32_t end = day_ - 1;
  for (const Fact& fact : own) {
    if (fact.holds_on(day_) && says(fact.value, all) == Truth::yes) {
      is_open = is_open || fact.is_open;
      end = std::max(end, fact.is_open ? end : fact.to);
    }
  }
  if (start <= before({later(end, 1)}, question_.lasting).days) {
    return Truth::yes;
  }
  return is_open ? Truth::unknown : Truth::no;
}

Probe::Run Probe::run_of_yes(std::span<const Fact> own, std::span<const Fact> all) const {
  Run run{day_, false};
  const auto reaches = [&](const Fact& fact) {
    return fact.from <= run.start && later(fact.to, question_.grace_days + 1) >= run.start &&
           says(fact.value, all) == Truth::yes;
  };
  // Nobody knows since when: such a fact reaches back, but to no day.
  const auto is_bottomless = [](const Fact& fact) {
    return fact.is_from_or_earlier && fact.from == always_from;
  };
  for (bool is_moving = true; is_moving;) {
    is_moving = false;
    for (const Fact& fact : own) {
      if (fact.from < run.start && !is_bottomless(fact) && reaches(fact)) {
        run.start = fact.from;
        is_moving = true;
      }
    }
  }
  for (const Fact& fact : own) {
    const bool is_vague =
        fact.is_from_or_earlier && (fact.from == run.start || is_bottomless(fact));
    run.may_be_earlier = run.may_be_earlier || (is_vague && reaches(fact));
  }
  return run;
}

Truth Probe::has_lasted(std::span<const Fact> own, std::span<const Fact> all) const {
  const Truth now = holds_now(own, all);
  if (now != Truth::yes) {
    return now;
  }
  const Run run = run_of_yes(own, all);
  // Days on which another source says no are in doubt, and all before them.
  std::int32_t doubted_to = always_from;
  for (const Fact& no : own) {
    if (yes_outweighs_ || no.to < run.start || no.from > day_ || says(no.value, all) != Truth::no) {
      continue;
    }
    for (const Fact& yes : own) {
      const bool is_beside = yes.from <= std::min(no.to, day_) && no.from <= yes.to;
      if (is_beside && says(yes.value, all) == Truth::yes) {
        doubted_to = std::max(doubted_to, std::min({no.to, yes.to, day_}));
      }
    }
  }
  if (run.start <= latest_start_) {
    return doubted_to < latest_start_ ? Truth::yes : Truth::unknown;
  }
  if (run.may_be_earlier) {
    return Truth::unknown;
  }
  return question_.counts_term ? has_term(own, all, run.start) : Truth::no;
}

/// Source: domain handbook 3.4, `insurance_cumulative_months`: overlaps once, gaps allowed.
Truth Probe::has_total(std::span<const Fact> own, std::span<const Fact> all) const {
  constexpr int months_a_year = 12;
  const auto month_of = [](std::int32_t date) {
    const core::YearMonthDay parts = core::parts_of(core::Date{date});
    return parts.year * months_a_year + parts.month;
  };
  std::set<int> months;
  bool may_be_more = own.empty();
  for (const Fact& fact : own) {
    if (fact.from > day_ || says(fact.value, all) != Truth::yes) {
      continue;
    }
    may_be_more = may_be_more || fact.is_from_or_earlier;
    const int last = month_of(std::min(fact.to, day_));
    for (int month = fact.from == always_from ? last : month_of(fact.from); month <= last;
         ++month) {
      months.insert(month);
    }
  }
  const bool is_enough = static_cast<int>(months.size()) >= question_.total_months;
  return is_enough ? Truth::yes : may_be_more ? Truth::unknown : Truth::no;
}

/// Source: domain handbook 3.4, `permit_continuous_months`; residence-permit regulations art. 10.
Truth Probe::is_renewed(std::span<const Fact> own) const {
  std::vector<std::int32_t> dates;
  for (const Fact& fact : own) {
    if (fact.value <= day_) {
      dates.push_back(static_cast<std::int32_t>(fact.value));
    }
  }
  if (dates.empty()) {
    return Truth::unknown;
  }
  std::ranges::sort(dates);
  const auto after = [&](std::int32_t date) {
    return before(core::Date{date}, {-question_.renew_months, 0}).days;
  };
  std::int32_t run = dates.front();
  std::int32_t due = after(run);
  auto next = dates.begin() + 1;
  while (due <= day_) {
    const std::int32_t earliest = before(core::Date{due}, {question_.early_months, 0}).days;
    next = std::lower_bound(next, dates.end(), earliest);
    if (next == dates.end()) {
      return Truth::no;  // Suspended: it counts for nothing until it is endorsed.
    }
    run = *next <= due ? run : *next;
    due = *next <= due ? after(due) : after(*next);
    ++next;
  }
  return truth_of(run <= latest_start_);
}

Truth Probe::ask(std::span<const Fact> own, std::span<const Fact> all) const {
  if (question_.test == Test::renewed) {
    return is_renewed(own);
  }
  if (question_.total_months > 0) {
    return has_total(own, all);
  }
  return question_.lasting.is_none() ? holds_now(own, all) : has_lasted(own, all);
}

std::span<const Fact> facts_of(std::span<const Fact> all, AttributeId attribute) {
  const auto [first, last] = std::ranges::equal_range(all, attribute, {}, &Fact::attribute);
  return {first, last};
}

}  // namespace caregrid::rules
