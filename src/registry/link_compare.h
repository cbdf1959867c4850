#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "registry/link_record.h"
#include "stats/linkage_pattern.h"

namespace caregrid::registry {

/// The fields children are compared by, in the order of the pattern.
enum class LinkField : std::uint8_t { name, born_on, identity, guardian, phone, village, sex };
inline constexpr std::size_t link_fields = 7;

/// How the names agree.
enum class NameLevel : std::uint8_t {
  unknown,
  same,             ///< The same characters or their variants.
  same_sound,       ///< The same pinyin, or equal but for characters that could not be typed.
  same_blurred,     ///< The same as southern speech blurs it.
  one_off,          ///< One character differs, two are swapped, or one name holds the other.
  one_dropped,      ///< A character is missing.
  surname_changed,  ///< Two characters of a given name agree.
  same_surname,
  other,
};

/// How the birth dates agree.
enum class BirthLevel : std::uint8_t {
  unknown,
  same,
  slip,         ///< Day and month swapped, or one digit differs.
  lunar,        ///< 18 to 54 days apart: one by the lunar calendar.
  placeholder,  ///< One is the first of January or of the month, which would fit.
  same_month,
  same_day,  ///< Day and month agree, the year is one or two off.
  same_year,
  other,
};

/// How the identity numbers agree.
enum class IdentityLevel : std::uint8_t {
  unknown,
  same,
  slip,     ///< One character differs, or two neighbours are swapped.
  partial,  ///< At least 14 of 18 characters agree.
  other,
};

enum class GuardianLevel : std::uint8_t { unknown, same, same_blurred, other };
enum class PhoneLevel : std::uint8_t { unknown, same, slip, other };
enum class VillageLevel : std::uint8_t { unknown, same, same_township, other };
enum class SexLevel : std::uint8_t { unknown, same, other };

/// What is known of the fields before any child is seen.
stats::LinkageScheme link_scheme();

/// How two records agree, field by field. Symmetric.
stats::Pattern compare_link_records(const LinkRecord& a, const LinkRecord& b);

/// Two children whatever else agrees: two different numbers that are each the child's own, or two
/// sexes where the numbers do not speak for one child. Source: domain handbook 4.4, item 7.
bool are_two_children(const LinkRecord& a, const LinkRecord& b, stats::Pattern pattern);

inline constexpr std::size_t link_keys = 18;

/// What a record is found by; 0 where it says nothing.
void write_link_keys(const LinkRecord& record, std::span<std::uint32_t> keys);

}  // namespace caregrid::registry
