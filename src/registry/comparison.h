#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "access/call.h"
#include "core/date.h"
#include "core/describe.h"
#include "core/function_ref.h"
#include "core/result.h"
#include "registry/child.h"
#include "registry/sent_list.h"

namespace caregrid::registry {

/// An answer that may be open; unknown is never "no".
enum class Tell : std::uint8_t { no, unknown, yes };
Tell all_of(Tell a, Tell b);
Tell none_of(Tell a);

/// The school year a day belongs to, by the year it began: September to August.
int school_year_of(core::Date day);
/// The school year a child is to enter primary school: the year it turns six by 31 August.
/// Source: domain handbook 4.3.
int first_school_year(core::Date born_on);
/// Years of compulsory schooling. Source: domain handbook 4.3.
inline constexpr int compulsory_years = 9;
/// Whether a child is of the age of compulsory schooling on a day; unknown without a birth date.
Tell is_school_age(const std::optional<core::Date>& born_on, core::Date day);

/// Which lists there are to hold against each other.
struct ListsAtHand {
  bool has_household_register = false;
  bool has_register = false;
  bool has_present = false;
  bool has_poor = false;
  std::set<std::string> schools_present;  ///< Schools the lists of children present tell of.
};

/// What lists and facts say of one child on the day.
struct ChildInLists {
  std::optional<core::Date> born_on;
  std::string school;  ///< Where the register has it; empty: not known.
  bool in_household_register = false;
  bool in_register = false;
  bool in_present = false;
  bool in_poor = false;
  /// A fact that holds on the day says that the child goes to school: not from a student register.
  bool said_at_school = false;
};

/// The three comparisons of the dropout check, each answered for one child.
/// Source: domain handbook 2.9 (household register × student register, register × present, ×
/// ex-poor list).
enum class ComparedSet : std::uint8_t { never_enrolled, not_present, poor_not_present };
inline constexpr std::size_t compared_sets = 3;

/// Why a child stands in a set, or cannot be placed; a translation key after "comparison.".
enum class CompareReason : std::uint8_t {
  none,
  not_in_register,  ///< Of school age by the household register, and no student register names it.
  registered_not_seen,  ///< A register names it; lists of its school's pupils present do not.
  poor_too,             ///< As before, and the ex-poor list names it.
  no_household_register,
  no_register,
  no_present_list,
  no_poor_list,
  birth_unknown,
  said_at_school,      ///< Somebody says it goes to a school; no register names it.
  school_not_covered,  ///< No list of pupils present tells of its school.
  school_unknown
};

struct Verdict {
  Tell is_in = Tell::unknown;
  CompareReason reason = CompareReason::none;

  bool operator==(const Verdict&) const = default;
};

/// A\B, B\C and (B\C)∩P for one child, three-valued. Pure.
std::array<Verdict, compared_sets> compare_child(const ChildInLists& child,
                                                 const ListsAtHand& lists, core::Date day);

/// How many stand in a set.
struct SetCount {
  ComparedSet set = ComparedSet::never_enrolled;
  std::int64_t children = 0;
  std::int64_t unknown = 0;
};

/// One child of a work list.
struct ComparedChild {
  ChildRow row;
  bool is_unknown = false;  ///< It cannot be said whether it belongs here.
  CompareReason reason = CompareReason::none;
};

struct ComparisonWish {
  std::optional<core::Date> day;  ///< Today unless given.
  ComparedSet set = ComparedSet::never_enrolled;
  bool only_unknown = false;  ///< Those that cannot be placed, instead of those in the set.
  int limit = 50;             ///< 1 to 200.
  std::string after;          ///< `next` of the page before.
};

struct Comparison {
  core::Date day;
  std::vector<SentList> lists;  ///< What was compared: the newest of each role and sender.
  std::vector<SetCount> counts;
  std::vector<ComparedChild> items;  ///< In order of numbers.
  std::optional<std::string> next;
};

/// Holds the county's lists against each other over linked records: a child is one record, however
/// each list writes it. Of each role and sender the newest list that came in by the day counts.
///
/// Errors: forbidden; invalid "list.limit", "list.after". Cost: some 150 bytes and some µs a child
/// of the area; facts are opened for those of school age alone whom no register names.
core::Result<Comparison> compare_lists(const access::Call& call, const ComparisonWish& wish);

/// Every child of the set that is asked for, in order of numbers; `limit` and `after` do not count.
core::Result<std::int64_t> each_compared(
    const access::Call& call, const ComparisonWish& wish,
    core::FunctionRef<core::Result<void>(const ComparedChild&)> take);

}  // namespace caregrid::registry

template <>
struct caregrid::core::Describe<caregrid::registry::ComparedSet> {
  using enum registry::ComparedSet;
  static constexpr std::string_view name = "ComparedSet";
  static constexpr std::array values = {ValueOf{never_enrolled, "never_enrolled"},
                                        ValueOf{not_present, "not_present"},
                                        ValueOf{poor_not_present, "poor_not_present"}};
};

template <>
struct caregrid::core::Describe<caregrid::registry::CompareReason> {
  using enum registry::CompareReason;
  static constexpr std::string_view name = "CompareReason";
  static constexpr std::array values = {ValueOf{none, "none"},
                                        ValueOf{not_in_register, "not_in_register"},
                                        ValueOf{registered_not_seen, "registered_not_seen"},
                                        ValueOf{poor_too, "poor_too"},
                                        ValueOf{no_household_register, "no_household_register"},
                                        ValueOf{no_register, "no_register"},
                                        ValueOf{no_present_list, "no_present_list"},
                                        ValueOf{no_poor_list, "no_poor_list"},
                                        ValueOf{birth_unknown, "birth_unknown"},
                                        ValueOf{said_at_school, "said_at_school"},
                                        ValueOf{school_not_covered, "school_not_covered"},
                                        ValueOf{school_unknown, "school_unknown"}};
};
