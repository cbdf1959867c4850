#include "registry/link_compare.h"

#include <algorithm>
#include <cstdlib>

namespace caregrid::registry {
namespace {

struct Parts {
  int year;
  int month;
  int day;
};

Parts parts_of(std::uint32_t packed) {
  return {static_cast<int>(packed >> 9U), static_cast<int>((packed >> 5U) & 15U),
          static_cast<int>(packed & 31U)};
}

/// Days since any fixed day, to compare dates at most some weeks apart exactly.
int days_of(const Parts& date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int month = (date.month + 9) % 12;
  return year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day;
}

bool is_one_digit_off(std::uint64_t a, std::uint64_t b) {
  int differing = 0;
  while ((a != 0 || b != 0) && differing < 2) {
    differing += a % 10 != b % 10 ? 1 : 0;
    a /= 10;
    b /= 10;
  }
  return differing <= 1;
}

/// One digit differs, or two neighbours are swapped.
bool is_slip(std::uint64_t a, std::uint64_t b) {
  std::uint64_t swapped_a = 0;
  std::uint64_t swapped_b = 0;
  int differing = 0;
  std::uint64_t last_a = 10;
  std::uint64_t last_b = 10;
  bool is_swap = false;
  while ((a != 0 || b != 0) && differing < 3) {
    if (a % 10 != b % 10) {
      ++differing;
      swapped_a = a % 10;
      swapped_b = b % 10;
      is_swap = differing == 2 && last_a == swapped_b && last_b == swapped_a;
      last_a = swapped_a;
      last_b = swapped_b;
    } else {
      last_a = last_b = 10;
    }
    a /= 10;
    b /= 10;
  }
  return differing <= 1 || (differing == 2 && is_swap);
}

std::uint64_t digits_of(const Parts& date) {
  return (static_cast<std::uint64_t>(date.year) * 100 + static_cast<std::uint64_t>(date.month)) *
             100 +
         static_cast<std::uint64_t>(date.day);
}

bool is_placeholder_of(const Parts& vague, const Parts& exact) {
  return vague.day == 1 && vague.year == exact.year &&
         (vague.month == 1 || vague.month == exact.month);
}

BirthLevel compare_births(const LinkRecord& x, const LinkRecord& y) {
  if (x.born_on == 0 || y.born_on == 0) {
    return BirthLevel::unknown;
  }
  if (x.born_on == y.born_on) {
    return BirthLevel::same;
  }
  const Parts a = parts_of(x.born_on);
  const Parts b = parts_of(y.born_on);
  const bool is_swapped = a.year == b.year && a.month == b.day && a.day == b.month;
  if (is_swapped || is_one_digit_off(digits_of(a), digits_of(b))) {
    return BirthLevel::slip;
  }
  if (is_placeholder_of(a, b) || is_placeholder_of(b, a)) {
    return BirthLevel::placeholder;
  }
  const int apart = std::abs(days_of(a) - days_of(b));
  if (apart >= 18 && apart <= 54) {
    return BirthLevel::lunar;
  }
  if (a.year == b.year) {
    return a.month == b.month ? BirthLevel::same_month : BirthLevel::same_year;
  }
  const bool is_day = a.month == b.month && a.day == b.day && std::abs(a.year - b.year) <= 2;
  return is_day ? BirthLevel::same_day : BirthLevel::other;
}

/// Characters of two names that fit one another.
struct Fit {
  std::size_t differing = 0;
  std::size_t wildcards = 0;
};

bool fits(std::uint16_t a, std::uint16_t b) {
  return a == b || a == packed_wildcard || b == packed_wildcard;
}

Fit fit_of(const LinkRecord& a, const LinkRecord& b, std::size_t length) {
  Fit fit;
  for (std::size_t i = 0; i < length; ++i) {
    fit.differing += fits(a.name[i], b.name[i]) ? 0U : 1U;
    fit.wildcards += a.name[i] != b.name[i] && fits(a.name[i], b.name[i]) ? 1U : 0U;
  }
  return fit;
}

/// The shorter name with one character put in is the longer one.
bool is_dropped(const LinkRecord& shorter, const LinkRecord& longer) {
  std::size_t i = 0;
  std::size_t skipped = 0;
  for (std::size_t j = 0; j < longer.name_length; ++j) {
    if (i < shorter.name_length && fits(shorter.name[i], longer.name[j])) {
      ++i;
    } else {
      ++skipped;
    }
  }
  return i == shorter.name_length && skipped == 1;
}

bool is_swapped(const LinkRecord& a, const LinkRecord& b) {
  return std::ranges::is_permutation(a.name, b.name);
}

NameLevel compare_equally_long(const LinkRecord& a, const LinkRecord& b) {
  const std::size_t length = a.name_length;
  const Fit fit = fit_of(a, b, length);
  if (fit.differing == 0 && fit.wildcards < length) {
    return NameLevel::same_sound;
  }
  if ((fit.differing == 1 && length >= 3 && a.name[0] == b.name[0]) || is_swapped(a, b)) {
    return NameLevel::one_off;
  }
  if (fit.differing == 1 && length >= 3) {
    return NameLevel::surname_changed;
  }
  return a.name[0] == b.name[0] ? NameLevel::same_surname : NameLevel::other;
}

/// Whether the longer name begins with all of the shorter one: a father's name left out.
bool is_part(const LinkRecord& shorter, const LinkRecord& longer) {
  return shorter.name_length >= 3 && shorter.name_length <= shorter.name.size() &&
         longer.name_length >= shorter.name_length + 2 &&
         std::equal(shorter.name.begin(), shorter.name.begin() + shorter.name_length,
                    longer.name.begin());
}

NameLevel compare_names(const LinkRecord& a, const LinkRecord& b) {
  if (a.name_hash == 0 || b.name_hash == 0) {
    return NameLevel::unknown;
  }
  if (a.name_hash == b.name_hash) {
    return NameLevel::same;
  }
  if (a.pinyin == b.pinyin && a.pinyin != 0) {
    return NameLevel::same_sound;
  }
  if (a.blurred == b.blurred && a.blurred != 0) {
    return NameLevel::same_blurred;
  }
  const LinkRecord& shorter = a.name_length <= b.name_length ? a : b;
  const LinkRecord& longer = a.name_length <= b.name_length ? b : a;
  if (is_part(shorter, longer)) {
    return NameLevel::one_off;
  }
  if (shorter.name_length > shorter.name.size() || longer.name_length > longer.name.size()) {
    return shorter.name == longer.name ? NameLevel::one_off : NameLevel::other;
  }
  if (a.name_length == b.name_length) {
    return compare_equally_long(a, b);
  }
  if (is_dropped(shorter, longer)) {
    return NameLevel::one_dropped;
  }
  return a.name[0] == b.name[0] ? NameLevel::same_surname : NameLevel::other;
}

/// Where two numbers differ, from the check to the front, until it is too much to matter.
struct Differences {
  std::size_t count = 0;
  bool is_swap = false;  ///< Two neighbours changed places.
};

Differences differences_of(std::uint64_t a, std::uint64_t b) {
  constexpr std::size_t enough = 5;
  Differences found;
  std::size_t last = 0;
  std::uint64_t last_a = 0;
  std::uint64_t last_b = 0;
  for (std::size_t at = 1; a != b && found.count < enough; ++at) {
    const bool is_check = at == 1;  // A number from 0 to 10. Constants divide faster.
    const std::uint64_t digit_a = is_check ? a % 11 : a % 10;
    const std::uint64_t digit_b = is_check ? b % 11 : b % 10;
    a = is_check ? a / 11 : a / 10;
    b = is_check ? b / 11 : b / 10;
    if (digit_a == digit_b) {
      continue;
    }
    found.is_swap = found.count == 1 && at == last + 1 && digit_a == last_b && digit_b == last_a;
    ++found.count;
    last = at;
    last_a = digit_a;
    last_b = digit_b;
  }
  return found;
}

IdentityLevel compare_identities(const LinkRecord& x, const LinkRecord& y) {
  if (x.identity == 0 || y.identity == 0) {
    return IdentityLevel::unknown;
  }
  if (x.identity == y.identity) {
    return IdentityLevel::same;
  }
  const Differences found = differences_of(x.identity, y.identity);
  if (found.count == 1 || (found.count == 2 && found.is_swap)) {
    return IdentityLevel::slip;
  }
  return found.count <= 4 ? IdentityLevel::partial : IdentityLevel::other;
}

GuardianLevel compare_guardians(const LinkRecord& a, const LinkRecord& b) {
  if (a.guardian == 0 || b.guardian == 0) {
    return GuardianLevel::unknown;
  }
  if (a.guardian == b.guardian) {
    return GuardianLevel::same;
  }
  return a.guardian_blurred == b.guardian_blurred && a.guardian_blurred != 0
             ? GuardianLevel::same_blurred
             : GuardianLevel::other;
}

PhoneLevel compare_phones(const LinkRecord& a, const LinkRecord& b) {
  if (a.phone == 0 || b.phone == 0) {
    return PhoneLevel::unknown;
  }
  return a.phone == b.phone          ? PhoneLevel::same
         : is_slip(a.phone, b.phone) ? PhoneLevel::slip
                                     : PhoneLevel::other;
}

VillageLevel compare_villages(const LinkRecord& a, const LinkRecord& b) {
  if (a.village == 0 || b.village == 0) {
    return VillageLevel::unknown;
  }
  return a.village == b.village                 ? VillageLevel::same
         : a.village / 1000 == b.village / 1000 ? VillageLevel::same_township
                                                : VillageLevel::other;
}

bool has_sex(const LinkRecord& record) {
  return record.sex == Sex::male || record.sex == Sex::female;
}

template <class Level>
stats::Pattern at(LinkField field, Level level) {
  return stats::level_at(static_cast<std::size_t>(field), static_cast<unsigned>(level));
}

std::uint64_t mix(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

/// A key of two or three things, each of which must be there.
std::uint32_t key_of(std::uint64_t a, std::uint64_t b, std::uint64_t c = 1) {
  if (a == 0 || b == 0 || c == 0) {
    return 0;
  }
  const std::uint64_t joined = mix(mix(mix(a) + b) + c);
  return std::max<std::uint32_t>(1, static_cast<std::uint32_t>(joined >> 32U));
}

std::uint64_t given_name_of(const LinkRecord& record) {
  return record.name_length < 3 || record.name_length > record.name.size()
             ? 0
             : std::uint64_t{record.name[1]} << 16U | record.name[2];
}

std::uint64_t first_two_of(const LinkRecord& record) {
  return record.name_length < 2 ? 0 : std::uint64_t{record.name[0]} << 16U | record.name[1];
}

std::uint64_t ends_of(const LinkRecord& record) {
  return record.name_length < 3 || record.name_length > record.name.size()
             ? 0
             : std::uint64_t{record.name[0]} << 32U | record.name[record.name_length - 1U];
}

}  // namespace

stats::LinkageScheme link_scheme() {
  // Twins share the birth date and often a character of the name; nobody in a family but one person
  // has all of a name or number.
  return {{{8, 3, 0.01}, {8, 4, 0.5}, {4, 2, 0.002}, {3, 2, 1}, {3, 2, 1}, {3, 1, 1}, {2, 1, 1}},
          true};
}

stats::Pattern compare_link_records(const LinkRecord& a, const LinkRecord& b) {
  const SexLevel sex = !has_sex(a) || !has_sex(b) ? SexLevel::unknown
                       : a.sex == b.sex           ? SexLevel::same
                                                  : SexLevel::other;
  return at(LinkField::name, compare_names(a, b)) | at(LinkField::born_on, compare_births(a, b)) |
         at(LinkField::identity, compare_identities(a, b)) |
         at(LinkField::guardian, compare_guardians(a, b)) |
         at(LinkField::phone, compare_phones(a, b)) |
         at(LinkField::village, compare_villages(a, b)) | at(LinkField::sex, sex);
}

bool are_two_children(const LinkRecord& a, const LinkRecord& b, stats::Pattern pattern) {
  const auto level = [&](LinkField field) {
    return stats::level_of(pattern, static_cast<std::size_t>(field));
  };
  const unsigned identity = level(LinkField::identity);
  if (a.is_identity_own && b.is_identity_own && a.identity != b.identity) {
    return true;
  }
  const bool is_one_number = identity == static_cast<unsigned>(IdentityLevel::same) ||
                             identity == static_cast<unsigned>(IdentityLevel::slip);
  return level(LinkField::sex) == static_cast<unsigned>(SexLevel::other) && !is_one_number;
}

void write_link_keys(const LinkRecord& record, std::span<std::uint32_t> keys) {
  const std::uint64_t born_on = record.born_on;
  const std::uint64_t year = born_on >> 9U;
  const std::uint64_t month = born_on >> 5U;
  const Parts parts = parts_of(record.born_on);
  // Day and month in either order.
  const auto any_order = static_cast<std::uint64_t>(
      born_on == 0 ? 0
                   : (year << 10U) | static_cast<unsigned>(std::min(parts.month, parts.day) * 32 +
                                                           std::max(parts.month, parts.day)));
  const auto village = static_cast<std::uint64_t>(record.village);
  const std::uint64_t sex = has_sex(record) ? static_cast<std::uint64_t>(record.sex) : 3;
  const std::uint64_t number = record.identity / 11;  // Without the check.
  std::size_t next = 0;
  const auto add = [&](std::uint64_t a, std::uint64_t b, std::uint64_t c = 1) {
    keys[next++] = key_of(a, b, c);
  };
  add(number, 1);
  add(record.blurred, born_on);
  add(record.pinyin, born_on);
  add(record.blurred, record.phone);
  add(record.blurred, village);
  add(record.blurred, record.guardian_blurred);
  add(record.blurred, any_order);
  add(record.blurred, month, sex);
  add(record.phone, born_on);
  add(record.guardian_blurred, born_on);
  add(born_on, village, sex);
  add(record.phone, year, sex);
  add(number % 100'000'000'000ULL, 2);
  add(number == 0 ? 0 : number / 10'000'000'000ULL * 1000 + number % 1000 + 1,
      number / 10'000'000'000ULL);
  add(given_name_of(record), born_on);
  add(first_two_of(record), village, year);
  add(ends_of(record), village, year);
  add(record.guardian_blurred, village, year);
}

}  // namespace caregrid::registry
