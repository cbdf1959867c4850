#include "registry/comparison.h"

#include <algorithm>

namespace caregrid::registry {
namespace {

/// One side of a comparison for one child, with the reason where it is open.
struct Side {
  Tell is_in = Tell::unknown;
  CompareReason open = CompareReason::none;
};

Side tell(bool is_in) { return {is_in ? Tell::yes : Tell::no, CompareReason::none}; }

Side in_household_register(const ChildInLists& child, const ListsAtHand& lists, core::Date day) {
  if (!lists.has_household_register) {
    return {Tell::unknown, CompareReason::no_household_register};
  }
  if (!child.in_household_register) {
    return tell(false);
  }
  return {is_school_age(child.born_on, day), CompareReason::birth_unknown};
}

Side in_register(const ChildInLists& child, const ListsAtHand& lists) {
  if (child.in_register) {
    return tell(true);
  }
  if (!lists.has_register) {
    return {Tell::unknown, CompareReason::no_register};
  }
  return child.said_at_school ? Side{Tell::unknown, CompareReason::said_at_school} : tell(false);
}

Side in_present(const ChildInLists& child, const ListsAtHand& lists) {
  if (child.in_present) {
    return tell(true);
  }
  if (!lists.has_present) {
    return {Tell::unknown, CompareReason::no_present_list};
  }
  if (child.school.empty()) {
    return {Tell::unknown, CompareReason::school_unknown};
  }
  return lists.schools_present.contains(child.school)
             ? tell(false)
             : Side{Tell::unknown, CompareReason::school_not_covered};
}

/// What `a` and not `b` come to, and the first thing that leaves it open.
Verdict without(const Side& a, const Side& b, CompareReason reason) {
  const Tell both = all_of(a.is_in, none_of(b.is_in));
  if (both == Tell::unknown) {
    return {both, a.is_in == Tell::unknown ? a.open : b.open};
  }
  return {both, both == Tell::yes ? reason : CompareReason::none};
}

}  // namespace

Tell all_of(Tell a, Tell b) { return std::min(a, b); }

Tell none_of(Tell a) { return a == Tell::unknown ? a : a == Tell::yes ? Tell::no : Tell::yes; }

int school_year_of(core::Date day) {
  const core::YearMonthDay parts = core::parts_of(day);
  constexpr int september = 9;
  return parts.month >= september ? parts.year : parts.year - 1;
}

int first_school_year(core::Date born_on) {
  const core::YearMonthDay parts = core::parts_of(born_on);
  constexpr int september = 9;
  constexpr int school_age_years = 6;
  return parts.year + school_age_years + (parts.month >= september ? 1 : 0);
}

Tell is_school_age(const std::optional<core::Date>& born_on, core::Date day) {
  if (!born_on) {
    return Tell::unknown;
  }
  const int year = school_year_of(day);
  const int first = first_school_year(*born_on);
  return year >= first && year < first + compulsory_years ? Tell::yes : Tell::no;
}

std::array<Verdict, compared_sets> compare_child(const ChildInLists& child,
                                                 const ListsAtHand& lists, core::Date day) {
  const Side household = in_household_register(child, lists, day);
  const Side enrolled = in_register(child, lists);
  const Side present = in_present(child, lists);
  const Verdict never = without(household, enrolled, CompareReason::not_in_register);
  const Verdict absent = without(enrolled, present, CompareReason::registered_not_seen);
  const Side poor =
      lists.has_poor ? tell(child.in_poor) : Side{Tell::unknown, CompareReason::no_poor_list};
  Verdict poor_too{all_of(absent.is_in, poor.is_in), CompareReason::none};
  if (poor_too.is_in == Tell::yes) {
    poor_too.reason = CompareReason::poor_too;
  } else if (poor_too.is_in == Tell::unknown) {
    poor_too.reason = absent.is_in == Tell::unknown ? absent.reason : poor.open;
  }
  return {never, absent, poor_too};
}

}  // namespace caregrid::registry
